"""Names in what is typed: those that words introduce, and those with a capital after a relation or a title."""

from __future__ import annotations

import re
from collections.abc import Iterator

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
    a about above actually adult again age aged all allowed almost already also always am an and another any anyone
    appointment appointments april are aren't as ask asked at attorney august aunt away back be because been before
    being below better blank both boyfriend brother but by called calling can can't changed checked child client
    common confidential correct could counselor crossed dad daughter de december did didn't different do doctor does
    doesn't don't done down dr each either el else en english enough ever every false family father february fine
    first for form friday friend from full get gets girlfriend given go going gone good got grandfather grandma
    grandmother grandpa guardian had has hasn't have he her here hers hidden him hipaa his how husband i i'd i'll
    i'm i've if important in included incomplete incorrect is isn't it it's its january july june just kept kid
    known la las last later lawyer least left legal less letter like listed los made many march may maybe me
    medicaid medicare mentioned mi mine minor missing misspelled mom monday more most mother mr mrs ms much mum must
    my myself necessary needed neither never new next no nobody none nor not nothing november now october of off
    office ok okay old on once one only optional or other our ours out over own parent part partner patient please
    possible practice printed private protected psychiatrist psychologist public put que quite rather ready real
    really relative release removed required right safe said same saturday secret september shared she she'd she's
    should shown signed since sister so some somebody someone something sometimes son soon sorry spanish spelled
    spelt spouse step still stop su such sunday sure taken teen teenager than thank thanks that that's the their
    theirs them then therapist there these they they'd they're this those though thursday to today told too true tu
    tuesday twice two typed uh um un una uncle unclear under unknown until up upon us used very visible visit visits
    want wants was wasn't we we're wednesday well were what what's when where which while who whose why wife with
    without won't worried would written wrong y yes yesterday yet you your yours
"""
_NO_NAME = frozenset(_NO_NAME_WORDS.split())
"""What is no name and no part of one, in small letters: "my name is on the form"."""


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
        if match[1].casefold() in _NO_NAME or (capital and not _has_capital(match[1])):
            break
        words.append(match)
        capital = capital or _has_capital(match[1])
    return (words[0].start(1), words[-1].end()) if words else None


def _has_capital(word: str) -> bool:
    """Whether a word begins with a capital, and is not written in capitals, as `HIPAA` is."""
    return word[0].isupper() and (len(word) == 1 or not word.isupper())


def _is_headline(text: str) -> bool:
    """Whether All Words Have Capitals, which says nothing of names then."""
    words = text.split()
    return len(words) >= _HEADLINE and not any(word[0].islower() for word in words)
