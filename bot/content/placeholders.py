"""Placeholders such as {practice.phone}: found and filled."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import fields

from bot.content.errors import UnknownPlaceholder
from bot.content.model import Practice, Resource

_PLACEHOLDER = re.compile(r"\{([A-Za-z_]\w*(?:\.[A-Za-z_]\w*)+)\}")

PRACTICE_NAMES = tuple(
    f"practice.{one.name}"
    for one in fields(Practice)
    if one.name not in ("fictional", "zone", "weekly", "closed_on")
)
"""The practice's values that a text may name."""

LATER = {name: f"{{{name}}}" for name in ("office.opens", "office.closes")}
"""What `actions/office_hours.py` fills in when it answers; until then they stand for themselves."""


def fill(text: str, values: Mapping[str, str]) -> str:
    """Puts the values in.

    Raises:
        UnknownPlaceholder: if the text names one that is not in `values`.
    """

    def value(match: re.Match[str]) -> str:
        name = match[1]
        if name not in values:
            raise UnknownPlaceholder(name)
        return values[name]

    return _PLACEHOLDER.sub(value, text)


def placeholders(text: str) -> Iterator[tuple[str, int]]:
    """Each placeholder's name and where it starts."""
    return ((match[1], match.start()) for match in _PLACEHOLDER.finditer(text))


def practice_values(practice: Practice) -> dict[str, str]:
    """What {practice.…} stands for."""
    return {name: getattr(practice, name.partition(".")[2]) for name in PRACTICE_NAMES}


def crisis_values(resources: Mapping[str, Resource]) -> dict[str, str]:
    """What {crisis.…} stands for: how a sentence names the service."""
    return {f"crisis.{one.id}": one.say for one in resources.values()}
