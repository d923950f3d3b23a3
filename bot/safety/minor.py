"""Whether someone under 18 may be writing, so that the card can use plainer words."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Final

from bot.safety.finding import About, Category, Finding
from bot.safety.normalise import normalise

_READ: Final = 4_000

_UNDER_18: Final = (
    r"(?:[6-9]|1[0-7]|six|seven|eight|nine|ten|eleven|twelve|thirteen|fourteen|fifteen|sixteen|seventeen"
    r"|seis|siete|ocho|nueve|diez|once|doce|trece|catorce|quince|dieciseis|diecisiete)"
)
_GROWN: Final = (
    r"(?:1[89]|[2-9]\d|eighteen|nineteen|twenty|thirty|forty|fifty|sixty|seventy|eighty)"
)

_NOT_AN_AGE: Final = (
    r"(?! ?(?:weeks?|months?|days?|hours?|hrs?|minutes?|mins?|seconds|miles?|blocks?|feet|inches|pounds|lbs|kilos"
    r"|percent|dollars|times|sessions?|pills|drinks|of|out of|am|pm|years? (?:sober|clean|into|in|deep|married"
    r"|free|out|younger|older|late|with|at|on)|semanas|meses|dias|horas|minutos|kilos|pastillas"
    r"|anos (?:de|con|en|viviendo|trabajando|sobri[ao]|casad[ao]|aqui))\b)"
)

_SAYS_AGE: Final = re.compile(
    rf"\b(?:i am|im|i m|i just turned|ive just turned|i turned) (?:only |just |almost |still |like |about )?"
    rf"{_UNDER_18}\b{_NOT_AN_AGE}"
    rf"|\b(?:i am|im|as) an? {_UNDER_18} ?(?:years? old|yo|yr old|yrs old)\b"
    rf"|\b(?:acabo de cumplir|cumpli) {_UNDER_18}\b"
    rf"|\btengo {_UNDER_18} anos\b(?! (?:de|con|en|viviendo|trabajando|sobri[ao]|casad[ao]|aqui)\b)"
)
"""The visitor's own age, in the first person and in the present."""

_TAG: Final = re.compile(
    rf"\bi {_UNDER_18} ?[fm]\b|\b(?:1[0-7][fm]|[fm]1[0-7])\b|\b{_UNDER_18} ?(?:yo|y o|yr old|yrs old)\b"
    rf"|\bmy (?:best |close )?friend (?:who )?is (?:only )?{_UNDER_18}\b{_NOT_AN_AGE}"
    rf"|\bmi (?:mejor )?amig[oa] (?:que )?tiene {_UNDER_18}\b"
)
_SCHOOL: Final = re.compile(
    r"\b(?:my (?:\w+ )?(?:teachers?|school|principal|classmates?|homeroom|locker|foster (?:mom|dad|parents))"
    r"|school counselor|guidance counselor|(?:at|after|from|skip|skipped|skipping|hate) school|homework|recess|grounded"
    r"|(?:im in|in|a) (?:middle|elementary|junior high|high) school(?:er)?"
    r"|(?:[6-9]|1[0-2]|six|seven|eight|nin|ten|eleven|twelf)th grade(?:r)?"
    r"|mis? (?:maestr[oa]s?|escuela|salon|companer[oa]s de clase)|en la (?:escuela|secundaria|prepa|primaria)"
    r"|la tarea|me castigaron)\b"
)
_IS_GROWN: Final = re.compile(
    rf"\b(?:i am|im|i m|i just turned|i turned) (?:only |just |almost )?{_GROWN}\b{_NOT_AN_AGE}"
    rf"|\btengo {_GROWN} anos\b(?! de\b)|\b(?:{_GROWN}[fm]|[fm]{_GROWN})\b"
    r"|\bmy (?:\w+ ){0,3}?(?:son|daughter|kids?|child|children|stepson|stepdaughter|grand(?:son|daughter|child|kids?)"
    r"|nephew|niece|students?|toddler|baby|wife|husband|ex wife|ex husband|fiancee?|job|boss|coworkers?|landlord"
    r"|professor|campus|dorm|mortgage)(?:s)?\b"
    r"|\bmis? (?:hij[oa]s?|niet[oa]s?|sobrin[oa]s?|alumn[oa]s?|espos[oa]|marido|jefe|jefa|trabajo)\b"
    r"|\b(?:when i was|when i were|as a (?:child|kid|teen\w*|boy|girl)|growing up|years ago|decades ago|long ago"
    r"|in my (?:childhood|teens|twenties)|back in|college|university|grad school|i teach|i work (?:at|in|as)"
    r"|im a (?:teacher|counselor|nurse|parent|mom|dad|mother|father)"
    r"|cuando era|de (?:nin[oa]|chic[oa]|pequen[oa])|hace (?:muchos )?(?:\w+ )?anos|universidad)\b"
)
"""A grown-up: an own age, children, a job, or something that lies long ago."""


def is_minor(text: str, findings: Sequence[Finding] = ()) -> bool:
    """Whether someone under 18 may be writing.

    Nobody is asked for an age, so this is a guess. A wrong one does little harm either way: both
    cards have the same help.

    Args:
        text: the message, as typed.
        findings: what the screen saw in it; abuse of a child that is done to the visitor counts.
    """
    plain = normalise(text[:_READ]).text
    if _SAYS_AGE.search(plain):
        return True
    if _IS_GROWN.search(plain):
        return False
    if _TAG.search(plain) or _SCHOOL.search(plain):
        return True
    return any(
        one.category is Category.CHILD_ABUSE and one.about is About.DONE_TO_ME for one in findings
    )
