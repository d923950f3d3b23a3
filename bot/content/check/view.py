"""The content as the rules look at it: whatever could be read, however broken the rest is."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import Any

from bot.content.catalogue import CATALOGUE_FILE, Catalogue, parse_catalogue
from bot.content.crisis import parse_resources
from bot.content.document import Document, Where
from bot.content.errors import Level, Problem
from bot.content.fields import Fields
from bot.content.library import CRISIS_FILE, PRACTICE_FILE, SINGLE_FILES
from bot.content.placeholders import LATER, crisis_values, placeholders, practice_values
from bot.content.practice import parse_practice

TOPIC_INTENT = "faq/"
GUIDE_INTENT = "roi_steps/"
NLU_FOLDER = "data/nlu"
_NOT_A_WORD = re.compile(r"[\W_]+")


@dataclass(frozen=True)
class Example:
    """One thing a visitor might type, and the line it stands in."""

    text: str
    line: int

    @property
    def plain(self) -> str:
        """The words alone: two examples that share them are the same to the classifier."""
        folded = unicodedata.normalize("NFKC", self.text).casefold()
        return _NOT_A_WORD.sub(" ", folded).strip() or folded


@dataclass(frozen=True)
class Intent:
    """An intent's examples in one file."""

    name: str
    document: Document
    where: Where
    examples: tuple[Example, ...]

    @property
    def topic(self) -> str | None:
        """The topic's id, or None for a plain intent."""
        if self.guide is not None or "/" not in self.name:
            return None
        return self.name.removeprefix(TOPIC_INTENT)

    @property
    def guide(self) -> str | None:
        """The guide of the release that it begins, or `which`; None for any other intent."""
        is_guide = self.name.startswith(GUIDE_INTENT)
        return self.name.removeprefix(GUIDE_INTENT) if is_guide else None

    def problem(
        self, message: str, mend: str, *, example: Example | None = None, level: Level = Level.ERROR
    ) -> Problem:
        """A problem at the intent's name or at one of its examples."""
        if example is not None:
            line = example.line
            where = (*self.where, "examples")
            return self.document.problem(where, message, mend, level=level, line=line)
        return self.document.problem((*self.where, "intent"), message, mend, level=level)


@dataclass(frozen=True)
class Wording:
    """One variant of an answer."""

    document: Document
    where: Where
    data: Mapping[str, Any]

    def text(self, *steps: str) -> str:
        """The text under these keys; empty if it is missing or not text."""
        value: Any = self.data
        for step in steps:
            value = value.get(step) if isinstance(value, Mapping) else None
        return value if isinstance(value, str) else ""

    @property
    def metadata(self) -> Mapping[str, Any]:
        """The variant's metadata."""
        value = self.data.get("metadata")
        return value if isinstance(value, Mapping) else {}

    @property
    def conditions(self) -> tuple[tuple[str, Any], ...] | None:
        """Slot names and values, in order of name; None if they cannot be read."""
        value = self.data.get("condition")
        if value is None:
            return ()
        if not isinstance(value, list):
            return None
        pairs = [
            (one["name"], one.get("value"))
            for one in value
            if isinstance(one, Mapping) and isinstance(one.get("name"), str)
        ]
        return tuple(sorted(pairs, key=str)) if len(pairs) == len(value) else None

    def problem(
        self, steps: tuple[str | int, ...], message: str, mend: str, **options: Any
    ) -> Problem:
        """A problem at a value of this variant."""
        return self.document.problem((*self.where, *steps), message, mend, **options)


