"""Figures over a handful of questions that can be counted by hand."""

from __future__ import annotations

import math
from dataclasses import dataclass

import pytest

from bot.evaluation.figures import figures, reliability
from bot.evaluation.guides import Result
from bot.evaluation.questions import Question
from bot.evaluation.report import Measured, interval, write_report


@dataclass(frozen=True)
class Said:
    outcome: str
    topic: str | None = None
    suggestions: tuple[str, ...] = ()
    confidence: float = 0.9
    ranking: tuple[tuple[str, float], ...] = ()


QUESTIONS = [
    Question("a", ("texting",)),
    Question("b", ("texting", "email")),
    Question("c", ("notes",)),
    Question("d", ("notes",)),
    Question("e", ("out_of_scope",)),
    Question("f", ("out_of_scope",)),
    Question("g", ("smalltalk",)),
]
REPLIES = [
    Said("answer", "texting", ranking=(("texting", 0.95),)),
    Said("suggest", None, ("notes", "email"), ranking=(("notes", 0.4), ("email", 0.3))),
    Said("answer", "court", ("notes",), ranking=(("court", 0.65), ("notes", 0.2))),
    Said("crisis"),
    Said("out_of_scope"),
    Said("answer", "notes"),
    Said("smalltalk"),
]

NOTHING = dict.fromkeys(Result, 0)
GUIDES = {
    "revoke": {**NOTHING, Result.BEGAN: 1, Result.WRONG: 1},
    None: {**NOTHING, Result.ASKED: 1},
}


def test_each_share_counts_what_its_name_says() -> None:
    result = figures(QUESTIONS, REPLIES)
    assert (result.inside, result.outside) == (5, 2)
    assert result.answered == pytest.approx(2 / 5)  # a, g
    assert result.offered == pytest.approx(4 / 5)  # a, b, c, g
    assert result.wrong == pytest.approx(1 / 5)  # c
    assert result.outside_answered == pytest.approx(1 / 2)  # f
    assert result.alarmed == pytest.approx(1 / 7)  # d
    assert result.first == pytest.approx(2 / 5)


def test_what_was_confused_is_listed_with_the_right_topic_first() -> None:
    assert ("notes", "court", 1) in figures(QUESTIONS, REPLIES).confusions
    assert ("out_of_scope", "notes", 1) in figures(QUESTIONS, REPLIES).confusions


def test_reliability_puts_confidences_into_tenths() -> None:
    assert reliability(QUESTIONS, REPLIES) == [(0.4, 1, 0.0), (0.6, 1, 0.0), (0.9, 1, 1.0)]


def test_an_interval_never_leaves_what_a_share_can_be() -> None:
    for count in range(1, 6000):
        assert math.copysign(1, interval(0.0, count)[0]) == 1
        assert interval(1.0, count)[1] <= 1


def test_wilsons_interval_agrees_with_the_textbook() -> None:
    # Newcombe (1998), table I: 81 of 263 gives .2553 to .3662.
    assert interval(81 / 263, 263) == pytest.approx((0.2553, 0.3662), abs=5e-5)


def test_the_report_names_every_file_and_every_figure() -> None:
    report = write_report(
        [Measured("held_out.tsv", QUESTIONS, REPLIES)], (QUESTIONS, REPLIES), {"asked.tsv": GUIDES}
    )
    expected_lines = (
        "## held_out.tsv",
        "answered with a wrong topic",
        "| notes | court | 1 |",
        "`tests/nlu/asked.tsv`, 3 requests: 66.7% (20.8% to 93.9%) right.",
        "| revoke | 2 | 1 | 0 | 0 | 1 | 0 |",
        "| (to be asked) | 1 | 0 | 1 | 0 | 0 | 0 |",
    )
    for expected in expected_lines:
        assert expected in report
