"""Short messages that move on."""

from __future__ import annotations

import pytest

from bot.release.commands import (
    command,
    command_with_a_reason,
    ends_steps,
    goes_on,
    returns,
    says_no,
    says_yes,
)
from bot.release.moves import Again, Back, Move, Next, Skip, Start, Stop, Why


@pytest.mark.parametrize(
    ("text", "move"),
    [
        ("Next!", Next()),
        ("now what", Next()),
        ("done, next", Next()),
        ("mhm", Next()),
        ("ok go on please", Next()),
        ("go back", Back()),
        ("no, go back", Back()),
        ("can you take me back one step", Back()),
        ("say that again", Again()),
        ("I don't understand", Again()),
        ("what?", Again()),
        ("why is that", Why()),
        ("skip this one", Skip()),
        ("that part doesn't apply to me", Skip()),
        ("start over", Start()),
        ("stop", Stop()),
        ("never mind", Stop()),
        ("I have to go", Stop()),
    ],
)
def test_a_short_message_is_one_move(text: str, move: Move) -> None:
    assert command(text) == move


@pytest.mark.parametrize(
    "text",
    [
        "",
        "...",
        "please stop",
        "stop it",
        "no more",
        "yes",
        "no",
        "next week",
        "back pain",
        "why me and not him",
    ],
)
def test_what_may_mean_something_else_is_no_move(text: str) -> None:
    assert command(text) is None


def test_two_different_moves_are_none() -> None:
    assert command("stop. go back") is None


def test_long_messages_are_no_moves() -> None:
    assert command("ok " * 13) is None


@pytest.mark.parametrize(
    ("text", "move"),
    [
        ("sorry, the phone rang, say that again", Again()),
        ("go back, I skipped something", Back()),
        ("we talked about this, move on", Next()),
        ("this is a lot for me, can we stop", Stop()),
    ],
)
def test_a_move_may_come_with_a_reason(text: str, move: Move) -> None:
    assert command_with_a_reason(text) == move


@pytest.mark.parametrize(
    "text",
    [
        "how do I tell him, go on",
        "I can't do this, I want to stop",
        "I told him, next",
        "he hits me, stop",
        "my therapist moved, what happens next",
        "go back",
    ],
)
def test_a_move_with_a_question_or_a_plea_is_none(text: str) -> None:
    assert command_with_a_reason(text) is None


def test_yes_and_no_alone_are_told_apart_from_moves() -> None:
    assert says_yes("Yes, please!") and not says_yes("yes she does")
    assert says_no("no thanks") and not says_no("no he does not")


def test_going_on_is_said_outright_and_ok_is_not() -> None:
    assert goes_on("go on with the steps") and goes_on("where were we?")
    assert not goes_on("ok") and not goes_on("next")
    assert returns("where were we?") and not returns("go on")


def test_ending_the_steps_names_them() -> None:
    assert ends_steps("Stop the steps.") and ends_steps("I want to end the release walk-through")
    assert not ends_steps("stop") and not ends_steps("stop my release") and not ends_steps("bye")
