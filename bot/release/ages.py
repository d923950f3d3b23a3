"""How old the person in therapy is, from a number that is an age, or from words: "shes 9", "in high school".

More is read here than in `bot.nlu.speech`: the age was asked for, so a number alone is one. Still, "15 minutes" is
none, and a parent's own age says nothing of the child's.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from bot.nlu.speech import ADULT_AT
from bot.release.guide import Question
from bot.release.people import CLIENT, FAMILY, PARENT
from bot.release.phrases import find
from bot.release.words import clauses

MINOR, ADULT = "minor", "adult"
"""The answers' ids."""

NEARLY = "nearly"

_UNITS = [
    "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve", "thirteen",
    "fourteen", "fifteen", "sixteen", "seventeen", "eighteen", "nineteen",
]  # fmt: skip
_TENS = ["twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety"]
_NUMBERS = {word: number for number, word in enumerate(_UNITS, start=1)} | {
    word: 10 * number for number, word in enumerate(_TENS, start=2)
}
_WRITTEN = re.compile(
    rf"\b(?:({'|'.join(_TENS)}) ({'|'.join(_UNITS[:9])})|({'|'.join([*_TENS, *reversed(_UNITS)])}))\b"
)
_N = r"(\d{1,3})"
_OLD = r"(?: ?(?:years?|yrs?|yo|y o)\b(?: old)?(?: now)?)"
_AFTER = (
    r"(?= (?:and|but|so|or|now|already|today|this|next|last|who|i|she|he|they|in|at the moment|if|since|as of"
    r"|right now|going|almost|please|thanks)\b|$)"
)
_BE = (
    r"(?:is|am|are|was|be|being|turned|age|aged|ages|just|only|now|already|still|about|around|roughly|like|maybe"
    r"|says?)"
)
_CHILD = r"(?:son|daughter|child|kid|boy|girl|teen|teenager|baby|one)"
_RULES: tuple[tuple[str | None, str], ...] = (
    (MINOR, rf"\b(?:under|below|younger than|less than|not yet|not quite) (?:the age of )?{_N}\b"),
    (ADULT, rf"\b(?:over|above|older than|at least|past|more than) (?:the age of )?{_N}\b"),
    (ADULT, rf"\b{_N} (?:(?:or|and) (?:older|over|above|up)|plus)\b"),
    (
        NEARLY,
        rf"\b(?:almost|nearly|about to (?:be|turn)|going to (?:be|turn)|turning|turns) {_N}\b",
    ),
    (NEARLY, rf"\b(?:will (?:be|turn)|close to|soon|not) {_N}\b(?! (?:minutes|weeks|days))"),
    (
        NEARLY,
        rf"\b{_N} (?:next (?:week|month|year|summer|spring|fall|winter)|in (?:a )?\w+ (?:weeks|months|days))\b",
    ),
    (None, rf"\b{_BE} {_N}{_OLD}?{_AFTER}"),
    (None, rf"\b{_N}{_OLD}"),
    (None, rf"\b(?:{_CHILD}s?|she|he|they) {_N}{_AFTER}"),
    (None, rf"^(?:a |an |the |my )?{_N}{_AFTER}"),
)
_AGES = tuple((kind, re.compile(pattern)) for kind, pattern in _RULES)
_MONTHS = re.compile(r"\b\d{1,2} (?:months?|weeks?|days?) old\b")
_MINORS = (
    re.compile(
        r"(?<!finished )(?<!graduated )(?<!graduated from )(?<!out of )(?<!done with )(?<!after )(?<!left )"
        r"\b(?:kindergarten(?:er)?|pre ?school(?:er)?|pre k|elementary(?: school)?|middle school(?:er)?|junior high"
        r"|high school(?:er)?|grade school"
        r"|(?:\d{1,2}(?:st|nd|rd|th)|first|second|third|fourth|fifth|sixth|seventh|eighth|ninth|tenth|eleventh"
        r"|twelfth) ?grade(?:r|rs)?)\b"
    ),
    re.compile(
        r"\b(?:is|am|are|still|just|only) (?:still |just |only )?(?:a |an )?(?:little |small |young )?"
        r"(?:kid|child|baby|infant|toddler|preteen|tween|teen|boy|girl)\b"
    ),
    re.compile(
        r"^(?:it is )?(?:a |an |my |the )?(?:little |small |young )?"
        r"(?:kid|child|baby|infant|toddler|preteen|tween|teen|boy|girl)$"
    ),
)
_ADULTS = (
    re.compile(
        r"\b(?:her|his|their|my|the) (?:early |mid |late )?"
        r"(?:twenties|thirties|forties|fifties|sixties|seventies|eighties|[2-9]0s)\b"
    ),
    re.compile(
        r"\b(?:grown ?ups?|of (?:legal )?age|retired|elderly|senior citizen|middle aged|legally an adult"
        r"|adult (?:son|daughter|child|kid)s?|(?:in|at) (?:college|university|grad school))\b"
    ),
)
_SOMEBODY_ELSE = re.compile(
    r"\b(?:my|her|his|their) (?:mom|mother|mum|dad|father|parents?|therapist|counselor|husband|wife)s? (?:is|are)\b"
)
_OWN = re.compile(r"\bi (?:am|was|turned|just turned)\b")
_NOT_BEFORE = re.compile(r"\b(?:not|no longer|never)(?: \w+)? $")
_PART = re.compile(r" (?:and|but) | or (?=\d)")
_LONGEST_LIFE = 120


