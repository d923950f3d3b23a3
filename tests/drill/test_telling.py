"""How a drill is printed."""

from __future__ import annotations

from bot.drill.telling import Result, of_note, of_results, of_seen
from tests.drill.conftest import Happened


def test_a_line_of_the_desks_stands_whole_with_time_state_and_name(happened: Happened) -> None:
    text = "I'm asking for a person now. " * 12
    said = of_seen(
        happened(1, at=12.34, line="desk_waiting", text=text, desk={"state": "waiting"})
    ).splitlines()
    assert said[0].startswith("   12.3 s  waiting       desk_waiting: I'm asking")
    assert " ".join(" ".join(said).split()).count("I'm asking for a person now.") == 12
    assert all(len(one) <= 110 for one in said)


def test_a_long_answer_is_cut_and_says_so(happened: Happened) -> None:
    said = of_seen(happened(1, "message", "bot", text="word " * 200))
    assert "assistant" in said and said.endswith("…") and len(said) < 300


def test_card_staff_and_notes_can_be_told_apart(happened: Happened) -> None:
    assert "CARD" in of_seen(happened(1, "card", heading="Call 911"))
    assert "Dana" in of_seen(happened(2, "message", "staff", text="Hello", staff="Dana"))
    assert of_note(1.0, "staff take it").endswith("[staff take it]")


def test_verdicts_are_counted_and_a_failure_gives_its_reason() -> None:
    said = of_results(
        [
            Result("answered in time", passed=True, reason="", seconds=3.21),
            Result("nobody comes", passed=False, reason="It took too long.", seconds=60.0),
            Result("closed", passed=False, reason="not here", seconds=None),
        ]
    ).splitlines()
    assert said[1].split() == ["PASS", "answered", "in", "time", "3.2", "s"]
    assert said[2].startswith("FAIL  nobody comes") and said[2].endswith("It took too long.")
    assert said[3].startswith("SKIP  closed") and said[3].endswith("not here")
    assert said[-1] == "1 passed, 1 failed, 1 skipped"
