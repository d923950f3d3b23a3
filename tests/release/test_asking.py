"""Whether a message asks something, and how long it takes to tell."""

from __future__ import annotations

import time
from collections.abc import Callable

import pytest

from bot.release.asking import is_question
from bot.release.guide import Release
from bot.release.reading import read

from .places import at

SHORT, LONG = 4_000, 16_000
"""Characters."""

LINEAR = 8.0
"""At most so many times longer for four times the text; a square would be sixteen times."""

TRIES = 5


@pytest.mark.parametrize(
    ("text", "asks"),
    [
        ("she is my daughter, right?", False),
        ("she agreed , you know ??", False),
        ("my boss, OK ?", False),
        ("is that right?", True),
        ("does the form need a copyright?", True),
        ("what about her", True),
        ("both ways", False),
        ("?", True),
    ],
)
def test_a_nod_that_is_asked_for_makes_no_question(text: str, asks: bool) -> None:
    assert is_question(text) is asks


@pytest.mark.parametrize(
    "unit",
    [" ", ", ", "\n", "\N{NO-BREAK SPACE}", "no ", "no, ", "not ", "-", " - ", "1", "1 ", "1.", "?", "i think ", "a"],
)  # fmt: skip
@pytest.mark.parametrize("end", ["", "x", "ok?"])
def test_reading_odd_input_takes_as_much_longer_as_it_is_longer(
    release: Release, unit: str, end: str
) -> None:
    here = at(release, "agrees")

    def of(size: int) -> Callable[[], object]:
        text = f"x{unit * (size // len(unit))}{end}"
        return lambda: read(release, here, text)

    for _ in range(TRIES):  # a slow machine may be slow in one of two measurements
        if _seconds(of(LONG)) <= LINEAR * max(_seconds(of(SHORT)), 0.001):
            return
    pytest.fail("it takes longer than the text is longer")


def _seconds(do: Callable[[], object]) -> float:
    """Of this process alone, whatever else runs."""
    taken = []
    for _ in range(2):
        before = time.process_time()
        do()
        taken.append(time.process_time() - before)
    return min(taken)
