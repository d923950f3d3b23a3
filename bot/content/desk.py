"""Reads `content/desk.yml`: what staff need where they take over a chat."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from bot.content.card_text import LANGUAGES, Bilingual
from bot.content.cards import parse_pair
from bot.content.fields import Fields
from bot.content.placeholders import fill_known

DESK_FILE = "content/desk.yml"


@dataclass(frozen=True)
class Canned:
    """A reply that staff send by a press, in the visitor's language; it can be changed before."""

    id: str
    title: str
    text: str
    title_es: str
    text_es: str


@dataclass(frozen=True)
class CloseReason:
    """Why staff end a chat.

    Attributes:
        title: what staff choose by.
        text: what the visitor reads.
        not_in_danger: it does not fit a chat that showed danger, and cannot be chosen there.
    """

    id: str
    title: str
    text: str
    text_es: str
    not_in_danger: bool = False


@dataclass(frozen=True)
class DeskContent:
    """What the console shows and offers; placeholders are filled.

    Attributes:
        reminder: stands above every chat.
    """

    canned: tuple[Canned, ...]
    reminder: str
    reasons: tuple[CloseReason, ...]

    def reason(self, name: str) -> CloseReason | None:
        """The reason with this id, or None."""
        return next((one for one in self.reasons if one.id == name), None)


def parse_desk(source: Fields, values: Mapping[str, Mapping[str, str]]) -> DeskContent:
    """Reads the file; what is wrong goes to `source.problems`.

    Args:
        source: the whole file.
        values: by language, what placeholders stand for.
    """
    canned = tuple(_canned(one, values) for one in source.children("canned"))
    reasons = tuple(_reason(one, values) for one in source.children("reasons"))
    for name in ("canned", "reasons"):
        _listed(source, name)
    if reasons and all(one.not_in_danger for one in reasons):
        message = "No reason is left for a chat that showed danger."
        source.wrong("reasons", message, "Take `not_in_danger` away from at least one.")
    reminder = fill_known(source, "reminder", values["en"])
    return DeskContent(canned, reminder, reasons)


def _canned(source: Fields, values: Mapping[str, Mapping[str, str]]) -> Canned:
    title, text = parse_pair(source, "title"), _text(source, values)
    return Canned(source.text("id"), title.en, text.en, title.es, text.es)


def _reason(source: Fields, values: Mapping[str, Mapping[str, str]]) -> CloseReason:
    text = _text(source, values)
    calm = "not_in_danger" in source.data and source.flag("not_in_danger")
    return CloseReason(source.text("id"), source.text("title"), text.en, text.es, calm)


def _text(source: Fields, values: Mapping[str, Mapping[str, str]]) -> Bilingual:
    if not isinstance(source.data.get("text"), dict):
        return parse_pair(source, "text")  # says that it must be in two languages
    said = source.child("text")
    return Bilingual(*(fill_known(said, language, values[language]) for language in LANGUAGES))


def _listed(source: Fields, name: str) -> None:
    """Reports a list that is empty, and an id that is in it twice."""
    if not source.data.get(name):
        source.wrong(name, f"`{name}` is empty.", "Write at least one entry.")
    seen: set[str] = set()
    for one in source.children(name) if isinstance(source.data.get(name), list) else ():
        found = one.data.get("id")
        if isinstance(found, str) and found in seen:
            one.wrong("id", f"The id `{found}` is there twice.", "Give one of them another.")
        elif isinstance(found, str):
            seen.add(found)
