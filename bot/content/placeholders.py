"""Placeholders such as {practice.phone}: found and filled."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import fields

from bot.content.document import Where
from bot.content.errors import UnknownPlaceholder
from bot.content.fields import Fields
from bot.content.model import Practice, Resource

_PLACEHOLDER = re.compile(r"\{([A-Za-z_]\w*(?:\.[A-Za-z_]\w*)+)\}")

PRACTICE_NAMES = tuple(
    f"practice.{one.name}"
    for one in fields(Practice)
    if one.name not in ("fictional", "zone", "weekly", "closed_on", "state_rules_signed_off_on")
)
"""The practice's values that a text may name."""

MOMENT = ("office.opens", "office.closes", "desk.staff", "desk.since", "desk.reason")
"""What is known only when it is said: `actions/office_hours.py` and the desk fill it in."""

LATER = {name: f"{{{name}}}" for name in MOMENT}
"""Until then they stand for themselves."""


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


def report_unknown(source: Fields, where: Where, text: str, values: Mapping[str, str]) -> bool:
    """Reports each placeholder of the text at `where` that is not in `values`.

    Returns:
        Whether there was one.
    """
    unknown = [(name, start) for name, start in placeholders(text) if name not in values]
    for name, start in unknown:
        message = f"{UnknownPlaceholder(name)}.".capitalize()
        mend = "Use one that content/practice.yml or content/crisis.yml defines."
        line = text.count("\n", 0, start)
        source.problems.append(source.document.problem(where, message, mend, line=line))
    return bool(unknown)


def fill_known(source: Fields, name: str, values: Mapping[str, str]) -> str:
    """The required text under `name`, filled; as it stands if a placeholder is unknown."""
    text = source.text(name)
    unknown = report_unknown(source, (*source.where, name), text, values)
    return text if unknown else fill(text, values)
