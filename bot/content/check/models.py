"""The shape of every file, as pydantic models."""

from __future__ import annotations

from datetime import date
from typing import Annotated, Any, Literal
from zoneinfo import ZoneInfo

from pydantic import (
    AfterValidator,
    BaseModel,
    BeforeValidator,
    ConfigDict,
    Field,
    HttpUrl,
    StringConstraints,
)

from bot.content.card_text import LANGUAGES
from bot.content.crisis import WAYS
from bot.content.fields import as_date
from bot.content.hours import parse_range
from bot.content.model import BASES
from bot.content.release import SHEETS
from bot.content.release_sheet import VERIFIED


def _day(value: Any) -> date:
    found = as_date(value)
    if found is None:
        raise ValueError("is not a date like 2026-11-22")
    return found


def _zone(value: str) -> str:
    try:
        ZoneInfo(value)
    except (ValueError, OSError, LookupError):
        raise ValueError("is not a time zone like America/New_York") from None
    return value


def _range(value: str) -> str:
    try:
        parse_range(value)
    except ValueError:
        raise ValueError('is not a range of times like "9:00-17:00"') from None
    return value


def _title(value: str) -> str:
    if value.endswith("."):
        raise ValueError("ends with a full stop, and buttons do not")
    return value


Text = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1)]
Title = Annotated[Text, StringConstraints(max_length=45), AfterValidator(_title)]
Id = Annotated[str, StringConstraints(pattern=r"^[a-z][a-z_]*$")]
Day = Annotated[date, BeforeValidator(_day)]
Range = Annotated[str, AfterValidator(_range)]
Phone = Annotated[str, StringConstraints(pattern=r"^\+?[\d(][\d\s().-]+\d$")]
Url = Annotated[HttpUrl, Field(strict=False)]


class Strict(BaseModel):
    """No unknown keys, and no text where a number stands."""

    model_config = ConfigDict(extra="forbid", strict=True)


class Condition(Strict):
    """When a variant is used."""

    type: Literal["slot"]
    name: Text
    value: str | bool


class ButtonModel(Strict):
    """A choice under an answer."""

    title: Title
    payload: Annotated[str, StringConstraints(pattern=r"^/\w+(/\w+)?$")]


class SourceModel(Strict):
    """Where a claim comes from."""

    citation: Text
    name: Text
    basis: Literal[BASES]  # type: ignore[valid-type]
    url: Url | None = None


class VariantMetadata(Strict):
    """What a conditional variant may change."""

    title: Title | None = None
    more: Text | None = None
    sources: list[SourceModel] = []
    reviewed_on: Day | None = None
    review_by: Day | None = None
    related: list[Text] = []
    follow_ups: dict[str, Text] = {}


class PlainMetadata(VariantMetadata):
    """Around small talk and the like."""

    title: Title


class TopicMetadata(PlainMetadata):
    """Around the answer of a topic."""

    sources: Annotated[list[SourceModel], Field(min_length=1)]
    reviewed_on: Day
    review_by: Day
    related: Annotated[list[Text], Field(min_length=1)]


class Variant(Strict):
    """A variant with conditions."""

    text: Text
    condition: Annotated[list[Condition], Field(min_length=1)] | None = None
    buttons: list[ButtonModel] = []
    metadata: VariantMetadata = VariantMetadata()


class PlainVariant(Variant):
    """The default of a plain response."""

    metadata: PlainMetadata


class TopicVariant(Variant):
    """The default of a topic's answer."""

    metadata: TopicMetadata


class IntentModel(Strict):
    """An intent and its examples."""

    intent: Annotated[str, StringConstraints(pattern=r"^\w+(/\w+)?$")]
    examples: Text


class LookupModel(Strict):
    """A list of words for an entity."""

    lookup: Text
    examples: Text


class SynonymModel(Strict):
    """Other words for a value."""

    synonym: Text
    examples: Text


class RegexModel(Strict):
    """A pattern for an entity or a feature."""

    regex: Text
    examples: Text


