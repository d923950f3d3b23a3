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
_YEARS_OLD: Final = r"(?:years? old|yo|y o|yr old|yrs old)"

_UNITS: Final = (
    r"(?:weeks?|wks?|months?|mos|days?|hours?|hrs?|minutes?|mins?|seconds|miles?|blocks?|feet|foot|ft|inches"
    r"|pounds|lbs|kilos|percent|dollars|grand|thousand|hundred|figures|times|steps|floors|stories"
    r"|sessions?|pills|drinks|beers|shots|semanas|meses|dias|horas|pastillas)"
)
NOT_AN_AGE: Final = (
    rf"(?! ?(?:and a half |[.,]? ?\d+ )?{_UNITS}\b| \d| , 0| ?(?:of|out of|to|am|pm|on (?:a|the) scale)\b"
    r"| (?:years?|yrs?)\b(?! (?:old|of age))(?! [.,]))"
)
_YEARS_OF: Final = r" (?:de|con|en|menos|viviendo|trabajando|sobri[ao]|casad[ao]|aqui)\b"
"""After `años`: the years of something else than a life."""

_RATED: Final = re.compile(rf"\b(?:scale|escala) (?:[\w,]+ ){{1,6}}?(?:i am|im|i m) {_UNDER_18}\b")
_GRADE: Final = (
    r"(?:[1-9](?:st|nd|rd|th)|1[0-2]th|first|second|third|fourth|fifth|sixth|seventh|eighth|ninth|tenth|eleventh"
    r"|twelfth) grade(?:r)?"
)
_TEACHES: Final = (
    r"(?! (?:\w+ )?(?:teacher|counselor|principal|coach|nurse|aide|dropout|graduate)s?\b)"
)

_SAYS_AGE: Final = re.compile(
    rf"\b(?:i am|im|i m|i just turned|ive just turned) (?:only |just |almost |still |like |about |literally )?"
    rf"{_UNDER_18}\b{NOT_AN_AGE}"
    rf"|\bi turned {_UNDER_18} (?:today|yesterday|last|this|on)\b"
    rf"|\b(?:i am|im) (?:only )?an? {_UNDER_18} ?{_YEARS_OLD}\b"
    rf"|\bas an? {_UNDER_18} ?{_YEARS_OLD}\b(?! i (?:was|had|did|went|used|would|got|saw|felt)\b)"
    r"|\b(?:i am|im) (?:just |only |still )?(?:a (?:kid|minor|teen|teenager)|underage|under 18)\b(?! at heart)"
    rf"|\b(?:i am|im) (?:only |just |still )?(?:in|starting|going into|a|an) (?:the )?{_GRADE}\b{_TEACHES}"
    rf"|\b(?:i am|im) (?:only |still )?(?:in (?:middle|elementary|junior high|high) school\b{_TEACHES}"
    r"|a (?:middle|high) school(?:er| student| freshman| sophomore| junior| senior))\b"
    rf"|\bacabo de cumplir {_UNDER_18}\b|\b(?:hoy|ayer|ya|recien) cumpli {_UNDER_18}\b"
    rf"|\btengo {_UNDER_18}(?: anos\b(?!{_YEARS_OF})| (?:y|[.,]))"
    rf"|\bsoy (?:un[ao]? )?(?:menor de edad|(?:nin[ao]|chic[ao]) de {_UNDER_18}\b)"
)
"""The visitor's own age, in the first person and in the present."""

