"""A journey through a guide, as a pure state machine: a move leads to what is said, and where one is then.

    choosing ──► step 1 ──► step 2 ──► ... ──► over
        ▲──back────┘▲──back───┘

Danger pauses it: then only `Resume`, `Start` and `Stop` count.
"""

from __future__ import annotations

from dataclasses import replace

from bot.release import moves
from bot.release.guide import Answers, Guide, Release
from bot.release.moves import Move
from bot.release.path import DANGER, ends_in_danger, path
from bot.release.state import (
    Journey,
    chosen_by,
    known,
    led_by,
    on_the_way,
    pending,
    place,
    question,
    settled,
    with_question,
)
from bot.release.telling import Telling
from bot.release.turn import Button, Kind, Line, Turn

__all__ = [
    "Button",
    "Journey",
    "Kind",
    "Line",
    "Move",
    "Turn",
    "advance",
    "no_details",
    "pending",
    "question",
    "settled",
]


def advance(
    release: Release, journey: Journey | None, move: Move, state: str | None = None
) -> Turn:
    """Make a move.

    Args:
        release: the guides.
        journey: where the visitor is; None where no journey is on: then a visitor's move begins one.
        move: what the visitor does, or what happened.
        state: two letters, the state that the practice works in.

    Returns:
        What to say, and the journey then.
    """
    tell = Telling(release, state)
    if isinstance(move, moves.Start):
        return _start(tell, move)
    if journey is None:
        return _without_journey(tell, move)
    here = settled(release, journey)
    match move:
        case moves.Stop():
            return Turn((tell.stopped(here),), None)
        case moves.Interrupted():
            return Turn((), replace(here, paused=True, offered=False))
        case moves.Offer():
            return _offer(tell, here, move)
    if here.paused and not isinstance(move, moves.Resume):
        return _offer(tell, here, moves.Offer())
    return _walk(tell, replace(here, paused=False, offered=False), move)


def no_details(release: Release, journey: Journey) -> Line:
    """What is said before the rest when a message held personal details (see `personal`)."""
    return Telling(release).no_details(settled(release, journey))


def _walk(tell: Telling, here: Journey, move: Move) -> Turn:
    match move:
        case moves.Answered():
            return _answer(tell, here, move.given)
        case moves.Next() | moves.Skip():
            return _next(tell, here)
        case moves.Back():
            return _back(tell, here)
        case moves.Why():
            return Turn((tell.why(here),), here)
        case moves.Resume():
            here = _asked_about_danger(tell, here)
            return Turn(tell.resumed(here), here)
        case moves.Unclear():
            here = with_question(tell.release, here)
            return Turn(tell.unclear(here), here)
        case _:
            return _whole(tell, here)


def _without_journey(tell: Telling, move: Move) -> Turn:
    match move:
        case moves.Interrupted() | moves.Offer():
            return Turn((), None)
        case moves.Stop():
            return Turn((tell.stopped(Journey()),), None)
        case moves.Answered():
            return _start(tell, moves.Start(move.given))
        case _:
            return _start(tell, moves.Start())


def _start(tell: Telling, move: moves.Start) -> Turn:
    guide = move.guide if move.guide in tell.release.guides else None
    here = settled(tell.release, Journey(guide, answers=move.given))
    return Turn(tell.chosen(here), here)


def _offer(tell: Telling, here: Journey, move: moves.Offer) -> Turn:
    asks = place(tell.release, here) is None  # then "yes" is about the question
    offered = move.asked if here.paused else not asks
    return Turn(tell.offer(here, away=move.away), replace(here, offered=offered))


def _next(tell: Telling, here: Journey) -> Turn:
    here = replace(here, again=False)
    at = place(tell.release, here)
    if at is None:
        return Turn(tell.chosen(here), here)
    if not at.is_last:
        after = replace(here, step=at.steps[at.index + 1].id)
        return Turn(tell.here(after), after)
    if ends_in_danger(at.guide, here.answers):
        return Turn((tell.finished_in_danger(here),), here)
    return Turn((tell.finished(here),), None, here)


def _asked_about_danger(tell: Telling, here: Journey) -> Journey:
    """Who goes on where the walk ends with help is asked again whether anyone is in danger."""
    at = place(tell.release, here)
    if at is None or not ends_in_danger(at.guide, here.answers):
        return here
    step = next(one.id for one in at.steps if one.ask == DANGER[0])
    answers = {name: answer for name, answer in here.answers.items() if name != DANGER[0]}
    return settled(tell.release, replace(here, step=step, answers=answers))


def _back(tell: Telling, here: Journey) -> Turn:
    at = place(tell.release, here)
    if at is not None and at.index:
        return _whole(tell, replace(here, step=at.steps[at.index - 1].id))
    asked = led_by(tell.release, here)
    if not asked:
        here = with_question(tell.release, here)
        return Turn(tell.nothing_before(here), here)
    answers = {name: answer for name, answer in here.answers.items() if name != asked[-1]}
    after = settled(tell.release, Journey(answers=answers))
    return Turn(tell.here(after), after)


def _answer(tell: Telling, here: Journey, given: Answers) -> Turn:
    given = known(tell.release, given)
    at = place(tell.release, here)
    if at is None:
        after = settled(tell.release, replace(here, answers={**here.answers, **given}))
        return Turn(tell.here(after) if after.guide is None else tell.chosen(after), after)
    if chosen := _chosen_anew(tell, at.guide, here, given):
        return chosen
    answers = on_the_way(tell.release, at.guide, {**here.answers, **given})
    step = _answered_last(at.guide, here, answers, given)
    if step is None:  # no question on this way, or an answer that was given before
        return _whole(tell, here)
    return _next(tell, replace(here, step=step, answers=answers))


def _whole(tell: Telling, here: Journey) -> Turn:
    """The step with its question, also one that has been answered."""
    after = with_question(tell.release, here)
    return Turn(tell.here(after), after)


def _chosen_anew(tell: Telling, guide: Guide, here: Journey, given: Answers) -> Turn | None:
    """Another answer to what chose the guide: it is chosen again."""
    changed = {
        name: given[name]
        for name in chosen_by(tell.release, guide, here.answers)
        if given.get(name, here.answers[name]) != here.answers[name]
    }
    if not changed:
        return None
    after = settled(tell.release, Journey(answers={**here.answers, **given}))
    return None if after.guide == guide.id else Turn(tell.chosen(after), after)


def _answered_last(guide: Guide, here: Journey, answers: Answers, given: Answers) -> str | None:
    """The step from which an answer leads on: the first one whose question got another answer, or else
    the step one is at, if its question was answered."""
    for step in path(guide, answers):
        ask = step.ask or ""
        if ask in given and (step.id == here.step or here.answers.get(ask) != answers.get(ask)):
            return step.id
    return None
