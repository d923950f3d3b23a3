"""What can happen to an episode. None of it holds a word of the visitor's."""

from __future__ import annotations

from dataclasses import dataclass

from bot.handoff.effects import Contact
from bot.handoff.episode import SYSTEM, VISITOR, Actor, Priority, Reason, staff_actor


@dataclass(frozen=True)
class DeskEvent:
    """Anything that happens; by itself, or by the visitor or staff (below)."""

    @property
    def actor(self) -> Actor:
        """Who did it."""
        return SYSTEM


@dataclass(frozen=True)
class VisitorEvent(DeskEvent):
    """What the visitor does."""

    @property
    def actor(self) -> Actor:
        """The visitor."""
        return VISITOR


@dataclass(frozen=True)
class StaffEvent(DeskEvent):
    """What a member of staff does.

    Attributes:
        staff: the id.
    """

    staff: str

    @property
    def actor(self) -> Actor:
        """The member of staff."""
        return staff_actor(self.staff)


# How it begins


@dataclass(frozen=True)
class Request(DeskEvent):
    """A human is asked for: by the visitor, or by the assistant in danger or after failures."""

    reason: Reason
    priority: Priority = Priority.NORMAL

    @property
    def actor(self) -> Actor:
        """The visitor, if the visitor asked."""
        return VISITOR if self.reason is Reason.REQUEST else SYSTEM


# The visitor


@dataclass(frozen=True)
class Accept(VisitorEvent):
    """Yes to the offer."""


@dataclass(frozen=True)
class Decline(VisitorEvent):
    """No to the offer."""


@dataclass(frozen=True)
class Cancel(VisitorEvent):
    """Waits no longer."""


@dataclass(frozen=True)
class VisitorSeen(VisitorEvent):
    """Wrote something, or is there in another way that counts against being idle."""


@dataclass(frozen=True)
class VisitorEnds(VisitorEvent):
    """Ends the talk with a human."""


@dataclass(frozen=True)
class FormSent(VisitorEvent):
    """Has left a message."""


@dataclass(frozen=True)
class FormSkipped(VisitorEvent):
    """Leaves no message."""


# Staff


@dataclass(frozen=True)
class Claim(StaffEvent):
    """Takes the conversation."""


@dataclass(frozen=True)
class StaffSeen(StaffEvent):
    """The owner's console is there."""


@dataclass(frozen=True)
class StaffEnds(StaffEvent):
    """Closes it, for a reason from a list of the practice's."""

    why: str


@dataclass(frozen=True)
class Return(StaffEvent):
    """Gives the visitor back to the assistant."""


@dataclass(frozen=True)
class HandTo(StaffEvent):
    """Hands the conversation to a colleague."""

    to: str


# By itself


@dataclass(frozen=True)
class NoticeDone(DeskEvent):
    """A notice was taken by a receiver, or by none."""

    contact: Contact
    ok: bool


@dataclass(frozen=True)
class HoursEnded(DeskEvent):
    """The practice has closed, or was set to away."""


@dataclass(frozen=True)
class Due(DeskEvent):
    """Time to look at the deadline. Too early, or twice, does nothing."""


@dataclass(frozen=True)
class Danger(DeskEvent):
    """The screen has seen danger in a message; the visitor has the card already."""

    priority: Priority = Priority.DANGER
