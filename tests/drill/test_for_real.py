"""Scenarios against a real gateway with its console, a real mail server and a real database."""

from __future__ import annotations

from collections.abc import AsyncIterator
from dataclasses import replace

import pytest
import pytest_asyncio

from bot.drill.database import Account
from bot.drill.own import OwnSystem
from bot.drill.run import drill
from bot.drill.scenarios.all import named
from bot.drill.system import System
from bot.drill.telling import Result
from bot.setup.errors import SetupError

pytestmark = [pytest.mark.e2e, pytest.mark.asyncio(loop_scope="module")]


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def system() -> AsyncIterator[System]:
    async with OwnSystem(with_engine=False).running() as running:
        yield running


async def play(system: System, *names: str) -> tuple[list[Result], str]:
    said: list[str] = []
    return await drill(system, named(names), said.append), "\n".join(said)


async def test_somebody_is_answered_in_time(system: System) -> None:
    (result,), said = await play(system, "answered in time")
    assert result.passed, result.reason
    lines = ["desk_offered_open", "desk_waiting", "desk_told", "desk_joined", "desk_ended_by_staff"]
    places = [said.index(one) for one in lines]
    assert places == sorted(places)
    assert "Dana" in said and " s  " in said


async def test_with_the_notifier_down_nobody_is_said_to_be_told(system: System) -> None:
    (result,), said = await play(system, "notifier down")
    assert result.passed, result.reason
    assert "desk_left_nobody_told" in said and "desk_told" not in said


async def test_a_scenario_fails_where_the_system_does_not_do_what_it_should(system: System) -> None:
    assert system.control is not None
    system.control.receiver.stop()
    try:
        (result,), said = await play(system, "answered in time")
    finally:
        system.control.receiver.start()
    assert not result.passed
    assert "desk_left_nobody_told was seen" in result.reason
    assert f"FAIL: {result.reason}" in said


async def test_a_system_that_runs_is_played_against_but_not_taken_over(system: System) -> None:
    running = replace(system, control=None)
    (answered, closed), said = await play(running, "answered in time", "closed")
    assert answered.passed, answered.reason
    assert closed.seconds is None and "close the practice" in closed.reason
    assert "away" not in said


async def test_nothing_of_a_drill_is_left_on_the_queue(system: System) -> None:
    await play(system, "answered in time")
    (again,), _ = await play(system, "answered in time")
    assert again.passed, again.reason


async def test_who_cannot_sign_in_is_told_before_anything_is_played(system: System) -> None:
    stranger = replace(system, account=Account("drill", "not the password"))
    with pytest.raises(SetupError, match="Cannot sign in"):
        await play(stranger, "answered in time")
    nowhere = replace(system, url="http://127.0.0.1:1")
    with pytest.raises(SetupError, match="Nothing answers"):
        await play(nowhere, "answered in time")