class RasaFile(Strict):
    """A file under data/; `nlu` and `responses` are looked at one by one."""

    version: Literal["3.1"]
    nlu: list[Any] = []
    responses: dict[str, list[Any]] = {}
    stories: list[Any] = []
    rules: list[Any] = []


class Weekly(Strict):
    """Opening times by day."""

    monday: list[Range] = []
    tuesday: list[Range] = []
    wednesday: list[Range] = []
    thursday: list[Range] = []
    friday: list[Range] = []
    saturday: list[Range] = []
    sunday: list[Range] = []


class Hours(Strict):
    """When somebody answers the phone."""

    zone: Annotated[Text, AfterValidator(_zone)]
    zone_name: Text
    zone_name_es: Text | None = None
    weekly: Weekly
    closed_on: list[Day] = []


class PracticeFile(Strict):
    """content/practice.yml."""

    fictional: bool
    name: Text
    phone: Phone
    address: Text
    state: Annotated[str, StringConstraints(pattern=r"^[A-Z]{2}$")]
    state_name: Text
    state_rules_signed_off_on: Day | None = None
    hours: Hours
    emergency: Text
    contact_policy: Text
    email_policy: Text
    text_policy: Text
    records_contact: Text
    minor_policy: Text
    fees_contact: Text


class Pair(Strict):
    """A text in both languages."""

    en: Text
    es: Text


class TitlePair(Strict):
    """What a button shows, in both languages."""

    en: Title
    es: Title


class SpanishModel(Strict):
    """What is different about a resource in Spanish."""

    ways: Annotated[list[Literal[WAYS]], Field(min_length=1)] | None = None  # type: ignore[valid-type]
    say: Text | None = None
    call: Phone | None = None
    press: Text | None = None
    text: Phone | None = None
    text_body: Text | None = None
    chat: Url | None = None
    site: Url | None = None
    videophone: Phone | None = None
    whatsapp: Phone | None = None


class ResourceModel(Strict):
    """A place to get help."""

    id: Id
    name: Pair
    say: Text
    call: Phone | None = None
    press: Text | None = None
    text: Phone | None = None
    text_body: Text | None = None
    chat: Url | None = None
    site: Url | None = None
    videophone: Phone | None = None
    es: SpanishModel | None = None
    hours: Pair | None = None
    note: Pair | None = None
    languages: Annotated[list[Literal[LANGUAGES]], Field(min_length=1)]  # type: ignore[valid-type]
    verified_on: Day | None = None
    source: Text


class MoreModel(Strict):
    """A list of further services."""

    title: Pair
    resources: Annotated[list[Text], Field(min_length=1)]


class LeaveModel(Strict):
    """The way to leave the page."""

    address: Url
    label: Pair
    hint: Pair


class CompactModel(Strict):
    """The card that stays in view."""

    heading: Pair
    body: Annotated[list[Pair], Field(min_length=1)]
    resources: Annotated[list[Text], Field(min_length=1)]


class LabelsModel(Strict):
    """The words on links."""

    call: Pair
    press: Pair
    text: Pair
    text_word: Pair
    chat: Pair
    whatsapp: Pair
    videophone: Pair
    site: Pair


class FrameModel(Strict):
    """What stands on every card."""

    tool: Pair
    young_tool: Pair
    watched: Pair
    leave: LeaveModel
    compact: CompactModel
    practice_note: Pair
    labels: LabelsModel


class EmergenciesModel(Strict):
    """What to do first when it is happening now."""

    heading: Pair
    lines: Annotated[dict[str, Pair], Field(min_length=1)]


class CardModel(Strict):
    """The wording of a crisis card."""

    meant_for: Annotated[dict[str, list[Text]], Field(min_length=1)] | None = Field(
        None, alias="for"
    )
    heading: Pair
    acknowledgements: Annotated[list[Pair], Field(min_length=1)]
    first: Annotated[list[Pair], Field(min_length=1)]
    then: Annotated[list[Pair], Field(min_length=1)]
    emergency: Text
    resources: Annotated[list[Text], Field(min_length=1, max_length=5)]
    more: Text | None = None
    leave: bool = False


