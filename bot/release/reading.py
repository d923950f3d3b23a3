"""What words that are typed on a journey mean there: a move, answers, or nothing that concerns it.

Danger is screened before; nothing here may weaken that. What is not plainly a move or an answer is left to the
assistant, which answers as always and then offers to go on.
"""

from __future__ import annotations

import re

from bot.nlu.speech import said
from bot.release import choosing
from bot.release.ages import age_in
from bot.release.commands import command, goes_on, returns, says_no, says_yes
from bot.release.guide import Answer, Answers, Question, Release
from bot.release.moves import Answered, Move, Next, Resume, Skip, Start, Stop, Unclear
from bot.release.path import DANGER
from bot.release.people import CLIENT, speaks_of_family, who_in
from bot.release.phrases import NO, YES, Found, find, is_doubted, plain_answer
from bot.release.state import Journey, question, settled
from bot.release.templates import Templates
from bot.release.words import clauses, flat

WHO, AGE, PURPOSE = "who", "age", "purpose"
"""Questions whose answers are read by more than their phrases."""

LOSES: Answers = {PURPOSE: "family"}
"""The answer that gives way to any other: "let my husband join a session" is about the session."""

LONGEST = 40
"""Words; a longer message tells a story, and is no answer."""

_SHORT = 3
_ASKS = Templates(
    """
    what|whats|how|hows|why|when|where|who|whose|whom|which|explain|wondering|any idea
    (can|could|should|may|shall|will|would|do|are|am) (i|you|we|they|he|she|it|my|the|there|someone|anyone)
    is (it|there|this|that|my|he|she|anyone|someone|the)
    (does|did|has) {somebody}
    have (i|you|we|they)
    tell me (about|more|how|what|if|when|where)
    i (want|need|would like) to (know|ask|understand)
    i have [a|another] question
    question about
    i (was|am) [just] wondering
    """,
    {"somebody": "i|you|we|they|he|she|it|my|the|a|an|this|that|your|anyone|someone|everyone"},
    before="ok|okay|and|but|so|also|wait|hey|hi|um|well|oh|now|then|yes|no",
)
_TAG = re.compile(r"[\s,]*\b(?:right|ok|okay|yes|no|correct|you know)\s*\?+\s*$", re.IGNORECASE)


def read(release: Release, journey: Journey, text: str) -> Move | None:
    """Read a message that came while a journey is on.

    Args:
        release: the guides.
        journey: where the visitor is.
        text: the message as typed; nothing of it is kept.

    Returns:
        The move; `Unclear` where several answers fit; None where it is not about the journey.
    """
    here = settled(release, journey)
    asking = question(release, here)
    move = command(text)
    if isinstance(move, Start):
        move = Start(guide=here.guide)
    if here.paused:
        return Resume() if goes_on(text) else move if isinstance(move, Start | Stop) else None
    if here.offered:
        if says_yes(text) or goes_on(text) or isinstance(move, Next):
            return Resume()
        if says_no(text):
            return Stop()
    elif asking is not None and (whole := _whole(asking, text)):
        return Answered({asking.id: whole.id})
    if returns(text):
        return Resume()
    if move is not None and not isinstance(move, Next | Skip):
        return move
    return _answers(release, here, asking, text, move)


def known(release: Release, text: str) -> Answers:
    """What a request says of who is who, so that it is not asked again: "I'm her dad, she's 15".

    Args:
        release: the guides.
        text: the message that begins the journey; it may be a question.
    """
    if len(flat(text)) > LONGEST:
        return {}
    return _beside(release, Journey(), text, but=None)


def _answers(
    release: Release, here: Journey, asking: Question | None, text: str, move: Move | None
) -> Move | None:
    if asking is None:
        return move or (Next() if says_yes(text) else None)
    if move is None and _is_question(text):
        return None
    words = len(flat(text))
    found = set() if words > LONGEST else _of(asking, text, here)
    if found and here.offered and words <= 1:
        return None  # "yes" and "no" were about going on
    given: dict[str, str] = {}
    if len(found) == 1:
        given[asking.id] = found.pop()
    if here.guide is None and words <= LONGEST:
        given |= _beside(release, here, text, but=asking.id)
    if given:
        return Answered(given)
    if found:
        return Unclear()
    if move is not None:
        return move
    if says_yes(text) and asking.id in here.answers:
        return Next()
    return Unclear() if words <= LONGEST and (_kinds(text) or is_doubted(text)) else None


def _of(asking: Question, text: str, here: Journey) -> set[str]:
    """The answers to a question that a message gives."""
    if asking.id == WHO:
        return who_in(asking, text)
    if asking.id == AGE:
        return age_in(asking, text, here.answers.get(WHO))
    found = _plain(asking, text) | _phrased(asking, find(asking, text))
    if not found and asking.id != DANGER[0] and flat(text)[:1] == ("not",):
        found |= {one.id for one in [_meaning(asking, NO)] if one}
    if asking.id == PURPOSE and asking.answer(LOSES[PURPOSE]) and speaks_of_family(text):
        found.add(LOSES[PURPOSE])
    loses = LOSES.get(asking.id)
    return found - {loses} if loses and len(found) > 1 else found


def _beside(release: Release, here: Journey, text: str, *, but: str | None) -> dict[str, str]:
    """Other answers that help to choose the guide; only those that are plain."""
    given: dict[str, str] = {}
    who = here.answers.get(WHO)
    for name in choosing.questions(release):
        asked = release.questions[name]
        found: set[str] = set()
        if name == WHO:
            found = who_in(asked, text)
            who = min(found) if len(found) == 1 else who
        elif name == AGE:
            found = _spoken_age(asked, text, who)
        elif name == PURPOSE and who == CLIENT and but is not None:
            found = _of(asked, text, here)
        if name != but and len(found) == 1:
            given[name] = found.pop()
    return given


def _spoken_age(asked: Question, text: str, who: str | None) -> set[str]:
    found = {one.value for one in said(text) if one.slot == "age_group"}
    return {name for name in found if asked.answer(name)}


def _whole(asking: Question, text: str) -> Answer | None:
    """The answer of which a message is a phrase, word for word."""
    words = flat(text)
    return next(
        (one for one in asking.answers if any(flat(phrase) == words for phrase in one.said)), None
    )


def _plain(asking: Question, text: str) -> set[str]:
    """The answers that a plain yes, no or "I don't know" stands for."""
    kinds = _kinds(text)
    if is_doubted(text) and asking.id != DANGER[0]:
        kinds.add(NO)
    return {one.id for kind in kinds if (one := _meaning(asking, kind))}


def _kinds(text: str) -> set[str]:
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
    phrase = flat(kind)
    return next(
        (one for one in asking.answers if any(flat(other) == phrase for other in one.said)), None
    )


def _is_question(text: str) -> bool:
    """Whether a message asks something; three words with a question mark may still be an answer."""
    plain = _TAG.sub("", text)
    parts = clauses(plain)
    if not parts:
        return True
    if any(_ASKS.begin(" ".join(part)) for part in (parts[0], parts[-1])):
        return True
    return plain.rstrip().endswith("?") and len(flat(plain)) > _SHORT
