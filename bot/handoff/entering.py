"""The ways into each state: what is stored, said and sent when it begins."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from bot.handoff.effects import Alert, Line, Notify, Say
from bot.handoff.episode import SYSTEM, Actor, Episode, Move, Priority, Reason, State, Why
from bot.handoff.events import Request
from bot.handoff.step import Desk, Step


def enter(
    episode: Episode, target: State, why: str, actor: Actor, desk: Desk, **changes: Any
) -> Step:
    """Enter a state: nobody owns the episode and it has no deadline, but for what `changes` says."""
    fresh = {"owner": None, "owner_seen_at": None, "deadline": None, **changes}
    entered = replace(episode, state=target, entered_at=desk.now, **fresh)
    return Step(entered, (Move(episode.state, target, why, actor, desk.now),))


def offer(episode: Episode, event: Request, desk: Desk) -> Step:
    """Offer a human, or out of hours a form."""
    deadline = desk.now + desk.timers.offered
    step = enter(episode, State.OFFERED, event.reason.value, event.actor, desk, deadline=deadline)
    if event.reason is not Reason.FAILURES:
        return step.with_effects(Say(Line.OFFERED_OPEN if desk.is_open else Line.OFFERED_CLOSED))
    if desk.is_open:
        return step.with_effects(Say(Line.FAILING), Say(Line.OFFERED_OPEN))
    return step.with_effects(Say(Line.FAILING_CLOSED))


def wait(episode: Episode, why: Why, line: Line, actor: Actor, desk: Desk) -> Step:
    """Wait, or wait again: the console rings, and the first contact is told."""
    step = enter(
        episode,
        State.WAITING,
        why,
        actor,
        desk,
        waiting_since=desk.now if episode.waiting_since is None else episode.waiting_since,
        deadline=next_mark(desk.now, desk),
        reassured=False,
        told_first=None,
        told_second=None,
    )
    notices = (Notify("first"),) if desk.has_contacts else ()
    return step.with_effects(Say(line), Alert(episode.priority), *notices)


def next_mark(since: float, desk: Desk) -> float:
    """The next thing due to somebody who waits since then."""
    timers = desk.timers
    last = since + timers.missed
    marks = (since + timers.reassure, since + timers.second, last)
    return min((mark for mark in marks if mark > desk.now), default=last)


def leave_message(episode: Episode, why: Why, line: Line, actor: Actor, desk: Desk) -> Step:
    """Say that nobody comes, with a form; of somebody in danger, the on-call contact is told."""
    deadline = desk.now + desk.timers.form
    step = enter(episode, State.LEFT_MESSAGE, why, actor, desk, deadline=deadline)
    in_danger = episode.priority >= Priority.DANGER
    return step.with_effects(Say(line), *(tell_on_call(desk) if in_danger else ()))


def end(episode: Episode, why: str, actor: Actor, desk: Desk, *lines: Line) -> Step:
    """End the episode: back to the assistant."""
    step = enter(episode, State.BOT, why, actor, desk, ended_by=actor, ended_why=why)
    return step.with_effects(*map(Say, (*lines, Line.BACK)))


def close(episode: Episode, why: str, actor: Actor, desk: Desk, *lines: Line) -> Step:
    """Close, which leads back to the assistant at once."""
    closed = enter(episode, State.CLOSED, why, actor, desk, ended_by=actor, ended_why=why)
    back = enter(closed.episode, State.BOT, Why.BACK, SYSTEM, desk).after(closed)
    return back.with_effects(*map(Say, (*lines, Line.BACK)))


def tell_on_call(desk: Desk) -> tuple[Notify, ...]:
    """Tell the on-call contact, if there is one."""
    return (Notify("on_call"),) if desk.has_on_call else ()
