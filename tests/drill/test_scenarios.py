"""Which scenarios there are."""

from __future__ import annotations

import pytest

from bot.drill.scenarios.all import SCENARIOS, named
from bot.setup.errors import SetupError


def test_all_six_are_there_and_played_if_none_is_named() -> None:
    assert [one.name for one in named([])] == [
        "answered in time",
        "nobody comes",
        "closed",
        "notifier down",
        "staff connection lost",
        "crisis while waiting",
    ]


def test_a_name_may_have_hyphens_and_is_played_once_in_the_usual_order() -> None:
    found = named(["Notifier-Down", "nobody comes", "nobody  comes"])
    assert [one.name for one in found] == ["nobody comes", "notifier down"]


def test_a_name_that_is_none_is_said_with_those_that_are() -> None:
    with pytest.raises(SetupError, match=r"'nobody'.*nobody comes"):
        named(["nobody"])


def test_what_would_harm_a_real_practice_needs_a_system_of_its_own() -> None:
    assert [one.name for one in SCENARIOS if one.needs] == ["closed", "notifier down"]