# A tag is the visitor's own where a message begins or after a greeting; elsewhere it tells of somebody.
_TAG: Final = re.compile(
    rf"(?:^|[.] |\b(?:hi|hey|hello|hola|i|im|me) (?:, )?)"
    rf"(?:{_UNDER_18} ?[fm]|[fm]1[0-7]|{_UNDER_18} ?(?:yo|y o|yrs? old))\b"
    r"(?! (?:son|daughter|child|kid|client|patient|student|niece|nephew|grand\w+|step\w+)\b)"
    rf"|\ban? {_UNDER_18} ?{_YEARS_OLD} (?:\w+ ){{0,4}}without (?:\w+ )?parents?\b"
    rf"|\bmy (?:best |close )?friend (?:who )?is (?:only )?{_UNDER_18}\b{NOT_AN_AGE}"
    rf"|\bmi (?:mejor )?amig[oa] (?:que )?tiene {_UNDER_18}\b(?! anos{_YEARS_OF})"
)
_SCHOOL: Final = re.compile(
    r"\bmy (?!(?:yoga|dance|piano|music|art|meditation|spin|old|former|spiritual|[0-9]\w*) )(?:\w+ )?teachers?\b"
    r"|\bmy (?:\w+ )?(?:school|classmates?|homeroom)\b"
    r"|\bmy (?:locker\b(?! (?:at|room))|principal (?:called|said|told|saw|says|found)|foster (?:mom|dad|parents))\b"
    r"|\b(?:school|guidance) counselor\b|\b(?:(?:at|after|home from|skip|skipped|skipping|hate) school)\b"
    r"|\b(?:math|science|english|history|reading|school) homework\b|\b(?:at|during) recess\b"
    r"|\b(?:mom|dad|parents|mother|father|stepmom|stepdad) (?:just )?grounded me\b"
    r"|\b(?:mis? (?:maestr[oa]s?|escuela|salon|companer[oa]s de clase)|en la (?:escuela|secundaria|prepa|primaria))\b"
    r"|\bla tarea de (?:la escuela|mate\w*|ingles|ciencias|espanol|historia)\b"
    r"|\bmi (?:mama|papa) me castigo\b|\bmis papas me castig(?:aron|an)\b"
)
_RELATED: Final = (
    r"(?:moms?|dads?|mothers?|fathers?|parents?|sisters?|brothers?|aunts?|uncles?|cousins?|friends?|teachers?"
    r"|grandm\w+|grandp\w+|step(?:mom|dad|mother|father)s?|he|she|they|has|and)"
)
"""Whoever stands between `my` and a husband, a child or a job: it is theirs."""
_IS_GROWN: Final = re.compile(
    rf"\b(?:i am|im|i m|i just turned|i turned) (?:only |just |almost )?{_GROWN}\b{NOT_AN_AGE}"
    rf"|\btengo {_GROWN} anos\b(?! de\b)|\b(?:{_GROWN}[fm]|[fm]{_GROWN})\b"
    rf"|\b(?:my|our) {_UNDER_18} ?{_YEARS_OLD}\b(?! (?:sister|brother|cousin|friend|boyfriend|girlfriend|step\w+))"
    rf"|\b(?:my|our) (?:(?!{_RELATED}\b)\w+ ){{0,3}}?(?:son|daughter|kids?|child|children|stepson|stepdaughter"
    r"|grand(?:son|daughter|child|kids?)|nephew|niece|students?|pupils?|clients?|patients?|toddler|baby|wife|husband"
    r"|ex wife|ex husband|fiancee?|job|boss|coworkers?|employer|landlord|professor|campus|dorm|mortgage"
    r"|marriage|divorce)(?:s)?\b(?! (?:sister|brother|cousin))"
    r"|\bmis? (?:hij[oa]s?|niet[oa]s?|sobrin[oa]s?|alumn[oa]s?|pacientes?|espos[oa]|marido|jefe|jefa|trabajo"
    r"|divorcio|matrimonio)\b"
    r"|\b(?:when i was|when i were|as a (?:child|kid|teen\w*|boy|girl)|growing up|years ago|decades ago|long ago"
    r"|in my (?:childhood|teens|twenties)|back in|college|university|i teach|i work (?:at|in|as)"
    r"|(?:law|grad|graduate|med|medical|nursing|dental|vet|business|trade|beauty|divinity|art|culinary|flight|night)"
    r" (?:school|student)"
    r"|(?:im|i am|as) an? (?:(?!(?:my|and|so|that|whose)\b)\w+ ){0,2}?(?:teacher|counselor|nurse"
    r"|parent|mom|dad|mother|father)"
    r"|cuando era|de (?:nin[oa]|chic[oa]|pequen[oa])\b(?! de)|(?<!desde )hace (?:muchos )?(?:\w+ )?anos|universidad"
    r"|facultad|posgrado|maestria|doctorado|escuela de (?:leyes|derecho|medicina|enfermeria|negocios)"
    r"|trabajo (?:en|de|como)|doy clases|soy (?:maestr[oa]|profesora?|mama|papa|madre|padre|enfermer[oa]))\b"
)
"""A grown-up: an own age, children, a job, or something that lies long ago."""

