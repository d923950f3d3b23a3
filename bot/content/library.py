"""Everything that staff edit, read into one object."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from bot.content.answers import parse_responses
from bot.content.catalogue import CATALOGUE_FILE, Catalogue, parse_catalogue
from bot.content.crisis import parse_crisis, parse_resources
from bot.content.desk import DESK_FILE, DeskContent, parse_desk
from bot.content.document import Document, read_document
from bot.content.errors import ContentError
from bot.content.fields import Fields
from bot.content.model import CrisisContent, Practice, Response, Topic
from bot.content.placeholders import (
    LATER,
    crisis_values,
    fill,
    fill_known,
    practice_values,
    report_unknown,
)
from bot.content.practice import parse_practice
from bot.content.release import RELEASE_FILE, parse_release
from bot.content.widget import WIDGET_FILE, WidgetContent, parse_widget
from bot.release.guide import Release

CRISIS_FILE = "content/crisis.yml"
PRACTICE_FILE = "content/practice.yml"
WORDING_FILE = "content/wording.yml"
TOPIC_PREFIX = "utter_faq/"
SINGLE_FILES = (
    CATALOGUE_FILE,
    PRACTICE_FILE,
    CRISIS_FILE,
    WORDING_FILE,
    DESK_FILE,
    RELEASE_FILE,
    WIDGET_FILE,
)


@dataclass(frozen=True)
class Library:
    """One good version of the content.

    Attributes:
        topics: by id, for the topics whose answer exists.
        responses: every response by its name, the topics' too.
        wording: what the gateway itself says, with placeholders filled.
        desk: what staff need at the desk, with placeholders filled.
        release: the guides through the release of information, with placeholders filled.
        widget: what the chat widget says, with placeholders filled.
        values: what each placeholder stands for.
    """

    practice: Practice
    crisis: CrisisContent
    catalogue: Catalogue
    topics: Mapping[str, Topic]
    responses: Mapping[str, Response]
    wording: Mapping[str, str]
    desk: DeskContent
    release: Release
    widget: WidgetContent
    values: Mapping[str, str]

    def fill(self, text: str) -> str:
        """Puts in what {practice.phone} and the like stand for.

        Raises:
            UnknownPlaceholder: if there is no such value.
        """
        return fill(text, self.values)


def content_files(root: Path) -> list[Path]:
    """Every file that staff edit, in a fixed order; the single ones even if missing."""
    data = sorted(
        path
        for path in (root / "data").rglob("*.yml")
        if path.is_file() and "stories" not in path.relative_to(root).parts
    )
    return [root / name for name in SINGLE_FILES] + data


def load_library(root: Path) -> Library:
    """Reads the content under the project's root.

    Raises:
        ContentError: with everything that keeps it from being served.
    """
    return build_library([read_document(root, path) for path in content_files(root)])


def build_library(documents: list[Document]) -> Library:
    """Makes a library of documents that have been read.

    Raises:
        ContentError: as `load_library` does.
    """
    by_path = {document.path: document for document in documents}
    problems = [problem for document in documents for problem in document.problems]
    for document in documents:
        if not document.problems and not isinstance(document.data, dict):
            mend = "Write `key: value` lines, or put the file back."
            problems.append(document.problem((), "The file has no keys and values.", mend))
    if problems:
        # What cannot be read would only cause problems that mislead.
        raise ContentError(problems)

    catalogue = parse_catalogue(Fields(by_path[CATALOGUE_FILE], (), problems))
    resources = parse_resources(Fields(by_path[CRISIS_FILE], (), problems))
    values = crisis_values(resources)
    practice = parse_practice(Fields(by_path[PRACTICE_FILE], (), problems), values)
    values |= practice_values(practice)
    spanish = crisis_values({name: one.within("es") for name, one in resources.items()})
    at_desk = {"en": dict(values), "es": {**values, **spanish}}
    desk = parse_desk(Fields(by_path[DESK_FILE], (), problems), at_desk)
    release = parse_release(Fields(by_path[RELEASE_FILE], (), problems), at_desk["en"])
    widget = parse_widget(Fields(by_path[WIDGET_FILE], (), problems), at_desk)
    values |= LATER
    crisis = parse_crisis(Fields(by_path[CRISIS_FILE], (), problems), resources, values)
    wording = _wording(Fields(by_path[WORDING_FILE], (), problems), values)
    responses: dict[str, Response] = {}
    for document in documents:
        if document.path not in SINGLE_FILES:
            _add_responses(responses, Fields(document, (), problems), values)
    if problems:
        raise ContentError(problems)
    topics = {
        topic: Topic(topic, group, responses[f"{TOPIC_PREFIX}{topic}"])
        for topic, group in catalogue.topics.items()
        if f"{TOPIC_PREFIX}{topic}" in responses
    }
    return Library(
        practice, crisis, catalogue, topics, responses, wording, desk, release, widget, values
    )


def _add_responses(
    responses: dict[str, Response], source: Fields, values: Mapping[str, str]
) -> None:
    for response in parse_responses(source):
        where = ("responses", response.id)
        if response.id in responses:
            message = f"The response `{response.id}` is in two files."
            source.problems.append(
                source.document.problem(where, message, "Keep one of them.", key=True)
            )
        responses[response.id] = response
        for index, variant in enumerate(response.variants):
            spot = (*where, index)
            report_unknown(source, (*spot, "text"), variant.text, values)
            more = (*spot, "metadata", "more")
            report_unknown(source, more, variant.more or "", values)


def _wording(source: Fields, values: Mapping[str, str]) -> dict[str, str]:
    return {key: fill_known(source, key, values) for key in source.data}
