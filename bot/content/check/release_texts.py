"""Every text of `content/release.yml` that visitors read, and what kind of text it is."""

from __future__ import annotations

from collections.abc import Iterator
from enum import StrEnum
from typing import Any

from bot.content.document import Document, Where


class Kind(StrEnum):
    """What a text is for, as messages call it."""

    DO = "do"
    WHY = "why"
    WATCH = "watch"
    TITLE = "title"
    GUIDE_TITLE = "guide's title"
    CHECK = "check line"
    ANSWER = "answer's title"
    SOURCE = "source"
    LABEL = "label"
    WORDS = "words"
    PROSE = "text"


def release_texts(document: Document) -> Iterator[tuple[Where, str, Kind]]:
    """Each text, where it stands and its kind; what cannot be read is left out."""
    for where, text in _strings(document.data, ()):
        kind = _kind(where)
        if kind is not None:
            yield where, text, kind


def _strings(value: Any, where: Where) -> Iterator[tuple[Where, str]]:
    if isinstance(value, str):
        yield where, value
    elif isinstance(value, dict | list):
        for step, one in value.items() if isinstance(value, dict) else enumerate(value):
            yield from _strings(one, (*where, step))


def _kind(where: Where) -> Kind | None:
    match where:
        case ("guides", _, "steps", _, "do" | "why" | "watch" | "title" as name):
            return Kind(name)
        case ("guides", _, "steps", _, "check"):
            return Kind.CHECK
        case ("guides", _, "title"):
            return Kind.GUIDE_TITLE
        case ("guides", _, "about" | "say") | ("guides", _, "steps", _, "say"):
            return Kind.PROSE
        case ("questions", _, "ask" | "ask_client" | "why"):
            return Kind.PROSE
        case ("letter", "text" | "not_ours") | ("states", _, _, "text"):
            return Kind.PROSE
        case ("questions", _, "answers", _, "title"):
            return Kind.ANSWER
        case ("sources", _, "citation" | "name"):
            return Kind.SOURCE
        case ("sheet", "intro" | "not_ours") | ("sheet", "elements" | "statements", _, "help"):
            return Kind.PROSE
        case ("sheet", "elements" | "statements", _, "title") | ("sheet", "limits", _, "text"):
            return Kind.LABEL
        case ("sheet", "elements", _, "blanks", _):
            return Kind.LABEL
        case ("words", _) | ("letter", "finished"):
            return Kind.WORDS
    return None