_WAS: Final = re.compile(
    r"\b(?:molested|abused|raped|touched|fondled|groped|assaulted|slapped|punched|kicked|burned|whipped|choked"
    r"|locked|made|forced|starved|broke|(?<!they )(?<!parents )(?<!and dad )(?<!and mom )(?:beat|hit|hurt))"
    r" (?:on )?(?:me|my)\b"
    r"|\bi (?:was|got) (?:\w+ )?(?:molested|abused|raped|touched|beaten|hit)\b|\bused to\b"
    r"|\b(?:me (?:pego|golpeo|toco|violo|maltrato|lastimo|encerro|abuso|(?:peg|golpe|toc|viol|maltrat|lastim)aban?"
    r"|(?:peg|golpe|toc|viol|maltrat|lastim)aron)|abus(?:o|aba|aron) (?:sexualmente )?de mi|fui abusad[oa])\b"
)
_LATELY: Final = (
    r"(?:today|yesterday|(?:last|this) (?:morning|night|week|weekend|month)"
    r"|hoy|ayer|anoche|esta (?:manana|semana)|la semana pasada|el mes pasado)"
)
_STILL: Final = re.compile(
    r"\b(?<!it )(?:hits|beats|hurts|touches|kicks|punches|slaps|whips|chokes|locks|rapes|molests|abuses) me\b"
    r"|\b(?:he|she|they) (?:does|do|will do) it again\b|\b(?:scared|afraid) to go home\b|\bstill (?:does|do)\b"
    r"|\bme (?:pega|golpea|toca|viola|maltrata|lastima|encierra)n?\b|\b(?:todavia|sigue) "
    rf"|\b(?:me|my \w+) (?:(?!and )\w+ ){{0,4}}{_LATELY}\b|\b{_LATELY} (?:, )?(?:(?!and )\w+ ){{1,4}}me\b"
)


def is_minor(text: str, findings: Sequence[Finding] = ()) -> bool:
    """Whether someone under 18 may be writing.

    Nobody is asked for an age, so this is a guess. A wrong one does little harm either way: both
    cards have the same help.

    Args:
        text: the message, as typed.
        findings: what the screen saw in it. Abuse of a child that is done to the visitor counts while
            it goes on; told in the past alone, it may be a grown-up's, and the grown-ups' card for it
            is in words for both.
    """
    plain = read(text)
    if says_under_18(plain):
        return True
    if shows_grown_up(plain):
        return False
    if _TAG.search(plain) or _SCHOOL.search(plain):
        return True
    abused = any(
        one.flags and one.category is Category.CHILD_ABUSE and one.about is About.DONE_TO_ME
        for one in findings
    )
    return abused and (_STILL.search(plain) is not None or _WAS.search(plain) is None)


def read(text: str) -> str:
    """The part of a message that is looked at, normalised."""
    return normalise(text[:_READ].replace("%", " percent")).text.strip()


def says_under_18(plain: str) -> bool:
    """Whether the visitor says outright, in a text that `read` made, that they are under 18."""
    return _SAYS_AGE.search(_RATED.sub(" ", plain)) is not None


def shows_grown_up(plain: str) -> bool:
    """Whether a text that `read` made can hardly be a child's."""
    return _IS_GROWN.search(plain) is not None
