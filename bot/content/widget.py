"""Reads `content/widget.yml`: what the chat widget says on a website."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from bot.content.card_text import LANGUAGES
from bot.content.fields import Fields
from bot.content.placeholders import fill, placeholders, report_unknown

WIDGET_FILE = "content/widget.yml"
VERSION = "first_screen_version"

BUTTONS = (
    "launcher",
    "close",
    "leave",
    "start",
    "more_numbers",
    "chat",
    "more",
    "source_details",
    "print",
    "pdf",
    "send",
    "retry",
    "edit",
    "options",
    "clear",
    "clear_yes",
    "clear_no",
    "transcript",
    "to_form",
)
"""Texts on something to press."""

LINES = (
    "title",
    "subtitle",
    "leave_hint",
    "fictional",
    "start_hint",
    "help_heading",
    "who_visitor",
    "who_bot",
    "who_staff",
    "who_system",
    "sources",
    "related",
    "choices_one",
    "pressed",
    "new_tab",
    "log",
    "composer",
    "label",
    "label_beside",
    "hint",
    "sending",
    "sent",
    "not_sent",
    "unsure",
    "lost",
    "offline",
    "back_online",
    "unreachable",
    "again",
    "try_again",
    "not_done",
    "clear_sure",
    "cleared",
    "not_cleared",
    "downloaded",
    "not_downloaded",
    "ended",
    "joined",
    "new_conversation",
    "form",
    "form_kept",
)
"""All other texts in which the widget fills in nothing."""

FILLED: Mapping[str, tuple[str, ...]] = {
    "call": ("number",),
    "call_press": ("number", "key"),
    "text": ("number",),
    "text_word": ("word", "number"),
    "staff": ("name",),
    "checked": ("date",),
    "choices": ("count",),
    "write_to": ("name",),
    "refused": ("heading",),
}
"""What the widget fills in, by text."""

TEXTS: Mapping[str, tuple[str, ...]] = {**dict.fromkeys((*BUTTONS, *LINES), ()), **FILLED}
"""Every text of the widget, and what it fills in there."""

LONGEST_VERSION = 40
_VERSION = re.compile(rf"[A-Za-z0-9._-]{{1,{LONGEST_VERSION}}}")
_BRACES = re.compile(r"\{([^{}\n]*)\}")


@dataclass(frozen=True)
class WidgetContent:
    """What the widget says.

    Attributes:
        first_screen_version: names the first screen that visitors agree to.
        texts: by language and key; {practice.phone} and the like are filled, {number} and the like not.
    """

    first_screen_version: str
    texts: Mapping[str, Mapping[str, str]]


def parse_widget(source: Fields, values: Mapping[str, Mapping[str, str]]) -> WidgetContent:
    """Reads the file; what is wrong goes to `source.problems`.

    Args:
        source: the whole file.
        values: by language, what placeholders stand for.
    """
    _report_unknown_keys(source, (VERSION, *LANGUAGES))
    texts = {}
    for language in LANGUAGES:
        part = source.child(language, required=True)
        if isinstance(source.data.get(language), dict):
            _report_unknown_keys(part, TEXTS)
            texts[language] = {key: _text(part, key, values[language]) for key in TEXTS}
    return WidgetContent(_version(source), texts)


def _version(source: Fields) -> str:
    version = source.text(VERSION)
    if version and not _VERSION.fullmatch(version):
        message = (
            f"`{VERSION}` has a character that it must not have, or more than {LONGEST_VERSION}."
        )
        source.wrong(VERSION, message, 'Use letters, digits, dots and dashes, such as "2027-03".')
    return version


def _report_unknown_keys(source: Fields, known: Iterable[str]) -> None:
    for key in source.data.keys() - set(known):
        message = f"`{key}` is not known here."
        mend = "Check the spelling, or remove it."
        where = (*source.where, key)
        source.problems.append(source.document.problem(where, message, mend, key=True))


def _text(source: Fields, key: str, values: Mapping[str, str]) -> str:
    text = source.text(key)
    if not text:
        return text
    unknown = report_unknown(source, (*source.where, key), text, values)
    _report_braces(source, key, text)
    return text if unknown else fill(text, values)


def _report_braces(source: Fields, key: str, text: str) -> None:
    """Reports what is in braces and must not be, or is not there and must be."""
    from_content = {name for name, _ in placeholders(text)}
    found = set(_BRACES.findall(text)) - from_content
    needed = set(TEXTS[key])
    for name in sorted(found - needed):
        mend = f"Use {_listed(needed)}." if needed else "Remove the braces."
        source.wrong(key, f"{{{name}}} is not filled in here.", mend)
    for name in sorted(needed - found):
        source.wrong(key, f"`{key}` does not name {{{name}}}.", f"Write it with {_listed(needed)}.")


def _listed(names: Iterable[str]) -> str:
    return " and ".join(f"{{{name}}}" for name in sorted(names))
