"""What is taken for "nobody is in danger": a bare no, or a phrase of the answer, and nothing else."""

from __future__ import annotations

from dataclasses import replace

import pytest

from bot.release.guide import Release
from bot.release.journey import advance
from bot.release.moves import Answered, Stop, Unclear
from bot.release.reading import read
from bot.release.turn import Kind

from .places import at

NO, YES = Answered({"danger_now": "no"}), Answered({"danger_now": "yes"})


@pytest.mark.parametrize(
    "text",
    [
        "no",
        "No!",
        "nope",
        "well, no",
        "no thanks",
        "no no",
        "no one",
        "no, nobody",
        "not at all",
        "no, nothing like that",
        "no everyone is safe",
        "no, they're safe",
        "everybody is safe right now",
        "that's not an emergency",
        "no, he isn't in danger",
        "no, no one is in danger, thank you",
    ],
)
def test_a_no_and_nothing_else_is_one(release: Release, text: str) -> None:
    assert read(release, at(release, "danger_now"), text) == NO


@pytest.mark.parametrize(
    "text",
    [
        "no one feels safe",
        "no one feels safe at home",
        "no one is safe",
        "no i'm scared though",
        "no we are hiding",
        "no i locked myself in",
        "no just the baby",
        "no only my little brother",
        "no but she stopped eating",
        "no but call the police",
        "no, not until dad comes home",
        "no it's too late",
        "no not yet",
        "not yet",
        "no please",
        "nobody is answering",
        "no, they are safe but I am not",
        "he has locked himself in, everyone is safe for now",
        "no comment",
    ],
)
def test_a_no_that_goes_on_is_asked_again(release: Release, text: str) -> None:
    here = at(release, "danger_now")
    assert read(release, here, text) == Unclear()
    offered = read(release, replace(here, offered=True), text)
    assert offered in (Unclear(), Stop())  # "not yet" is then about going on


@pytest.mark.parametrize("text", ["not sure", "not everyone is safe", "nobody is safe", "yes"])
def test_a_yes_and_a_doubt_are_the_careful_answer(release: Release, text: str) -> None:
    assert read(release, at(release, "danger_now"), text) == YES


def test_the_question_is_put_again_with_its_help(release: Release) -> None:
    turn = advance(release, at(release, "danger_now"), Unclear())
    assert [line.kind for line in turn.say] == [Kind.UNCLEAR, Kind.STEP, Kind.QUESTION]
    assert "911" in turn.say[1].text and "988" in turn.say[1].text


def test_another_question_is_put_again_without_its_step(release: Release) -> None:
    turn = advance(release, at(release, "agrees"), Unclear())
    assert [line.kind for line in turn.say] == [Kind.UNCLEAR, Kind.QUESTION]
