"""What crosses the public API, as pydantic models: the source of the OpenAPI document."""

from __future__ import annotations

from typing import Annotated, Literal, Self
from uuid import UUID

from pydantic import BaseModel, ConfigDict, Field, StrictStr, model_validator

Seq = Annotated[int, Field(ge=0, description="Number of the event in its conversation, from 1.")]


class MessageIn(BaseModel):
    """A visitor's message: words, or a button that was pressed."""

    model_config = ConfigDict(extra="forbid")

    client_id: UUID = Field(description="Made by the client; a retry with it gets the same reply.")
    text: StrictStr | None = Field(None, description="What the visitor typed.")
    choice: StrictStr | None = Field(None, max_length=100, description="The token of a button.")

    @model_validator(mode="after")
    def exactly_one(self) -> Self:
        """Check that there is a text or a choice, and not both."""
        if (self.text is None) == (self.choice is None):
            raise ValueError("exactly one of text and choice")
        return self


class Resource(BaseModel):
    """Somebody to call, text or chat with."""

    model_config = ConfigDict(extra="allow")

    id: str
    name: str
    call: str | None = None
    text: str | None = Field(None, description="The number to text.")
    text_body: str | None = Field(None, description="The word to text to it.")
    chat: str | None = Field(None, description="A web address.")
    note: str | None = None


class Practice(BaseModel):
    """How to reach the practice."""

    model_config = ConfigDict(extra="allow")

    name: str
    phone: str
    fictional: bool


class Help(BaseModel):
    """Crisis numbers and the practice; clients show it whenever something goes wrong."""

    numbers: list[Resource]
    practice: Practice | None


class Button(BaseModel):
    """Something to press."""

    title: str
    choice: str = Field(description="Opaque; send it back as `choice`.")
    kind: Literal["reply", "related"]


class Source(BaseModel):
    """What an answer rests on."""

    model_config = ConfigDict(extra="allow")

    citation: str
    name: str | None = None
    basis: str | None = None
    url: str | None = None


class EventOut(BaseModel):
    """What all events have."""

    model_config = ConfigDict(extra="allow")

    seq: Seq
    sender: Literal["visitor", "bot", "staff", "system"] = Field(alias="from")
    at: str = Field(description="ISO 8601, UTC.")
    client_id: UUID | None = Field(None, description="The visitor's message it belongs to.")


class MessageEvent(EventOut):
    """Something said."""

    type: Literal["message"]
    text: str
    more: str | None = None
    title: str | None = None
    sources: list[Source] = []
    reviewed_on: str | None = None
    topic: str | None = None
    outcome: str | None = Field(
        None,
        description="answer, suggest, out_of_scope, smalltalk, journey, crisis, unavailable,"
        " first_screen or notice",
    )
    buttons: list[Button] = []
    help: Help | None = Field(None, description="With an apology.")
    pinned_help: Help | None = Field(None, description="After a sign of danger, with every reply.")


class StateEvent(EventOut):
    """Something changed. `late`: the reply takes longer and will come as an event."""

    type: Literal["state"]
    state: str
    text: str | None = None
    help: Help | None = None


class TypingEvent(EventOut):
    """Somebody is typing. Not sent yet; clients ignore types they do not know."""

    type: Literal["typing"]


class CardFinding(BaseModel):
    """What the card is about."""

    model_config = ConfigDict(extra="allow")

    category: str
    about: str
    severity: str


class Card(BaseModel):
    """The crisis card."""

    model_config = ConfigDict(extra="allow")

    type: Literal["card"]
    level: str
    heading: str
    body: list[str]
    resources: list[Resource]
    finding: CardFinding | None = None


class CardEvent(EventOut, Card):
    """The crisis card, in a conversation."""


Event = MessageEvent | StateEvent | TypingEvent | CardEvent


class Created(BaseModel):
    """A new conversation."""

    id: str
    token: str = Field(description="Send it as `Authorization: Bearer …`. Shown only here.")
    events: list[Event]
    help: Help


class Reply(BaseModel):
    """What became of a message."""

    events: list[Event] = Field(description="All events of the message, the visitor's own first.")
    late: bool = Field(description="The reply is still to come, as an event.")
    help: Help
    pinned_help: Help | None = Field(description="Set once danger was seen: keep showing it.")


class ErrorBody(BaseModel):
    """What went wrong."""

    code: str
    message: str
    detail: str | None = None


class Failure(BaseModel):
    """Every answer of 4xx or 5xx."""

    error: ErrorBody
    help: Help
    card: Card | None = Field(None, description="When the message showed danger: show it.")


class Part(BaseModel):
    """Whether a part is ready."""

    model_config = ConfigDict(extra="allow")

    ok: bool


class Ready(BaseModel):
    """Whether the assistant can answer, part by part."""

    ready: bool
    parts: dict[str, Part]


class Healthy(BaseModel):
    """The process is up."""

    status: Literal["up"]
