"""One hand-off from its request to its end, as it stands at a moment. Plain data.

Times are seconds since 1970.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import IntEnum, StrEnum

Actor = str
"""Who did something: `visitor`, `system`, or `staff:` and an id."""

VISITOR: Actor = "visitor"
SYSTEM: Actor = "system"


def staff_actor(staff: str) -> Actor:
    """A member of staff, by the id, as an actor."""
    return f"staff:{staff}"


class State(StrEnum):
    """Who has the conversation. A new episode begins in `bot`, and an ended one is back there."""

    BOT = "bot"
    OFFERED = "offered"
    WAITING = "waiting"
    HUMAN = "human"
    LEFT_MESSAGE = "left_message"
    CLOSED = "closed"


class Reason(StrEnum):
    """Why an episode began."""

    REQUEST = "request"
    DANGER = "danger"
    FAILURES = "failures"


class Priority(IntEnum):
    """Who is seen to first: the higher one."""

    NORMAL = 0
    DANGER = 1
    EMERGENCY = 2


class Why(StrEnum):
    """Why the machine changed a state; staff may end an episode for reasons of their own list."""

    REQUEST = "request"
    DANGER = "danger"
    FAILURES = "failures"
    ACCEPTED = "accepted"
    DECLINED = "declined"
    CLAIMED = "claimed"
    CANCELLED = "cancelled"
    HANDED_ON = "handed_on"
    RETURNED = "returned"
    ENDED = "ended"
    STAFF_LOST = "staff_lost"
    CLOSED = "closed"
    HOURS_ENDED = "hours_ended"
    NOBODY_TOLD = "nobody_told"
    MISSED = "missed"
    IDLE = "idle"
    MESSAGE_SENT = "message_sent"
    SKIPPED = "skipped"
    LAPSED = "lapsed"
    BACK = "back"


@dataclass(frozen=True)
class Move:
    """One transition, as it is recorded.

    Attributes:
        why: a `Why`, or the reason that staff chose at the end; never a visitor's words.
    """

    source: State
    target: State
    why: str
    actor: Actor
    at: float


@dataclass(frozen=True)
class Episode:
    """A hand-off.

    Attributes:
        reason: why it began; danger later on raises the priority only.
        priority: never falls.
        entered_at: when the state began.
        waiting_since: when the visitor began to wait; stays when staff are lost.
        deadline: the next thing due; None once it has ended, and only then.
        reassured: whether the visitor has been told, in this wait, that it goes on.
        told_first: whether the notice to the first contact was taken, in the latest wait; None as
            long as that is not known, also because the gateway ended meanwhile.
        told_second: the same for the second contact.
        owner: id of the member of staff who has it; set in `human`, and only there.
        owner_seen_at: when the owner's console was last heard of.
        visitor_seen_at: when the visitor was last heard of.
        ended_by: an actor, once it has ended.
        ended_why: why it ended, like a move's.
        version: rises by one with each change.
        calling: whether who is on call is to be told, and it is not known yet what came of it.
    """

    id: str
    conversation: str
    state: State
    reason: Reason
    priority: Priority
    requested_at: float
    entered_at: float
    waiting_since: float | None
    deadline: float | None
    reassured: bool
    told_first: bool | None
    told_second: bool | None
    owner: str | None
    owner_seen_at: float | None
    visitor_seen_at: float | None
    ended_by: Actor | None
    ended_why: str | None
    version: int
    calling: bool = False

    @property
    def has_ended(self) -> bool:
        """Whether nothing can change it any more; a new request makes a new episode."""
        return self.ended_why is not None
