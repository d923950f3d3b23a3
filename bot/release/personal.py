"""Personal details in what is typed on a journey, so that they are neither kept nor repeated.

What says who somebody is, or what they have: numbers and addresses here, names in `personal_names`, what somebody was
diagnosed with in `personal_health`. Ages and relations are none: they are what is asked for. It is no guard
against somebody who wants to hide a detail in a message, and it misses names that nothing introduces. Words of the
danger rules (`bot.safety.rule_words`) are no names and no diagnosis: a later message may only then show what they mean.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from phonenumbers import Leniency, PhoneNumberMatcher, PhoneNumberType, number_type

from bot.release.personal_health import diagnoses
from bot.release.personal_names import names

MARK = "[not kept]"
"""Stands for each detail that was taken out."""

_IN_PLACE = "xx"
"""A word that means nothing to the danger rules."""
_REGION = "US"
"""Where a telephone number without a country's code belongs."""
_IN_A_ROW = re.compile(rf"{re.escape(MARK)}(?:[\s,]*{re.escape(MARK)})+")
"""Parts of one detail, such as a street and its town."""

_MONTH = (
    r"(?:jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?|sept?(?:ember)?|oct(?:ober)?"
    r"|nov(?:ember)?|dec(?:ember)?)\.?"
)
_DAY = r"(?:the )?\d{1,2}(?:st|nd|rd|th)?"
_DATE = (
    rf"(?:\d{{1,4}}[/.-]\d{{1,2}}(?:[/.-]\d{{2,4}})?|{_MONTH} {_DAY}(?:,? \d{{2,4}})?|{_MONTH},? \d{{4}}"
    rf"|{_DAY} (?:of )?{_MONTH}(?:,? \d{{2,4}})?)(?!\d)"
)
_BIRTH = r"\b(?:born|d\.?o\.?b\b\.?|(?:date of |birth[ -]?)(?:birth|date|day)|b-?day)"
_OF_BIRTH = r"(?:is |was )?(?:(?:my|her|his|their|the) )?(?:dob|date of birth|birth ?da(?:y|te))\b"

_STREETS = (
    r"(?:street|st|avenue|ave|av|road|rd|drive|dr|lane|ln|boulevard|blvd|court|ct|circle|cir|way|place|pl|terrace|ter"
    r"|trail|parkway|pkwy|highway|hwy|square|sq|alley|plaza)\b\.?"
)
_NO_STREET = (
    r"(?:a|an|and|are|as|at|be|before|but|by|can|could|do|every|for|from|good|going|he|her|his|i|if|in|is|it|long|more|my"
    r"|new|no|not|of|off|old|older|on|one|or|our|out|over|she|should|so|some|than|that|the|their|they|this|to|two|under"
    r"|until|up|was|we|who|will|with|you|your|both|different|other|only|just|still|out|own|visits?|calls?|pages?|forms?"
    r"|steps?|times?|sessions?|copies|miles?|mins?|minutes?|hours?|hrs?|days?|weeks?|months?|years?|yrs?|am|pm|cfr|usc"
    r"|family|district|superior|supreme|county|state|federal|drug|probate|juvenile|criminal|civil|traffic|municipal"
    r"|circuit|separate|easy|quick|safe)\b"
)
_STREET_WORD = rf"(?:(?!{_NO_STREET}|{_STREETS}(?:\W|$))[^\W_][\w'.-]{{0,20}} )"
_UNIT = r"(?:,? (?:apt|apartment|unit|suite|ste|no)\.? ?[\w-]{1,6}|,? ?# ?[\w-]{1,6})?"
_TOWN = r"(?:,? [^\W\d_]{2,20}(?: [^\W\d_]{2,20}){0,2},? [a-z]{2},? \d{5}(?:-\d{4})?)?"

