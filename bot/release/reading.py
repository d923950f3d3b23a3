"""What words that are typed on a journey mean there: a move, answers, or nothing that concerns it.

Danger is screened before; nothing here may weaken that. What is not plainly a move or an answer is left to the
assistant, which answers as always and then offers to go on.
"""

from __future__ import annotations

from bot.release import choosing
from bot.release.answering import AGE, PURPOSE, WHO, answers_in, plain_kinds, whole_phrase
from bot.release.asking import is_question
from bot.release.commands import (
    command,
    command_with_a_reason,
    ends_steps,
    goes_on,
    returns,
    says_no,
    says_yes,
)
from bot.release.guide import Answers, Question, Release
from bot.release.moves import (
    Again,
    Answered,
    Back,
    Move,
    Next,
    Resume,
    Skip,
    Start,
    Stop,
    Unclear,
    Why,
)
from bot.release.path import DANGER
from bot.release.people import CLIENT, speaks_of_family, who_in
from bot.release.phrases import find
from bot.release.plain import UNSURE, is_doubted, plain_answer
from bot.release.state import Journey, pending, place, question, settled
from bot.release.told import FACTS, age_told, fact_told, purpose_told
from bot.release.why import asks_why
from bot.release.words import clauses, flat

LONGEST = 18
"""Words; a longer message tells a story, and is no answer. It may be one of danger that nothing has seen yet."""

LONGEST_NAMED = 4
"""Words that name a person and say nothing else."""

LONGEST_REQUEST = 60
"""Words of the message that begins a journey."""


def read(release: Release, journey: Journey, text: str) -> Move | None:
    """Read a message that came while a journey is on.

    It is asked only after the danger screen found nothing: it does not know danger, and "yes" or "stop" in a
    message that the screen has flagged must not be read here.

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
        return _after_danger(text, move, offered=here.offered)
    if here.offered:
        if says_yes(text) or goes_on(text) or isinstance(move, Next):
            return Resume()
        if says_no(text):
            return Stop()
    elif asking is not None and (whole := whole_phrase(asking, text)):
        return Answered({asking.id: whole.id})
    if returns(text):
        return Resume()
    if isinstance(move, Back) and asking is not None and (found := find(asking, text)):
        return Answered({asking.id: found[0].answer})  # "undo it", where that is an answer
    if move is not None and not isinstance(move, Next | Skip):
        return move
    if move is None and asks_why(text, _shown(release, here)):
        return Why()
    answer = _answers(release, here, asking, text, move)
    if answer is None or isinstance(answer, Unclear):
        return command_with_a_reason(text) or answer
    return answer


def ends_outright(release: Release, journey: Journey, text: str) -> bool:
    """Whether a message is the wish to end the steps, and nothing else.

    That counts also where the danger screen saw a hint, and nothing that calls for a card: to stop is careful.

    Args:
        release: the guides.
        journey: where the visitor is.
        text: the message as typed.
    """
    if not isinstance(read(release, journey, text), Stop):
        return False
    return journey.paused or isinstance(command(text), Stop)  # not "no", nor a reason beside it


def _after_danger(text: str, move: Move | None, *, offered: bool) -> Move | None:
    """Only an outright wish: "goodbye" may be said to life, and "stop" to somebody else.

    Where going on has been offered since, "next" and "skip" are about that.
    """
    if goes_on(text) or (offered and isinstance(move, Next | Skip | Back | Again)):
        return Resume()
    if ends_steps(text):
        return Stop()
    return move if isinstance(move, Start) else None


def known(release: Release, text: str) -> Answers:
    """What a request says of who is who, so that it is not asked again: "I'm her dad, she's 15".

    Args:
        release: the guides.
        text: the message that begins the journey; it may be a question.
    """
    if len(flat(text)) > LONGEST_REQUEST:
        return {}
    given = _beside(release, Journey(), text, but=None)
    for name in FACTS:
        found = fact_told(asked, text) if (asked := release.questions.get(name)) else set()
        if len(found) == 1:
            given[name] = found.pop()
    return given


def _answers(
    release: Release, here: Journey, asking: Question | None, text: str, move: Move | None
) -> Move | None:
    if asking is None:
        return move or (Next() if says_yes(text) else None)
    if move is None and is_question(text) and not _only_wonders(text):
        return None
    words = len(flat(text))
    found = set() if words > LONGEST else answers_in(asking, text, here.answers.get(WHO))
    if found and here.offered and words <= 1:
        return None  # "yes" and "no" were about going on
    given: dict[str, str] = {}
    if len(found) == 1:
        given[asking.id] = found.pop()
    if here.guide is None and words <= LONGEST:
        given |= _beside(release, here, text, but=asking.id)
    if given:
        return Answered(given)
    if found or (asking.id == WHO and words <= LONGEST_NAMED and speaks_of_family(text)):
        return Unclear()  # "my boyfriend": who somebody is, or whom it is about
    if move is not None:
        return move
    if says_yes(text) and asking.id in here.answers:
        return Next()
    if words > LONGEST or not (plain_kinds(text) or is_doubted(text)):
        return None
    if pending(release, here) is None:
        return None  # nothing is asked that it could answer
    only_doubt = here.guide is not None and asking.id != DANGER[0] and _only_wonders(text)
    return Skip() if only_doubt else Unclear()


def _only_wonders(text: str) -> bool:
    """Whether a message says nothing but that it is not known: "maybe? how would I tell?"."""
    parts = clauses(text)
    return bool(parts) and all(plain_answer(part) == UNSURE for part in parts)


def _shown(release: Release, here: Journey) -> str:
    """What the visitor sees: the question that waits, or the step."""
    at, asking = place(release, here), pending(release, here)
    if asking is not None:
        return asking.ask
    return "" if at is None else f"{at.step.title}\n{at.step.do}\n{at.step.check}"


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
            found = age_told(asked, text, who)
        elif name == PURPOSE and who == CLIENT:
            found = purpose_told(asked, text) if but is None else answers_in(asked, text, who)
        if name != but and len(found) == 1:
            given[name] = found.pop()
    return given
