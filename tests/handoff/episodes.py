"""Episodes in every state, and a practice around them."""

from __future__ import annotations

from dataclasses import replace

from bot.handoff.episode import Episode, Priority, Reason, State
from bot.handoff.events import (
    Accept,
    Cancel,
    Claim,
    Danger,
    Decline,
    DeskEvent,
    Due,
    FormSent,
    FormSkipped,
    HandTo,
    HoursEnded,
    NoticeDone,
    Request,
    Return,
    StaffEnds,
    StaffSeen,
    VisitorEnds,
    VisitorSeen,
)
from bot.handoff.step import Desk
from bot.handoff.timers import Timers

START = 1_795_420_800.0
"""When every state here began."""

TIMERS = Timers()

EVENTS: list[DeskEvent] = [
    Request(Reason.REQUEST),
    Accept(),
    Decline(),
    Claim("ada"),
    Cancel(),
    NoticeDone("first", ok=True),
    HoursEnded(),
    Due(),
    StaffSeen("ada"),
    VisitorSeen(),
    StaffEnds("ada", "answered"),
    VisitorEnds(),
    Return("ada"),
    HandTo("ada", "ben"),
    FormSent(),
    FormSkipped(),
    Danger(),
]
"""One of each kind."""

LIVE = (State.OFFERED, State.WAITING, State.HUMAN, State.LEFT_MESSAGE)

LEGAL: dict[State, set[type[DeskEvent]]] = {
    State.BOT: {NoticeDone, Due},
    State.OFFERED: {Accept, Decline, NoticeDone, Due, VisitorSeen, Danger},
    State.WAITING: {Claim, Cancel, HoursEnded, NoticeDone, Due, VisitorSeen, Danger},
    State.HUMAN: {
        *(Claim, StaffSeen, StaffEnds, Return, HandTo),
        *(VisitorEnds, NoticeDone, Due, VisitorSeen, Danger),
    },
    State.LEFT_MESSAGE: {FormSent, FormSkipped, NoticeDone, Due, VisitorSeen, Danger},
    State.CLOSED: {NoticeDone, Due},
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
