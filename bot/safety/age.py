"""How old the visitor is, as said in any turn of the conversation."""

from __future__ import annotations

import re
from collections.abc import Sequence
from enum import StrEnum
from typing import Final

from bot.safety.finding import Finding
from bot.safety.minor import NOT_AN_AGE, is_minor, read, says_under_18, shows_grown_up

_ELDER_FROM: Final = 60
"""From this age on, the services for older adults are meant for somebody."""

_TENS: Final = {"sixty": 60, "seventy": 70, "eighty": 80, "ninety": 90}
_ONES: Final = "(?: (?:one|two|three|four|five|six|seven|eight|nine))?"
_SAYS_AGE: Final = re.compile(
    rf"\b(?:i am|im|i m|i just turned|i turned|i am an?|im an?|as an?) (?:only |just |almost |about )?"
    rf"(?P<en>\d\d|(?:{'|'.join(_TENS)}){_ONES})"
    rf"(?: ?(?:years? old|yrs? old|yo|y o)\b|\b{NOT_AN_AGE})"
    r"|\btengo (?P<es>\d\d) anos\b(?! de\b)"
    r"|(?:^|[.] |\b(?:hi|hey|hello|i|im|me) (?:, )?)(?:(?P<before>\d\d) ?[fm]|[fm](?P<after>\d\d))\b"
)
"""An own age in two digits; that it is not under 18 is known by then."""

_SAYS_ELDER: Final = re.compile(
    r"\b(?:i am|im|i m|as) (?:a |an )?(?:elderly|old (?:man|woman|lady)|senior citizen)\b"
    r"|\b(?:i am|im) in my (?:sixties|seventies|eighties|nineties|[6-9]0s)\b"
    r"|\bsoy (?:un[ao]? )?(?:ancian[ao]|persona mayor|adult[ao] mayor|de la tercera edad)\b"
)


class Age(StrEnum):
    """What is known of the visitor's age; all but `YOUNG` was said outright."""

    CHILD = "child"
    """Under 18."""
    YOUNG = "young"
    """A guess: words of somebody at school."""
    GROWN = "grown"
    ELDER = "elder"

    @property
    def minor(self) -> bool:
        """Whether the wording is that for someone under 18."""
        return self in (Age.CHILD, Age.YOUNG)


def age_after(text: str, findings: Sequence[Finding] = (), known: Age | None = None) -> Age | None:
    """What is known of the visitor's age after a message.

    An age that is said outright stays until another one is. A guess that a child writes stays
    until the visitor says their age, or tells of children, a job or a marriage of their own.

    Args:
        text: the message, as typed.
        findings: what the screen saw in it.
        known: what was known before.
    """
    plain = read(text)
    if says_under_18(plain):
        return Age.CHILD
    said = _said(plain)
    if said is not None or known not in (None, Age.YOUNG):
        return said or known
    if is_minor(text, findings):
        return Age.YOUNG
    return None if shows_grown_up(plain) else known


def _said(plain: str) -> Age | None:
    if _SAYS_ELDER.search(plain):
        return Age.ELDER
    found = _SAYS_AGE.search(plain)
    if found is None:
        return None
    words = next(one for one in found.groups() if one)
    number = int(words) if words.isdigit() else _TENS[words.split()[0]]
    return Age.ELDER if number >= _ELDER_FROM else Age.GROWN if number >= 18 else None
