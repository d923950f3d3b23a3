"""Reads `content/crisis.yml`."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from bot.content.cards import parse_cards, parse_frame, parse_names, parse_pair, part
from bot.content.fields import Fields
from bot.content.model import CrisisContent, Resource
from bot.content.placeholders import crisis_values

NEEDED = ("emergency", "lifeline", "text_line")
"""Resources that answers name everywhere."""

WAYS = ("call", "text", "chat", "site", "videophone")
"""How to reach a service; `whatsapp` is one too, in Spanish only."""

_SAID = ("name", "hours", "note")
_SPANISH = ("say", "call", "press", "text", "text_body", "chat", "site", "videophone", "whatsapp")
"""What may be different in Spanish."""


def parse_resources(source: Fields) -> dict[str, Resource]:
    """Reads the resources; what is wrong goes to `source.problems`."""
    found: dict[str, Resource] = {}
    for one in source.children("resources"):
        resource = _resource(one)
        if resource.id in found:
            message = f"The resource `{resource.id}` is there twice."
            one.wrong("id", message, "Remove one of them.")
        found[resource.id] = resource
    for name in NEEDED:
        if name not in found:
            message = f"The resource `{name}` is missing."
            source.wrong("resources", message, "Put it back: answers name it.")
    return found


def parse_crisis(
    source: Fields, resources: Mapping[str, Resource], values: Mapping[str, str]
) -> CrisisContent:
    """Reads the cards, with placeholders filled; what is wrong goes to `source.problems`."""
    known = frozenset(resources)
    spanish = {name: resource.within("es") for name, resource in resources.items()}
    filled = {"en": values, "es": {**values, **crisis_values(spanish)}}
    frame = parse_frame(source, filled, known)
    practice = Resource(
        id="practice",
        name=values.get("practice.name", ""),
        say=values.get("practice.phone", ""),
        source="content/practice.yml",
        call=values.get("practice.phone"),
        note=frame.practice_note.en,
    )
    return CrisisContent(
        resources=dict(resources),
        cards=parse_cards(source, "cards", filled, known),
        young_cards=parse_cards(source, "young_cards", filled, known),
        always=tuple(resources[name] for name in parse_names(source, "always", known)),
        frame=frame,
        practice=replace(practice, spanish=replace(practice, note=frame.practice_note.es)),
    )


def _resource(source: Fields) -> Resource:
    name = source.text("id")
    if not any(source.data.get(way) for way in WAYS):
        message = f"`{name}` cannot be reached."
        source.wrong("id", message, f"Add one of {', '.join(WAYS)}.")
    said = {key: parse_pair(source, key) for key in _SAID if key == "name" or key in source.data}
    ways: dict[str, Any] = {way: source.optional_text(way) for way in WAYS}
    english = Resource(
        id=name,
        name=said["name"].en,
        say=source.text("say"),
        source=source.text("source"),
        verified_on=source.date("verified_on"),
        press=source.optional_text("press"),
        text_body=source.optional_text("text_body"),
        hours=said["hours"].en if "hours" in said else None,
        note=said["note"].en if "note" in said else None,
        languages=source.texts("languages", required=True),
        **ways,
    )
    own: dict[str, Any] = {key: pair.es for key, pair in said.items()}
    if "es" in source.data:
        own |= _spanish(part(source, "es"))
    return replace(english, spanish=replace(english, **own))


def _spanish(source: Fields) -> dict[str, str | None]:
    """What replaces the English entry."""
    kept = source.texts("ways")
    for way in kept:
        if way not in WAYS:
            message = f"`{way}` is not a way to reach a service."
            source.wrong("ways", message, f"Use some of {', '.join(WAYS)}.")
    dropped: dict[str, str | None] = {}
    if "ways" in source.data:
        dropped = {way: None for way in WAYS if way not in kept}
    return dropped | {
        key: source.optional_text(key) for key in _SPANISH if source.data.get(key) is not None
    }
