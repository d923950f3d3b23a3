"""What a visitor has seen, in order, and what must not be in it. Plain data, no I/O."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

EARLY = 0.5
"""Seconds by which something may come before it is due: clocks and rounding."""


@dataclass(frozen=True)
class Seen:
    """Something that the visitor's page was sent.

    Attributes:
        at: seconds since the scenario began.
        server_at: seconds since 1970, as the server says.
        kind: `message`, `card` or `state`.
        who: `visitor`, `bot`, `staff` or `system`.
        line: which line of the desk's it is.
        state: the conversation's state from then on, where the event tells it.
        staff: who of the staff wrote it.
    """

    seq: int
    at: float
    server_at: float
    kind: str
    who: str
    text: str
    line: str | None = None
    state: str | None = None
    staff: str | None = None
    client_id: str | None = None

    @property
    def what(self) -> str:
        """What it is, in a few words."""
        if self.line:
            return self.line
        return "the crisis card" if self.kind == "card" else f"a {self.kind} from {self.who}"


def seen(event: dict[str, Any], at: float) -> Seen:
    """Read an event of the API.

    Args:
        event: as the stream sends it.
        at: seconds since the scenario began.
    """
    desk = event.get("desk") or {}
    return Seen(
        seq=int(event["seq"]),
        at=at,
        server_at=datetime.fromisoformat(event["at"]).timestamp(),
        kind=str(event["type"]),
        who=str(event["from"]),
        text=str(event.get("text") or event.get("heading") or ""),
        line=event.get("line"),
        state=desk.get("state"),
        staff=event.get("staff"),
        client_id=event.get("client_id"),
    )


@dataclass(frozen=True)
class Wanted:
    """Something to wait for."""

    name: str
    fits: Callable[[Seen], bool] = field(repr=False)


def line(*names: str) -> Wanted:
    """Want one of these lines of the desk's."""
    return Wanted(" or ".join(names), lambda one: one.line in names)


def message_from(who: str, containing: str = "") -> Wanted:
    """Want something that somebody says."""
    name = {"bot": "an answer of the assistant", "staff": "a reply of the staff"}.get(who, who)
    return Wanted(
        name, lambda one: one.kind == "message" and one.who == who and containing in one.text
    )


def card() -> Wanted:
    """Want the crisis card."""
    return Wanted("the crisis card", lambda one: one.kind == "card")


class Timeline:
    """Everything seen so far, each event once."""

    def __init__(self) -> None:
        """Begin with nothing."""
        self.all: list[Seen] = []
        self._never: dict[str, str] = {}
        self._once: dict[str, str] = {}
        self._silent: dict[int, int | None] = {}

    @property
    def cursor(self) -> int:
        """The number of the last event."""
        return self.all[-1].seq if self.all else 0

    def add(self, one: Seen) -> None:
        """Take the next event."""
        self.all.append(one)

    def never(self, *names: str, why: str) -> None:
        """Forbid lines of the desk's, from the start to the end."""
        self._never |= dict.fromkeys(names, why)

    def once(self, *names: str, why: str) -> None:
        """Forbid to say lines of the desk's twice."""
        self._once |= dict.fromkeys(names, why)

    def silent(self, since: Seen, until: Seen | None = None) -> None:
        """Forbid the assistant to speak between two events; the card alone is welcome."""
        self._silent[since.seq] = until.seq if until else None

    def first(self, wanted: Wanted, after: Seen | None = None) -> Seen | None:
        """Return the first event that fits, after another one."""
        start = after.seq if after else 0
        return next((one for one in self.all if one.seq > start and wanted.fits(one)), None)

    def problem(self) -> str | None:
        """Return what should not have been seen, or None."""
        for before, one in zip([None, *self.all], self.all, strict=False):
            expected = before.seq + 1 if before else 1
            if one.seq != expected:
                return (
                    f"Event {one.seq} came where {expected} was due: something was lost or doubled."
                )
        said: set[str] = set()
        for one in self.all:
            if one.line in self._never:
                return f"{one.what} was seen at {one.at:.1f} s, but {self._never[one.line]}"
            if one.line in self._once and one.line in said:
                return f"{one.what} was seen again at {one.at:.1f} s, but {self._once[one.line]}"
            said.add(one.line or "")
            if one.kind == "message" and one.who == "bot" and self._is_silent(one):
                return f"The assistant spoke at {one.at:.1f} s, while a person had the chat."
        return None

    def _is_silent(self, one: Seen) -> bool:
        return any(
            since < one.seq and (until is None or one.seq < until)
            for since, until in self._silent.items()
        )


def timing(wanted: Wanted, since: Seen, found: Seen, due: float, late: float) -> str | None:
    """Return what is wrong with the time at which something came, or None.

    Args:
        wanted: What was waited for.
        since: From when the time counts.
        found: What came.
        due: Seconds after `since` at which it was to come.
        late: Seconds by which it may come later.
    """
    took = found.server_at - since.server_at
    if took < due - EARLY:
        return f"{wanted.name} came {took:.1f} s after {since.what}, but is due after {due:.1f} s."
    if took > due + late:
        return (
            f"{wanted.name} came only {took:.1f} s after {since.what}; it is due after {due:.1f} s."
        )
    return None
