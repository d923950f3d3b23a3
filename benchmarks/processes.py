"""Starts, watches and ends the processes of a run; none outlives it."""

from __future__ import annotations

import os
import re
import signal
import socket
import subprocess
import time
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from types import MappingProxyType

from bot.setup.console import say

STOP_WITHIN = 10.0
HEARTBEAT = 30.0
FINISH_WITHIN = 7200.0
"""Seconds that one training may take."""
_COMPONENT = re.compile(r"Starting to train component '(?:[\w.]+\.)?(\w+)'")
_EPOCH = re.compile(r"Epochs: .*?\| (\d+/\d+) \[")


class BenchmarkError(Exception):
    """The comparison cannot go on; the message says why."""


def environment() -> dict[str, str]:
    """The same for both: ours without this project's settings, nothing sent anywhere."""
    kept = {
        key: value for key, value in os.environ.items() if not key.startswith("BETWEEN_SESSIONS_")
    }
    # The cache below the copy: nothing is there from before.
    for name in ("RASA_CACHE_DIRECTORY", "RASA_MAX_CACHE_SIZE", "PYTHONPATH"):
        kept.pop(name, None)
    return {
        **kept,
        "RASA_TELEMETRY_ENABLED": "false",
        "TF_CPP_MIN_LOG_LEVEL": "2",
        "PYTHONUNBUFFERED": "1",
    }


@contextmanager
def started(
    command: Sequence[str],
    folder: Path,
    log: Path,
    variables: Mapping[str, str] = MappingProxyType({}),
) -> Iterator[subprocess.Popen[bytes]]:
    """Runs a process in a group of its own, and ends the group afterwards.

    Args:
        command: what to run.
        folder: where.
        log: takes what it says.
        variables: of its environment, beside those that are the same for both sides.
    """
    with log.open("wb") as output:
        process = subprocess.Popen(
            command,
            cwd=folder,
            env={**environment(), **variables},
            stdin=subprocess.DEVNULL,
            stdout=output,
            stderr=subprocess.STDOUT,
            start_new_session=True,
        )
        try:
            yield process
        finally:
            _stop(process)


def _stop(process: subprocess.Popen[bytes]) -> None:
    for number in (signal.SIGTERM, signal.SIGKILL):
        try:
            os.killpg(process.pid, number)
        except ProcessLookupError:
            break
        try:
            process.wait(STOP_WITHIN)
        except subprocess.TimeoutExpired:
            continue
    process.wait()


def finish(process: subprocess.Popen[bytes], log: Path, what: str) -> None:
    """Waits for a process, and shows how far it is.

    Raises:
        BenchmarkError: it failed, or took too long.
    """
    start = time.monotonic()
    while True:
        try:
            status = process.wait(HEARTBEAT)
        except subprocess.TimeoutExpired:
            say(
                f"    {time.monotonic() - start:.0f} s: {progress(log.read_text(errors='replace'))}"
            )
            continue
        if status:
            raise BenchmarkError(f"{what} failed:\n{tail(log)}")
        return


def progress(said: str) -> str:
    """The component that is trained, and its epoch, from what Rasa said so far."""
    found = list(_COMPONENT.finditer(said))
    if not found:
        return "starting"
    epochs = _EPOCH.findall(said, found[-1].end())
    return f"{found[-1][1]} {epochs[-1]}" if epochs else found[-1][1]


def tail(log: Path, lines: int = 25) -> str:
    """The end of a log."""
    return "\n".join(log.read_text(errors="replace").splitlines()[-lines:])


def resident_megabytes(pid: int) -> float:
    """Memory of a process and of all that it started, in MB."""
    total = 0.0
    for one in _family(pid):
        status = Path(f"/proc/{one}/status")
        try:
            match = re.search(r"^VmRSS:\s+(\d+) kB", status.read_text(), re.MULTILINE)
        except (FileNotFoundError, ProcessLookupError):
            continue
        total += int(match[1]) * 1024 / 1e6 if match else 0.0
    return total


def _family(pid: int) -> Iterator[int]:
    yield pid
    for children in Path(f"/proc/{pid}/task").glob("*/children"):
        for child in children.read_text().split():
            yield from _family(int(child))


def free_port() -> int:
    """A port of this machine that nobody listens on."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port
