"""How episodes and events read."""

from __future__ import annotations

from zoneinfo import ZoneInfo

import pyotp
import pytest

from bot.console import codes, forms, passwords, rows
from bot.handoff.episode import Priority, Reason, State
from bot.safety import About, Category
from bot.store.records import Event, EventType, Sender

ZONE = ZoneInfo("America/Los_Angeles")


def event(seq: int, sender: Sender, kind: EventType = EventType.MESSAGE, **data: object) -> Event:
    return Event(seq, kind, sender, 1_800_000_000.0 + seq, f"m{seq // 2}", dict(data))


def test_every_state_reason_and_finding_has_words() -> None:
    assert set(rows.STATES) == set(State)
    assert set(rows.REASONS) == set(Reason)
    assert set(rows.PRIORITIES) == set(Priority)
    assert set(rows.CATEGORIES) == {one.value for one in Category}
    assert set(rows.ABOUT) == {one.value for one in About}


@pytest.mark.parametrize(
    ("seconds", "says"),
    [(-3, "0 s"), (59.9, "59 s"), (60, "1 min"), (3599, "59 min"), (3900, "1 h 5 min")],
)
def test_how_long_something_lasts(seconds: float, says: str) -> None:
    assert rows.lasting(seconds) == says


def test_typing_and_what_has_no_words_is_no_line() -> None:
    events = [
        event(1, Sender.VISITOR, EventType.TYPING),
        event(2, Sender.SYSTEM, EventType.STATE, state="waiting"),
        event(3, Sender.VISITOR, text="hello"),
    ]
    assert [one.seq for one in rows.lines(events, ZONE, 0)] == [3]


def test_only_what_staff_said_is_marked_as_delivered() -> None:
    events = [
        event(1, Sender.VISITOR, text="a"),
        event(2, Sender.STAFF, text="b", staff="Ana Ruiz"),
        event(3, Sender.STAFF, text="c"),
    ]
    found = rows.lines(events, ZONE, delivered=2)
    assert [(one.who, one.delivered) for one in found] == [
        ("Visitor", False), ("Ana Ruiz", True), ("Staff", False),
    ]  # fmt: skip


def test_an_unknown_finding_is_still_a_finding() -> None:
    assert rows.finding_label({"severity": "new", "category": "new"}) == "Possible sign"
    assert rows.finding_label({}) == ""


def test_a_code_counts_for_its_own_step_and_its_neighbours() -> None:
    secret = codes.new_secret()
    assert codes.is_secret(secret) and not codes.is_secret("x")
    totp = pyotp.TOTP(secret)
    now = 1_800_000_015.0
    for away, counts in ((-60, False), (-30, True), (0, True), (30, True), (60, False)):
        code = totp.at(int(now + away))
        assert (codes.step_of(secret, code, now) is not None) is counts, away
    assert codes.step_of(secret, "", now) is None
    assert codes.step_of(secret, "１２３４５６", now) is None


def test_a_drawn_password_is_a_good_one_and_never_the_same() -> None:
    drawn = {passwords.generated() for _ in range(50)}
    assert len(drawn) == 50
    assert [passwords.problem(one) for one in drawn] == [None] * 50


def test_what_is_no_character_is_left_out_of_a_text() -> None:
    assert forms.clean(" a\r\nb\rc\x00\x1b\ud800\td ") == "a\nb\nc\td"