@dataclass(frozen=True)
class Answer:
    """A response and its variants."""

    name: str
    document: Document
    variants: tuple[Wording, ...]

    @property
    def topic(self) -> str | None:
        """The topic's id, or None for a plain response."""
        prefix = f"utter_{TOPIC_INTENT}"
        return self.name.removeprefix(prefix) if self.name.startswith(prefix) else None

    @property
    def default(self) -> Wording | None:
        """The variant without conditions."""
        return next((one for one in self.variants if one.conditions == ()), None)

    def problem(self, message: str, mend: str, *, level: Level = Level.ERROR) -> Problem:
        """A problem at the response's name."""
        where = ("responses", self.name)
        return self.document.problem(where, message, mend, level=level, key=True)


@dataclass
class View:
    """All of the content, on one day.

    Attributes:
        values: what placeholders stand for, as far as it is known.
    """

    root: Path
    today: date
    documents: list[Document]
    catalogue: Catalogue = field(default_factory=lambda: Catalogue({}, ()))
    intents: list[Intent] = field(default_factory=list)
    answers: list[Answer] = field(default_factory=list)
    values: Mapping[str, str] = field(default_factory=dict)

    def document(self, path: str) -> Document:
        """The file with this path."""
        return next(one for one in self.documents if one.path == path)

    @property
    def data_documents(self) -> Iterator[Document]:
        """The Rasa files."""
        return (one for one in self.documents if one.path not in SINGLE_FILES)

    @property
    def intent_names(self) -> frozenset[str]:
        """Names of all intents; those of topics too whose file is there but cannot be read."""
        names = {intent.name for intent in self.intents}
        return frozenset(names | {f"{TOPIC_INTENT}{topic}" for topic in self.unread_topics})

    @property
    def unread_topics(self) -> frozenset[str]:
        """Topics about which nothing can be said, because their file is broken YAML."""
        paths = {document.path for document in self.documents if document.data is None}
        topics = self.catalogue.topics.items()
        return frozenset(name for name, group in topics if topic_path(group, name) in paths)

    @property
    def all_read(self) -> bool:
        """Whether every Rasa file could be read, so that a name not found is really missing."""
        return all(isinstance(document.data, dict) for document in self.data_documents)

    def prose(self, text: str) -> str:
        """The text with its known placeholders filled."""
        for name, _ in placeholders(text):
            text = text.replace(f"{{{name}}}", self.values.get(name, name))
        return text


def topic_path(group: str, topic: str) -> str:
    """Where a topic's file belongs."""
    return f"{NLU_FOLDER}/{group}/{topic}.yml"


def build_view(root: Path, today: date, documents: list[Document]) -> View:
    """Reads what can be read; nothing is reported here."""
    view = View(root, today, documents)
    view.catalogue = parse_catalogue(Fields(view.document(CATALOGUE_FILE)))
    crisis = crisis_values(parse_resources(Fields(view.document(CRISIS_FILE))))
    practice = parse_practice(Fields(view.document(PRACTICE_FILE)), crisis)
    view.values = {**crisis, **practice_values(practice), **LATER}
    for document in view.data_documents:
        if isinstance(document.data, dict):
            view.intents += _intents(document)
            view.answers += _answers(document)
    return view


def _intents(document: Document) -> Iterator[Intent]:
    items = document.data.get("nlu")
    for index, item in enumerate(items if isinstance(items, list) else []):
        if isinstance(item, dict) and isinstance(item.get("intent"), str):
            yield Intent(item["intent"], document, ("nlu", index), tuple(_examples(item)))


def _examples(item: Mapping[str, Any]) -> Iterator[Example]:
    examples = item.get("examples")
    if isinstance(examples, str):
        for line, text in enumerate(examples.split("\n")):
            if text.startswith("- ") and text[2:].strip():
                yield Example(text[2:].strip(), line)


def _answers(document: Document) -> Iterator[Answer]:
    responses = document.data.get("responses")
    for name, variants in (responses if isinstance(responses, dict) else {}).items():
        wordings = tuple(
            Wording(document, ("responses", name, index), variant)
            for index, variant in enumerate(variants if isinstance(variants, list) else [])
            if isinstance(variant, dict)
        )
        yield Answer(name, document, wordings)
