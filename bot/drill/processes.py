"""The programs of the drill's own system, as child processes."""

from __future__ import annotations

import asyncio
import os
import subprocess
import time
from collections.abc import Mapping
from pathlib import Path
from typing import Any, Final

from bot.drill.own_settings import PREFIX, OwnSettings, clean, written
from bot.runner import readiness
from bot.runner.programs import Program, environment, programs
from bot.setup.console import say
from bot.setup.errors import SetupError

READY_SECONDS: Final = 120.0
STOP_SECONDS: Final = 10.0
LOOK_EVERY: Final = 0.1
TAIL: Final = 15


class Processes:
    """The programs, as child processes in a folder."""

    def __init__(self, root: Path, settings: Mapping[str, Any]) -> None:
        """Prepare; `start` starts.

        Args:
            root: the folder.
            settings: by name, without the prefix.
        """
        self.settings = OwnSettings(**settings)
        self._root = root
        self._programs = {one.name: one for one in programs(self.settings)}
        self.environment = clean(os.environ) | {
            **environment(self.settings),
            **{f"{PREFIX}{name.upper()}": written(value) for name, value in settings.items()},
            "PYTHONPATH": str(root),
        }
        self._running: dict[str, subprocess.Popen[bytes]] = {}

    async def start(self, *names: str) -> None:
        """Start programs, and wait until each can answer.

        Raises:
            SetupError: one does not start; the end of its log is said.
        """
        for name in names:
            self._start(name)
        for name in names:
            await self._ready(self._programs[name])

    def stop(self, *names: str) -> None:
        """End programs that run, and wait until they have."""
        running = [self._running.pop(name) for name in names if name in self._running]
        for process in running:
            process.terminate()
        end = time.monotonic() + STOP_SECONDS
        for process in running:
            try:
                process.wait(max(0.0, end - time.monotonic()))
            except subprocess.TimeoutExpired:
                process.kill()
                process.wait()

    def _start(self, name: str) -> None:
        with self._log(name).open("ab") as output:
            # In a session of its own: Ctrl-C reaches the drill alone, which then ends them.
            self._running[name] = subprocess.Popen(
                self._programs[name].command,
                cwd=self._root,
                env=self.environment,
                stdin=subprocess.DEVNULL,
                stdout=output,
                stderr=subprocess.STDOUT,
                start_new_session=True,
            )

    async def _ready(self, program: Program) -> None:
        start = time.monotonic()
        while not await asyncio.to_thread(readiness.is_ready, program):
            ended = self._running[program.name].poll() is not None
            if ended or time.monotonic() - start > READY_SECONDS:
                for line in (
                    self._log(program.name).read_text(errors="replace").splitlines()[-TAIL:]
                ):
                    say(f"  {program.name} | {line}")
                raise SetupError(f"The drill's {program.title} does not start.")
            await asyncio.sleep(LOOK_EVERY)
        say(f"  {program.title} is ready ({time.monotonic() - start:.1f} s)")

    def _log(self, name: str) -> Path:
        return self._root / "var" / f"{name}.log"
