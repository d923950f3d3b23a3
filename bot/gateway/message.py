"""A visitor's message as the gateway takes it up."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from bot.gateway.screening import Screened
from bot.safety.known import Known
from bot.store.records import Button, Conversation, Event, EventType


@dataclass(frozen=True)
class Message:
    """One message and what the screen saw in it.

    Attributes:
        pressed: the button, for a choice.
        choice: its token, which says on every page that shows the button that it was pressed.
        known: what is known of the conversation with this message in it.
    """

    conversation: Conversation
    client_id: str
    screened: Screened
    card: dict[str, Any] | None
    text: str
    known: Known
    pressed: Button | None = None
    choice: str | None = None

    @property
    def language(self) -> str:
        """The visitor's language."""
        return self.known.language or "en"

    @property
    def careful(self) -> bool:
        """Whether crisis numbers ride with the reply."""
        return self.conversation.careful or self.card is not None

    @property
    def must_be_whole(self) -> bool:
        """Whether it is stored as it is: no words were typed, or there is any sign of danger in them."""
        return self.pressed is not None or self.card is not None or bool(self.screened.findings)


def has_card(events: Sequence[Event]) -> bool:
    """Whether the crisis card is among the events of a message."""
    return any(event.type == EventType.CARD for event in events)
