"""What is to be done after a step, once it is stored: said to the visitor, sent, or rung."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import Literal

from bot.handoff.episode import Priority

Contact = Literal["first", "second", "on_call"]


class Line(StrEnum):
    """The lines of wording that the desk says; each is a key of `content/wording.yml`."""

    FAILING = "desk_failing"
    FAILING_CLOSED = "desk_failing_closed"
    OFFERED_OPEN = "desk_offered_open"
    OFFERED_CLOSED = "desk_offered_closed"
    OFFER_LAPSED = "desk_offer_lapsed"
    WAITING = "desk_waiting"
    CALLED = "desk_called"
    TOLD = "desk_told"
    TOLD_SECOND = "desk_told_second"
    NOT_TOLD = "desk_not_told"
    ON_CALL_TOLD = "desk_on_call_told"
    ON_CALL_NOT_TOLD = "desk_on_call_not_told"
    STILL_WAITING = "desk_still_waiting"
    TRYING_SECOND = "desk_trying_second"
    LEFT_CLOSED = "desk_left_closed"
    LEFT_HOURS_ENDED = "desk_left_hours_ended"
    LEFT_MISSED = "desk_left_missed"
    LEFT_NOBODY_TOLD = "desk_left_nobody_told"
    JOINED = "desk_joined"
    HANDED_ON = "desk_handed_on"
    STAFF_LOST = "desk_staff_lost"
    ENDED_BY_STAFF = "desk_ended_by_staff"
    ENDED_BY_VISITOR = "desk_ended_by_visitor"
    ENDED_IDLE = "desk_ended_idle"
    RETURNED = "desk_returned"
    CANCELLED = "desk_cancelled"
    MESSAGE_SENT = "desk_message_sent"
    FORM_LAPSED = "desk_form_lapsed"
    BACK = "desk_back"


SOMEBODY_TOLD = frozenset({Line.TOLD, Line.TOLD_SECOND, Line.ON_CALL_TOLD})
"""The lines by which the visitor hears that somebody at the practice knows."""


@dataclass(frozen=True)
class Say:
    """Tell the visitor.

    Attributes:
        key: a `Line`.
    """

    key: str


@dataclass(frozen=True)
class Notify:
    """Send a notice, then report with `NoticeDone`."""

    contact: Contact


@dataclass(frozen=True)
class Alert:
    """Ring in the console."""

    priority: Priority


Effect = Say | Notify | Alert
