"""Danger and the reading of moves.

The danger screen comes first: the engine asks `reading.read` only about messages in which nothing was flagged, so
what it would make of a flagged one is never acted on. The screen can miss something, though. These messages are all
labelled as danger, and they are read here as if nothing had been seen: none may end the steps, go on with them, or
say that nobody is in danger. Some are taken for an answer to another question, and most for nothing at all.
"""

from __future__ import annotations

from dataclasses import replace

import pytest

from bot.release import moves
from bot.release.guide import Release
from bot.release.moves import Answered
from bot.release.reading import read
from bot.release.state import Journey
from bot.setup.paths import ROOT

from .places import STEP, at

FOLDER = ROOT / "tests" / "safety" / "messages"
ONE_IN = 3
"""So many are read of the whole, for speed."""


def _messages() -> list[str]:
    found = []
    for path in sorted(FOLDER.rglob("*.tsv")):
        head, *lines = path.read_text(encoding="utf-8").splitlines()
        if head.startswith("text\tlabel"):
            rows = [line.split("\t") for line in lines]
            found += [row[0] for row in rows if row[1] == "danger"]
    return found


MESSAGES = _messages()


def test_there_are_messages_to_read() -> None:
    assert len(MESSAGES) > 1000


@pytest.mark.parametrize("offered", [False, True])
def test_danger_that_nobody_saw_neither_ends_the_steps_nor_goes_on(
    release: Release, offered: bool
) -> None:
    here = replace(STEP, offered=offered)
    assert [text for text in MESSAGES if read(release, here, text) is not None] == []


def test_nothing_goes_on_after_danger_but_an_outright_wish(release: Release) -> None:
    here = replace(STEP, paused=True)
    assert [text for text in MESSAGES if read(release, here, text) is not None] == []


@pytest.mark.parametrize("question", ["who", "purpose", "age", "agrees", "substance_use"])
def test_where_something_is_asked_it_is_at_most_taken_for_an_answer(
    release: Release, question: str
) -> None:
    here: Journey = at(release, question)
    taken = [read(release, here, text) for text in MESSAGES[::ONE_IN]]
    assert all(move is None or isinstance(move, Answered | moves.Unclear) for move in taken)
    assert sum(isinstance(move, Answered) for move in taken) <= 0.08 * len(taken)


def test_nobody_in_danger_is_read_as_nobody_in_danger(release: Release) -> None:
    here = at(release, "danger_now")
    taken = [read(release, here, text) for text in MESSAGES]
    assert Answered({"danger_now": "no"}) not in taken
    assert all(move is None or isinstance(move, Answered | moves.Unclear) for move in taken)


@pytest.mark.parametrize(
    "text",
    [
        "please stop",
        "no, stop",
        "stop it",
        "make it stop",
        "no more",
        "I can't do this anymore, stop",
    ],
)
def test_what_may_plead_ends_nothing(release: Release, text: str) -> None:
    assert read(release, STEP, text) != moves.Stop()
