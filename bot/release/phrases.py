"""The phrases of answers (`said` in `content/release.yml`) in what a visitor typed."""

from __future__ import annotations

from dataclasses import dataclass, replace

from bot.release.guide import Question
from bot.release.plain import AFTER_A_NO, YES_NO
from bot.release.words import NEGATORS, Clause, clauses, same_word, words_of

_REACH = 3
"""Words before a phrase within which a "not" takes it back."""
_SMALL = (
    "my the a an any for with by from to it is want need like mean really have going talk about"
)
_BEFORE_A_THING = frozenset(_SMALL.split())
"""Where things are asked for, a "not" reaches over no other words: "they will not pay the claim"."""
_INSIDE = """
    do does did not never really ever yet have has all actually totally completely very quite perfectly already
    definitely both from
"""
_BETWEEN = frozenset(_INSIDE.split())
"""Words that may stand inside a phrase."""
_OBJECTS = {
    **dict.fromkeys(["him", "her", "them", "it", "someone", "somebody", "these", "those"], 1),
    **dict.fromkeys(["my", "his", "their", "our", "the", "a", "this", "that"], 2),
}
"""So may what is brought, taken or left, and how many words it is."""


@dataclass(frozen=True)
class Found:
    """A phrase that was found.

    Attributes:
        answer: the answer's id.
        words: of the phrase.
        clause: which of the message's clauses, from 0.
        start: its first word there.
        end: after its last word.
        negated: taken back by a "not".
    """

    answer: str
    words: Clause
    clause: int
    start: int
    end: int
    negated: bool


def find(question: Question, text: str, *, stemmed: bool = True) -> list[Found]:
    """The phrases of a question's answers, longest first where they overlap.

    Args:
        question: the question.
        text: the message.
        stemmed: whether "agreed" may stand for "agrees".
    """
    phrases = [(one.id, words_of(phrase)) for one in question.answers for phrase in one.said]
    things = ("yes",) not in [words for _, words in phrases]
    found: list[Found] = []
    for number, clause in enumerate(clauses(text)):
        here = [
            Found(answer, words, number, start, end, negated=_holds_a_not(words, clause[start:end]))
            for answer, phrase in phrases
            if phrase[0] not in YES_NO or len(phrase) > 1  # those only as `plain` knows them
            for words in _ways(phrase)
            for start in range(len(clause))
            if (end := _end(words, clause, start, stemmed=stemmed)) is not None
        ]
        here.sort(key=lambda one: (one.negated, one.start - one.end, one.start))
        kept: list[Found] = []
        for one in here:
            if not any(one.start < other.end and other.start < one.end for other in kept):
                kept.append(one)
        found += [
            replace(one, negated=not one.negated)
            if _is_taken_back(one, clause, kept, things=things)
            else one
            for one in kept
        ]
    return found


def _ways(phrase: Clause) -> tuple[Clause, ...]:
    """A phrase, and for "no emergency" also "not an emergency"."""
    if phrase[0] != "no" or len(phrase) == 1:
        return (phrase,)
    return (phrase, *(("not", article, *phrase[1:]) for article in ("a", "an", "any")))


def _holds_a_not(phrase: Clause, said: Clause) -> bool:
    return not NEGATORS.isdisjoint(set(said) - set(phrase))


def _end(phrase: Clause, clause: Clause, start: int, *, stemmed: bool) -> int | None:
    """After the last word of a phrase that begins here; None where it does not."""
    place = start
    for word in phrase:
        while place < len(clause) and not (
            clause[place] == word or (stemmed and same_word(clause[place], word))
        ):
            if place == start:
                return None
            if clause[place] in _BETWEEN:
                place += 1
            elif stemmed and clause[place] in _OBJECTS:  # "bring him in", "bring my mom in"
                place += _OBJECTS[clause[place]]
            else:
                return None
        place += 1
    return place if place <= len(clause) else None


def _is_taken_back(one: Found, clause: Clause, others: list[Found], *, things: bool) -> bool:
    """Whether a "not" before it, that belongs to no other phrase, takes it back.

    Args:
        one: the phrase.
        clause: the words it stands among.
        others: all phrases there.
        things: whether the question is about things, and not for a yes or a no.
    """
    for place in range(max(0, one.start - _REACH), one.start):
        if any(other.start <= place < other.end for other in others):
            continue
        no_longer = clause[place : place + 2] == ("no", "longer")
        between = clause[place + (2 if no_longer else 1) : one.start]
        if things and not _BEFORE_A_THING.issuperset(between):
            continue
        if no_longer or clause[place] in NEGATORS:
            return True
    before = clause[one.start - 1] if one.start else ""
    return before in ("no", "without") and one.words[0] not in AFTER_A_NO
