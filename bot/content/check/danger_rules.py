"""The rules of the danger screen: their form, their patterns, and whether their own examples hold."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any, Final

from bot.content.check.view import View
from bot.content.document import Document, Where, read_document
from bot.content.errors import Problem
from bot.safety.context import LISTS, read_context
from bot.safety.finding import About, Category, Severity, flagged
from bot.safety.patterns import (
    Macros,
    PatternError,
    Phrases,
    lines_of,
    numbered_lines,
    read_macros,
    read_pattern,
    read_phrases,
    split_alternatives,
    unsafe,
)
from bot.safety.rules import CONTEXT_FILE, MACROS_FILE, RuleSet, read_rules
from bot.safety.screening import apply_rules
from bot.safety.turn import Turn

FOLDER: Final = Path("bot") / "safety" / "rules"
FEWEST_EXAMPLES: Final = 2

_NEEDED: Final = ("name", "about", "severity", "match", "finds", "ignores")
_SWITCHES: Final = ("soft", "asked", "gentle")
_KNOWN: Final = (*_NEEDED, *_SWITCHES, "unless")
_CHOICES: Final = {"about": About, "severity": Severity}
_SIMPLER: Final = "Write it in a simpler way; bot/safety/rules/README.md tells how."


def check_danger_rules(view: View) -> Iterator[Problem]:
    """Everything that is wrong with the rules under the project's root, if it has any."""
    folder = view.root / FOLDER
    if not folder.is_dir():
        return
    found = list(_form(view.root, folder))
    yield from found
    if not found:
        yield from _examples(view.root, folder, read_rules(folder))


def _form(root: Path, folder: Path) -> Iterator[Problem]:
    lists = read_document(root, folder / MACROS_FILE)
    yield from lists.problems
    macros = Macros({})
    for name, text in _texts(lists).items():
        broken = list(_list(lists, name, text, macros))
        yield from broken
        if not broken:
            macros = read_macros({name: text}, macros)
    context = read_document(root, folder / CONTEXT_FILE)
    yield from context.problems
    yield from _context(context, macros)
    names: dict[str, str] = {}
    for category in Category:
        document = read_document(root, folder / f"{category}.yml")
        yield from document.problems
        if document.problems and document.data is None:
            continue
        if not isinstance(document.data, list) or not document.data:
            mend = "Write a rule: `- name:` and its keys."
            yield document.problem((), f"There is no rule for `{category}`.", mend)
            continue
        for number, data in enumerate(document.data):
            yield from _rule(document, number, data, macros, names)


def _texts(document: Document) -> dict[str, str]:
    data = document.data if isinstance(document.data, dict) else {}
    return {name: text for name, text in data.items() if isinstance(text, str)}


def _list(document: Document, name: str, text: str, macros: Macros) -> Iterator[Problem]:
    for number, line in numbered_lines(text):
        try:
            _try_phrases(line, macros)
        except PatternError as error:
            message = f"This line of `{name}` cannot be used: {error}."
            yield document.problem((name,), message, _SIMPLER, line=number)


def _context(document: Document, macros: Macros) -> Iterator[Problem]:
    if document.problems:
        return
    texts = _texts(document)
    for name in LISTS:
        if name not in texts:
            yield document.problem((), f"The list `{name}` is missing.", f"Add `{name}: |`.")
    for name, text in texts.items():
        if name not in LISTS:
            mend = f"Use one of {', '.join(LISTS)}."
            yield document.problem((name,), f"The list `{name}` is not known.", mend, key=True)
            continue
        for number, line in numbered_lines(text):
            try:
                reason = unsafe(line)
                read_context({**dict.fromkeys(LISTS, "x"), name: line}, macros).compile()
            except PatternError as error:
                reason = str(error)
            if reason:
                message = f"This line of `{name}` cannot be used: {reason}."
                yield document.problem((name,), message, _SIMPLER, line=number)


