"""Who somebody is in this, from how they say it: "I'm her dad", "my son's therapist", "the client's mother".

The answers' own phrases (`said`) are a part of it; the rest is what a list of phrases cannot hold, such as whose
relation it is. `my` decides: "my friend" is somebody else, unless it is their therapist who is asked for.
"""

from __future__ import annotations

import re

from bot.nlu.speech import said
from bot.release.guide import Question
from bot.release.phrases import Found, find
from bot.release.plain import without_fillers
from bot.release.words import clauses

CLIENT, PARENT, FAMILY = "client", "parent", "family"
"""The answers' ids."""

_SAID = {"guardian": PARENT, "family": FAMILY}
"""What `speech` calls them; not its client, which "I'm the client's mother" would be."""
_PART = re.compile(r" (?:and|but) ")
_PARENTS = (
    "mom|mum|mother|mommy|mama|momma|dad|father|daddy|papa|parent|guardian|foster (?:mom|mother|dad|father|parent)"
    "|parents|guardians"
)
_CHILDREN = (
    "son|daughter|child|kid|boy|girl|teen|teenager|children|kids|sons|daughters|teens|baby|toddler"
)
_RELATIVES = (
    "wife|husband|spouse|partner|boyfriend|girlfriend|fiance|fiancee|sister|brother|sibling|aunt|auntie|uncle|cousin"
    "|grandma|grandmother|grandpa|grandfather|grandparent|friend|roommate|niece|nephew|relative|family|family member"
    "|step ?(?:mom|mother|dad|father|parent|son|daughter|child|sister|brother)|(?:mother|father|sister|brother) in law"
    "|grand ?(?:son|daughter|child|mother|father)|ex|ex (?:wife|husband|partner)|neighbor|coworker|bestie|bff|loved one"
)
_OTHERS = rf"{_RELATIVES}|mom|mother|mum|dad|father|parents|parent"
_KIND = (
    "legal|foster|adoptive|biological|birth|single|worried|concerned|older|oldest|younger|youngest|eldest|middle|first"
    "|big|little|twin|best|close|good|new|only|own|minor|teen|teenage|adult|grown|other|domestic|long term|longtime"
    "|dear|very|elderly|divorced|separated|married|widowed|stay at home"
)
_THEIR = r"(?:her|his|their|the|a|an|another|one of (?:her|his|their|the))"
_AM = r"(?:i am|we are|as|speaking as|this is|it is|here is|i was)"
_OF = r"(?: (?:the )?(?:client|patient|kid|child|teen|boy|girl)s)?"
_END = r"(?= (?:here|of|to a|to an|and|not|so|but|actually|speaking|with)\b|$)"
_THERAPIST = (
    "therapists?|counselors?|psychologists?|psychiatrists?|shrink|clinician|therapy|counseling|treatment"
    "|sessions?"
)
_IN_CARE = rf"(?:{_THERAPIST}|sees|see|goes|is|has|started|attends|was|does|who)"


def _relation(words: str) -> re.Pattern[str]:
    """Somebody who says what they are: "I'm her mom", "mom", "the client's mother"."""
    kind = rf"(?:(?:{_KIND}) ){{0,2}}"
    return re.compile(
        rf"^{_AM} (?:just )?(?:{_THEIR}{_OF} |my \w+s |(?:client|patient)s )?{kind}(?:{words})\b"
        r"(?! in law| of mine)"
        rf"|^(?:just )?(?:{_THEIR}{_OF} )?{kind}(?:{words}){_END}"
    )


_GROWN = re.compile(
    rf"^{_AM} (?:(?:her|his|their){_OF}|(?:the )?(?:client|patient)s) (?:{_CHILDREN})\b"
)
_IS = {PARENT: (_relation(_PARENTS),), FAMILY: (_relation(_RELATIVES), _GROWN)}
_HAS = {
    PARENT: re.compile(
        rf"(?<!not )\b(?:my|our) (?:(?:{_KIND}) ){{0,2}}(?:{_CHILDREN})s?\b|(?<!not )\bmy \d+ ?(?:years?|yrs?|yo)\b"
        r"|\b(?:i|we) (?:have|share) (?:\w+ )?custody\b|\b(?:i am|we are|i|we) rais(?:e|ing) (?:my|our|a)\b"
        r"|\bguardianship\b"
    ),
    FAMILY: re.compile(
        rf"(?<!not )\bmy (?:(?:{_KIND}) ){{0,2}}(?:{_OTHERS})s? {_IN_CARE}\b"
        rf"|\b(?:{_THERAPIST}) (?:of|for) my (?:{_OTHERS})\b"
        r"|\b(?:someone|somebody|a person) i (?:care about|love|know)\b|\bmy loved ones?\b"
    ),
}
_SOMEBODY = re.compile(rf"\bmy (?:(?:{_KIND}) ){{0,2}}(?:{_OTHERS})\b")
_OWN = re.compile(
    rf"(?<!not )\bmy (?:own |next |last |first )?(?:{_THERAPIST})\b"
    r"|\bi am (?:the one )?in (?:therapy|treatment|counseling)\b"
)
_MYSELF = re.compile(
    r"(?:it is |that is |just |only )*(?:for )?(?:me|myself|mine)(?: myself)?"
    r"|(?:i am )?(?:the |a |your )?(?:client|patient)(?: here| there| myself)?|i am the one (?:in|who|seeing|that)\b.*"
    r"|i (?:see|have|go to|am seeing) (?:(?:a|the|my) )?(?:dr \w+|therapist|counselor|therapy|counseling)\b.*"
)
_SINGLE = re.compile(rf"(?:{_AM} )?(?:(?:{_THEIR}|just|{_KIND}) )*")


def who_in(question: Question, text: str) -> set[str]:
    """The answers to who somebody is that a message gives; several where it is not clear.

    Args:
        question: the question; only answers that it has are given.
        text: the message.
    """
    found = {_SAID[one.value] for one in said(text) if one.slot == "who" and one.value in _SAID}
    phrases = _phrases(question, text)
    parts = [
        part for clause in clauses(text) for part in _PART.split(without_fillers(clause)) if part
    ]
    owns = any(_OWN.search(part) or _MYSELF.fullmatch(part) for part in parts) or any(
        one.answer == CLIENT for one in phrases
    )
    if owns:
        found.add(CLIENT)
    for part in parts:
        found |= {name for name, are in _IS.items() if any(one.search(part) for one in are)}
        if not owns:  # then they are whom the client speaks of
            found |= {name for name, pattern in _HAS.items() if pattern.search(part)}
    found |= {one.answer for one in phrases if not (owns and one.words[0] == "my")}
    return {name for name in found if question.answer(name)}


def speaks_of_family(text: str) -> bool:
    """Whether a client's message names somebody close: "my best friend"."""
    return any(_SOMEBODY.search(" ".join(clause)) for clause in clauses(text))


def _phrases(question: Question, text: str) -> list[Found]:
    """The phrases that speak of the visitor: a single word such as "friend" only as what they are."""
    split = clauses(text)
    found = []
    for one in find(question, text, stemmed=False):
        before = f"{without_fillers(split[one.clause][: one.start])} ".lstrip()
        is_yours = split[one.clause][one.end : one.end + 1] == ("of",)  # "a client of yours"
        if not one.negated and (len(one.words) > 1 or (_SINGLE.fullmatch(before) and not is_yours)):
            found.append(one)
    return found
