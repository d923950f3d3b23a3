"""The figures of the screen's speed: texts of just the length that is said, and lines to read."""

from __future__ import annotations

import random

import pytest

from benchmarks import screen_speed


@pytest.mark.parametrize("length", [1, 60, 5000])
def test_a_message_has_the_length_that_is_asked_for(length: int) -> None:
    text = screen_speed.message(["one", "two words", "three more words"], length, random.Random(3))
    assert len(text) == length


def test_short_texts_are_told_in_microseconds_and_long_ones_in_milliseconds() -> None:
    assert screen_speed.line(300, 0.000412).split() == ["300", "characters", "412", "µs"]
    assert screen_speed.line(25_000, 0.1502).split() == ["25", "kilobytes", "150.2", "ms"]


def test_each_length_has_its_line(capsys: pytest.CaptureFixture[str]) -> None:
    seen: list[str] = []
    assert screen_speed.main([], run=seen.append) == 0
    assert len(capsys.readouterr().out.splitlines()) == len(screen_speed.MESSAGES)
    assert {len(text) for text in seen} == set(screen_speed.MESSAGES)
