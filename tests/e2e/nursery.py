"""Starts gateways out of a process that has their code loaded: fifty restarts would take minutes else.

Each is a process of its own, which runs what `python -m bot.gateway` runs and knows nothing of the
one before it but what that one has written down.
"""

from __future__ import annotations

import json
import os
import random
import signal
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from bot.settings import ROOT
from tests.e2e.assistant import eventually


class Nursery:
    """The process that starts them."""

    def __init__(self, process: subprocess.Popen[str]) -> None:
        """Use a process that runs `main`."""
        self._process = process

    def start(self, environment: dict[str, str], folder: Path, log: Path) -> int:
        """Start a gateway; return the number of its process."""
        asked = {"environment": environment, "folder": str(folder), "log": str(log)}
        assert self._process.stdin is not None and self._process.stdout is not None
        self._process.stdin.write(json.dumps(asked) + "\n")
        self._process.stdin.flush()
        return int(self._process.stdout.readline())


@contextmanager
def nursery() -> Iterator[Nursery]:
    """A nursery while the block runs."""
    process = subprocess.Popen(
        [sys.executable, "-m", __name__],
        cwd=ROOT,
        env={**os.environ, "PYTHONPATH": str(ROOT)},
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    )
    try:
        yield Nursery(process)
    finally:
        assert process.stdin is not None and process.stdout is not None
        process.stdin.close()
        process.wait(20)
        process.stdout.close()


def is_alive(process_id: int) -> bool:
    """Whether there is such a process."""
    try:
        os.kill(process_id, 0)
    except ProcessLookupError:
        return False
    return True


def kill(process_id: int) -> None:
    """End a gateway as `kill -9` does, and wait until it is gone."""
    os.kill(process_id, signal.SIGKILL)
    assert eventually(lambda: not is_alive(process_id))


def main() -> None:
    """Load the gateway's code, then start one for each line that is read."""
    from bot.gateway import app
    from bot.gateway.screening import _load_rules

    assert app is not None
    _load_rules()
    # Nobody waits for what is killed.
    signal.signal(signal.SIGCHLD, signal.SIG_IGN)
    for line in sys.stdin:
        asked = json.loads(line)
        process_id = os.fork()
        if process_id == 0:
            _serve(asked["environment"], asked["folder"], asked["log"])
        print(process_id, flush=True)


def _serve(environment: dict[str, str], folder: str, log: str) -> None:
    """Become a gateway."""
    from bot.gateway.__main__ import main as gateway

    signal.signal(signal.SIGCHLD, signal.SIG_DFL)
    os.environ.clear()
    os.environ.update(environment)
    os.chdir(folder)
    output = os.open(log, os.O_WRONLY | os.O_APPEND | os.O_CREAT, 0o600)
    nothing = os.open(os.devnull, os.O_RDONLY)
    for source, target in ((nothing, 0), (output, 1), (output, 2)):
        os.dup2(source, target)
    random.seed()
    os._exit(gateway())


if __name__ == "__main__":
    main()
