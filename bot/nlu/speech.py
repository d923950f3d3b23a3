"""What visitors say of themselves and of whom they ask for, taken literally.

It chooses among wordings of an answer that is complete without it, so only plain statements count:
"I'm her mother", "she is 15". Nothing is concluded from the rest of a message.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

ADULT_AT = 18

_CLIENT = r"\b(?:i am|i'?m) (?:the|a|their) (?:client|patient)\b"
_GUARDIAN = (
    r"\b(?:i am|i'?m|as) (?:her|his|their|the|a|my \w+'s)(?: legal)? "
    r"(?:guardian|parent|mother|mom|father|dad|foster (?:mother|father|parent|mom|dad))\b"
)
_FAMILY = (
    r"\b(?:i am|i'?m|as) (?:her|his|their) "
    r"(?:wife|husband|spouse|partner|sister|brother|aunt|uncle|grandmother|grandfather|grandma|grandpa|"
    r"daughter|son|friend|girlfriend|boyfriend|roommate|cousin)\b"
)
_MINOR = r"\b(?:she|he|they)(?: is|'s| are|'re) (?:a|still a|only a) (?:minor|teenager|teen|child|kid)\b|\bi(?: am|'m|m) (?:a|still a) (?:minor|teenager|teen)\b"
_ADULT = r"\b(?:she|he|they|i)(?: is| am|'s|'m| are|'re) (?:an|already an|legally an) adult\b|\badult (?:son|daughter|child|brother|sister)\b|\b(?:over|older than) (?:18|eighteen)\b"
_AGE = re.compile(
    r"\b(?:she|he|they|i)(?: is| am|'s|'m|s|m| are|'re|'s only| is only| just turned| turned) (?P<a>\d{1,2})\b(?! (?:minutes|hours|days|weeks|months|%))"
    r"|\b(?P<b>\d{1,2})[- ]?(?:year|yr)s?[- ]?old\b",
    re.IGNORECASE,
)
_SAID = {
    ("who", "client"): re.compile(_CLIENT, re.IGNORECASE),
    ("who", "guardian"): re.compile(_GUARDIAN, re.IGNORECASE),
    ("who", "family"): re.compile(_FAMILY, re.IGNORECASE),
    ("age_group", "minor"): re.compile(_MINOR, re.IGNORECASE),
    ("age_group", "adult"): re.compile(_ADULT, re.IGNORECASE),
}


@dataclass(frozen=True)
class Said:
    """One thing a visitor said: the slot it fills, the value, and where it stands in the text."""

    slot: str
    value: str
    start: int
    end: int


def said(text: str) -> list[Said]:
    """What the visitor said of who is who; at most one value a slot, the first said."""
    found: dict[str, Said] = {}
    plain = text.replace("\N{RIGHT SINGLE QUOTATION MARK}", "'")
    for one in sorted(_all(plain), key=lambda said: said.start):
        found.setdefault(one.slot, one)
    return list(found.values())


def _all(text: str) -> Iterator[Said]:
    for (slot, value), pattern in _SAID.items():
        if match := pattern.search(text):
            yield Said(slot, value, *match.span())
    if match := _AGE.search(text):
        age = int(match["a"] or match["b"])
        yield Said("age_group", "minor" if age < ADULT_AT else "adult", *match.span())
