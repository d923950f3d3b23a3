"""Reads `responses:` of a Rasa file."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from bot.content.fields import Fields
from bot.content.model import BASES, Button, Condition, Metadata, Response, Source, Variant


def parse_responses(source: Fields) -> Iterator[Response]:
    """The responses of a file; what is wrong goes to `source.problems`."""
    responses = source.child("responses")
    for name in responses.data:
        raw = [_variant(one) for one in responses.children(name)]
        if responses.data.get(name) is None:
            responses.wrong(name, f"`{name}` has no text.", "Add `- text: |` under it.")
        defaults = [variant for variant in raw if not variant.conditions]
        if not defaults:
            message = f"`{name}` has no variant without a condition."
            responses.wrong(name, message, "Add one that is complete by itself.")
            continue
        if len({tuple(sorted(variant.conditions.items())) for variant in raw}) < len(raw):
            message = f"`{name}` has two variants with the same conditions."
            responses.wrong(name, message, "Keep one of them, or change a condition.")
        base = defaults[0].metadata
        merged = (replace(one, metadata=_merge(base, one.metadata)) for one in raw)
        yield Response(name, tuple(merged))


def _variant(source: Fields) -> Variant:
    conditions: dict[str, Condition] = {}
    for condition in source.children("condition"):
        name = condition.text("name")
        value = condition.data.get("value")
        if not isinstance(value, str | bool):
            condition.wrong("value", "`value` must be text.", "Write the slot's value.")
        else:
            conditions[name] = value
    if "condition" in source.data and not conditions:
        source.wrong("condition", "The condition is empty.", "Name a slot and its value.")
    return Variant(
        conditions=conditions,
        text=source.text("text"),
        metadata=_metadata(source.child("metadata")),
        buttons=tuple(
            Button(button.text("title"), button.text("payload"))
            for button in source.children("buttons")
        ),
    )


def _metadata(source: Fields) -> Metadata:
    follow_ups = source.child("follow_ups")
    return Metadata(
        title=source.optional_text("title") or "",
        more=source.optional_text("more"),
        sources=tuple(_source(one) for one in source.children("sources")),
        reviewed_on=source.date("reviewed_on"),
        review_by=source.date("review_by"),
        related=source.texts("related"),
        follow_ups={kind: follow_ups.text(kind) for kind in follow_ups.data},
    )


def _source(source: Fields) -> Source:
    basis = source.text("basis")
    if basis and basis not in BASES:
        source.wrong("basis", f"`{basis}` is not a kind of source.", f"Use {', '.join(BASES)}.")
    return Source(source.text("citation"), source.text("name"), basis, source.optional_text("url"))


def _merge(base: Metadata, own: Metadata) -> Metadata:
    """A variant says only what differs; its sources come on top of the default's."""
    if own is base:
        return base
    return Metadata(
        title=own.title or base.title,
        more=own.more or base.more,
        sources=tuple(dict.fromkeys((*base.sources, *own.sources))),
        reviewed_on=own.reviewed_on or base.reviewed_on,
        review_by=own.review_by or base.review_by,
        related=own.related or base.related,
        follow_ups={**base.follow_ups, **own.follow_ups},
    )
