"""Episodes in every state, and a practice around them."""

from __future__ import annotations

from dataclasses import replace

from bot.handoff import events
from bot.handoff.episode import Episode, Priority, Reason, State
from bot.handoff.step import Desk
from bot.handoff.timers import Timers

START = 1_795_420_800.0
"""When every state here began."""

TIMERS = Timers()

EVENTS: list[events.DeskEvent] = [
    events.Request(Reason.REQUEST),
    events.Accept(),
    events.Decline(),
    events.Claim("ada"),
    events.Cancel(),
    events.NoticeDone("first", ok=True),
    events.HoursEnded(),
    events.Due(),
    events.StaffSeen("ada"),
    events.VisitorSeen(),
    events.StaffEnds("ada", "answered"),
    events.VisitorEnds(),
    events.Return("ada"),
    events.HandTo("ada", "ben"),
    events.FormSent(),
    events.FormSkipped(),
    events.Danger(),
]
"""One of each kind."""

LIVE = (State.OFFERED, State.WAITING, State.HUMAN, State.LEFT_MESSAGE)

AT_ANY_TIME = {events.NoticeDone, events.Due}
WHILE_LIVE = {*AT_ANY_TIME, events.VisitorSeen, events.Danger}
BY_OWNER = {events.Claim, events.StaffSeen, events.StaffEnds, events.Return, events.HandTo}

LEGAL: dict[State, set[type[events.DeskEvent]]] = {
    State.BOT: AT_ANY_TIME,
    State.OFFERED: {*WHILE_LIVE, events.Accept, events.Decline},
    State.WAITING: {*WHILE_LIVE, events.Claim, events.Cancel, events.HoursEnded},
    State.HUMAN: {*WHILE_LIVE, *BY_OWNER, events.VisitorEnds},
    State.LEFT_MESSAGE: {*WHILE_LIVE, events.FormSent, events.FormSkipped},
    State.CLOSED: AT_ANY_TIME,
}
"""What may happen in which state: written from the design, not from the machine's table."""


def desk(
    after: float = 0,
    *,
    is_open: bool = True,
    has_contacts: bool = True,
    has_second: bool = True,
    has_on_call: bool = True,
) -> Desk:
    """A practice that has everybody, some seconds after the start."""
    return Desk(START + after, is_open, TIMERS, has_contacts, has_second, has_on_call)


def episode(state: State, **changes: object) -> Episode:
    """An episode that has just come into a state; `ada` has it in `human`."""
    has_waited = state is not State.OFFERED
    ended = state in (State.BOT, State.CLOSED)
    lasts = {
        State.OFFERED: TIMERS.offered,
        State.WAITING: TIMERS.reassure,
        State.HUMAN: TIMERS.heartbeat,
        State.LEFT_MESSAGE: TIMERS.form,
    }
    in_state = Episode(
        id="e_1",
        conversation="c_1",
        state=state,
        reason=Reason.REQUEST,
        priority=Priority.NORMAL,
        requested_at=START - 100,
        entered_at=START,
        waiting_since=START if has_waited else None,
        deadline=None if ended else START + lasts[state],
        reassured=False,
        told_first=None,
        told_second=None,
        owner="ada" if state is State.HUMAN else None,
        owner_seen_at=START if state is State.HUMAN else None,
        visitor_seen_at=START if state is State.HUMAN else None,
        ended_by="visitor" if ended else None,
        ended_why="ended" if ended else None,
        version=7,
    )
    return replace(in_state, **changes)  # type: ignore[arg-type]
