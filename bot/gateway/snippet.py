"""The snippet that a practice pastes into its website: an element with the numbers in it, and a script.

The numbers stand in the page's own markup, so that they show with scripts off and with the server down.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from html import escape
from typing import Any, Final

from bot.content.library import Library
from bot.gateway.numbers import Contact, contacts_of

NEWEST: Final = "between-sessions.js"
"""The script that follows updates."""
POSITIONS: Final = ("bottom-right", "bottom-left")
ON_ACCENT: Final = "#ffffff"
"""The colour of text on an accent of the practice's own."""


@dataclass(frozen=True)
class Words:
    """What the snippet says, in one language.

    Attributes:
        texts: of content/widget.yml.
        numbers: the crisis numbers, most urgent first, and the practice.
    """

    language: str
    texts: Mapping[str, str]
    numbers: Sequence[Mapping[str, Any]]


@dataclass(frozen=True)
class Script:
    """Where the widget comes from.

    Attributes:
        address: the gateway's, without a path or a slash; empty on the gateway's own pages.
        file: one version to stay with, or the newest.
        integrity: what the browser compares that version with.
    """

    address: str = ""
    file: str = NEWEST
    integrity: str | None = None


@dataclass(frozen=True)
class Look:
    """What the practice chose; what is left out is as delivered."""

    label: str | None = None
    position: str | None = None
    accent: str | None = None


def words_of(library: Library, language: str) -> Words:
    """Return what the snippet says with this content."""
    numbers = [one.within(language).as_dict() for one in library.crisis.always]
    practice = {"name": library.practice.name, "call": library.practice.phone}
    return Words(language, library.widget.texts[language], [*numbers, practice])


def snippet(words: Words, script: Script, look: Look | None = None) -> str:
    """Return the HTML to paste, without a line break at the end."""
    look = look or Look()
    element = {
        "label": look.label or words.texts["launcher"],
        "language": words.language,
        "lang": words.language,
        "position": look.position,
        "style": look.accent and _properties(look.accent),
    }
    source = {
        "src": f"{script.address}/widget/{script.file}",
        "integrity": script.integrity,
        "crossorigin": "anonymous",
    }
    lines = [
        f"<between-sessions {_attributes(element)}>",
        f"  <p>{escape(words.texts['help_heading'])}</p>",
        *(f"  <p>{_line(one, words.texts)}</p>" for one in words.numbers),
        "</between-sessions>",
        f"<script {_attributes(source)} async></script>",
    ]
    return "\n".join(lines)


def policy(address: str) -> str:
    """Return what a Content-Security-Policy needs, one directive a line."""
    return "\n".join(f"{directive} {address};" for directive in ("script-src", "connect-src"))


def rule(accent: str) -> str:
    """Return the colours as a line of a style sheet, for a site whose policy forbids `style`."""
    return f"between-sessions {{ {_properties(accent)}; }}"


def _properties(accent: str) -> str:
    return f"--bs-accent: {accent}; --bs-on-accent: {ON_ACCENT}"


def _attributes(values: Mapping[str, str | None]) -> str:
    return " ".join(f'{name}="{escape(value)}"' for name, value in values.items() if value)


def _line(one: Mapping[str, Any], texts: Mapping[str, str]) -> str:
    """Return one service: its name, and a link for each way to reach it."""
    return f"{escape(one['name'])}: {', '.join(map(_link, contacts_of(one, texts)))}"


def _link(contact: Contact) -> str:
    # The service need not know from which page somebody comes.
    quiet = ' rel="noreferrer"' if contact.address.startswith("https:") else ""
    return f'<a href="{escape(contact.address)}"{quiet}>{escape(contact.label)}</a>'
