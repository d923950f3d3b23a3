"""Rasa's message processor with what a conversation of ours adds."""

from __future__ import annotations

import functools
import time
from pathlib import Path
from typing import Any

from rasa.core.channels.channel import UserMessage
from rasa.core.processor import MessageProcessor
from rasa.shared.core.events import BotUttered, SessionStarted, SlotSet, UserUttered
from rasa.shared.core.trackers import DialogueStateTracker

from bot.content import LiveLibrary
from bot.engine import follow_up, release
from bot.engine.parse import INTERRUPTED, PLAIN_TEXT
from bot.engine.release_parse import without_details
from bot.engine.release_reply import reply_of
from bot.release.guide import Release
from bot.release.journey import Journey, advance, no_details
from bot.release.moves import Interrupted
from bot.release.personal import masked
from bot.release.state import NO_SLOTS

ROOT = Path(__file__).resolve().parents[2]

LONGEST_SESSION = 20
"""Visitor messages in one Rasa session. Every turn reads and replays the whole session: after 300
messages a turn took six times as long. A new session keeps the slots, which is all that we need."""

AWAY_SECONDS = 3600.0
"""After so long a visitor on a journey is asked whether to go on, before anything else happens there."""

NO_DETAILS = "no_details"
"""Parse key: personal details were left out of the message."""


class Processor(MessageProcessor):
    """Understands messages from what went before, and keeps sessions short.

    What went before is the topic answered last, and the step of a release where the visitor is.
    """

    async def parse_message(
        self,
        message: UserMessage,
        tracker: DialogueStateTracker | None = None,
        only_output_properties: bool = True,
    ) -> dict[str, Any]:
        """Parses a message, resolves follow-ups and moves, and leaves the result on the message.

        The input channel reads it there: Rasa itself reports only what the assistant says. Personal
        details that are typed on a journey, or to begin one, are left out of the message here, before
        anything is kept.
        """
        parse: dict[str, Any] = await super().parse_message(
            message, tracker, only_output_properties
        )
        previous = tracker.get_slot("topic") if tracker and "topic" in tracker.slots else None
        parse = follow_up.resolve(parse, previous, self.follow_ups())
        journey = journey_of(tracker)
        if journey and tracker and (message.metadata or {}).get(INTERRUPTED):
            # It may not have come here: the gateway saw it. Whom to call is said all the same.
            helps = release.says_danger(parse) or release.is_helped(self.release(), journey)
            journey = journey if helps else self._pause(journey, tracker)
        typed = is_typed(message)
        on_the_steps = journey is not None or release.begins(parse)
        keeps_less = on_the_steps and typed and not release.in_danger(parse)
        kept = masked(message.text or "") if keeps_less else None
        parse = release.resolve(
            parse,
            journey,
            self.release(),
            typed=typed,
            away=journey is not None and away(tracker),
            detailed=kept is not None,
        )
        if said_danger(tracker, message.message_id) and not release.in_danger(parse):
            parse = release.with_danger(parse)  # another try: nobody may have been told
        if kept is not None:
            parse = {**without_details(parse, kept), NO_DETAILS: True}
            message.text = kept
        message.parse_data = parse
        return parse

    async def _handle_message_with_tracker(
        self, message: UserMessage, tracker: DialogueStateTracker
    ) -> None:
        await super()._handle_message_with_tracker(message, tracker)
        journey, parse = journey_of(tracker), message.parse_data or {}
        if release.in_danger(parse):
            if journey is not None:
                # Here, not by an action: it holds also when no action can run, and nothing waits for it.
                self._pause(journey, tracker)
        elif parse.get(NO_DETAILS):
            await self._say_no_details(journey or Journey(), message, tracker)

    def _pause(self, journey: Journey, tracker: DialogueStateTracker) -> Journey:
        paused = advance(self.release(), journey, Interrupted()).journey or journey
        for name, value in paused.slots().items():
            if value != tracker.get_slot(name):
                tracker.update(SlotSet(name, value), self.domain)
        return paused

    async def _say_no_details(
        self, journey: Journey, message: UserMessage, tracker: DialogueStateTracker
    ) -> None:
        """Says it before any answer, whatever that is."""
        content = self.release()
        said = reply_of(content, no_details(content, journey))
        text = said.pop("text")
        event = BotUttered(text, {"buttons": said.pop("buttons")}, said)
        tracker.update(event, self.domain)
        await self._send_bot_messages([event], tracker, message.output_channel)

    def follow_ups(self) -> dict[str, dict[str, str]]:
        """For each topic, where its follow-ups lead."""
        found: dict[str, dict[str, str]] = {}
        for name, variants in self.domain.responses.items():
            if name.startswith("utter_faq/"):
                scripts = [(one.get("metadata") or {}).get("follow_ups") or {} for one in variants]
                found[name.removeprefix("utter_faq/")] = next(filter(None, scripts), {})
        return found

    def release(self) -> Release:
        """The guides as staff have them now; the wording's, where it is ours."""
        live = getattr(self.nlg, "live", None)
        return (live if isinstance(live, LiveLibrary) else _content()).current.release

    def _has_session_expired(self, tracker: DialogueStateTracker) -> bool:
        if super()._has_session_expired(tracker):
            return True
        messages = 0
        for event in reversed(tracker.events):
            if isinstance(event, SessionStarted):
                break
            messages += isinstance(event, UserUttered)
        return messages >= LONGEST_SESSION


def journey_of(tracker: DialogueStateTracker | None) -> Journey | None:
    """Where the visitor is on the steps of a release; None where no journey is on."""
    if tracker is None or not NO_SLOTS.keys() <= tracker.slots.keys():
        return None
    return Journey.from_slots(**{name: tracker.get_slot(name) for name in NO_SLOTS})


def away(tracker: DialogueStateTracker | None) -> bool:
    """Whether the visitor's last message is long ago; also one of the session before this one."""
    events = reversed(tracker.events) if tracker else ()
    last = next((event for event in events if isinstance(event, UserUttered)), None)
    return last is not None and time.time() - last.timestamp > AWAY_SECONDS


def said_danger(tracker: DialogueStateTracker | None, message_id: str | None) -> bool:
    """Whether the visitor's last message is this one, and answered that somebody is in danger.

    The gateway sends a message again where it does not know what became of it. By then the question does not wait
    any more.
    """
    events = reversed(tracker.events) if tracker else ()
    last = next((event for event in events if isinstance(event, UserUttered)), None)
    if last is None or message_id is None or last.message_id != message_id:
        return False
    return release.says_danger(last.parse_data or {})


def is_typed(message: UserMessage) -> bool:
    """Whether a message is a visitor's words: not a pressed button, nor an intent named in the shell."""
    if (message.metadata or {}).get(PLAIN_TEXT):
        return True
    return not (message.text or "").strip().startswith("/")


@functools.cache
def _content() -> LiveLibrary:
    """The content where Rasa runs without our wording, as in `rasa test`."""
    return LiveLibrary(ROOT)
