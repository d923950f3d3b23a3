"""The answers that a message gives to the question that is put: by its phrases, by a plain yes or no, by an age."""

from __future__ import annotations

from bot.release.ages import age_in
from bot.release.guide import Answer, Answers, Question
from bot.release.no_danger import begins_like_no, is_only_no
from bot.release.path import DANGER
from bot.release.people import speaks_of_family, who_in
from bot.release.phrases import Found, find
from bot.release.plain import NO, UNSURE, YES, ends_in_yes, is_doubted, plain_answer
from bot.release.words import clauses, flat, words_of

WHO, AGE, PURPOSE = "who", "age", "purpose"
"""Questions whose answers are read by more than their phrases."""

LOSES: Answers = {PURPOSE: "family"}
"""The answer that gives way to any other: "let my husband join a session" is about the session."""


def answers_in(asking: Question, text: str, who: str | None = None) -> set[str]:
    """The answers to a question that a message gives; several where it is not clear.

    Args:
        asking: the question.
        text: the message.
        who: who the visitor is, where it is known.
    """
    if asking.id == WHO:
        return who_in(asking, text)
    if asking.id == AGE:
        return age_in(asking, text, who)
    found = _plain(asking, text) | _phrased(asking, find(asking, text))
    if asking.id == DANGER[0]:
        return _in_danger(asking, text, found)
    if not found and flat(text)[:1] == ("not",):
        found |= {one.id for one in [_meaning(asking, NO)] if one}
    if asking.id == PURPOSE and asking.answer(LOSES[PURPOSE]) and speaks_of_family(text):
        found.add(LOSES[PURPOSE])
    loses = LOSES.get(asking.id)
    return found - {loses} if loses and len(found) > 1 else found


def whole_phrase(asking: Question, text: str) -> Answer | None:
    """The answer of which a message is a phrase, word for word."""
    words = flat(text)
    return next(
        (one for one in asking.answers if any(words_of(phrase) == words for phrase in one.said)),
        None,
    )


def is_a_no_or_unsure(asking: Question, name: str) -> bool:
    """Whether an answer is the plain "no" or "I don't know" to its question, and so means nothing unasked."""
    return any(one and one.id == name for one in (_meaning(asking, NO), _meaning(asking, UNSURE)))


def _plain(asking: Question, text: str) -> set[str]:
    """The answers that a plain yes, no or "I don't know" stands for."""
    kinds = plain_kinds(text)
    if asking.id != DANGER[0]:
        kinds |= {NO} if is_doubted(text) else set()
        kinds |= {YES} if ends_in_yes(text) else set()
    return {one.id for kind in kinds if (one := _meaning(asking, kind))}


def _in_danger(asking: Question, text: str, found: set[str]) -> set[str]:
    """The answers about danger: a no that is not the whole message may be none, so that both are returned then."""
    no = _meaning(asking, NO)
    if no is None:
        return found
    if is_only_no(text, tuple(words_of(phrase) for phrase in no.said)):
        return {no.id}
    if no.id in found or (not found and begins_like_no(text)) or "no" in flat(text)[:1]:
        return {one.id for one in asking.answers}
    return found


def plain_kinds(text: str) -> set[str]:
    """The kinds of plain answers in it: yes, no, or not known."""
    return {kind for clause in clauses(text) if (kind := plain_answer(clause))}


def _phrased(asking: Question, found: list[Found]) -> set[str]:
    yes, no = _meaning(asking, YES), _meaning(asking, NO)
    answers = set()
    for one in found:
        if not one.negated:
            answers.add(one.answer)
        elif yes and no and asking.id == DANGER[0]:
            answers |= {yes.id} if one.answer == no.id else set()
        elif yes and no and one.answer == yes.id:
            answers.add(no.id)
    return answers


def _meaning(asking: Question, kind: str) -> Answer | None:
    """The answer that lists "yes", "no", or "don't know" among its phrases."""
    phrase = words_of(kind)
    return next(
        (one for one in asking.answers if any(words_of(other) == phrase for other in one.said)),
        None,
    )
