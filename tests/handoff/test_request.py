"""A request holds what staff need, and nothing that opens a conversation."""

from __future__ import annotations

import re
from datetime import datetime

import pytest

from bot.gateway.sessions import new_id
from bot.handoff.request import HandoffRequest, reference_of


def test_a_reference_is_short_and_always_the_same() -> None:
    assert re.fullmatch(r"(?:[0-9A-F]{4}-){2}[0-9A-F]{4}", reference_of("c_1"))
    assert reference_of("c_1") == reference_of("c_1") != reference_of("c_2")


def test_a_reference_shows_no_part_of_the_id() -> None:
    for conversation_id in (new_id() for _ in range(50)):
        digits = reference_of(conversation_id).replace("-", "").lower()
        assert digits not in conversation_id


def test_any_id_has_a_reference() -> None:
    assert reference_of("") and reference_of("\ud800é")


def test_a_time_without_a_zone_is_refused() -> None:
    with pytest.raises(ValueError, match="time zone"):
        HandoffRequest("X", None, None, None, datetime(2026, 11, 22, 11, 42))  # noqa: DTZ001
