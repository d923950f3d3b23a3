"""What somebody says they have: "I have bipolar disorder", "she was diagnosed with ..."."""

from __future__ import annotations

import re
from collections.abc import Iterator

from bot.safety.rule_words import has_rule_word

_NAMES = (
    r"(?:bipolar|depression|major depressive|anxiety|generali[sz]ed anxiety|social anxiety|panic"
    r"|post[ -]?traumatic stress|ptsd|c-?ptsd|adhd|(?-i:ADD|DID|AIDS|GAD|MDD)|ocd|obsessive[ -]compulsive"
    r"|schizophrenia|schizoaffective|borderline(?: personality)?|narcissistic personality|bpd|personality"
    r"|dissociative(?: identity)?|psychosis|autism"
    r"|asperger'?s|anorexia|bulimia|binge eating|eating|substance (?:use|abuse)|alcohol use|opioid use|alcoholism"
    r"|(?:drug |alcohol )?addiction|oppositional defiant|dysphoria|gender dysphoria|dementia|alzheimer'?s|parkinson'?s"
    r"|epilepsy|diabetes|cancer|hiv|hepatitis(?: [abc])?|lupus|multiple sclerosis|post ?partum depression|insomnia"
    r"|tourette'?s)"
)
_NO_NAMES_ALONE = r"(?!(?:panic|personality|eating|major depressive)\b(?! (?:disorder|attack)))"
_NOT_ABOUT = r"(?! (?:about|over|that|when|because) )"
_ONE = (
    rf"{_NO_NAMES_ALONE}\b{_NAMES}(?: (?:spectrum|stress|use|type [12]|ii?|[12]))?"
    rf"(?: (?:disorders?|attacks?|syndrome))?\b{_NOT_ABOUT}"
)
_ALL = rf"{_ONE}(?:(?:,? and |,? or | & |, ?|/){_ONE}){{0,4}}"
_SEVERAL = re.compile(_ALL, re.IGNORECASE)
_ADJECTIVES = (
    r"(?:bipolar|autistic|schizophrenic|anorexic|bulimic|diabetic|epileptic|psychotic|borderline|hiv positive"
    r"|an? (?:\w{1,12} )?(?:alcoholic|addict|schizophrenic))"
)
_WHO = (
    r"\b(?:i|he|she|they|we|(?:my|her|his|our|their|the) (?:\w{1,12} )?(?:son|daughter|child|kid|boy|girl|teen|husband"
    r"|wife|partner|brother|sister|friend|mother|mom|father|dad|client|patient|ex))"
)
_REALLY = r"(?: (?:also|just|really|probably|currently|both|who|do|does))*"
_MUCH = (
    r"(?:(?:a|an|my|some|very|really|bad|severe|mild|moderate|chronic|clinical|major|complex|early|stage \d|type \d"
    r"|history of|case of|form of|lot of) ){0,4}"
)
_HAVE = (
    r"(?:'ve| have| has| had|'s)?(?: (?:got|been|having|have|has|had|suffer(?:s|ed|ing)? from"
    r"|struggl(?:e|es|ed|ing) with|liv(?:e|es|ed|ing) with|deal(?:s|ing)? with|treated for|in (?:therapy|treatment) for"
    r"|am|is|are|was)){0,3}"
)
_HAS = re.compile(rf"{_WHO}{_REALLY}{_HAVE} {_MUCH}({_ALL})", re.IGNORECASE)
_IS = re.compile(
    rf"{_WHO}{_REALLY}(?:'m|'s|'re|m| am| is| are| was)"
    rf" (?:(?:also|really|very|severely|clinically|been|diagnosed) ){{0,3}}({_ADJECTIVES})\b",
    re.IGNORECASE,
)
_DIAGNOSED = re.compile(
    r"\b(?:(?:diagnosed|dx)(?: (?:me|her|him|them))? (?:with|as)|diagnos[ei]s(?: (?:is|was|of)|:))"
    r" (?:(?:a|an|having|being) )?",
    re.IGNORECASE,
)
_WORD = re.compile(r"[ -]?([^\W_][\w'-]{0,30})")
_NO_DIAGNOSIS_WORDS = """
    a already also an and any anything are as at be because been before but by can confidential correct could do
    does first for from has have he her here him his how i if in included is it its just last listed me must my
    needed never next no none not nothing now of on only or our out over part private put required secret shared she
    should since so some something still than that the their them then there these they this to too us was we what
    when where which who will with would wrong yet you your
"""
_NO_DIAGNOSIS = frozenset(_NO_DIAGNOSIS_WORDS.split())
_MOST = 4
"""Words of what somebody was diagnosed with."""


def diagnoses(text: str) -> Iterator[tuple[int, int]]:
    """Where it stands what somebody has; a question such as "who has depression?" says it of nobody."""
    for pattern in (_HAS, _IS):
        for match in pattern.finditer(text):
            yield match.span(1)
    for match in _DIAGNOSED.finditer(text):
        yield from _diagnosis(text, match.end())


def _diagnosis(text: str, start: int) -> Iterator[tuple[int, int]]:
    several = _SEVERAL.match(text, start)
    end = several.end() if several else start
    for _ in range(_MOST):
        word = _WORD.match(text, end)
        if word is None or word[1].casefold() in _NO_DIAGNOSIS:
            break
        if has_rule_word(word[1]):  # "diagnosed with wanting to die": the danger screen needs them
            break
        end = word.end()
    if end > start:
        yield start, end
