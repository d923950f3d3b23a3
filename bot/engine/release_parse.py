"""The parse result of a message on the steps of a release: what it is turned into, and what of it is kept."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from bot.engine.parse import MOVE
from bot.release.moves import Answered, Move, to_button

EXTRACTOR = "release"


def moved(parse: dict[str, Any], move: Move) -> dict[str, Any]:
    """The parse result of a message that is a move."""
    if isinstance(move, Answered):
        return with_intent(parse, f"{MOVE}answer", {"answers": dict(move.given)})
    name, value = to_button(move)
    return with_intent(parse, f"{MOVE}{name}", value)


def with_intent(parse: dict[str, Any], name: str, carried: Mapping[str, Any]) -> dict[str, Any]:
    """The parse result with another intent, for certain, and what that carries."""
    known = ("topic", "guide", "question", "answer", "answers")
    kept = [one for one in parse["entities"] if one["entity"] not in known]
    intent = {"name": name, "confidence": 1.0}
    return {
        **parse,
        "intent": intent,
        "intent_ranking": [dict(intent)],
        "entities": [*kept, *entities(carried)],
    }


def entities(carried: Mapping[str, Any]) -> list[dict[str, Any]]:
    """What a message carries, as Rasa's entities."""
    return [
        {"entity": name, "value": value, "extractor": EXTRACTOR} for name, value in carried.items()
    ]


def without_details(parse: dict[str, Any], masked: str) -> dict[str, Any]:
    """The parse result of a message as it is kept: with the masked text, and nothing that was masked.

    Args:
        parse: the parse result of the message as it was typed.
        masked: its text without personal details.
    """
    typed = parse.get("text") or ""
    return {
        **{key: value for key, value in parse.items() if key != "text_tokens"},
        "text": masked,
        "entities": [
            {key: value for key, value in one.items() if key not in ("start", "end")}
            for one in parse["entities"]
            if "start" not in one or typed[one["start"] : one["end"]] in masked
        ],
    }


def entity_of(parse: Mapping[str, Any], name: str) -> Any:
    """The value of an entity; None where there is none."""
    entities = parse.get("entities") or []
    return next((one.get("value") for one in entities if one.get("entity") == name), None)


def intent_of(parse: Mapping[str, Any]) -> str:
    """The name of the intent; empty where there is none."""
    return (parse.get("intent") or {}).get("name") or ""
