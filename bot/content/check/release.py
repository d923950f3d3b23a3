"""The guides of the release: every name leads somewhere, and every text is short, plain and safe."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import combinations
from typing import Any

from bot.content.check.desk import FEWEST_WORDS, HIGHEST_GRADE, PROMISES_OF_DEEDS
from bot.content.check.language import SECRECY
from bot.content.check.reading import count_words, grade
from bot.content.check.release_texts import Kind, release_texts
from bot.content.check.view import View
from bot.content.crisis import parse_resources
from bot.content.document import Document, Where
from bot.content.errors import Level, Problem
from bot.content.fields import Fields
from bot.content.library import CRISIS_FILE
from bot.content.placeholders import MOMENT, placeholders
from bot.content.release import RELEASE_FILE, WORDS, read_release

MOST_WORDS = {Kind.DO: 70, Kind.WHY: 60, Kind.WATCH: 45}
MOST_CHARACTERS = {Kind.TITLE: 70, Kind.GUIDE_TITLE: 60, Kind.CHECK: 70, Kind.ANSWER: 60}
NOT_GRADED = (*MOST_CHARACTERS, Kind.SOURCE, Kind.LABEL)
"""Too short to say anything about difficulty, or not in our words."""

ELEMENTS = 6
"""45 CFR 164.508(c)(1)."""
STATEMENTS = 3
"""45 CFR 164.508(c)(2)."""

_BRACES = re.compile(r"\{([^{}\n]*)\}")
_NUMBER = re.compile(r"(?<!\w)\+?\(?\d[\d\s().-]{3,}\d(?!\w)")
_NOT_A_DIGIT = re.compile(r"\D")
_FEWEST_DIGITS = 5
"""Shorter numbers, such as 988, are named by the rule for all texts."""

_UNSAFE = (*PROMISES_OF_DEEDS, (re.compile(SECRECY[0], re.IGNORECASE), SECRECY[1]))


def check_release(view: View) -> Iterator[Problem]:
    """Everything about `content/release.yml` that is more than its shape."""
    document = view.document(RELEASE_FILE)
    if not isinstance(document.data, dict):
        return  # said by the schema
    yield from read_release(Fields(document), view.values)[1]
    yield from _unused(document)
    yield from _phrases(document)
    yield from _parts_of_the_form(document)
    numbers = _help_numbers(view)
    for where, text, kind in release_texts(document):
        yield from _placeholders(document, where, text)
        yield from _unsafe(document, where, text, numbers if kind is not Kind.SOURCE else {})
        yield from _size(document, where, view.prose(text).strip(), kind)


def _unused(document: Document) -> Iterator[Problem]:
    """Sources, questions and kinds of state rule that nothing names."""
    used: dict[str, set[str]] = {"sources": set(), "questions": set(), "states": set()}
    for where, value in _names(document.data, ()):
        match where:
            case (_, *_, "sources", int()):
                used["sources"].add(value)
            case ("guides", _, "steps", _, "ask"):
                used["questions"].add(value)
            case ("guides", _, "steps", _, "state"):
                used["states"].add(value)
            case ("choose", *way):
                used["questions"] |= {step for step in way if isinstance(step, str)}
    what = {
        "sources": "Nothing rests on the source",
        "questions": "Nobody asks",
        "states": "No step shows the rules",
    }
    for part, names in used.items():
        found = document.data.get(part)
        for name in found if isinstance(found, dict) else ():
            if name not in names:
                message, mend = f"{what[part]} `{name}`.", "Use it, or remove it."
                level = Level.WARNING
                yield document.problem((part, name), message, mend, level=level, key=True)


def _names(value: Any, where: Where) -> Iterator[tuple[Where, str]]:
    if isinstance(value, str):
        yield where, value
    elif isinstance(value, dict | list):
        for step, one in value.items() if isinstance(value, dict) else enumerate(value):
            yield from _names(one, (*where, step))


def _phrases(document: Document) -> Iterator[Problem]:
    """What visitors may type for an answer: in small letters, and for one answer only."""
    phrases: dict[str, list[tuple[str, Where, str]]] = {}
    for where, phrase in _names(document.data.get("questions"), ("questions",)):
        match where:
            case (_, str(question), "answers", str(answer), "said", int()):
                phrases.setdefault(question, []).append((answer, where, phrase))
    for found in phrases.values():
        for _, where, phrase in found:
            if phrase != phrase.lower():
                message = f'"{phrase}" has capitals.'
                yield document.problem(where, message, f'Write "{phrase.lower()}".')
        for one, other in combinations(found, 2):
            yield from _shared(document, one, other)


def _shared(
    document: Document, one: tuple[str, Where, str], other: tuple[str, Where, str]
) -> Iterator[Problem]:
    longer, shorter = (one, other) if len(one[2]) > len(other[2]) else (other, one)
    (answer, where, phrase), (first, _, part) = longer, shorter
    if phrase.lower() == part.lower():
        of = "twice" if answer == first else f"said for `{first}` too"
        level = Level.WARNING if answer == first else Level.ERROR
        yield document.problem(where, f'"{phrase}" is {of}.', "Keep one of them.", level=level)
    elif answer != first and re.search(rf"(?<!\w){re.escape(part)}(?!\w)", phrase, re.IGNORECASE):
        message = f'"{phrase}" holds "{part}", which is said for `{first}`.'
        yield document.problem(where, message, "Remove one, or say it in other words.")


def _parts_of_the_form(document: Document) -> Iterator[Problem]:
    sheet = document.data.get("sheet")
    for name, count in (("elements", ELEMENTS), ("statements", STATEMENTS)):
        parts = sheet.get(name) if isinstance(sheet, dict) else None
        if isinstance(parts, list) and parts and len(parts) != count:
            message = f"A valid form has {count} {name}; here are {len(parts)}."
            mend = "Put back what is missing, or join what belongs together (45 CFR 164.508(c))."
            yield document.problem(("sheet", name), message, mend, key=True)


def _placeholders(document: Document, where: Where, text: str) -> Iterator[Problem]:
    """Braces that nothing fills; unknown names of the practice are named by the rule for all texts."""
    named = {name for name, _ in placeholders(text)}
    filled = WORDS.get(str(where[-1]), ()) if where[0] == "words" else ()
    for match in _BRACES.finditer(text):
        line = text.count("\n", 0, match.start())
        if match[1] in MOMENT:
            message = f"{{{match[1]}}} is not known when this is said."
            yield document.problem(where, message, "Remove it.", line=line)
        elif match[1] not in named and match[1] not in filled:
            message = f"{match[0]} is not a placeholder here."
            mend = "Write {practice.phone} or the like."
            if filled:
                mend = f"Write {', '.join(f'{{{one}}}' for one in filled)}, or {{practice.phone}}."
            yield document.problem(where, message, mend, line=line)


def _unsafe(
    document: Document, where: Where, text: str, numbers: dict[str, str]
) -> Iterator[Problem]:
    for pattern, mend in _UNSAFE:
        for match in pattern.finditer(text):
            line = text.count("\n", 0, match.start())
            message = f'"{match[0]}" must not be used.'
            yield document.problem(where, message, mend, line=line)
    for match in _NUMBER.finditer(text):
        name = numbers.get(_digits(match[0]))
        if name is not None:
            line = text.count("\n", 0, match.start())
            message = f"The number {match[0]} is written out."
            mend = f"Write {{{name}}}, so that it is changed in one place."
            yield document.problem(where, message, mend, line=line)


def _help_numbers(view: View) -> dict[str, str]:
    """The placeholder for each number of the crisis services and of the practice."""
    found = {}
    for one in parse_resources(Fields(view.document(CRISIS_FILE))).values():
        for number in (one.call, one.text):
            found[_digits(number or "")] = f"crisis.{one.id}"
    found[_digits(view.values.get("practice.phone", ""))] = "practice.phone"
    return {digits: name for digits, name in found.items() if len(digits) >= _FEWEST_DIGITS}


def _digits(number: str) -> str:
    """The digits alone, without the country's."""
    return _NOT_A_DIGIT.sub("", number)[-10:]


def _size(document: Document, where: Where, text: str, kind: Kind) -> Iterator[Problem]:
    words = count_words(text)
    if words > (most := MOST_WORDS.get(kind, words)):
        message = f"`{kind}` has {words} words, at most {most} are read."
        yield document.problem(where, message, "Cut a sentence.")
    if len(text) > (most := MOST_CHARACTERS.get(kind, len(text))):
        message = f"The {kind} has {len(text)} characters, at most {most} fit."
        yield document.problem(where, message, "Make it shorter.")
    if kind in NOT_GRADED or words < FEWEST_WORDS:
        return
    if (hard := grade(text)) > HIGHEST_GRADE:
        message = f"The text reads at US grade {hard:.1f}, above {HIGHEST_GRADE:.0f}."
        yield document.problem(where, message, "Use shorter sentences and plainer words.")
