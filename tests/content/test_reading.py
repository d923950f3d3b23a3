"""The reading level."""

from __future__ import annotations

import pytest

from bot.content.check.reading import count_words, grade

EASY = "Ask your therapist first. Some of them like it. Some of them do not."
HARD = (
    "Confidentiality obligations notwithstanding, psychotherapeutic practitioners occasionally "
    "communicate information involuntarily."
)


def test_plain_sentences_are_easier_than_official_ones() -> None:
    assert grade(EASY) < 4
    assert grade(HARD) > 16


def test_a_list_is_read_as_sentences_of_their_own() -> None:
    listed = "Settle these:\n\n- which number to use\n- who reads it there\n- when it is read"
    assert grade(listed) < 4


def test_the_formula_is_that_of_kincaid() -> None:
    # 4 words, 1 sentence, each of one syllable.
    assert grade("The cat sat down.") == pytest.approx(0.39 * 4 + 11.8 - 15.59)


def test_nothing_to_read_is_grade_zero() -> None:
    assert grade("") == 0
    assert grade("- \n") == 0


def test_words_are_counted_as_a_reader_meets_them() -> None:
    assert count_words("Don't call 988 - e-mail us.") == 5
