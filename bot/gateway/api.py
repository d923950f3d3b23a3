"""What crosses the public API, as pydantic models: the source of the OpenAPI document."""

from __future__ import annotations

from typing import Annotated, Literal, Self
from uuid import UUID

from pydantic import BaseModel, ConfigDict, Field, StrictStr, model_validator

from bot.content.widget import LONGEST_VERSION

Seq = Annotated[int, Field(ge=0, description="Number of the event in its conversation, from 1.")]


class CreateIn(BaseModel):
    """What a new conversation begins with; all of it may be left out, and the body too."""

    model_config = ConfigDict(extra="forbid")

    consent: StrictStr | None = Field(
        None,
        min_length=1,
        max_length=LONGEST_VERSION,
        description="The version of the first screen that the visitor has agreed to, from"
        " `GET /v1/widget`: a greeting takes its place. Another version than that is refused with"
        " 409 `consent_changed`.",
    )
    language: Literal["en", "es"] = Field(
        "en", description="Of the page, and of what is said first."
    )


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


LONGEST_MESSAGE_LEFT = 2000
LONGEST_REACH = 200


class DeskIn(BaseModel):
    """What a visitor does at the hand-off desk."""

    model_config = ConfigDict(extra="forbid")

    client_id: UUID = Field(description="Made by the client; a retry with it happens once.")
    action: Literal["request", "accept", "decline", "cancel", "end", "send", "skip"]
    text: StrictStr | None = Field(
        None,
        min_length=1,
        max_length=LONGEST_MESSAGE_LEFT,
        description="With `send`: the message.",
    )
    reach: StrictStr | None = Field(
        None,
        min_length=1,
        max_length=LONGEST_REACH,
        description="With `send`: one way to reach the visitor.",
    )

    @model_validator(mode="after")
    def whole_form(self) -> Self:
        """Check that a message comes with `send`, whole, and with nothing else."""
        given = [self.text is not None, self.reach is not None]
        if (all if self.action == "send" else any)(given) != (self.action == "send"):
            raise ValueError("text and reach belong to send")
        return self


class PresenceIn(BaseModel):
    """What a visitor's page shows, and whether the visitor types, while a human is there."""

    model_config = ConfigDict(extra="forbid")

    seq: Seq = Field(description="The last event that the page shows.")
    typing: bool = False


class Resource(BaseModel):
    """Somebody to call, text or chat with."""

    model_config = ConfigDict(extra="allow")

    id: str
    name: str
    call: str | None = None
    press: str | None = Field(None, description="The key to press once the call is answered.")
    text: str | None = Field(None, description="The number to text.")
    text_body: str | None = Field(None, description="The word to text to it.")
    chat: str | None = Field(None, description="A web address.")
    whatsapp: str | None = None
    videophone: str | None = None
    site: str | None = Field(None, description="A web address.")
    hours: str | None = None
    note: str | None = None


class Contact(BaseModel):
    """A way to reach somebody, in the card's language."""

    way: str
    label: str = Field(description="The words on the link.")
    address: str | None = Field(None, description="What the link opens: tel:, sms: or https:.")


class CardResource(Resource):
    """Somebody on a crisis card."""

    languages: list[str] = Field([], description="Those that are confirmed.")
    contacts: list[Contact] = []


class Practice(BaseModel):
    """How to reach the practice."""

    model_config = ConfigDict(extra="allow")

    name: str
    phone: str
    hours: str
    fictional: bool


class Help(BaseModel):
    """Crisis numbers and the practice; clients show it whenever something goes wrong."""

    language: Literal["en", "es"] = Field(description="Of the names and the ways of contact.")
    numbers: list[Resource]
    practice: Practice | None


class Button(BaseModel):
    """Something to press."""

    title: str
    choice: str = Field(description="Opaque; send it back as `choice`.")
    kind: Literal["reply", "related", "back", "answer", "onward"] = Field(
        description="A suggestion, a neighbouring topic, or the way back under a crisis card; on the"
        " steps of a release, an answer to a question, or the way on."
    )


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


class TakeAway(BaseModel):
    """Where the visitor finds what to take away, made for the answers that were given."""

    title: str = Field(description="Of the guide.")
    page: str = Field(description="Address of the page to print, on this server.")
    pdf: str = Field(description="Address of the PDF.")


class ReleaseLine(BaseModel):
    """Where something said belongs on the steps of a release of information."""

    kind: Literal[
        "started",
        "which",
        "question",
        "step",
        "why",
        "resumed",
        "offer",
        "nothing_before",
        "unclear",
        "stopped",
        "finished",
        "finished_in_danger",
        "no_details",
    ]
    guide: str | None = Field(description="Its id; null while it is still being chosen.")
    step: str | None
    n: int | None = Field(description="Number of the step, from 1.")
    total: int | None = Field(description="How many steps there are, by the answers so far.")
    done: bool = Field(description="The steps are over.")
    progress: str | None = Field(description='Such as "Step 2 of 6"; null without `n`.')
    take_away: TakeAway | None = Field(None, description="With `finished`.")


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
        description="answer, suggest, out_of_scope, smalltalk, journey, crisis, concern, back,"
        " unavailable, first_screen or notice",
    )
    language: Literal["es"] | None = Field(None, description="Of the text, if not English.")
    concern: bool = Field(False, description="The gentle line after a hint of danger.")
    release: ReleaseLine | None = Field(None, description="On the steps of a release.")
    pressed: bool = Field(False, description="The visitor pressed a button with this text.")
    choice: str | None = Field(None, description="With `pressed`: the token of that button.")
    staff: str | None = Field(None, description="Who wrote it, of staff.")
    buttons: list[Button] = []
    help: Help | None = Field(None, description="With an apology.")
    pinned_help: Help | None = Field(None, description="After a sign of danger, with every reply.")


