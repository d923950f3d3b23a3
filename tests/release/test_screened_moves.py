"""What visitors type for a move, through the danger screen as it is trained, and then read as the engine reads it.

The screen comes first. A template that it always takes for danger is a move that nobody can make, so it is none.
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from typing import Any

import pytest

from bot.engine import release as resolution
from bot.engine.parse import FINDINGS, MOVE
from bot.release import move_words as said
from bot.release.guide import Release
from bot.safety import Classifier, flagged
from bot.safety.screening import screen_all
from bot.safety.second_layer import load_classifier
from bot.safety.turn import Turn
from bot.setup.paths import ROOT

from .places import STEP
from .spoken import alternatives, examples

MOST = 8
"""Examples of a template."""

LISTS: Mapping[str, str] = {**said.LISTS, **said.WHY_LISTS, **said.SKIP_LISTS}
NAMES = ("NEXT", "BACK", "AGAIN", "WHY", "SKIP", "STOP", "START", "GOES_ON")

ENDINGS = [
    "stop", "stop the steps", "let's stop here", "I want to stop", "that's enough", "enough for now", "I'm done here",
    "I'm done for today", "I have to go", "I have to leave", "I need a break", "goodbye", "never mind", "quit",
]  # fmt: skip
"""What the screen takes for a hint in part; to stop is careful all the same."""


@cache
def _classifier() -> Classifier:
    return load_classifier(ROOT)


def _heard(release: Release, texts: list[str]) -> dict[str, str]:
    """The intent of each text at a step: `crisis` where the screen shows the card."""
    found = {}
    screened = screen_all([Turn(text, ()) for text in texts], _classifier())
    for text, findings in zip(texts, screened, strict=True):
        intent = "crisis" if flagged(findings) else "out_of_scope"
        parse: dict[str, Any] = {
            "text": text,
            "intent": {"name": intent, "confidence": 0.9},
            "entities": [],
            FINDINGS: [one.as_dict() for one in findings],
        }
        found[text] = resolution.resolve(parse, STEP, release)["intent"]["name"]
    return found


@pytest.mark.parametrize("name", NAMES)
def test_the_screen_lets_some_of_each_template_through(release: Release, name: str) -> None:
    templates = {one: examples(one, LISTS, MOST) for one in alternatives(getattr(said, name))}
    heard = _heard(release, [text for texts in templates.values() for text in texts])
    lost = {
        template: texts
        for template, texts in templates.items()
        if not any(heard[text].startswith(MOVE) for text in texts)
    }
    assert lost == {}


def test_the_screen_lets_the_held_out_moves_through(release: Release) -> None:
    lines = (ROOT / "tests" / "release" / "held_out_moves.tsv").read_text("utf-8").splitlines()
    rows = [line.split("\t") for line in lines[1:]]
    moves = {text: move for text, move in rows if move not in ("other", "topic")}
    heard = _heard(release, list(moves))
    lost = [text for text, move in moves.items() if heard[text] != f"{MOVE}{move}"]
    assert len(moves) >= 55
    assert len(lost) <= 6, lost


def test_the_steps_can_be_ended_in_most_ordinary_words(release: Release) -> None:
    heard = _heard(release, ENDINGS)
    lost = [text for text, intent in heard.items() if intent != f"{MOVE}stop"]
    assert len(lost) <= 1, lost


@pytest.mark.parametrize("text", ["hit me", "no more today", "I don't want to go on", "end it"])
def test_what_danger_is_said_in_ends_nothing_and_goes_on_with_nothing(
    release: Release, text: str
) -> None:
    """Whether the screen sees it or not."""
    parse = {"text": text, "intent": {"name": "out_of_scope", "confidence": 0.9}, "entities": []}
    assert resolution.resolve(parse, STEP, release) == parse
