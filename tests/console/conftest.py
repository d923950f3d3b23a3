"""A console on a real socket, with two members of staff and an admin."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from argon2 import PasswordHasher

from bot.console import passwords
from tests.console.running import Browser, RunningConsole


@pytest.fixture(autouse=True)
def quick_hashes(monkeypatch: pytest.MonkeyPatch) -> None:
    """The same hash with little work: what it costs is argon2's matter, not ours."""
    monkeypatch.setattr(passwords, "_HASHER", PasswordHasher(time_cost=1, memory_cost=64))


@pytest.fixture
def console(tmp_path: Path) -> Iterator[RunningConsole]:
    """A console; staff `ana` and `ben`, admin `ada`."""
    running = RunningConsole(tmp_path)
    running.start()
    running.hire("ana", "Ana Ruiz")
    running.hire("ben", "Ben Okafor")
    running.hire("ada", "Ada Lindqvist", "admin")
    yield running
    running.stop()


@pytest.fixture
def arrive(console: RunningConsole) -> Callable[[str], Browser]:
    """Signs somebody in, in a browser of their own."""

    def signed_in(name: str) -> Browser:
        browser = Browser(console)
        answer = browser.sign_in(name)
        assert answer.status_code == 303, answer.text
        return browser

    return signed_in


@pytest.fixture
def ana(arrive: Callable[[str], Browser]) -> Browser:
    """Ana, signed in."""
    return arrive("ana")


@pytest.fixture
def waiting(console: RunningConsole) -> str:
    """A visitor who waits."""
    console.call(console.desk.ask("e1"))
    console.call(console.desk.says("e1", "Can somebody help me?"))
    return "/staff/conversations/e1"


@pytest.fixture
def held(ana: Browser, waiting: str) -> str:
    """The same, taken by Ana."""
    assert ana.post(f"{waiting}/claim").status_code == 303
    return waiting
