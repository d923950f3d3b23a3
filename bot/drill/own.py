"""A system of the drill's own: real processes in a temporary folder."""

from __future__ import annotations

import asyncio
import shutil
import tempfile
import time
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Final

from cryptography.fernet import Fernet

from bot.drill import database, folder
from bot.drill.client import http
from bot.drill.errors import ScenarioFailed
from bot.drill.mail import Receiver
from bot.drill.own_settings import chosen
from bot.drill.processes import LOOK_EVERY, Processes
from bot.drill.system import Control, System
from bot.handoff.timers import Timers
from bot.runner.programs import address
from bot.setup import model
from bot.setup.console import say
from bot.setup.paths import python_of

HOURS_SECONDS: Final = 60.0


class OwnSystem:
    """Starts everything, and leaves nothing behind."""

    def __init__(
        self, database_url: str | None = None, *, with_engine: bool = True, keep: bool = False
    ) -> None:
        """Prepare.

        Args:
            database_url: an empty database; else an SQLite file in the folder.
            with_engine: whether Rasa takes part.
            keep: leave the folder, which has the logs.
        """
        self._database_url = database_url
        self._with_engine = with_engine
        self._keep = keep

    @asynccontextmanager
    async def running(self) -> AsyncIterator[System]:
        """Run it while the block runs.

        Raises:
            SetupError: it cannot be started.
        """
        root = Path(tempfile.mkdtemp(prefix="between-sessions-drill-"))
        try:
            async with self._on_database(root, self._database_url) as system:
                yield system
        finally:
            if self._keep:
                say(f"Logs: {root / 'var'}")
            else:
                shutil.rmtree(root, ignore_errors=True)

    @asynccontextmanager
    async def _on_database(self, root: Path, given: str | None) -> AsyncIterator[System]:
        folder.make(root)
        store = given or f"sqlite+aiosqlite:///{root / 'var' / 'gateway.db'}"
        if given:
            await database.require_empty(store)
        key = Fernet.generate_key().decode()
        try:
            account = await database.prepare(store, key)
            receiver = Receiver()
            processes = Processes(root, chosen(root, store, key, receiver))
            async with _all(processes, receiver, self._parts()):
                url = address(processes.settings)
                yield System(
                    url=url,
                    timers=Timers.of(processes.settings),
                    account=account,
                    control=Control(receiver, Hours(root, url).set),
                )
        finally:
            if given:
                await database.clear(store)

    def _parts(self) -> tuple[str, ...]:
        if not self._with_engine:
            return ("gateway",)
        if model.newest() is None or not python_of("engine").exists():
            say("Without Rasa: there is no trained model (./assistant train). The desk needs none.")
            return ("gateway",)
        return ("gateway", "engine", "actions")


class Hours:
    """Opens and closes the practice by its hours."""

    def __init__(self, root: Path, url: str) -> None:
        """Use the folder, and the address of a gateway that runs in it."""
        self._root, self._url = root, url

    async def set(self, is_open: bool) -> None:
        """Write the hours, and wait until the gateway has checked and taken them, in a few seconds.

        Raises:
            ScenarioFailed: it does not.
        """
        before = await self._said()
        folder.set_hours(self._root, is_open=is_open)
        end = time.monotonic() + HOURS_SECONDS
        while await self._said() == before:
            if time.monotonic() > end:
                raise ScenarioFailed(
                    f"The gateway has not taken up new opening hours in {HOURS_SECONDS:.0f} s. "
                    "Has the content an error? ./assistant check says so."
                )
            await asyncio.sleep(LOOK_EVERY)

    async def _said(self) -> str:
        async with http(self._url) as client:
            return str((await client.get("/v1/help")).json()["practice"]["hours"])


@asynccontextmanager
async def _all(
    processes: Processes, receiver: Receiver, parts: tuple[str, ...]
) -> AsyncIterator[None]:
    receiver.start()
    try:
        say("Starting a system for the drill ...")
        await processes.start(*parts)
        yield
    finally:
        # Not in a thread: an interrupt must not leave them behind.
        processes.stop(*parts)
        receiver.stop()
