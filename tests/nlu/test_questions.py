"""Several questions in one message."""

from __future__ import annotations

import pytest

from bot.nlu.questions import MOST, split_questions


@pytest.mark.parametrize(
    ("text", "questions"),
    [
        (
            "Can I see my notes? Can my therapist text me?",
            ["Can I see my notes?", "Can my therapist text me?"],
        ),
        (
            "can I see my notes and can my sister come along",
            ["can I see my notes", "and can my sister come along"],
        ),
        (
            "Can I see my notes?\nHow do I email him",
            ["Can I see my notes?", "How do I email him"],
        ),
        (
            "My mom is in therapy. Can I call her therapist? Also, what is an ROI?",
            ["Can I call her therapist?", "Also, what is an ROI?"],
        ),
    ],
)
def test_two_questions_are_told_apart(text: str, questions: list[str]) -> None:
    assert split_questions(text) == questions


@pytest.mark.parametrize(
    "text",
    [
        "",
        "Can my therapist text me?",
        "My mother is in therapy. She likes it.",
        "Hello! Can my therapist text me?",
        "Can my mom and dad come to my session?",
        "Really? Can my therapist text me?",  # too short to be one
        "???",
    ],
)
def test_one_question_or_none_is_left_whole(text: str) -> None:
    assert split_questions(text) == []


def test_no_more_than_three_are_taken() -> None:
    assert len(split_questions("Can I see my notes? " * 9)) == MOST


def test_a_very_long_message_is_split_in_no_time() -> None:
    import time

    start = time.perf_counter()
    split_questions("and " * 20_000 + " ,;" * 20_000)
    assert time.perf_counter() - start < 2
