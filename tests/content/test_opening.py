"""Whether the office is open, and when it opens next."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo

import pytest

from bot.content.library import load_library
from bot.content.model import Practice
from bot.content.opening import opening, said_time
from tests.content.conftest import Project

ZONE = ZoneInfo("America/Los_Angeles")


@pytest.fixture
def practice(project: Project) -> Practice:
    return replace(
        load_library(project.root).practice,
        zone="America/Los_Angeles",
        weekly={
            "monday": ("9:00-12:00", "13:00-18:00"),
            "tuesday": ("9:00-12:00", "12:00-18:00"),
            "friday": ("9:00-15:00",),
        },
        closed_on=(date(2026, 11, 27),),
    )


def _at(day: int, hour: int, minute: int = 0) -> datetime:
    return datetime(2026, 11, day, hour, minute, tzinfo=ZONE)  # the 23rd is a Monday


@pytest.mark.parametrize(
    ("now", "closes", "opens"),
    [
        (_at(23, 8, 59), None, _at(23, 9)),
        (_at(23, 9), _at(23, 12), _at(23, 13)),
        (_at(23, 12), None, _at(23, 13)),
        (_at(23, 17, 59), _at(23, 18), _at(24, 9)),
        (_at(23, 18), None, _at(24, 9)),
        (_at(24, 10), _at(24, 18), _at(30, 9)),  # two hours that touch are one
        (_at(26, 10), None, _at(30, 9)),  # the Friday is a holiday
        (_at(27, 10), None, _at(30, 9)),
        (_at(20, 14, 30), _at(20, 15), _at(23, 9)),
    ],
)
def test_the_office_at_a_moment(
    practice: Practice, now: datetime, closes: datetime | None, opens: datetime
) -> None:
    found = opening(practice, now)
    assert (found.closes, found.opens) == (closes, opens)
    assert found.is_open is (closes is not None)


def test_the_moment_may_be_of_any_zone(practice: Practice) -> None:
    assert opening(practice, _at(23, 10).astimezone(UTC)).closes == _at(23, 12)
    # 2 am on Tuesday in London is 6 pm on Monday in Los Angeles.
    assert not opening(practice, datetime(2026, 11, 24, 2, tzinfo=UTC)).is_open


def test_a_moment_without_a_zone_is_refused(practice: Practice) -> None:
    with pytest.raises(ValueError, match="time zone"):
        opening(practice, datetime(2026, 11, 23, 10))  # noqa: DTZ001


def test_the_clocks_going_back_changes_no_hours(practice: Practice) -> None:
    sunday = datetime(2026, 11, 1, 12, tzinfo=UTC)
    opens = opening(practice, sunday).opens
    assert opens == datetime(2026, 11, 2, 9, tzinfo=ZONE)
    assert opens.astimezone(UTC).hour == 17


def test_an_office_that_never_opens_has_no_next_time(practice: Practice) -> None:
    never = opening(replace(practice, weekly={}), _at(23, 10))
    assert (never.is_open, never.opens) == (False, None)


def test_a_time_is_said_with_its_day() -> None:
    assert said_time(_at(30, 9)) == "Monday, November 30, 9 am"
    assert said_time(_at(24, 13, 30)) == "Tuesday, November 24, 1:30 pm"


def test_a_time_is_said_in_spanish_too() -> None:
    assert said_time(_at(30, 9), "es") == "lunes 30 de noviembre, 9 a.m."
    assert said_time(_at(25, 13, 30), "es") == "miércoles 25 de noviembre, 1:30 p.m."
