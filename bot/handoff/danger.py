"""Danger at the desk: it waits for no consent, and its priority never falls.

The visitor has the crisis card already; nothing here withholds or delays it. Within hours, a visitor
in danger waits for a human at once. Out of hours nobody is queued: the on-call contact is told.
"""

from __future__ import annotations

from dataclasses import replace

from bot.handoff.effects import Alert, Line, Notify
from bot.handoff.entering import close, tell_on_call, wait
from bot.handoff.episode import Episode, Priority, Why
from bot.handoff.events import Danger, DeskEvent
from bot.handoff.step import Desk, Step
from bot.handoff.waiting import hours_ended


def call(episode: Episode, event: DeskEvent, desk: Desk) -> Step:
    """Wait at once."""
    return wait(episode, Why.DANGER, Line.CALLED, event.actor, desk)


def turn_away(episode: Episode, event: DeskEvent, desk: Desk) -> Step:
    """Queue nobody. The visitor was with the assistant all the time, so nothing is said."""
    ended = close(episode, Why.CLOSED, event.actor, desk)
    return ended.with_effects(*tell_on_call(desk))


def while_unqueued(episode: Episode, event: Danger, desk: Desk) -> Step:
    """While nobody is being waited for: from now on somebody is, if they can come."""
    raised = _raised(episode, event)
    if desk.is_open:
        return call(raised, event, desk)
    return Step(raised, effects=tell_on_call(desk))


def while_waiting(episode: Episode, event: Danger, desk: Desk) -> Step:
    """While somebody is being waited for: the console rings, and they hear that it is worse."""
    raised = _raised(episode, event)
    if not desk.is_open:
        return hours_ended(raised, event, desk)
    if raised.priority == episode.priority:
        return Step(raised, effects=(Alert(raised.priority),))
    # Whoever was told before was told of something else.
    untold = replace(raised, told_first=None, told_second=None)
    return Step(untold, effects=(Alert(raised.priority), *_tell_first(desk)))


def while_human(episode: Episode, event: Danger, desk: Desk) -> Step:
    """While a human is there: the console rings, and if it is worse, others hear of it too."""
    raised = _raised(episode, event)
    notices = _tell_first(desk) if raised.priority > episode.priority else ()
    return Step(raised, effects=(Alert(raised.priority), *notices))


def _tell_first(desk: Desk) -> tuple[Notify, ...]:
    return (Notify("first"),) if desk.has_contacts else ()


def _raised(episode: Episode, event: Danger) -> Episode:
    return replace(episode, priority=max(episode.priority, event.priority, Priority.DANGER))