class CrisisFile(Strict):
    """content/crisis.yml."""

    resources: Annotated[list[ResourceModel], Field(min_length=1)]
    always: Annotated[list[Text], Field(min_length=1)]
    more: dict[str, MoreModel]
    frame: FrameModel
    emergencies: EmergenciesModel
    cards: Annotated[dict[str, CardModel], Field(min_length=1)]
    young_cards: Annotated[dict[str, CardModel], Field(min_length=1)]


class CannedModel(Strict):
    """A reply that staff send by a press."""

    id: Id
    title: TitlePair
    text: Pair


class CloseReasonModel(Strict):
    """Why staff end a chat."""

    id: Id
    title: Title
    text: Pair
    not_in_danger: bool = False


class DeskFile(Strict):
    """content/desk.yml."""

    reminder: Text
    canned: Annotated[list[CannedModel], Field(min_length=1)]
    reasons: Annotated[list[CloseReasonModel], Field(min_length=1)]


class CitationModel(Strict):
    """Where the claims of the guides come from, named once."""

    citation: Text
    name: Text
    basis: Literal[BASES]  # type: ignore[valid-type]


Cited = list[Text] | None
"""Names of sources. That there is one, and that each is known, the reader says more exactly."""


class ReleaseAnswerModel(Strict):
    """An answer to a question: its button, and the words that visitors may type."""

    title: Text
    said: Annotated[list[Text], Field(min_length=1)]


class QuestionModel(Strict):
    """What is asked where the answer chooses a guide or a way through it."""

    ask: Text
    ask_client: Text = ""
    why: Text
    sources: Cited = None
    answers: Annotated[dict[str, ReleaseAnswerModel], Field(min_length=1)]


class StepModel(Strict):
    """One step of a guide; `next` is looked at by the reader alone."""

    title: Text
    do: Text
    why: Text
    watch: Text = ""
    say: Text = ""
    check: Text
    sources: Cited = None
    ask: Text = ""
    next: Any = None
    state: Text = ""


class GuideModel(Strict):
    """One of the eight guides."""

    title: Text
    about: Text
    say: Text
    sheet: Literal[SHEETS]  # type: ignore[valid-type]
    steps: Annotated[dict[str, StepModel], Field(min_length=1)]


class StatementModel(Strict):
    """A statement that the form must hold."""

    title: Text
    help: Text
    sources: Cited = None


class ElementModel(StatementModel):
    """A core element of the form, with blanks to fill in."""

    blanks: Annotated[list[Text], Field(min_length=1)]


class CitedTextModel(Strict):
    """A limit worth considering."""

    text: Text
    sources: Cited = None


class LetterModel(CitedTextModel):
    """The letter, and what is said of it instead of the general words."""

    not_ours: Text = ""
    finished: Text = ""


class StateRuleModel(CitedTextModel):
    """The rule of a state, and how it was read."""

    verified: Literal[VERIFIED]  # type: ignore[valid-type]


class SheetModel(Strict):
    """The preparation sheet."""

    intro: Text
    elements: Annotated[list[ElementModel], Field(min_length=1)]
    statements: Annotated[list[StatementModel], Field(min_length=1)]
    limits: Annotated[list[CitedTextModel], Field(min_length=1)]
    not_ours: Text


class ReleaseFile(Strict):
    """content/release.yml; `choose` is looked at by the reader alone."""

    reviewed_on: Day
    review_by: Day
    sources: Annotated[dict[str, CitationModel], Field(min_length=1)]
    questions: Annotated[dict[str, QuestionModel], Field(min_length=1)]
    choose: Any
    guides: Annotated[dict[str, GuideModel], Field(min_length=1)]
    sheet: SheetModel
    letter: LetterModel
    states: Annotated[dict[str, dict[str, StateRuleModel]], Field(min_length=1)]
    words: Annotated[dict[str, Text], Field(min_length=1)]


class CatalogueFile(Strict):
    """content/catalogue.yml."""

    groups: Annotated[dict[str, list[Text]], Field(min_length=1)]
    journeys: list[Text]
