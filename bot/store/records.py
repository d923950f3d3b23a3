"""What goes into the store and comes out of it."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import UTC, datetime
from enum import StrEnum
from typing import Any


class EventType(StrEnum):
    """What an event is."""

    MESSAGE = "message"
    STATE = "state"
    TYPING = "typing"
    CARD = "card"


class Sender(StrEnum):
    """Who an event is from."""

    VISITOR = "visitor"
    BOT = "bot"
    STAFF = "staff"
    SYSTEM = "system"


class MessageState(StrEnum):
    """How far a visitor's message has got."""

    RUNNING = "running"
    LATE = "late"
    DONE = "done"


@dataclass(frozen=True)
class Button:
    """Something to press; `payload` is for Rasa and never leaves the gateway.

    `kind` is `reply` for a suggestion, `related` for a neighbouring topic, and `back` under a crisis card;
    on a walk, `answer` for an answer to its question, and `onward` for its way on.
    """

    title: str
    payload: str
    kind: str = "reply"


@dataclass(frozen=True)
class Draft:
    """An event before the store has numbered it and issued its choice tokens."""

    type: EventType
    sender: Sender
    data: dict[str, Any]
    buttons: tuple[Button, ...] = ()


@dataclass(frozen=True)
class Event:
    """An event of a conversation."""

    seq: int
    type: str
    sender: str
    at: float
    client_id: str | None
    data: dict[str, Any] = field(repr=False)

    def as_dict(self) -> dict[str, Any]:
        """Return the event as the API gives it; `at` is ISO 8601 in UTC."""
        at = datetime.fromtimestamp(self.at, UTC).isoformat(timespec="milliseconds")
        event = {"seq": self.seq, "type": self.type, "from": self.sender, "at": at, **self.data}
        return event if self.client_id is None else {**event, "client_id": self.client_id}


@dataclass(frozen=True)
class Conversation:
    """A conversation, without its events.

    Attributes:
        cards: how many crisis cards are among them.
        known: what is known of it, by `bot.safety.known`; no word of what was written.
        consent: the version of the first screen that its visitor agreed to; None without one.
    """

    id: str
    token_hash: str = field(repr=False)
    active_at: float
    noticed_at: float
    careful: bool
    cards: int
    known: dict[str, Any] = field(default_factory=dict)
    consent: str | None = None


@dataclass(frozen=True)
class Tombstone:
    """A tracker that Rasa has still to delete."""

    conversation_id: str
    attempts: int
