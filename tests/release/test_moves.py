"""Moves and their buttons."""

from __future__ import annotations

import pytest

from bot.release.moves import (
    PLAIN,
    Answered,
    Interrupted,
    Move,
    Next,
    Start,
    from_button,
    to_button,
)


@pytest.mark.parametrize(
    "move", [*PLAIN.values(), Start(), Start(guide="revoke"), Answered({"age": "minor"})]
)
def test_a_button_makes_the_move_it_was_made_from(move: Move) -> None:
    assert from_button(*to_button(move)) == move


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("jump", {}),
        ("answer", {}),
        ("answer", {"question": "age"}),
        ("answer", {"question": "age", "answer": 3}),
        ("interrupted", {}),
    ],
)
def test_a_button_that_there_is_not_makes_no_move(name: str, value: dict[str, object]) -> None:
    assert from_button(name, value) is None


def test_what_a_plain_move_carries_beside_is_left_out() -> None:
    assert from_button("next", {"guide": "revoke"}) == Next()


@pytest.mark.parametrize("move", [Interrupted(), Answered({}), Answered({"a": "b", "c": "d"})])
def test_no_button_makes_what_is_not_the_visitors_or_more_than_one_answer(move: Move) -> None:
    with pytest.raises(ValueError, match=type(move).__name__):
        to_button(move)
