"""What happens while a human has the conversation: seen, handed on, lost, ended."""

from __future__ import annotations

from dataclasses import replace

from bot.handoff.effects import Line, Say
from bot.handoff.entering import close, enter, leave_message, wait
from bot.handoff.episode import Episode, State, Why
from bot.handoff.errors import IllegalTransition
from bot.handoff.events import Due, HandTo, Return, StaffEnds, StaffEvent, VisitorEnds
from bot.handoff.step import Desk, Step


def in_hands_of(staff: str, episode: Episode, desk: Desk) -> Episode:
    """The episode with a member of staff, who is there now."""
    return with_deadline(replace(episode, owner=staff, owner_seen_at=desk.now), desk)


def with_deadline(episode: Episode, desk: Desk) -> Episode:
    """The episode with the moment at which one of the two will have gone silent."""
    return replace(episode, deadline=min(_lost_at(episode, desk), _idle_at(episode, desk)))


def _lost_at(episode: Episode, desk: Desk) -> float:
    return (episode.owner_seen_at or episode.entered_at) + desk.timers.heartbeat


def _idle_at(episode: Episode, desk: Desk) -> float:
    return (episode.visitor_seen_at or episode.entered_at) + desk.timers.idle


def staff_seen(episode: Episode, event: StaffEvent, desk: Desk) -> Step:
    """The owner is there; so is an owner who claims it a second time."""
    return Step(in_hands_of(event.staff, episode, desk))


def hand_on(episode: Episode, event: HandTo, desk: Desk) -> Step:
    """To a colleague, who has to be heard of like any owner."""
    if event.to == event.staff:
        raise IllegalTransition(episode.state, event)
    step = enter(episode, State.HUMAN, Why.HANDED_ON, event.actor, desk)
    handed = replace(step, episode=in_hands_of(event.to, step.episode, desk))
    return handed.with_effects(Say(Line.HANDED_ON))


def give_back(episode: Episode, event: Return, desk: Desk) -> Step:
    """Back to the assistant, as staff have done their part."""
    return close(episode, Why.RETURNED, event.actor, desk, Line.RETURNED)


def staff_ends(episode: Episode, event: StaffEnds, desk: Desk) -> Step:
    """Closed by staff, for their reason."""
    return close(episode, event.why, event.actor, desk, Line.ENDED_BY_STAFF)


def visitor_ends(episode: Episode, event: VisitorEnds, desk: Desk) -> Step:
    """Closed by the visitor."""
    return close(episode, Why.ENDED, event.actor, desk, Line.ENDED_BY_VISITOR)


def due(episode: Episode, event: Due, desk: Desk) -> Step:
    """One of the two has gone silent."""
    if desk.now >= _idle_at(episode, desk):
        return close(episode, Why.IDLE, event.actor, desk, Line.ENDED_IDLE)
    if desk.now >= _lost_at(episode, desk):
        return _staff_lost(episode, event, desk)
    # The operator has made the timers longer meanwhile.
    return Step(with_deadline(episode, desk))


def _staff_lost(episode: Episode, event: Due, desk: Desk) -> Step:
    """The visitor waits again, if somebody can still come."""
    waiting = wait(episode, Why.STAFF_LOST, Line.STAFF_LOST, event.actor, desk)
    if desk.is_open:
        return waiting
    # Nobody waits here: to say so would be untrue a moment later.
    return leave_message(
        waiting.episode, Why.HOURS_ENDED, Line.LEFT_HOURS_ENDED, event.actor, desk
    ).after(waiting.with_effects())
