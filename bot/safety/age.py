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


_WHO: Final = (
    r"\b(?:he|she|they|someone|somebody|(?:my|our|his|her|their|a|an|the|this) (?:(?!i\b)[a-z]+ ){0,3}?[a-z]+"
    r"|ella|ellos|ellas|(?:mi|mis|su|un|una|el|la) (?:[a-z]+ ){0,2}?[a-z]+)"
)
_YOUNG_WHO: Final = (
    r"\b(?:he|she|(?:my|our|his|her|a|this) (?:[a-z]+ ){0,2}?(?:daughter|son|kid|child|teen|niece|nephew|sister"
    r"|brother|cousin|friend|bff|student|pupil|client|patient|neighbor|girl|boy|girlfriend|boyfriend)"
    r"|ella|(?:mi|una?) (?:[a-z]+ )?(?:hij[oa]|sobrin[oa]|herman[oa]|prim[oa]|amig[oa]|alumn[oa]|niet[oa]))"
)
_WRITES: Final = (
    r"(?: (?:just|also|then|me|nos|le))* (?:texts?|texted|texting|wrote|writes|writing|messaged|posted|posts|sent"
    r"|emailed|dmed|escrib(?:io|e)|mando|envio|publico|texteo)"
)
_SAYS: Final = r"(?: (?:just|also|then|always|keeps?|me|nos|le))* (?:says?|said|saying|tells|told|dice|dijo|contesto)"
_TO: Final = (
    r"(?: (?:a|this|that|the|text|message|email|note|saying|to|me|us|him|her|them|on|in|today|yesterday"
    r"|tonight))*"
)
_OWN_WORDS: Final = (
    r"(?=(?:i|im|help|please|hi|hey|mom|dad|mama|papa|tengo|quiero|soy|ayuda|ayudame)\b)"
)
_MARKED: Final = re.compile(r":\s|[\"“”«»‘]")
_QUOTED: Final = re.compile(rf"(?P<who>{_WHO}(?:{_WRITES}|{_SAYS}){_TO}) [.] {_OWN_WORDS}[^.]*")
"""Behind a colon, which normalising makes a full stop; so it counts only in a text with such a mark."""

_SPEECH: Final = re.compile(
    rf"(?P<writer>{_WHO}{_WRITES}{_TO}) {_OWN_WORDS}[^.]*"
    rf"|(?P<young>{_YOUNG_WHO}{_SAYS}{_TO}) (?:that |que )?"
    r"(?:i am|im|i m|i just turned|tengo|soy) (?:only |just )?(?:[6-9]|1[0-7]|[a-z]+teen)\b[^.]*"
)
"""What somebody else writes or says, word for word, up to the end of the sentence."""


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

    An age that is said outright stays until another one is. What somebody else says word for word
    ("My daughter texted me: I am 14") is not the visitor's. A guess that a child writes stays
    until the visitor says their age, or tells of children, a job or a marriage of their own.

    Args:
        text: the message, as typed.
        findings: what the screen saw in it.
        known: what was known before.
    """
    whole = read(text)
    plain = _without_speech(text, whole)
    if says_under_18(plain):
        return Age.CHILD
    said = _said(plain)
    if said is not None or known not in (None, Age.YOUNG):
        return said or known
    if is_minor(text if plain == whole else plain, findings):
        return Age.YOUNG
    return None if shows_grown_up(plain) else known


def _without_speech(text: str, plain: str) -> str:
    """The message without what it repeats of others; who said it stays."""
    if _MARKED.search(text):
        plain = _QUOTED.sub(r"\g<who> ", plain)
    return _SPEECH.sub(lambda found: f"{found['writer'] or found['young']} ", plain)


def _said(plain: str) -> Age | None:
    if _SAYS_ELDER.search(plain):
        return Age.ELDER
    found = _SAYS_AGE.search(plain)
    if found is None:
        return None
    words = next(one for one in found.groups() if one)
    number = int(words) if words.isdigit() else _TENS[words.split()[0]]
    return Age.ELDER if number >= _ELDER_FROM else Age.GROWN if number >= 18 else None
