"""What stock Rasa cannot read of this project's YAML, mended line by line: pure text in, text out."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator

_DATE = re.compile(
    r"^(?P<key>\s*(?:- )?\w+:\s+)(?P<date>\d{4}-\d\d-\d\d)(?P<rest>\s*(?:#.*)?)$", re.MULTILINE
)
_ACTION = re.compile(r"^\s*- (?:action: )?(?P<name>action_\w+)\s*$", re.MULTILINE)
_EXAMPLES = re.compile(r"^(?P<indent>\s*)examples: \|")
_ENTRY = re.compile(r"^\s*- (?P<kind>intent|lookup|synonym|regex):")
_TYPED = re.compile(r"user: \|\n\s+.*\n\s+(?=intent:)")
_EPOCHS = re.compile(r"(?<=\bepochs: )\d+")


def quote_dates(text: str) -> str:
    """Turns `reviewed_on: 2026-11-22` into text: Rasa's trainer fails on a date."""
    return _DATE.sub(r'\g<key>"\g<date>"\g<rest>', text)


def actions_of(domain: str) -> set[str]:
    """The custom actions that a domain names; an action server would run them."""
    return {match["name"] for match in _ACTION.finditer(domain)}


def without_actions(text: str, actions: Collection[str]) -> str:
    """Drops the lines of a domain, of rules or of stories that name one of these actions."""
    return "".join(
        line
        for line in text.splitlines(keepends=True)
        if not ((match := _ACTION.match(line)) and match["name"] in actions)
    )


def without_texts(stories: str) -> str:
    """Test stories as training stories: the intents stay, what visitors typed goes.

    With the texts, Rasa would train its policies end to end, which `rasa init`'s project does not.
    """
    return _TYPED.sub("", stories)


def with_epochs(config: str, epochs: int | None, selector_epochs: int | None) -> str:
    """The configuration with other numbers of epochs; None leaves them.

    Args:
        config: a pipeline and policies.
        epochs: of all parts but the response selector.
        selector_epochs: of the response selector. It tells the topics apart, and an epoch of it costs
            an eighth of DIET's.
    """
    lines, wanted = [], epochs
    for line in config.splitlines(keepends=True):
        if "name:" in line:
            wanted = selector_epochs if "ResponseSelector" in line else epochs
        lines.append(line if wanted is None else _EPOCHS.sub(str(wanted), line))
    return "".join(lines)


def first_examples(text: str, count: int) -> str:
    """Keeps the first examples of every intent (a smoke run only)."""
    return "".join(line for line, number in _numbered(text) if number <= count)


def count_examples(text: str) -> int:
    """How many examples of intents a file has."""
    return sum(number > 0 and line.lstrip().startswith("- ") for line, number in _numbered(text))


def change_an_example(text: str) -> str:
    """Changes the first example of a file."""
    lines, changed = [], False
    for line, number in _numbered(text):
        if number == 1 and not changed:
            line, changed = line.replace("- ", "- well, ", 1), True
        lines.append(line)
    return "".join(lines)


def _numbered(text: str) -> Iterator[tuple[str, int]]:
    """Each line, with the number of the example in its intent that it belongs to; 0 elsewhere."""
    entry, indent, number = "", None, 0
    for line in text.splitlines(keepends=True):
        depth = len(line) - len(line.lstrip(" "))
        if indent is not None and line.strip() and depth <= indent:
            indent, number = None, 0
        if indent is not None:
            number += line.lstrip().startswith("- ")
        elif match := _ENTRY.match(line):
            entry = match["kind"]
        elif entry == "intent" and (match := _EXAMPLES.match(line)):
            indent = len(match["indent"])
        yield line, number
