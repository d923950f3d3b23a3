"""Reads what is taken away or added in `content/release.yml`: the sheet, the letter, the states' rules."""

from __future__ import annotations

import re
from collections.abc import Iterator

from bot.content.fields import Fields
from bot.content.release_names import Names, one_of
from bot.release.guide import Element, Letter, Sheet, Statement, StateRule

VERIFIED = ("V1", "V2")
"""How a state's rule was read: in the law itself, or second-hand. What nobody has read is not written."""

_STATE = re.compile(r"[A-Z]{2}")


def read_sheet(source: Fields, names: Names) -> Sheet:
    """Reads the preparation sheet."""
    sheet = names.part(source, "sheet")
    if sheet is None:
        return Sheet("", (), (), (), "")
    return Sheet(
        intro=names.text(sheet, "intro"),
        elements=tuple(_element(one, names) for one in _entries(sheet, "elements")),
        statements=tuple(_statement(one, names) for one in _entries(sheet, "statements")),
        limits=tuple(_limit(one, names) for one in _entries(sheet, "limits")),
        not_ours=names.text(sheet, "not_ours"),
    )


def read_letter(source: Fields, names: Names) -> Letter:
    """Reads the letter that takes a permission back."""
    letter = names.part(source, "letter")
    if letter is None:
        return Letter("", ())
    return Letter(
        text=names.text(letter, "text"),
        sources=names.cited(letter, "The letter"),
        not_ours=names.optional(letter, "not_ours"),
        finished=names.optional(letter, "finished"),
    )


def read_states(source: Fields, names: Names) -> dict[str, dict[str, StateRule]]:
    """Reads what is different in a state, by kind and then by the state's two letters."""
    found: dict[str, dict[str, StateRule]] = {}
    for kind, states in names.parts(source, "states").items():
        found[kind] = {}
        for state in states.data:
            if not _STATE.fullmatch(state):
                mend = "Write its two capital letters, such as CA."
                names.say((*states.where, state), f"`{state}` is no state.", mend, key=True)
            rule = names.part(states, state)
            if rule is not None:
                sources = names.cited(rule, f"The rule for `{state}`")
                verified = one_of(rule, "verified", VERIFIED)
                found[kind][state] = StateRule(names.text(rule, "text"), sources, verified)
    return found


def _entries(sheet: Fields, name: str) -> Iterator[Fields]:
    if sheet.data.get(name) in (None, []):
        sheet.wrong(name, f"`{name}` is missing.", "Add at least one entry.")
    return sheet.children(name)


def _element(source: Fields, names: Names) -> Element:
    title = names.text(source, "title")
    blanks = source.texts("blanks", required=True)
    if source.data.get("blanks") == []:
        source.wrong("blanks", "`blanks` is empty.", "Say what is to be filled in.")
    help_ = names.text(source, "help")
    return Element(title, help_, blanks, names.cited(source, f"The element `{title}`"))


def _statement(source: Fields, names: Names) -> Statement:
    title = names.text(source, "title")
    help_ = names.text(source, "help")
    return Statement(title, help_, names.cited(source, f"The statement `{title}`"))


def _limit(source: Fields, names: Names) -> Statement:
    return Statement("", names.text(source, "text"), names.cited(source, "This limit"))
