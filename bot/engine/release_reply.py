"""What the journey says, as Rasa sends it: text, buttons, metadata, and where the visitor is."""

from __future__ import annotations

import json
from dataclasses import asdict
from typing import Any

from bot.engine.parse import MOVE
from bot.release.guide import Answers, Release
from bot.release.journey import Button, Kind, Line


def reply_of(release: Release, line: Line, answers: Answers | None = None) -> dict[str, Any]:
    """One line as one reply.

    Args:
        release: the guides.
        line: what is said.
        answers: the answers of a walk that came to its end, for the take-away.
    """
    metadata: dict[str, Any] = {
        "title": line.title,
        "sources": [asdict(source) for source in line.sources],
    }
    if line.kind is Kind.STEP:
        metadata["reviewed_on"] = release.reviewed_on
    place: dict[str, Any] = {
        "kind": line.kind.value,
        "guide": line.guide,
        "step": line.step,
        "n": line.n,
        "total": line.total,
        "done": line.done,
    }
    if line.kind is Kind.FINISHED:
        place["answers"] = dict(answers or {})
    return {
        "text": line.text,
        "buttons": [
            {"title": button.title, "payload": payload_of(button)} for button in line.buttons
        ],
        "metadata": metadata,
        "release": place,
    }


def payload_of(button: Button) -> str:
    """What a pressed button sends: `/release_answer{"question": "age", "answer": "minor"}`."""
    return f"/{MOVE}{button.name}{json.dumps(dict(button.value)) if button.value else ''}"
