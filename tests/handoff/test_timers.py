"""The timers come from the settings."""

from __future__ import annotations

from dataclasses import asdict

import pytest
from pydantic import ValidationError

from bot.handoff.timers import Timers
from bot.settings import Settings

NAMES = list(asdict(Timers()))


def set_to(name: str, seconds: float) -> Settings:
    return Settings.model_validate({f"desk_{name}_seconds": seconds})


def test_the_defaults_are_those_of_the_settings() -> None:
    assert Timers.of(Settings.model_construct()) == Timers()


@pytest.mark.parametrize("name", NAMES)
def test_each_is_set_by_its_own_setting(name: str) -> None:
    found = asdict(Timers.of(set_to(name, 1234.5)))
    assert found == {**asdict(Timers()), name: 1234.5}


@pytest.mark.parametrize("name", NAMES)
def test_none_may_be_nothing(name: str) -> None:
    with pytest.raises(ValidationError):
        set_to(name, 0)
