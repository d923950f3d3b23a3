"""`ask` with the trained model: a journey is walked in this process, with no server."""

from __future__ import annotations

import asyncio
from pathlib import Path

import pytest

from bot.cli import ask
from bot.content import load_library
from bot.engine.understanding import Model
from bot.release.path import path

ROOT = Path(__file__).resolve().parents[2]


@pytest.fixture(scope="module")
def model() -> Model:
    return Model(ROOT)


def test_a_journey_is_said_with_its_steps(model: Model, capsys: pytest.CaptureFixture[str]) -> None:
    steps = path(load_library(ROOT).release.guides["physician"], {})

    async def talk() -> None:
        for text in ("walk me through a release for my doctor", "next"):
            await ask._say(model, text, "a-walk")

    asyncio.run(talk())
    said = capsys.readouterr().out
    assert f"Step 1 of {len(steps)}: {steps[0].title}\n" in said
    assert f"Step 2 of {len(steps)}: {steps[1].title}\n" in said
    assert "(journey, roi_steps, physician, " in said and "(journey, release_next, " in said


def test_an_unsure_journey_offers_topics_beside_it(model: Model) -> None:
    text = "grown sons counselor, need to link up with her, steps??"

    async def talk() -> tuple[tuple[str, ...], list[str]]:
        understood, replies = await model.converse(text, "unsure")
        buttons = [button["payload"] for reply in replies for button in reply.get("buttons") or []]
        return understood.suggestions, buttons

    suggested, buttons = asyncio.run(talk())
    assert suggested
    assert {f"/faq/{topic}" for topic in suggested} <= set(buttons)


def test_nobody_of_the_practice_is_told_by_asking(model: Model) -> None:
    async def talk() -> list[str]:
        _, replies = await model.converse("I want to talk to a person", "a-person")
        return [reply.get("text", "") for reply in replies]

    assert any("Talk to a person" in text for text in asyncio.run(talk()))