DeskState = Literal["bot", "offered", "waiting", "human", "left_message"]


class DeskAction(BaseModel):
    """A button of the desk."""

    action: str = Field(description="Send it back as `action`.")
    title: str


class DeskForm(BaseModel):
    """The words of the form for a message to the practice."""

    intro: str
    text: str
    reach: str
    note: str
    no_text: str
    no_reach: str
    too_long: str


class Desk(BaseModel):
    """Who has the conversation, and what the visitor can do about it."""

    state: DeskState
    since: str | None = Field(None, description="Since when the visitor waits; ISO 8601, UTC.")
    status: str | None = Field(None, description="A line for a status bar.")
    staff: str | None = Field(None, description="Who of the practice is there.")
    typing: str | None = Field(None, description="The words for a sign of typing.")
    delivered: str | None = Field(None, description="The word under a message that has arrived.")
    actions: list[DeskAction]
    form: DeskForm | None = None
    language: Literal["en", "es"]


class StateEvent(EventOut):
    """Something changed. `late`: the reply takes longer and will come as an event."""

    type: Literal["state"]
    state: Literal["late"] | DeskState
    text: str | None = None
    line: str | None = Field(None, description="Which line of the desk it is.")
    desk: Desk | None = Field(None, description="The desk from now on.")
    language: Literal["es"] | None = None
    help: Help | None = None


class TypingEvent(BaseModel):
    """A member of staff is typing. It has no number, and is over after 8 seconds."""

    type: Literal["typing"]
    sender: Literal["staff"] = Field(alias="from")
    typing: bool


class CardFinding(BaseModel):
    """What the card is about."""

    model_config = ConfigDict(extra="allow")

    category: str | None
    about: str | None
    severity: str


class MoreHelp(BaseModel):
    """Further services on a card, closed until somebody opens them."""

    title: str
    resources: list[CardResource]


class Leave(BaseModel):
    """The way to leave the page quickly, for somebody whose device may be watched."""

    address: str
    label: str
    hint: str


class Card(BaseModel):
    """The crisis card."""

    model_config = ConfigDict(extra="allow")

    type: Literal["card"]
    level: Literal["full", "compact"]
    language: Literal["en", "es"]
    urgent: bool = Field(False, description="It may be happening now.")
    minor: bool = Field(False, description="The wording for someone under 18.")
    heading: str
    body: list[str]
    resources: list[CardResource]
    more: MoreHelp | None = None
    leave: Leave | None = None
    finding: CardFinding | None = None


class CardEvent(EventOut, Card):
    """The crisis card, in a conversation."""

    buttons: list[Button] = []


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


class DeskReply(BaseModel):
    """What came of a press at the desk."""

    events: list[Event] = Field(description="What was said, and the crisis card if it was due.")
    desk: Desk
    help: Help
    pinned_help: Help | None = Field(description="Set once danger was seen: keep showing it.")


class DeskNow(BaseModel):
    """The desk as it is."""

    desk: Desk
    help: Help


class ErrorBody(BaseModel):
    """What went wrong."""

    code: str
    message: str = Field(description="In the card's language; English where there is none.")
    message_es: str = Field(description="The same in Spanish, for a conversation in it.")
    detail: str | None = None


class Failure(BaseModel):
    """Every answer of 4xx or 5xx."""

    error: ErrorBody
    help: Help
    card: Card | None = Field(None, description="When the message showed danger: show it.")
    desk: Desk | None = Field(None, description="With 409 of the desk: as it is now.")


class FirstScreen(BaseModel):
    """What a visitor reads and agrees to before a conversation begins."""

    title: str
    text: str


class FirstScreens(BaseModel):
    """The first screen in both languages."""

    version: str = Field(description="Changes with its meaning; send it as `consent`.")
    en: FirstScreen
    es: FirstScreen


class Link(BaseModel):
    """A way to reach somebody."""

    label: str = Field(description="The words on the link.")
    address: str = Field(description="What it opens: tel:, sms: or https:.")


class Reachable(BaseModel):
    """Somebody to turn to."""

    name: str
    contacts: list[Link]


class Numbers(BaseModel):
    """Whom to turn to, most urgent first and the practice last, in both languages."""

    en: list[Reachable]
    es: list[Reachable]


class WidgetTexts(BaseModel):
    """The widget's own words by key, with names in braces for what it fills in."""

    en: dict[str, str]
    es: dict[str, str]


class WidgetOut(BaseModel):
    """What the chat widget shows."""

    version: str = Field(description="Of the widget's files that are served; empty without them.")
    practice: Practice | None
    numbers: Numbers
    leave: str = Field(description="Where the page goes when a visitor leaves it quickly.")
    first_screen: FirstScreens
    texts: WidgetTexts


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
