"""What the reader hands out: practice, crisis help, topics, responses."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date

from bot.content.card_text import CardText, Frame

Condition = str | bool


@dataclass(frozen=True)
class Source:
    """Where a claim comes from. `basis` is one of `bot.content.model.BASES`."""

    citation: str
    name: str
    basis: str
    url: str | None = None


BASES = ("rule", "guidance", "ethics_code", "case_law", "state_law", "general_knowledge")
"""The kinds of source, from federal rules to what is only known in general."""


@dataclass(frozen=True)
class Button:
    """A choice under an answer; the payload is `/faq/<topic>` or `/<intent>`."""

    title: str
    payload: str


@dataclass(frozen=True)
class Metadata:
    """What stands around an answer."""

    title: str = ""
    more: str | None = None
    sources: tuple[Source, ...] = ()
    reviewed_on: date | None = None
    review_by: date | None = None
    related: tuple[str, ...] = ()
    follow_ups: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class Variant:
    """One wording. `conditions` is empty for the default; `metadata` is merged with it."""

    conditions: Mapping[str, Condition]
    text: str
    metadata: Metadata
    buttons: tuple[Button, ...] = ()

    @property
    def more(self) -> str | None:
        """What comes after "more"."""
        return self.metadata.more


@dataclass(frozen=True)
class Response:
    """A named answer (`utter_greet`, `utter_faq/text_therapist`) in one or more variants."""

    id: str
    variants: tuple[Variant, ...]

    @property
    def default(self) -> Variant:
        """The variant without conditions."""
        return next(variant for variant in self.variants if not variant.conditions)

    @property
    def metadata(self) -> Metadata:
        """The default variant's metadata."""
        return self.default.metadata

    @property
    def title(self) -> str:
        """What a button that leads here shows."""
        return self.metadata.title

    def pick(self, slots: Mapping[str, object]) -> Variant:
        """The variant with the most conditions that all hold; the default if none does.

        Of several with equally many, the first in the file: its order is the order of importance.
        """
        holding = [
            variant
            for variant in self.variants
            if all(slots.get(name) == value for name, value in variant.conditions.items())
        ]
        return max(holding, key=lambda variant: len(variant.conditions))


@dataclass(frozen=True)
class Topic:
    """One question in many wordings, and its one answer."""

    id: str
    group: str
    response: Response

    @property
    def title(self) -> str:
        """What a button that leads here shows."""
        return self.response.title

    @property
    def variants(self) -> tuple[Variant, ...]:
        """The wordings of the answer."""
        return self.response.variants

    @property
    def metadata(self) -> Metadata:
        """The default variant's metadata."""
        return self.response.metadata


@dataclass(frozen=True)
class Practice:
    """What belongs to one practice. Texts are filled; `hours` and `hours_es` are a sentence.

    Attributes:
        state_rules_signed_off_on: when a clinician licensed in the state signed off what
            `content/release.yml` says of it; None if nobody has.
    """

    name: str
    fictional: bool
    phone: str
    address: str
    state: str
    state_name: str
    hours: str
    zone: str
    zone_name: str
    hours_es: str
    zone_name_es: str
    weekly: Mapping[str, tuple[str, ...]]
    closed_on: tuple[date, ...]
    emergency: str
    contact_policy: str
    email_policy: str
    text_policy: str
    records_contact: str
    minor_policy: str
    fees_contact: str
    state_rules_signed_off_on: date | None = None

    @property
    def state_for_rules(self) -> str | None:
        """The state whose rules may be shown: none before somebody who may has signed them off."""
        return self.state if self.state_rules_signed_off_on is not None else None


@dataclass(frozen=True)
class Resource:
    """A place to get help.

    Attributes:
        say: how a sentence names it: "988", "text HOME to 741741".
        press: the key to press once the call is answered.
        languages: those that are confirmed, as `en` and `es`.
        verified_on: when somebody last read it on the service's own page; None if nobody has.
        spanish: the same place as somebody who speaks Spanish reaches it.
    """

    id: str
    name: str
    say: str
    source: str
    verified_on: date | None = None
    call: str | None = None
    press: str | None = None
    text: str | None = None
    text_body: str | None = None
    chat: str | None = None
    whatsapp: str | None = None
    videophone: str | None = None
    site: str | None = None
    hours: str | None = None
    note: str | None = None
    languages: tuple[str, ...] = ()
    spanish: Resource | None = None

    def within(self, language: str) -> Resource:
        """The resource for somebody who reads `language`."""
        return self.spanish if language == "es" and self.spanish is not None else self

    def as_dict(self) -> dict[str, str]:
        """The resource as a card or the `help` of an error shows it."""
        return {name: value for name in SHOWN if (value := getattr(self, name)) is not None}


SHOWN = (
    "id",
    "name",
    "call",
    "press",
    "text",
    "text_body",
    "chat",
    "whatsapp",
    "videophone",
    "site",
    "hours",
    "note",
)
"""What of a resource leaves the server; `say` is for sentences, `source` and `verified_on` for staff."""


@dataclass(frozen=True)
class CrisisContent:
    """Where to get help, and what the crisis cards say.

    Attributes:
        resources: by id, in the order of the file; so that staff decide the order.
        cards: by `<category>.<about>`, and `default`; complete.
        young_cards: the same for someone under 18.
        always: what rides with every error and every reply after danger, most urgent first.
        frame: what stands on every card.
        practice: the practice itself, for the compact card.
    """

    resources: Mapping[str, Resource]
    cards: Mapping[str, CardText]
    young_cards: Mapping[str, CardText]
    always: tuple[Resource, ...]
    frame: Frame
    practice: Resource
