"""What stock Rasa cannot read of this project's YAML, mended line by line: pure text in, text out."""

from __future__ import annotations

import re
from collections.abc import Collection

_DATE = re.compile(r"^(?P<key>\s*(?:- )?\w+:\s+)(?P<date>\d{4}-\d\d-\d\d)(?P<rest>\s*(?:#.*)?)$", re.M)
_ACTION = re.compile(r"^\s*- (?:action: )?(?P<name>action_\w+)\s*$", re.M)
_EXAMPLES = re.compile(r"^(?P<indent>\s*)(?:- )?examples: \|")
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


def with_epochs(config: str, epochs: int) -> str:
    """The configuration with another number of epochs everywhere (a smoke run only)."""
    return _EPOCHS.sub(str(epochs), config)


def first_examples(text: str, count: int) -> str:
    """Keeps the first examples of every intent (a smoke run only)."""
    kept: list[str] = []
    block: int | None = None
    seen = 0
    for line in text.splitlines(keepends=True):
        indent = len(line) - len(line.lstrip(" "))
        if block is not None and line.strip() and indent <= block:
            block = None
        if match := _EXAMPLES.match(line):
            block, seen = len(match["indent"]), 0
        elif block is not None:
            seen += line.lstrip().startswith("- ")
            if seen > count:
                continue
        kept.append(line)
    return "".join(kept)