def _rule(
    document: Document, number: int, data: Any, macros: Macros, names: dict[str, str]
) -> Iterator[Problem]:
    where: Where = (number,)
    if not isinstance(data, dict):
        yield document.problem(where, "This is no rule.", "Write `- name:` and its keys.")
        return
    for key in data:
        if key not in _KNOWN:
            mend = f"Use one of {', '.join(_KNOWN)}."
            yield document.problem((*where, key), f"`{key}` is not known here.", mend, key=True)
    for key in _NEEDED:
        if key not in data:
            yield document.problem(where, f"`{key}` is missing.", f"Add `{key}:` to the rule.")
    for key, choice in _CHOICES.items():
        values = [one.value for one in choice]
        if key in data and data[key] not in values:
            message = f"`{key}` is never {data[key]!r}."
            yield document.problem((*where, key), message, f"Use one of {', '.join(values)}.")
    for key in _SWITCHES:
        if not isinstance(data.get(key, False), bool):
            yield document.problem((*where, key), f"`{key}` is true or false.", "Write `true`.")
    yield from _name(document, where, data, names)
    yield from _patterns(document, where, data, macros)
    for key in ("finds", "ignores"):
        yield from _enough(document, where, data, key)


def _name(
    document: Document, where: Where, data: dict[str, Any], names: dict[str, str]
) -> Iterator[Problem]:
    name = f"{document.path} {data.get('about')}.{data.get('name')}"
    line = document.place(where)[0]
    if name in names:
        message = f"There is a rule of this name about `{data.get('about')}` in {names[name]}."
        yield document.problem((*where, "name"), message, "Give it another name, or join the two.")
    names.setdefault(name, f"line {line}")


def _patterns(
    document: Document, where: Where, data: dict[str, Any], macros: Macros
) -> Iterator[Problem]:
    checks: tuple[tuple[str, Callable[[str], None]], ...] = (
        ("match", lambda line: _try_pattern(line, macros)),
        ("unless", lambda line: _try_phrases(line, macros)),
    )
    for key, attempt in checks:
        text = data.get(key, "")
        if not isinstance(text, str) or (key in data and not lines_of(text)):
            mend = f"Write `{key}: |` and lines under it."
            yield document.problem((*where, key), f"`{key}` holds no lines.", mend)
            continue
        for number, line in numbered_lines(text):
            try:
                attempt(line)
            except PatternError as error:
                message = f"This pattern cannot be used: {error}."
                yield document.problem((*where, key), message, _SIMPLER, line=number)


def _try_pattern(line: str, macros: Macros) -> None:
    for alternative in split_alternatives(line):
        reason = unsafe(alternative)
        if reason:
            raise PatternError(f"it {reason}, so that it might take for ever")
        read_pattern(alternative, macros).compile()


def _try_phrases(line: str, macros: Macros) -> None:
    reason = unsafe(line)
    if reason:
        raise PatternError(f"it {reason}, so that it might take for ever")
    _ = Phrases(read_phrases(line, macros)).compiled


def _enough(document: Document, where: Where, data: dict[str, Any], key: str) -> Iterator[Problem]:
    examples = data.get(key, [])
    if not isinstance(examples, list) or not all(isinstance(one, str) for one in examples):
        mend = "Start each with `- `, and put it in quotes if YAML takes it for something else."
        yield document.problem((*where, key), f"`{key}` is a list of messages.", mend)
    elif key in data and len(examples) < FEWEST_EXAMPLES:
        message = f"`{key}` has {len(examples)} of at least {FEWEST_EXAMPLES} examples."
        yield document.problem((*where, key), message, "Write one more.", key=True)


def _examples(root: Path, folder: Path, rules: RuleSet) -> Iterator[Problem]:
    for category in Category:
        document = read_document(root, folder / f"{category}.yml")
        for number, data in enumerate(document.data):
            name = f"{category}.{data['about']}.{data['name']}"
            for place, text in enumerate(data["finds"]):
                found = [one for one in apply_rules(rules, Turn(text)) if one.rule == name]
                if not found or (data["severity"] != Severity.VEILED and not flagged(found)):
                    message = f"`{data['name']}` does not find this."
                    mend = "Widen a pattern, or remove the example."
                    yield document.problem((number, "finds", place), message, mend)
            for place, text in enumerate(data["ignores"]):
                loud = sorted(one.rule for one in apply_rules(rules, Turn(text)) if one.flags)
                if loud:
                    message = f"This is found by {', '.join(loud)}."
                    mend = "Narrow a pattern, or name in `unless:` what tells it apart."
                    yield document.problem((number, "ignores", place), message, mend)