def age_in(question: Question, text: str, who: str | None = None) -> set[str]:
    """The answers to how old the person in therapy is; several where it is not clear.

    Args:
        question: the question; only answers that it has are given.
        text: the message.
        who: who the visitor is, where it is known: a parent's own age is not the child's.
    """
    found = set(_numbers(text, who))
    if not found:
        found = set(_words(question, text))
    return {name for name in found if question.answer(name)}


def _numbers(text: str, who: str | None) -> Iterator[str]:
    own: list[str] = []
    others: list[str] = []
    parts = (part for clause in clauses(text) for part in _PART.split(in_digits(" ".join(clause))))
    for words in parts:
        if not (answer := _age(words)):
            continue
        if who != FAMILY and _SOMEBODY_ELSE.search(words):
            continue
        (own if _OWN.search(words) else others).append(answer)
    if who in (PARENT, FAMILY):
        return iter(others)
    return iter(own or others) if who == CLIENT else iter(others or own)


def _age(words: str) -> str | None:
    if _MONTHS.search(words):
        return MINOR
    for kind, pattern in _AGES:
        if match := pattern.search(words):
            number = int(match[1])
            negated = _NOT_BEFORE.search(words[: match.start()]) is not None
            return _of(kind, number, negated=negated) if 0 < number <= _LONGEST_LIFE else None
    return None


def _of(kind: str | None, number: int, *, negated: bool) -> str | None:
    """The answer for an age that is a number (`kind` None), nearly it, below it, or above it."""
    if kind == NEARLY:
        return MINOR if number <= ADULT_AT else ADULT
    if kind is None:
        return None if negated else (MINOR if number < ADULT_AT else ADULT)
    if kind == MINOR:
        if negated:
            return ADULT if number >= ADULT_AT else None
        return MINOR if number <= ADULT_AT else None
    if negated:
        return MINOR if number <= ADULT_AT else None
    return ADULT if number >= ADULT_AT - 1 else None


def _words(question: Question, text: str) -> Iterator[str]:
    other = {MINOR: ADULT, ADULT: MINOR}
    for one in find(question, text, stemmed=False):
        if not any(char.isdigit() for word in one.words for char in word):  # numbers are read above
            answer = other.get(one.answer) if one.negated else one.answer
            yield from () if answer is None else (answer,)
    for clause in clauses(text):
        words = " ".join(clause)
        for answer, patterns in ((MINOR, _MINORS), (ADULT, _ADULTS)):
            for pattern in patterns:
                if match := pattern.search(words):
                    taken_back = _NOT_BEFORE.search(words[: match.start()])
                    yield other[answer] if taken_back else answer


def in_digits(words: str) -> str:
    """Words with their numbers in digits: "she is fifteen" is "she is 15"."""

    def number(match: re.Match[str]) -> str:
        if match[1]:
            return str(_NUMBERS[match[1]] + _NUMBERS[match[2]])
        return str(_NUMBERS[match[3]])

    return _WRITTEN.sub(number, words)
