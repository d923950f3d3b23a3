"""Plays scenarios one after the other, and says how each ended."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Callable, Sequence
from typing import Final

import httpx

from bot.drill import telling
from bot.drill.client import http
from bot.drill.errors import ScenarioFailed
from bot.drill.play import ANSWER_SECONDS, SENT_SECONDS, Play
from bot.drill.scenarios.all import Scenario
from bot.drill.staff import Staff
from bot.drill.system import System
from bot.drill.telling import Result
from bot.setup.errors import SetupError

Show = Callable[[str], None]

STEPS: Final = 6
"""Waits of each kind that a scenario may have; only to end one that hangs."""


async def drill(system: System, scenarios: Sequence[Scenario], show: Show) -> list[Result]:
    """Play scenarios.

    Args:
        system: what they are played against.
        scenarios: which ones.
        show: prints.

    Raises:
        SetupError: there is no such system, or nobody can sign in.
    """
    async with http(system.url) as client:
        staff = Staff(client, system.timers.heartbeat)
        await _sign_in(staff, system)
        try:
            return [await _played(system, staff, one, show) for one in scenarios]
        finally:
            await staff.sign_out()


async def _sign_in(staff: Staff, system: System) -> None:
    try:
        await staff.sign_in(system.account.name, system.account.password, system.code)
    except httpx.HTTPError as error:
        raise SetupError(f"Nothing answers at {system.url}: {type(error).__name__}.") from error
    except ScenarioFailed as error:
        raise SetupError(f"Cannot sign in at {system.url}: {error}") from error


async def _played(system: System, staff: Staff, scenario: Scenario, show: Show) -> Result:
    if scenario.needs and system.control is None:
        why = f"not against a system that runs: it {scenario.needs}"
        return Result(scenario.name, passed=False, reason=why, seconds=None)
    show(telling.of_scenario(scenario.name, scenario.about))
    start = time.monotonic()
    reason = await _outcome(system, staff, scenario, show)
    seconds = time.monotonic() - start
    if reason:
        show(f"FAIL: {reason}")
    return Result(scenario.name, passed=not reason, reason=reason, seconds=seconds)


async def _outcome(system: System, staff: Staff, scenario: Scenario, show: Show) -> str:
    """Play one; return why it failed, or nothing."""
    play = Play(system, staff, show)
    try:
        async with asyncio.timeout(_limit(system)):
            await scenario.script(play)
            play.check()
    except ScenarioFailed as failed:
        return str(failed)
    except TimeoutError:
        return "It took too long."
    except httpx.HTTPError as error:
        return f"The gateway did not answer: {type(error).__name__}."
    finally:
        await play.close()
    return ""


def _limit(system: System) -> float:
    timers = system.timers
    return STEPS * (timers.missed + timers.heartbeat + ANSWER_SECONDS + SENT_SECONDS)
