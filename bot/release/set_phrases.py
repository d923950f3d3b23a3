"""Messages that consist wholly of moves and answers: "next", "I don't know", "both ways", "I'm her dad, she's 15".

They say nothing but what the steps ask for, so that the danger screen's classifier, which goes by likeness, has nothing
to go by in what they are together with the turn before. What is not plainly such a message is none.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

from bot.release.ages import age_in
from bot.release.answering import AGE, WHO
from bot.release.asking import is_question
from bot.release.commands import command, goes_on, returns
from bot.release.guide import Release
from bot.release.moves import Next, Stop, Why
from bot.release.path import DANGER
from bot.release.people import who_in
from bot.release.plain import NO, UNSURE, YES_NO, plain_answer, without_fillers
from bot.release.templates import Templates
from bot.release.words import Clause, clauses, flat, words_of
from bot.safety.bare import is_bare

LONGEST: Final = 12
"""Words."""
LONGEST_CHARS: Final = 120
LONGEST_WHO: Final = 6
"""Words of a clause that says who somebody is, or how old."""

_BEFORE: Final = (("my",), ("the",), ("a",), ("just",), ("it", "is"), ("that", "is"), ("for", "my"))
"""What may stand before a phrase that an answer lists: "my mom doesn't know"."""
_AFTER: Final = Templates(
    "{last}", {"last": "please|thanks|thank you|thx|for now|right now|too|also|i think|i guess"}
)
_SMALL = """
    a also am an and are as at child client daughter father for from grown her here his husband i in is it just kid mom
    mother mr my now of old older on only our parent patient she he son speaking still teen that the their they this to
    turned we who wife year years yo
"""
_WHO_WORDS: Final = frozenset(_SMALL.split())
"""What a clause about who somebody is, or how old, may hold beside the words that the answers list for it."""
_NOT_ALONE: Final = frozenset({"me", "myself", "mine", "own"})
"""What says who is meant, and goes on with anything: "I am going to kill", "myself"."""
_DOUBTFUL: Final = frozenset({"point", "bother", "matter"})
"""In a question for the reason: of the steps, or of life."""
_WE: Final = frozenset({"i", "we"})
_OPEN = """
    a about all always am an and any are as at be because been being but by can could did do does for from going had has
    have he i if is just may might my never not of or our really she should so such than the their they to very was
    we were when will with would you your
"""
_AWAITS_MORE: Final = frozenset(_OPEN.split())
_BARE_MOVE: Final = re.compile(
    r"(?:(?:(?:ok|okay),? )?next|next,? please|next (?:step|question)|skip(?: (?:this|that|it))?|skip,? please"
    r"|(?:go )?back|why) ?[.!?]*"
)
"""Not "go on", "continue", "stop", "yes", "no", "ok": those may be said of more than the steps."""
_PLAIN_NO: Final = frozenset({"no", "nope", "nah"})


def is_set_phrase(release: Release, text: str) -> bool:
    """Whether every clause of a message is a move or an answer, and nothing else.

    What only the question about danger lists is none, nor is a wish to end the steps.

    Args:
        release: the guides; what their questions list are answers.
        text: the message as typed.
    """
    said = _short(text)
    if not said:
        return False
    listed = frozenset(_listed(release))
    return (
        _moves(text)
        or _is_listed(flat(text), listed)
        or all(_is_plain(one) or _is_listed(one, listed) or _says_who(release, one) for one in said)
    )


def is_move(text: str) -> bool:
    """Whether a message is a move or a plain answer, such as "next" or "I don't know": it names nothing."""
    said = _short(text)
    return bool(said) and (_moves(text) or all(map(_is_plain, said)))


def is_bare_move(text: str) -> bool:
    """Whether a message is "next", "skip", "back" or "why", hardly a word more: it goes on with nothing said."""
    return (
        len(text) <= LONGEST_CHARS
        and _BARE_MOVE.fullmatch(" ".join(text.casefold().split())) is not None
    )


def denies_danger(release: Release, text: str) -> bool:
    """Whether a message is word for word what the "no" to the question about danger lists, after any plain no.

    Args:
        release: the guides.
        text: the message as typed.
    """
    asked = release.questions.get(DANGER[0])
    if asked is None or len(text) > LONGEST_CHARS:
        return False
    listed = {words_of(phrase) for one in asked.answers if one.id == NO for phrase in one.said}
    words = flat(text)
    while words and words not in listed and words[0] in _PLAIN_NO:
        words = words[1:]
    return words in listed


def awaits_more(text: str) -> bool:
    """Whether a message ends as if the next one went on with it: "I can't", "I took all"; no move does."""
    if len(text) <= LONGEST_CHARS and _moves(text):
        return False
    return _AWAITS_MORE.issuperset(flat(text[-LONGEST_CHARS:])[-1:])


def _short(text: str) -> tuple[Clause, ...]:
    """The clauses; none of a long message."""
    said = clauses(text) if len(text) <= LONGEST_CHARS else ()
    return said if sum(map(len, said)) <= LONGEST else ()


def _moves(text: str) -> bool:
    """Not "I'm done", "I did it", "what's the point?", "goodbye": they may be said of more than the steps."""
    if is_bare(text) or goes_on(text) or returns(text):
        return True
    move, said = command(text), flat(text)
    if move is None or isinstance(move, Stop) or said[:2] == ("i", "am"):
        return False
    if isinstance(move, Why):
        return _DOUBTFUL.isdisjoint(said)
    return not isinstance(move, Next) or _WE.isdisjoint(said) or is_question(text)


def _is_plain(clause: Clause) -> bool:
    """Whether a clause is no more than a yes, a no or an "I don't know"."""
    kind = plain_answer(clause)
    if kind is None or kind == UNSURE:
        return kind is not None
    rest = _after_yes_or_no(tuple(without_fillers(clause).split()))
    return not rest or plain_answer(rest) is not None


def _after_yes_or_no(clause: Clause) -> Clause:
    while clause and clause[0] in YES_NO:
        clause = clause[1:]
    return clause


def _listed(release: Release) -> Iterator[Clause]:
    """The phrases and the titles of the answers; not of those about danger."""
    for name, asked in release.questions.items():
        if name != DANGER[0]:
            for answer in asked.answers:
                yield from map(words_of, (*answer.said, answer.title))


def _is_listed(clause: Clause, listed: frozenset[Clause]) -> bool:
    """Whether a clause is such a phrase, with no more than fillers, a yes or a no around it."""
    bare = tuple(without_fillers(clause).split())
    ways = [clause, bare]
    bare = _after_yes_or_no(bare)
    ways += [bare, *(bare[len(one) :] for one in _BEFORE if bare[: len(one)] == one)]
    return any(way in listed for one in ways for way in (one, _without_end(one)))


def _without_end(clause: Clause) -> Clause:
    for place in range(1, len(clause)):
        if _AFTER.match(" ".join(clause[place:])):
            return clause[:place]
    return clause


def _says_who(release: Release, clause: Clause) -> bool:
    """Whether a clause says who somebody is, or how old, in no other words than that takes."""
    who, age = release.questions.get(WHO), release.questions.get(AGE)
    if who is None or age is None or len(clause) > LONGEST_WHO:
        return False
    known = _WHO_WORDS.union(
        *(words_of(phrase) for asked in (who, age) for one in asked.answers for phrase in one.said)
    )
    words = " ".join(clause)
    if not all(word.isdecimal() or word in known - _NOT_ALONE for word in clause):
        return False
    return bool(who_in(who, words) or age_in(age, words))
