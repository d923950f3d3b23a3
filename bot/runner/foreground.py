"""Starts the programs, waits until they can answer, and ends them all when it ends."""

from __future__ import annotations

import fcntl
import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from types import FrameType

from bot.runner import configuration, ports, readiness
from bot.runner.control import STOP_SECONDS, Control
from bot.runner.programs import address, environment, programs
from bot.settings import Settings
from bot.setup.console import say
from bot.setup.errors import SetupError
from bot.setup.paths import ROOT


class AlreadyRunning(SetupError):
    """A runner of this project holds the lock, or left a supervisor behind."""


@contextmanager
def only_one(settings: Settings) -> Iterator[None]:
    """Holds the right to run here.

    Raises:
        AlreadyRunning: another process has it.
    """
    configuration.RUN.mkdir(mode=0o700, parents=True, exist_ok=True)
    with (configuration.RUN / "run.lock").open("a+") as file:
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
            # The terminal of an earlier `run` was killed, and its programs go on.
            free = not Control().running()
        except BlockingIOError:
            free = False
        if not free:
            file.seek(0)
            raise AlreadyRunning(
                f"Already running, or starting, at {file.read().strip() or address(settings)}. "
                "`./assistant status` says more, `./assistant stop` ends it."
            )
        file.truncate(0)
        file.write(f"{address(settings)}\n")
        file.flush()
        yield


def run(settings: Settings) -> int:
    """Runs the programs until Ctrl-C, a termination signal, or `./assistant stop`.

    Returns:
        0 when it was ended on purpose, 1 when the process runner died.

    Raises:
        SetupError: a port is in use, or a program does not start.
    """
    parts = programs(settings)
    ports.require_free(parts)
    command = [
        sys.executable,
        "-m",
        "supervisor.supervisord",
        "-c",
        str(configuration.write(parts)),
    ]
    say("Starting ...")
    with _signals_as_interrupt():
        # In a session of its own: Ctrl-C reaches this process only, which then ends the others in order.
        # Its output goes to a file: nothing that it started may hold on to this terminal or pipe.
        with configuration.OUTPUT.open("w") as output:
            supervisor = subprocess.Popen(
                command,
                cwd=ROOT,
                env={**os.environ, **environment(settings)},
                stdin=subprocess.DEVNULL,
                stdout=output,
                stderr=subprocess.STDOUT,
                start_new_session=True,
            )
        try:
            readiness.wait(parts, Control(), alive=lambda: supervisor.poll() is None)
            say(f"\nBetween Sessions is ready: {address(settings)}\nCtrl-C ends it. Logs: var/log/")
            return 0 if supervisor.wait() == 0 else 1
        except KeyboardInterrupt:
            return 0
        finally:
            _end(supervisor)


def _end(supervisor: subprocess.Popen[bytes]) -> None:
    for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
        signal.signal(number, signal.SIG_IGN)
    if supervisor.poll() is None:
        say("\nStopping ...")
        supervisor.terminate()
        try:
            supervisor.wait(STOP_SECONDS)
        except subprocess.TimeoutExpired:
            supervisor.kill()
            supervisor.wait()
    say("Stopped.")


@contextmanager
def _signals_as_interrupt() -> Iterator[None]:
    """A closed terminal and `kill` end it as Ctrl-C does."""

    def interrupt(number: int, frame: FrameType | None) -> None:
        raise KeyboardInterrupt

    numbers = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)
    before = {number: signal.signal(number, interrupt) for number in numbers}
    try:
        yield
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)
