"""Episodes and events as the pages show them: pure functions, no I/O."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, tzinfo
from typing import Any, Final

from bot.handoff.episode import Episode, Priority, Reason, State
from bot.handoff.request import reference_of
from bot.store.records import Event, EventType, Sender
from bot.store.staff import Staff

REASONS: Final = {
    Reason.REQUEST: "Asked for a person",
    Reason.DANGER: "Danger was seen",
    Reason.FAILURES: "The assistant had no answer",
}
PRIORITIES: Final = {
    Priority.NORMAL: "",
    Priority.DANGER: "Danger",
    Priority.EMERGENCY: "Emergency",
}
STATES: Final = {
    State.BOT: "With the assistant",
    State.OFFERED: "Asked whether to wait",
    State.WAITING: "Waiting",
    State.HUMAN: "In conversation",
    State.LEFT_MESSAGE: "Leaving a message",
    State.CLOSED: "Ended",
}
CATEGORIES: Final = {
    "suicide": "suicide",
    "self_harm": "self-harm",
    "harm_others": "harm to others",
    "partner_violence": "violence by a partner",
    "child_abuse": "child abuse",
    "elder_abuse": "elder abuse",
    "sexual_assault": "sexual assault",
    "exploitation": "exploitation",
    "medical": "a medical emergency",
    "psychosis": "signs of psychosis",
}
ABOUT: Final = {
    "self": "about the visitor",
    "other": "about somebody else",
    "done_to_me": "done to the visitor",
    "done_by_me": "done by the visitor",
}
SENDERS: Final = {Sender.VISITOR: "Visitor", Sender.BOT: "Assistant", Sender.SYSTEM: "Note"}


@dataclass(frozen=True)
class Row:
    """One episode on the queue. `reference` is what a notice calls its conversation."""

    id: str
    reference: str
    reason: str
    priority: str
    state: str
    since: datetime
    lasts: str
    owner: str
    mine: bool
    waits: bool
    readable: bool


@dataclass(frozen=True)
class Line:
    """One event of a conversation. `kind` is visitor, bot, staff, system or card."""

    seq: int
    kind: str
    who: str
    at: datetime
    title: str = field(repr=False)
    text: str = field(repr=False)
    language: str
    finding: str
    severity: str
    delivered: bool


def queue_row(
    episode: Episode, now: float, zone: tzinfo, names: Mapping[str, str], me: Staff
) -> Row:
    """Return an episode as the queue shows it.

    Args:
        episode: Which one.
        now: Seconds since 1970.
        zone: Of the practice.
        names: Display names by the id of the staff.
        me: Who looks.
    """
    waits = episode.state == State.WAITING
    begun = episode.waiting_since if waits and episode.waiting_since else episode.entered_at
    return Row(
        id=episode.id,
        reference=reference_of(episode.conversation),
        reason=REASONS[Reason(episode.reason)],
        priority=PRIORITIES[Priority(episode.priority)],
        state=STATES[State(episode.state)],
        since=datetime.fromtimestamp(begun, zone),
        lasts=lasting(now - begun),
        owner=names.get(episode.owner or "", "a colleague") if episode.owner else "",
        mine=episode.owner == me.id,
        waits=waits,
        readable=episode.waiting_since is not None,
    )


def lasting(seconds: float) -> str:
    """Return how long something has lasted: "40 s", "3 min", "1 h 5 min"."""
    whole = max(0, int(seconds))
    if whole < 60:
        return f"{whole} s"
    hours, minutes = divmod(whole // 60, 60)
    return f"{hours} h {minutes} min" if hours else f"{minutes} min"


def lines(events: Sequence[Event], zone: tzinfo, delivered: int) -> list[Line]:
    """Return the events that staff read: what was said, shown and found.

    Args:
        events: In order; all of a message's events, so that a card's finding marks the message.
        zone: Of the practice.
        delivered: The number of the last event that the visitor's page has got.
    """
    found = _findings(events)
    return [
        _line(event, zone, delivered, found)
        for event in events
        if event.type in (EventType.MESSAGE, EventType.CARD, EventType.STATE) and _said(event)
    ]


def _line(
    event: Event,
    zone: tzinfo,
    delivered: int,
    found: Mapping[int, Mapping[str, Any]],
) -> Line:
    data = event.data
    card = event.type == EventType.CARD
    finding = found.get(event.seq, {})
    staff = event.sender == Sender.STAFF
    return Line(
        seq=event.seq,
        kind="card" if card else str(event.sender),
        who=str(data.get("staff") or "Staff") if staff else _who(event),
        at=datetime.fromtimestamp(event.at, zone),
        title="" if card else str(data.get("title") or ""),
        text=_said(event),
        language="es" if data.get("language") == "es" else "en",
        finding=finding_label(finding),
        severity=str(finding.get("severity", "")),
        delivered=staff and event.seq <= delivered,
    )


def _who(event: Event) -> str:
    if event.type == EventType.CARD:
        return "Crisis card shown to the visitor"
    return next((name for kind, name in SENDERS.items() if kind == event.sender), "Note")


def _said(event: Event) -> str:
    return str(event.data.get("heading" if event.type == EventType.CARD else "text") or "").strip()


def _findings(events: Sequence[Event]) -> dict[int, Mapping[str, Any]]:
    """Return the finding of each visitor's message that got a card, by the message's number."""
    asked = {
        event.client_id: event.seq
        for event in events
        if event.type == EventType.MESSAGE
        and event.sender == Sender.VISITOR
        and event.client_id is not None
    }
    found: dict[int, Mapping[str, Any]] = {}
    for event in events:
        finding = event.data.get("finding")
        if not isinstance(finding, dict):
            continue
        if event.sender == Sender.VISITOR:
            found[event.seq] = finding
        elif event.type == EventType.CARD and event.client_id in asked:
            found[asked[event.client_id]] = finding
    return found


def finding_label(finding: Mapping[str, Any]) -> str:
    """Return a finding in words, such as "Danger: suicide, about somebody else"."""
    if not finding:
        return ""
    severity = {"emergency": "Emergency", "danger": "Danger"}.get(
        str(finding.get("severity")), "Possible sign"
    )
    category = CATEGORIES.get(str(finding.get("category")), "")
    about = ABOUT.get(str(finding.get("about")), "")
    detail = ", ".join(one for one in (category, about) if one)
    return f"{severity}: {detail}" if detail else severity
