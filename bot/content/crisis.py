"""Reads `content/crisis.yml`."""

from __future__ import annotations

from collections.abc import Mapping

from bot.content.errors import UnknownPlaceholder
from bot.content.fields import Fields
from bot.content.model import CardText, CrisisContent, Resource
from bot.content.placeholders import fill

NEEDED = ("emergency", "lifeline", "text_line")
"""Resources that answers name everywhere."""


def parse_resources(source: Fields) -> dict[str, Resource]:
    """Reads the resources; what is wrong goes to `source.problems`."""
    found: dict[str, Resource] = {}
    for one in source.children("resources"):
        name = one.text("id")
        if name in found:
            one.wrong("id", f"The resource `{name}` is there twice.", "Remove one of them.")
        if not any(one.data.get(way) for way in ("call", "text", "chat")):
            message = f"`{name}` cannot be reached."
            one.wrong("id", message, "Add `call`, `text` or `chat`.")
        found[name] = Resource(
            id=name,
            name=one.text("name"),
            say=one.text("say"),
            source=one.text("source"),
            verified_on=one.date("verified_on"),
            call=one.optional_text("call"),
            text=one.optional_text("text"),
            text_body=one.optional_text("text_body"),
            chat=one.optional_text("chat"),
            note=one.optional_text("note"),
        )
    for name in NEEDED:
        if name not in found:
            message = f"The resource `{name}` is missing."
            source.wrong("resources", message, "Put it back: answers name it.")
    return found


def parse_crisis(
    source: Fields, resources: Mapping[str, Resource], values: Mapping[str, str]
) -> CrisisContent:
    """Reads the cards, with placeholders filled; what is wrong goes to `source.problems`."""
    always = _resources(source, "always", resources)
    cards = source.child("cards", required=True)
    found = {name: _card(cards.child(name), resources, values) for name in cards.data}
    if "default" not in found:
        source.wrong("cards", "The card `default` is missing.", "Add it: other kinds fall back.")
    return CrisisContent(dict(resources), found, tuple(resources[name] for name in always))


def _card(source: Fields, resources: Mapping[str, Resource], values: Mapping[str, str]) -> CardText:
    body = []
    for text in (source.text("heading"), *source.texts("body", required=True)):
        try:
            body.append(fill(text, values))
        except UnknownPlaceholder as error:
            mend = "Use the id of a resource, such as {crisis.lifeline}."
            source.wrong("body", f"{str(error).capitalize()}.", mend)
            body.append(text)
    return CardText(body[0], tuple(body[1:]), _resources(source, "resources", resources))


def _resources(source: Fields, name: str, resources: Mapping[str, Resource]) -> tuple[str, ...]:
    named = source.texts(name, required=True)
    for one in named:
        if one not in resources:
            message = f"There is no resource `{one}`."
            source.wrong(name, message, "Use an id from the list of resources.")
    if not named:
        source.wrong(name, f"`{name}` is empty.", "Name at least one resource.")
    return tuple(one for one in named if one in resources)