_DETAILS = tuple(
    re.compile(pattern, re.IGNORECASE)
    for pattern in (
        # An e-mail address, also as people say it
        r"([\w.+%-]{1,64}@[\w-]{1,63}(?:\.[\w-]{1,63}){1,5})",
        r"((?:[\w+%-]{1,32} dot ){0,2}[\w.+%-]{1,64} ?(?:\(at\)|\[at\]|\bat\b)"
        r" ?[\w-]{1,63} ?(?:\(dot\)|\[dot\]|\bdot\b) ?(?:com|net|org|edu|gov)\b)",
        # A social security number
        r"(?<![\d-])(\d{3}[-. \u2013]\d{2}[-. \u2013]\d{4}|\d{9})(?![\d-])",
        r"\b(?:ssn|social(?: security)?(?: number| no\.?)?)\W{1,3}(?:(?:is|are|ends? (?:in|with))\W{1,3})?(\d{4})\b",
        # A number that an insurer, a court or an office has for somebody
        r"\b(?:member|policy|case|claim|group|record|account|license|patient) ?(?:id|number|no\.?|#)\W{0,3}"
        r"(?:is\W{1,3})?((?=[\w-]{0,20}\d)[\w-]{4,30})",
        # A date of birth
        rf"{_BIRTH}\W{{0,3}}(?:(?:is|was|on|in|it|it's)\W{{1,2}}){{0,3}}({_DATE})",
        rf"({_DATE})\W{{1,3}}{_OF_BIRTH}",
        rf"\bturn(?:s|ed|ing)? \d{{1,3}} (?:on|in) ({_DATE})",
        rf"^\W*(?:it's |it is )?({_DATE}(?<=\d{{4}}))\W*$",
        # A street address, and the end of one
        rf"(?<![\w.:/$-])(\d{{1,6}}(?:-?[a-z])? {_STREET_WORD}{{1,4}}{_STREETS}{_UNIT}{_TOWN})",
        r"\b(p\.? ?o\.? ?box \d{1,6})",
        r"\b(?:zip(?: ?code)?|postal code)\W{1,3}(?:is\W{1,2})?(\d{5}(?:-\d{4})?)\b",
        r"\b(?-i:([A-Z]{2} \d{5}(?:-\d{4})?))(?!\d)",
    )
)  # each takes out its group


def masked(text: str) -> str | None:
    """The text with `MARK` for each personal detail; None where there is none.

    The time it takes grows as the text does.
    """
    plain = text.replace("\N{RIGHT SINGLE QUOTATION MARK}", "'")  # as long as the text
    kept = text
    for find in (_details, _telephones, names, diagnoses):
        spans = sorted(find(plain))  # none reaches into what an earlier one took out
        plain, kept = _without(plain, spans), _without(kept, spans)
    return None if kept == text else _IN_A_ROW.sub(MARK, kept)


def without_marks(text: str) -> str:
    """A masked text as the danger screen reads it: the "not" in `MARK` would deny what stands near."""
    return text.replace(MARK, _IN_PLACE)


def _without(text: str, spans: Sequence[tuple[int, int]]) -> str:
    parts: list[str] = []
    done = 0
    for start, end in spans:
        if end > done:
            parts += [text[done:start], MARK]  # what overlaps the one before leaves nothing between
            done = end
    return "".join([*parts, text[done:]])


def _details(text: str) -> Iterator[tuple[int, int]]:
    for pattern in _DETAILS:
        for match in pattern.finditer(text):
            yield match.span(1)


def _telephones(text: str) -> Iterator[tuple[int, int]]:
    """Telephone numbers; not the toll-free ones, which are of offices and of lines that help.

    `POSSIBLE` takes seven digits, as people give the numbers of their own town; `VALID` wants an area code.
    """
    for match in PhoneNumberMatcher(text, _REGION, leniency=Leniency.POSSIBLE):
        price = text[: match.start].rstrip().endswith("$")
        if not price and number_type(match.number) != PhoneNumberType.TOLL_FREE:
            yield match.start, match.end
