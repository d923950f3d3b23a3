"""The trained model on questions that are in no training file: what the project promises, as limits."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from pathlib import Path

import pytest

from bot.content import load_library
from bot.content.release import GUIDES
from bot.engine.understanding import Model, Understood
from bot.evaluation.figures import figures
from bot.evaluation.guides import Result, guide_figures, read_requests, share_right
from bot.evaluation.questions import Question, read_questions

ROOT = Path(__file__).resolve().parents[2]
REQUESTS = ROOT / "tests" / "nlu" / "guides_held_out.tsv"
FILES = sorted((ROOT / "tests" / "nlu").glob("held_out*.tsv"))


@pytest.fixture(scope="module")
def model() -> Model:
    return Model(ROOT)


@pytest.fixture(scope="module")
def asked(model: Model) -> tuple[Sequence[Question], Sequence[Understood]]:
    questions = [question for path in FILES for question in read_questions(path)]

    async def ask() -> list[Understood]:
        return [await model.understand(question.text) for question in questions]

    return questions, asyncio.run(ask())


def test_no_held_out_question_is_a_training_example() -> None:
    examples = "\n".join(
        path.read_text(encoding="utf-8").casefold() for path in (ROOT / "data").rglob("*.yml")
    ).splitlines()
    known = {line.strip().removeprefix("- ") for line in examples}
    questions = [question.text for path in FILES for question in read_questions(path)]
    requests = [request.text for request in read_requests(REQUESTS)]
    assert len(questions) > 900
    texts = [*questions, *requests]
    assert [text for text in texts if text.casefold().strip() in known] == []


def test_every_topic_has_eight_held_out_questions_and_150_are_out_of_scope() -> None:
    questions = [question for path in FILES for question in read_questions(path)]
    topics = {path.stem for path in (ROOT / "data" / "nlu").glob("*/*.yml")}
    assert len(topics) == 53
    for topic in topics:
        assert sum(topic == question.topics[0] for question in questions) >= 8, topic
    assert sum("out_of_scope" in question.topics for question in questions) >= 150


def test_held_out_questions_are_answered_rightly_or_offered_the_right_topic(
    asked: tuple[Sequence[Question], Sequence[Understood]],
) -> None:
    result = figures(*asked)
    assert result.answered >= 0.85
    assert result.offered >= 0.97
    assert result.wrong <= 0.03
    assert result.outside_answered <= 0.05


def test_understanding_is_deterministic(model: Model) -> None:
    texts = ["can my therapist text me", "what happens to my notes if she retires", "asdf"]

    async def ask() -> list[Understood]:
        return [await model.understand(text) for text in texts]

    assert asyncio.run(ask()) == asyncio.run(ask())


def test_ordinary_questions_in_dangerous_words_are_seldom_taken_for_danger(model: Model) -> None:
    questions = read_questions(ROOT / "tests" / "nlu" / "near_misses.tsv")

    async def ask() -> list[Understood]:
        return [await model.understand(question.text) for question in questions]

    # A guard against getting worse; the danger screen to come has a stricter limit of its own.
    assert figures(questions, asyncio.run(ask())).alarmed <= 0.15


@pytest.fixture(scope="module")
def requested(model: Model) -> dict[str | None, dict[Result, int]]:
    requests = read_requests(REQUESTS)

    async def ask() -> list[Understood]:
        return [await model.understand(request.text) for request in requests]

    return guide_figures(load_library(ROOT).release, requests, asyncio.run(ask()))


def test_requests_to_be_guided_seldom_begin_a_wrong_guide(
    requested: dict[str | None, dict[Result, int]],
) -> None:
    share, count = share_right(requested)
    wrong = sum(results[Result.WRONG] for results in requested.values())
    assert count >= 150
    assert share >= 0.65  # a guard against getting worse; the aim is below
    assert wrong / count <= 0.07


@pytest.mark.xfail(
    reason="0.68 in November 2026: situations told without asking for steps", strict=True
)
def test_requests_to_be_guided_begin_the_right_guide_or_the_one_question_that_decides_it(
    requested: dict[str | None, dict[Result, int]],
) -> None:
    share, _ = share_right(requested)
    assert share >= 0.92


def test_there_are_held_out_requests_for_each_guide_and_some_that_must_be_asked_about() -> None:
    meant = [request.guide for request in read_requests(REQUESTS)]
    for guide in (*GUIDES, None):
        assert meant.count(guide) >= 15, guide
