"""What the gateway says: content as staff wrote it, or the last resort when it cannot be read."""

from __future__ import annotations

import logging
import time
from collections.abc import Mapping, Sequence
from datetime import UTC, tzinfo
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

from bot.content.approval import errors_of_check
from bot.content.library import Library
from bot.content.placeholders import MOMENT, fill
from bot.content.watch import LiveLibrary
from bot.gateway.widget_wording import LAST_RESORT_VERSION, WIDGET_DEFAULTS
from bot.gateway.wording import DEFAULTS, LAST_RESORT_CARDS, LAST_RESORT_NUMBERS
from bot.safety import Finding
from bot.safety.card import crisis_card
from bot.safety.known import Known

log = logging.getLogger(__name__)
RETRY_SECONDS = 5.0
NOTHING = dict.fromkeys(MOMENT, "")


class Voice:
    """The current content. Its methods never raise: a visitor is always told something."""

    def __init__(self, root: Path, *, has_receivers: bool = True) -> None:
        """Prepare to read the content; `refresh` reads it.

        Args:
            root: The project's folder.
            has_receivers: Whether there is anybody to tell of danger at all.
        """
        self.has_receivers = has_receivers
        self._root = root
        self._live: LiveLibrary | None = None
        self._library: Library | None = None
        self._next_try = 0.0
        self._reported = ""

    def refresh(self) -> None:
        """Take up what has changed. Blocks while it reads: call it off the event loop."""
        now = time.monotonic()
        if self._live is None and now < self._next_try:
            return
        try:
            if self._live is None:
                self._live = LiveLibrary(self._root, approve=errors_of_check)
            self._library = self._live.current
            self._report("; ".join(str(one) for one in self._live.problems))
        except Exception as error:
            # Whatever is wrong with a file, the gateway serves on with what it has.
            self._next_try = now + RETRY_SECONDS
            self._report(f"content cannot be read: {type(error).__name__}: {error}")

    def _report(self, problem: str) -> None:
        if problem and problem != self._reported:
            log.warning("content: %s", problem)
        self._reported = problem

    @property
    def library(self) -> Library | None:
        """The content that is served; None while there is none that can be read."""
        return self._library

    @property
    def healthy(self) -> bool:
        """Whether the content that is served is the content on disk."""
        return self._library is not None and not self._reported

    def say(self, key: str) -> str:
        """Return a text of `content/wording.yml`, with its placeholders filled."""
        try:
            if self._library is not None and key in self._library.wording:
                return self._library.fill(self._library.wording[key]).strip()
        except Exception as error:
            self._report(f"wording {key}: {type(error).__name__}")
        return DEFAULTS.get(key, DEFAULTS["error_bad_request"])

    def title_of(self, topic: str) -> str | None:
        """Return a topic's title, or None when there is no such topic."""
        found = self._library.topics.get(topic) if self._library is not None else None
        return found.title if found else None

    def numbers(self, language: str = "en") -> list[dict[str, Any]]:
        """Return the crisis numbers for every screen, most urgent first."""
        try:
            if self._library is not None:
                always = self._library.crisis.always
                return [resource.within(language).as_dict() for resource in always]
        except Exception as error:
            self._report(f"crisis numbers: {type(error).__name__}")
        return [dict(one) for one in LAST_RESORT_NUMBERS[language]]

    def practice(self) -> dict[str, Any] | None:
        """Return the practice's name and phone, and whether it is fictional."""
        if self._library is None:
            return None
        practice = self._library.practice
        return {
            "name": practice.name,
            "phone": practice.phone,
            "hours": practice.hours,
            "fictional": practice.fictional,
        }

    def leave(self) -> str:
        """Return where a visitor goes who leaves the page quickly."""
        if self._library is None:
            return str(LAST_RESORT_CARDS["en"]["leave"]["address"])
        return self._library.crisis.frame.leave.address

    def first_screen_version(self) -> str:
        """Return the name of the first screen that visitors agree to."""
        if self._library is None:
            return LAST_RESORT_VERSION
        return self._library.widget.first_screen_version

    def widget(self, language: str) -> dict[str, str]:
        """Return what the widget says, by key; `talk` is the desk's, before there is a conversation."""
        texts = WIDGET_DEFAULTS if self._library is None else self._library.widget.texts
        return {**texts[language], "talk": self.say_in(language, "desk_button_talk")}

    def zone(self) -> tzinfo:
        """Return the practice's time zone; UTC while the content cannot be read."""
        try:
            return UTC if self._library is None else ZoneInfo(self._library.practice.zone)
        except Exception as error:
            self._report(f"time zone: {type(error).__name__}")
            return UTC

    def help(self, language: str = "en") -> dict[str, Any]:
        """Return what every error and every reply carries: numbers and the practice."""
        numbers = self.numbers(language)
        return {"language": language, "numbers": numbers, "practice": self.practice()}

    def card(
        self,
        findings: Sequence[Finding],
        words: str = "",
        *,
        seen: int = 0,
        known: Known | None = None,
    ) -> dict[str, Any]:
        """Return the crisis card for `findings`, or a general one when there are none.

        Args:
            findings: What the screen saw.
            words: What the visitor wrote, where nothing else is known of the conversation.
            seen: Cards that the conversation had before.
            known: What is known of the conversation: its language, and whether a child may write.
        """
        language = "en"
        try:
            known = known or Known().hears(words, findings)
            language = known.language or language
            if self._library is not None:
                return crisis_card(
                    findings,
                    self._library.crisis,
                    seen=seen,
                    language=language,
                    minor=known.minor,
                )
        except Exception as error:
            self._report(f"crisis card: {type(error).__name__}")
        return {
            "type": "card",
            "level": "full",
            "language": language,
            **LAST_RESORT_CARDS[language],
            "resources": self.numbers(language),
            "finding": None,
        }

    def say_in(self, language: str, key: str, values: Mapping[str, str] | None = None) -> str:
        """Return a text in the visitor's language: English, or Spanish where there is one.

        Args:
            language: `en` or `es`.
            key: Of `content/wording.yml`, without `_es`.
            values: What is known only now, such as `desk.since`; a name that is missing stands for
                nothing.
        """
        said = self.say(f"{key}_es" if language == "es" else key)
        return fill(said, {**NOTHING, **(values or {})}) if values is not None else said
