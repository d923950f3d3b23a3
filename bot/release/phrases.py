"""The phrases of answers (`said` in `content/release.yml`) in what a visitor typed."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from bot.release.guide import Question
from bot.release.templates import Templates
from bot.release.words import Clause, clauses, flat, stem

YES, NO, UNSURE = "yes", "no", "do not know"

_WORDS_OF = {
    YES: frozenset({"yes", "yeah", "yep", "yup", "yea", "ya", "si"}),
    NO: frozenset({"no", "nope", "nah"}),
}
_YES_NO = _WORDS_OF[YES] | _WORDS_OF[NO]
_FIRST = """
    um|uh|uhm|hm|hmm|well|oh|ok|okay|so|and|but|actually|honestly|sorry|hi|hello|hey|please|just|probably|then|also|or
    |i (think|guess|believe|suppose|would say)|it is|that is|that would be|for now|lets say
"""
_LISTS = {
    "they": "i|we|you|they|she|he|it|there|that",
    "do": "do|does|did|am|is|are|was|were|have|has|had|would|will|can",
    "surely": "really|probably|definitely|certainly|absolutely|of course",
}
_FILLERS = Templates("{first}", {"first": _FIRST}, before=_FIRST)
_CLAUSES = {
    UNSURE: Templates(
        """
        [i] [really|honestly|just] do not [really] know [yet]
        [i] [have] no (idea|clue) [yet]
        not [really|entirely|totally|completely|100 percent] (sure|certain) [yet]
        i am not [really|entirely|totally|completely] (sure|certain) [yet]
        {they} have not (asked|talked|spoken|discussed|decided|thought) [about (it|that|this)|it|that] [yet]
        [it is] hard to (say|tell)
        i can not (say|tell|remember)
        [i am] [still] (thinking|wondering) [about it]
        who knows|beats me|unclear|unsure|perhaps|kind of|sort of|could be|possibly
        """,
        _LISTS,
    ),
    NO: Templates(
        """
        {they} {do} not
        {they} (do|does) not have (any|one|papers|that|it|those)
        not really|not at all|(of course|absolutely|definitely|certainly) not
        not (now|right now|currently|that one|at the moment)
        never|negative|no one|nobody|nothing
        """,
        _LISTS,
    ),
    YES: Templates(
        """
        {they} [{surely}] {do}
        i (think|believe) so
        of course|absolutely|definitely|certainly|correct|sure|true|right|indeed|exactly|affirmative
        probably|most likely|that is (right|correct|true)|very much|totally|for sure
        """,
        _LISTS,
    ),
}
_DOUBTED = Templates(
    """
    probably not|i hope not|hopefully not
    [i] (do|did) not (think|believe) so
    """,
    {},
)
"""A no that is not sure of itself."""
_NOT_A_NO = frozenset(
    {"idea", "clue", "problem", "problems", "doubt", "worries", "longer", "matter", "rush"}
)
_NEGATORS = frozenset({"not", "never", "nor", "neither"})
_AFTER_A_NO = frozenset(
    {
        "i",
        "we",
        "you",
        "they",
        "she",
        "he",
        "it",
        "there",
        "my",
        "our",
        "the",
        "a",
        "everybody",
        "everyone",
        "nobody",
    }
    | {"both", "one", "just", "only", "not", "leave", "keep"}
)
"""After these a "no" answers, and does not belong to the phrase: "no they are safe"."""
_REACH = 3
"""Words before a phrase within which a "not" takes it back."""
_BETWEEN = frozenset(
    {
        "do",
        "does",
        "did",
        "not",
        "never",
        "really",
        "ever",
        "yet",
        "have",
        "has",
        "all",
        "actually",
        "totally",
    }
    | {"completely", "very", "quite", "perfectly", "already", "definitely", "both", "from"}
)
"""Words that may stand inside a phrase."""
_OBJECTS = dict.fromkeys(
    ["him", "her", "them", "it", "someone", "somebody", "these", "those"], 1
) | dict.fromkeys(["my", "his", "their", "our", "the", "a", "this", "that"], 2)
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
    found: list[Found] = []
    for number, clause in enumerate(clauses(text)):
        here = [
            one
            for answer in question.answers
            for phrase in answer.said
            for one in _in_clause(answer.id, flat(phrase), clause, number, stemmed=stemmed)
        ]
        here.sort(key=lambda one: (one.start - one.end, one.start))
        kept: list[Found] = []
        for one in here:
            if not any(one.start < other.end and other.start < one.end for other in kept):
                kept.append(one)
        found += [_with_negation(one, clause, kept) for one in kept]
    return found


def _in_clause(
    answer: str, phrase: Clause, clause: Clause, number: int, *, stemmed: bool
) -> Iterator[Found]:
    if len(phrase) == 1 and phrase[0] in _YES_NO:
        return  # at the start of a clause only: see `plain_answer`
    for start in range(len(clause)):
        end = _end(phrase, clause, start, stemmed=stemmed)
        if end is not None:
            inside = set(clause[start:end]) - set(phrase)
            yield Found(answer, phrase, number, start, end, bool(inside & _NEGATORS))


def _end(phrase: Clause, clause: Clause, start: int, *, stemmed: bool) -> int | None:
    """After the last word of a phrase that begins here; None where it does not."""
    same = stem if stemmed else str
    place = start
    for word in phrase:
        while place < len(clause) and same(clause[place]) != same(word):
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


def _with_negation(one: Found, clause: Clause, others: list[Found]) -> Found:
    for place in range(max(0, one.start - _REACH), one.start):
        if any(other.start <= place < other.end for other in others):
            continue
        direct = place == one.start - 1 and clause[place] in ("no", "without")
        direct = direct and one.words[0] not in _AFTER_A_NO
        longer = clause[place : place + 2] == ("no", "longer")
        if clause[place] in _NEGATORS or direct or longer:
            return Found(one.answer, one.words, one.clause, one.start, one.end, not one.negated)
    return one


def plain_answer(clause: Clause) -> str | None:
    """Whether a clause is, or begins with, a plain `YES`, `NO` or `UNSURE`."""
    said, bare = " ".join(clause), without_fillers(clause)
    for kind in (UNSURE, NO, YES):
        if any(_CLAUSES[kind].match(one) for one in (said, bare)):
            return kind
    first, _, rest = bare.partition(" ")
    if first in _WORDS_OF[YES]:
        return YES
    if first in _WORDS_OF[NO] and rest.partition(" ")[0] not in _NOT_A_NO:
        return NO
    return None


def is_doubted(text: str) -> bool:
    """Whether a message holds a no that is not sure of itself: "I don't think so"."""
    return any(_DOUBTED.match(" ".join(clause)) for clause in clauses(text))


def without_fillers(clause: Clause) -> str:
    """A clause without what is only said to begin."""
    said = " ".join(clause)
    return said[_FILLERS.begin(said) :].strip()
