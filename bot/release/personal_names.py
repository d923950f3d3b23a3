"""Names in what is typed: those that words introduce, and those with a capital after a relation or a title."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache

from bot.safety.rule_words import has_rule_word

_INTRODUCED = re.compile(
    r"\bnames?(?: (?:is|are|was)|'s|:| ?=| -)\s{1,3}(?:(?:actually|really|just) )?"
    r"|\b(?:i'?m|i am|she'?s|she is|he'?s|he is) (?:also |just )?(?:called|named)\s{1,3}"
    r"|\b(?:son|daughter|child|kid|boy|girl|husband|wife|partner|brother|sister|friend|mother|mom|father|dad|therapist"
    r"|doctor|someone|somebody) (?:is )?(?:named|called)\s{1,3}"
    r"|\b(?:call me|calls me|me llamo|se llama|mi nombre es)\s{1,3}",
    re.IGNORECASE,
)
_BEFORE_A_CAPITAL = re.compile(
    r"\b(?:i'?m|i am)\s{1,3}"
    r"|\b(?:my|her|his|our|their) (?:\w{1,12} )?(?:son|daughter|child|kid|boy|girl|husband|wife|spouse|partner"
    r"|boyfriend|girlfriend|brother|sister|friend|mother|mom|father|dad|aunt|uncle|cousin|grandma|grandpa|nephew|niece"
    r"|ex|therapist|counselor|psychologist|doctor|lawyer|attorney|client|patient)(?: is)?,? \(?"
    r"|\b(?:dr|mrs?|ms|miss)\b\.?\s{1,3}",
    re.IGNORECASE,
)
_ALSO = re.compile(r"(?:,| and| &)\s{1,3}")
_WORD = re.compile(r"\s{0,3}([^\W\d_]{1,30}(?:['.-][^\W\d_]{1,30}){0,3})")
_MOST = 3
"""Words of one name."""
_HEADLINE = 5
"""Words; "I'm Jane Doe" is none."""

_NO_NAME_WORDS = """
    a about above actually adult afraid afternoon again age aged all allowed almost already also always am an and
    angry another any anyone anything anytime appointment appointments april are aren't as asap ask asked at ate
    attorney august aunt away back be because been before being below better bisexual blank blind both boyfriend
    broke brother busy but by called calling calls came can can't changed checked child client comes common
    confidential correct could counselor crazy cried cries crossed dad daughter de deaf december did didn't
    different disabled divorced do doctor does doesn't don't done down dr drank drinks drunk dumb each eats
    either el else en engaged english enough evening ever every everything false family fat father february feels
    felt fine first for form friday friend from full gave gay get gets girlfriend given gives go goes going gone
    good got grandfather grandma grandmother grandpa guardian had happy has hasn't hated hates have he her here
    hers hidden high him hipaa his home homeless how husband i i'd i'll i'm i've if important in included
    incomplete incorrect is isn't it it's its january july june just keeps kept kid known knows la las last later
    lawyer least left legal lesbian less letter lied lies like likes listed lives lonely los loves mad made makes
    many march married may maybe me medicaid medicare mentioned mi midnight mine minor missing misspelled mom
    monday month more morning most mother mr mrs ms much mum must my myself name names necessary needed needs
    neither never new next night nights no nobody none noon nor not nothing november now o'clock october of off
    office ok okay old on once one only optional or other our ours out over own parent part partner patient
    please pm possible practice pregnant printed private protected psychiatrist psychologist public put que quite
    ran rather ready real really refused refuses relative release removed required right runs sad safe said same
    saturday saw says secret sees september shared she she'd she's should shown sick signed since single sister
    sleeps slept smokes so some somebody someone something sometimes son soon sorry spanish spelled spelt spouse
    step still stop straight stupid su such sunday sure taken takes teen teenager tells than thank thanks that
    that's the their theirs them then therapist there these they they'd they're thinks this those though thought
    thursday tired to today told tomorrow tonight too took trans tried tries trouble true tu tuesday twice two
    typed ugly uh um un una uncle unclear under unknown until up upon us used useless uses very visible visit
    visits want wants was wasn't we we're wednesday whore week weekend well went were what what's whatever when where
    which while who whose why wife with without won't works worried would writes written wrong wrote y year
    yelled yells yes yesterday yet you your yours
"""
_NO_NAME = frozenset(_NO_NAME_WORDS.split())
"""What is no name and no part of one, in small letters: "my name is on the form"."""

_NO_ENDING = re.compile(r".{3,}(?:ing|ed|less)")
"""Verbs and the like: "my daughter Overdosed"."""
_NAMES_ALL_THE_SAME_WORDS = """
    alfred angel angela ana art bill crystal dan dawn don ed green hall hill hope ivy jesus lee mark mia mildred
    mohammed muhammed ned nina sky sol sterling summer tom walker winifred young
"""
_NAMES_ALL_THE_SAME = frozenset(_NAMES_ALL_THE_SAME_WORDS.split())
"""Names that also are words of the danger rules, or end as verbs do."""


def names(text: str) -> Iterator[tuple[int, int]]:
    """Where names stand; at least where the words around say so plainly."""
    for match in _INTRODUCED.finditer(text):
        yield from _from(text, match.end(), capital=False)
    if not _is_headline(text):
        for match in _BEFORE_A_CAPITAL.finditer(text):
            yield from _from(text, match.end(), capital=True)


def _from(text: str, start: int, *, capital: bool) -> Iterator[tuple[int, int]]:
    """The name that begins here, and those after an "and"."""
    found = _name(text, start, capital=capital)
    while found:
        yield found
        also = _ALSO.match(text, found[1])
        found = _name(text, also.end(), capital=True) if also else None


def _name(text: str, start: int, *, capital: bool) -> tuple[int, int] | None:
    """The name that begins here.

    Args:
        text: the whole text.
        start: after the words that introduce it.
        capital: whether it is one only with a capital; after a word with one, the next needs one too.
    """
    words: list[re.Match[str]] = []
    while len(words) < _MOST and (match := _WORD.match(text, words[-1].end() if words else start)):
        if not _may_be_name(match[1].casefold()) or (capital and not _has_capital(match[1])):
            break
        words.append(match)
        capital = capital or _has_capital(match[1])
    return (words[0].start(1), words[-1].end()) if words else None


@lru_cache(maxsize=4096)
def _may_be_name(word: str) -> bool:
    """Whether a word can be one; those of danger are none, as what is masked is lost for the screen."""
    if word in _NAMES_ALL_THE_SAME:
        return True
    return not (word in _NO_NAME or _NO_ENDING.fullmatch(word) or has_rule_word(word))


def _has_capital(word: str) -> bool:
    """Whether a word begins with a capital, and is not written in capitals, as `HIPAA` is."""
    return word[0].isupper() and (len(word) == 1 or not word.isupper())


def _is_headline(text: str) -> bool:
    """Whether All Words Have Capitals, which says nothing of names then."""
    words = text.split()
    return len(words) >= _HEADLINE and not any(word[0].islower() for word in words)
