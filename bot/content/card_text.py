"""The wording of the crisis cards, in two languages."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

LANGUAGES = ("en", "es")
"""English and Spanish: every text of a card is in both."""

LABELS = ("call", "press", "text", "text_word", "chat", "whatsapp", "videophone", "site")
"""The words on links, by the way to reach a service."""


@dataclass(frozen=True)
class Bilingual:
    """A text in both languages."""

    en: str
    es: str

    def within(self, language: str) -> str:
        """The text in `language`; in English if there is no such language."""
        return self.es if language == "es" else self.en


@dataclass(frozen=True)
class MoreHelp:
    """A list of further services, and what stands above it."""

    title: Bilingual
    resources: tuple[str, ...]


@dataclass(frozen=True)
class CardText:
    """The wording of one crisis card, and its resources in order.

    Attributes:
        acknowledgements: at least two, so that a second card greets otherwise.
        first: what to do first; `emergency` takes its place when it is happening now.
        then: what else helps.
        leave: whether the device may be watched, and the page must be easy to leave.
    """

    heading: Bilingual
    acknowledgements: tuple[Bilingual, ...]
    first: tuple[Bilingual, ...]
    emergency: Bilingual
    then: tuple[Bilingual, ...]
    resources: tuple[str, ...]
    more: MoreHelp | None = None
    leave: bool = False


@dataclass(frozen=True)
class Leave:
    """The way to leave the page quickly."""

    address: str
    label: Bilingual
    hint: Bilingual


@dataclass(frozen=True)
class Compact:
    """The card that stays in view while a person holds the conversation."""

    heading: Bilingual
    body: tuple[Bilingual, ...]
    resources: tuple[str, ...]


@dataclass(frozen=True)
class Frame:
    """What stands on every card.

    Attributes:
        tool: that this is an automated tool; `young_tool` says it in plainer words.
        emergency_heading: stands above a card when it is happening now.
        labels: the words on links, by `LABELS`, with {number}, {key} and {word}.
    """

    tool: Bilingual
    young_tool: Bilingual
    watched: Bilingual
    leave: Leave
    emergency_heading: Bilingual
    compact: Compact
    practice_note: Bilingual
    labels: Mapping[str, Bilingual]
