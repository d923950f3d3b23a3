"""The states of a hand-off: what may happen to an episode in which state. Pure, no I/O.

    bot ──► offered ──► waiting ◄──► human ──► closed ──► bot
                └──────────┴──► left_message ───────────► bot

`TABLE` is the whole machine. Each entry is a small function from the episode, the event and the
desk to a step; it stands in `entering`, `waiting`, `human` or `danger`, or below. `advance` sees to
the rest: what is not in the table is refused, nothing is done before it is due, and each change has
a version of its own.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from typing import Any

from bot.handoff import danger, events, human, waiting
from bot.handoff.effects import Line, Notify
from bot.handoff.entering import end, leave_message, offer, wait
from bot.handoff.episode import Episode, Priority, Reason, State, Why
from bot.handoff.errors import IllegalTransition
from bot.handoff.step import Desk, Step


def begin(episode_id: str, conversation: str, event: events.Request, desk: Desk) -> Step:
    """Begin an episode.

    Returns:
        An episode that is offered; in danger, one that waits, or out of hours one that has ended.
    """
    new = _new(episode_id, conversation, event, desk.now)
    if event.reason is not Reason.DANGER:
        return _numbered(new, offer(new, event, desk))
    return _numbered(new, (danger.call if desk.is_open else danger.turn_away)(new, event, desk))


def advance(episode: Episode, event: events.DeskEvent, desk: Desk) -> Step:
    """Let something happen.

    Args:
        episode: as it was read; it is not changed.
        event: what happens.
        desk: the practice now.

    Returns:
        The step; with the same episode, if nothing changed.

    Raises:
        IllegalTransition: this cannot happen now, or not by this member of staff.
    """
    if isinstance(event, events.Due) and not _is_due(episode, desk):
        return Step(episode)
    entry = TABLE[episode.state].get(type(event))
    if entry is None:
        raise IllegalTransition(episode.state, event)
    return _numbered(episode, entry(episode, event, desk))


def _is_due(episode: Episode, desk: Desk) -> bool:
    return episode.deadline is not None and episode.deadline <= desk.now


def _numbered(before: Episode, step: Step) -> Step:
    """Give a changed episode its version."""
    after = step.episode
    if Notify("on_call") in step.effects:
        after = replace(after, calling=True)
    if after == before:
        return step
    return replace(step, episode=replace(after, version=before.version + 1), was=before)


def _new(episode_id: str, conversation: str, event: events.Request, now: float) -> Episode:
    least = Priority.DANGER if event.reason is Reason.DANGER else Priority.NORMAL
    return Episode(
        id=episode_id,
        conversation=conversation,
        state=State.BOT,
        reason=event.reason,
        priority=max(event.priority, least),
        requested_at=now,
        entered_at=now,
        waiting_since=None,
        deadline=None,
        reassured=False,
        told_first=None,
        told_second=None,
        owner=None,
        owner_seen_at=None,
        visitor_seen_at=None,
        ended_by=None,
        ended_why=None,
        version=0,
    )


def _accept(episode: Episode, event: events.Accept, desk: Desk) -> Step:
    if desk.is_open:
        return wait(episode, Why.ACCEPTED, Line.WAITING, event.actor, desk)
    return leave_message(episode, Why.CLOSED, Line.LEFT_CLOSED, event.actor, desk)


def _decline(episode: Episode, event: events.Decline, desk: Desk) -> Step:
    return end(episode, Why.DECLINED, event.actor, desk)


def _offer_due(episode: Episode, event: events.Due, desk: Desk) -> Step:
    return end(episode, Why.LAPSED, event.actor, desk, Line.OFFER_LAPSED)


def _form_sent(episode: Episode, event: events.FormSent, desk: Desk) -> Step:
    return end(episode, Why.MESSAGE_SENT, event.actor, desk, Line.MESSAGE_SENT)


def _form_skipped(episode: Episode, event: events.FormSkipped, desk: Desk) -> Step:
    return end(episode, Why.SKIPPED, event.actor, desk)


def _form_due(episode: Episode, event: events.Due, desk: Desk) -> Step:
    return end(episode, Why.LAPSED, event.actor, desk, Line.FORM_LAPSED)


def _visitor_seen(episode: Episode, event: events.VisitorSeen, desk: Desk) -> Step:
    seen = replace(episode, visitor_seen_at=desk.now)
    return Step(human.with_deadline(seen, desk) if seen.state is State.HUMAN else seen)


Entry = Callable[[Episode, Any, Desk], Step]
"""What an event does in a state; the event is of the type that stands before it in the table."""


def _by_owner(entry: Entry) -> Entry:
    """Refuse staff who do not have the conversation."""

    def guarded(episode: Episode, event: events.StaffEvent, desk: Desk) -> Step:
        if event.staff != episode.owner:
            raise IllegalTransition(episode.state, event)
        return entry(episode, event, desk)

    return guarded


TABLE: Mapping[State, Mapping[type[events.DeskEvent], Entry]] = {
    State.OFFERED: {
        events.Accept: _accept,
        events.Decline: _decline,
        events.Due: _offer_due,
        events.Danger: danger.while_unqueued,
        events.NoticeDone: waiting.late_notice_done,
        events.VisitorSeen: _visitor_seen,
    },
    State.WAITING: {
        events.Claim: waiting.claim,
        events.Cancel: waiting.cancel,
        events.HoursEnded: waiting.hours_ended,
        events.Due: waiting.due,
        events.Danger: danger.while_waiting,
        events.NoticeDone: waiting.notice_done,
        events.VisitorSeen: _visitor_seen,
    },
    State.HUMAN: {
        events.Claim: _by_owner(human.staff_seen),
        events.StaffSeen: _by_owner(human.staff_seen),
        events.StaffEnds: _by_owner(human.staff_ends),
        events.Return: _by_owner(human.give_back),
        events.HandTo: _by_owner(human.hand_on),
        events.VisitorEnds: human.visitor_ends,
        events.Due: human.due,
        events.Danger: danger.while_human,
        events.NoticeDone: waiting.late_notice_done,
        events.VisitorSeen: _visitor_seen,
    },
    State.LEFT_MESSAGE: {
        events.FormSent: _form_sent,
        events.FormSkipped: _form_skipped,
        events.Due: _form_due,
        events.Danger: danger.while_unqueued,
        events.NoticeDone: waiting.late_notice_done,
        events.VisitorSeen: _visitor_seen,
    },
    # An episode that has ended stays as it is; the answer to a last notice may still come.
    State.CLOSED: {events.NoticeDone: waiting.late_notice_done},
    State.BOT: {events.NoticeDone: waiting.late_notice_done},
}
"""What may happen in which state; whatever is not here is refused."""
