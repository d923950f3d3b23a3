"""What staff are sent."""

from __future__ import annotations

from dataclasses import fields, replace
from datetime import UTC, datetime, timedelta, timezone

import pytest

from bot.handoff.notice import REASONS, TITLES, URGENCY, WHOM, WHY, moment, notice
from bot.handoff.request import HandoffRequest, Occasion
from bot.safety import About, Category, Severity

LINK = "https://practice.example/staff"


def test_a_notice_says_why_when_and_where(request_: HandoffRequest) -> None:
    text = notice(request_, LINK).text
    assert REASONS[Category.SUICIDE] in text
    assert WHOM[About.SELF] in text
    assert URGENCY[Severity.EMERGENCY] in text
    assert "11:42 am PST (UTC-08:00)" in text
    assert request_.conversation in text
    assert LINK in text


def test_without_a_link_no_line_is_left_empty(request_: HandoffRequest) -> None:
    assert "None" not in notice(request_, None).text
    assert "look" not in notice(request_, None).text


def test_the_title_tells_a_lock_screen_nothing_about_the_visitor(request_: HandoffRequest) -> None:
    assert notice(request_, LINK).title == TITLES[Occasion.DANGER]
    assert not any(reason in title for reason in REASONS.values() for title in TITLES.values())


@pytest.mark.parametrize("occasion", sorted(set(Occasion) - {Occasion.DANGER, Occasion.MORE}))
def test_whoever_only_asks_is_not_said_to_be_in_danger(
    request_: HandoffRequest, occasion: Occasion
) -> None:
    asked = replace(request_, occasion=occasion, category=None, about=None, severity=None)
    said = notice(asked, LINK)
    assert said.title == TITLES[occasion] and WHY[occasion] in said.text and LINK in said.text
    assert "danger" not in said.title + said.text


def test_that_there_is_more_danger_than_notices_is_said_of_no_conversation(
    request_: HandoffRequest,
) -> None:
    more = HandoffRequest("", None, None, None, request_.at, Occasion.MORE)
    said = notice(more, LINK)
    assert WHY[Occasion.MORE] in said.text and LINK in said.text and "console" in said.text
    assert "Conversation" not in said.text and "None" not in said.text
    assert not any(one in said.text for one in (*REASONS.values(), *WHOM.values()))


@pytest.mark.parametrize(
    ("words", "enum"), [(REASONS, Category), (WHOM, About), (URGENCY, Severity)]
)
def test_there_are_words_for_everything_that_the_screen_can_see(
    words: object, enum: object
) -> None:
    assert set(words) == set(enum)  # type: ignore[call-overload]


def test_what_is_not_known_is_said_to_be_not_known(request_: HandoffRequest) -> None:
    text = notice(replace(request_, category=None, about=None, severity=None), LINK).text
    assert text.count("not known") == 3


def test_a_request_has_no_room_for_a_visitors_words() -> None:
    names = {field.name for field in fields(HandoffRequest)}
    assert names == {"conversation", "category", "about", "severity", "at", "occasion", "wait"}


@pytest.mark.parametrize(
    ("at", "said"),
    [
        (datetime(2026, 11, 22, 19, 5, tzinfo=UTC), "Sunday, November 22, 7:05 pm UTC (UTC+00:00)"),
        (
            datetime(2026, 7, 1, 0, 0, tzinfo=timezone(timedelta(hours=5, minutes=30), "IST")),
            "Wednesday, July 1, 12 am IST (UTC+05:30)",
        ),
    ],
)
def test_a_time_is_said_with_its_zone(at: datetime, said: str) -> None:
    assert moment(at) == said
