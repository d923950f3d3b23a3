"""What a visitor has seen, and what is wrong with it."""

from __future__ import annotations

from bot.drill.timeline import Timeline, card, line, message_from, timing
from bot.handoff.effects import Line
from tests.drill.conftest import Happened


def test_an_event_is_read_as_the_page_reads_it(happened: Happened) -> None:
    one = happened(
        3, at=1.5, line="desk_waiting", text="I ask.", state="waiting", desk={"state": "waiting"}
    )
    assert (one.seq, one.at, one.line, one.state) == (3, 1.5, "desk_waiting", "waiting")
    late = happened(4, state="late", text="It takes longer.")
    assert late.state is None
    assert happened(5, "card", heading="Call 911").text == "Call 911"
    assert happened(6, "message", "staff", text="Hello", staff="Dana").staff == "Dana"


def test_the_first_that_fits_after_another_is_found(happened: Happened) -> None:
    timeline = Timeline()
    first = happened(1, line=Line.TOLD)
    for one in (
        first,
        happened(2, "message", "bot", text="An answer"),
        happened(3, line=Line.TOLD),
    ):
        timeline.add(one)
    assert timeline.first(line(Line.TOLD)) == first
    again = timeline.first(line(Line.TOLD), first)
    assert again is not None and again.seq == 3
    assert timeline.first(line(Line.TOLD), again) is None
    assert timeline.first(message_from("bot", "answer")) is not None
    assert timeline.first(message_from("bot", "other")) is None
    assert timeline.first(card()) is None


def test_a_line_that_must_not_be_seen_is_a_problem_also_if_it_was_seen_before(
    happened: Happened,
) -> None:
    timeline = Timeline()
    timeline.add(happened(1, at=3.25, line=Line.TOLD))
    assert timeline.problem() is None
    timeline.never(Line.TOLD, why="no notice could be sent.")
    assert timeline.problem() == "desk_told was seen at 3.2 s, but no notice could be sent."


def test_a_line_that_is_said_twice_is_a_problem_where_once_is_enough(happened: Happened) -> None:
    timeline = Timeline()
    timeline.once(Line.CALLED, why="danger was written once.")
    timeline.add(happened(1, line=Line.CALLED))
    assert timeline.problem() is None
    timeline.add(happened(2, line=Line.CALLED))
    assert "desk_called was seen again" in str(timeline.problem())


def test_what_is_lost_or_doubled_is_a_problem(happened: Happened) -> None:
    lost, doubled, late_start = Timeline(), Timeline(), Timeline()
    for one in (1, 3):
        lost.add(happened(one))
    for one in (1, 2, 2):
        doubled.add(happened(one))
    late_start.add(happened(2))
    assert all("lost or doubled" in str(one.problem()) for one in (lost, doubled, late_start))


def test_the_assistant_is_silent_while_a_person_has_the_chat_but_for_the_card(
    happened: Happened,
) -> None:
    timeline = Timeline()
    joined = happened(1, line=Line.JOINED)
    timeline.silent(joined)
    for one in (joined, happened(2, "message", "visitor"), happened(3, "card")):
        timeline.add(one)
    assert timeline.problem() is None
    timeline.add(happened(4, "message", "bot", text="An answer"))
    assert "The assistant spoke" in str(timeline.problem())
    timeline.silent(joined, until=happened(4))
    assert timeline.problem() is None


def test_what_comes_early_or_late_is_told_by_the_servers_clock(happened: Happened) -> None:
    wanted, since = line(Line.LEFT_MISSED), happened(1, at=2.0, line=Line.WAITING)
    assert timing(wanted, since, happened(2, at=14.0), due=12.0, late=3.0) is None
    assert timing(wanted, since, happened(2, at=17.0), due=12.0, late=3.0) is None
    early = timing(wanted, since, happened(2, at=13.0), due=12.0, late=3.0)
    assert early == ("desk_left_missed came 11.0 s after desk_waiting, but is due after 12.0 s.")
    late = timing(wanted, since, happened(2, at=17.5), due=12.0, late=3.0)
    assert late is not None and "came only 15.5 s after" in late
