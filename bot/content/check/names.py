"""Files, intents and answers against the catalogue, the buttons and the domain."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from bot.content.catalogue import CATALOGUE_FILE
from bot.content.check.view import GUIDE_INTENT, TOPIC_INTENT, View, topic_path
from bot.content.document import Document, read_document
from bot.content.errors import Level, Problem
from bot.content.release import GUIDES

WHICH = "which"
"""The label of a wish to begin that does not say which guide is meant."""


def check_names(view: View) -> Iterator[Problem]:
    """Everything that is looked up by a name."""
    if not view.catalogue.topics:
        return  # said by the schema; without it, every topic would seem unknown
    yield from _topics(view)
    yield from _guides(view)
    yield from _catalogue(view)
    yield from _twice(view)
    yield from _domain(view)
    for path in sorted((view.root / "data").rglob("*.yaml")):
        name = path.relative_to(view.root).as_posix()
        message = "Only files whose name ends with .yml are read."
        yield Problem(name, 1, 1, Level.ERROR, message, "Rename it.")


def _topics(view: View) -> Iterator[Problem]:
    answered = {answer.name for answer in view.answers}
    asked = view.intent_names
    for intent in view.intents:
        topic = intent.topic
        if topic is None:
            continue
        if topic not in view.catalogue.topics:
            message = f"There is no topic `{topic}`."
            yield intent.problem(message, f"Correct the name, or add it to {CATALOGUE_FILE}.")
            continue
        expected = topic_path(view.catalogue.topics[topic], topic)
        if intent.document.path != expected:
            message = f"The topic `{topic}` belongs in another file."
            yield intent.problem(message, f"Move it to {expected}.")
        if f"utter_{intent.name}" not in answered:
            message = f"The topic `{topic}` has no answer."
            yield intent.problem(message, f"Add `utter_{intent.name}:` under `responses:`.")
    for answer in view.answers:
        topic = answer.topic
        if topic is not None and topic not in view.catalogue.topics:
            message = f"There is no topic `{topic}`."
            yield answer.problem(message, f"Correct the name, or add it to {CATALOGUE_FILE}.")
        elif topic is not None and f"{TOPIC_INTENT}{topic}" not in asked:
            message = f"Nobody can ask for `{topic}`: it has no examples."
            yield answer.problem(message, f"Add `- intent: {TOPIC_INTENT}{topic}` with examples.")


def _guides(view: View) -> Iterator[Problem]:
    """The labels of the guides, where there are any: each guide once, and `which`."""
    labels = [intent for intent in view.intents if intent.guide is not None]
    for intent in labels:
        if intent.guide not in (*GUIDES, WHICH):
            message = f"There is no guide `{intent.guide}`."
            yield intent.problem(message, f"Write one of {', '.join(GUIDES)}, or {WHICH}.")
    present = {intent.guide for intent in labels}
    missing = [guide for guide in (*GUIDES, WHICH) if guide not in present]
    if labels and missing:
        message = f"Nobody can ask for {', '.join(f'`{guide}`' for guide in missing)}: no examples."
        yield labels[0].problem(
            message, f"Add `- intent: {GUIDE_INTENT}{missing[0]}` with examples."
        )


def _catalogue(view: View) -> Iterator[Problem]:
    present = {intent.topic for intent in view.intents} | {one.topic for one in view.answers}
    present |= view.unread_topics
    document = view.document(CATALOGUE_FILE)
    groups: Mapping[str, Any] = document.data["groups"]
    for group, topics in groups.items():
        for index, topic in enumerate(topics if isinstance(topics, list) else []):
            if topic in view.catalogue.topics and topic not in present:
                message = f"The topic `{topic}` has no file."
                mend = f"Write {topic_path(group, topic)}, or remove the topic."
                yield document.problem(("groups", group, index), message, mend)


def _twice(view: View) -> Iterator[Problem]:
    intents: dict[str, Problem] = {}
    for intent in view.intents:
        here = intent.problem(f"The intent `{intent.name}` is there twice", "Join the two.")
        first = intents.setdefault(intent.name, here)
        if first is not here:
            message = f"{here.message}: also in {first.path}:{first.line}."
            yield intent.problem(message, here.mend)


def _domain(view: View) -> Iterator[Problem]:
    path = view.root / "domain.yml"
    if not path.is_file():
        return
    domain = read_document(view.root, path)
    yield from domain.problems
    intents = _names(domain, "intents")
    responses = _names(domain, "responses")
    if intents:
        for intent in view.intents:
            if intent.name.partition("/")[0] not in intents:
                message = f"The intent `{intent.name}` is not in domain.yml."
                mend = "Add it under `intents:` there."
                yield intent.problem(message, mend, level=Level.WARNING)
    if responses and view.all_read:
        known = responses | {answer.name for answer in view.answers}
        for name in sorted(responses - known):
            message = f"The response `{name}` has no text."
            yield domain.problem(("responses",), message, "Write it in data/responses.yml.")


def _names(domain: Document, key: str) -> frozenset[str]:
    """Names in the domain, written as a list, a mapping or a list of one-key mappings."""
    value = domain.data.get(key) if isinstance(domain.data, dict) else None
    found: set[str] = set()
    for one in value if isinstance(value, list | dict) else ():
        found.update(one if isinstance(one, dict) else [str(one)])
    return frozenset(found)
