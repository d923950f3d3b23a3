"""The locked environments: `.venv/<name>`, each exactly what its lock files say."""

from __future__ import annotations

import fcntl
import hashlib
import shutil
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from bot.setup import disk, uv
from bot.setup.console import step
from bot.setup.errors import SetupError
from bot.setup.paths import REQUIREMENTS, VENVS, python_of


@dataclass(frozen=True)
class Environment:
    """An environment, its lock file, and the lock file of what its tests need on top."""

    name: str
    lock: str
    dev_lock: str | None
    gigabytes: float


ENVIRONMENTS = {
    "app": Environment("app", "app.txt", "dev.txt", 0.6),
    "engine": Environment("engine", "engine.txt", "engine-dev.txt", 1.8),
    "bench": Environment("bench", "bench.txt", None, 6.0),
    "peers": Environment("peers", "safety-peers.txt", None, 0.1),
}


def digest(lock: str) -> str:
    """Fingerprint of a lock file.

    Raises:
        SetupError: there is no such lock file.
    """
    try:
        return hashlib.sha256((REQUIREMENTS / lock).read_bytes()).hexdigest()
    except FileNotFoundError as error:
        raise SetupError(f"requirements/{lock} is missing. Run `make lock`.") from error


def ensure(name: str, dev: bool = False) -> Path:
    """Makes an environment fit its lock files; does nothing when it does.

    What tests need stays once it is there, so that `make run` after `make test` changes nothing.

    Args:
        name: `app`, `engine`, `bench` or `peers`.
        dev: also install what the tests need.

    Returns:
        The environment's interpreter.

    Raises:
        SetupError: it cannot be made.
    """
    environment = ENVIRONMENTS[name]
    with _alone():
        locks = _locks(environment, dev)
        if not _usable(name):
            _make(environment)
        elif all(_stamped(name, lock) for lock in locks):
            return python_of(name)
        _install(environment, locks)
    return python_of(name)


def _locks(environment: Environment, dev: bool) -> list[str]:
    locks = [environment.lock]
    extra = environment.dev_lock
    if extra and (dev or _stamp(environment.name, extra).exists()):
        locks.append(extra)
    return locks


def _stamp(name: str, lock: str) -> Path:
    return VENVS / name / ".installed" / f"{lock}.sha256"


def _stamped(name: str, lock: str) -> bool:
    stamp = _stamp(name, lock)
    return stamp.exists() and stamp.read_text().strip() == digest(lock)


def _usable(name: str) -> bool:
    """Whether the environment runs: it does not when it was copied, or its Python has gone."""
    try:
        return not subprocess.run([python_of(name), "-c", ""], capture_output=True).returncode
    except OSError:
        return False


def _make(environment: Environment) -> None:
    folder = VENVS / environment.name
    disk.require(environment.gigabytes, folder, f"The {environment.name} environment")
    shutil.rmtree(folder, ignore_errors=True)
    uv.stream(
        [uv.find(), "venv", "--quiet", "--no-project", "--python", sys.executable, folder],
        f"Making .venv/{environment.name}",
    )


def _install(environment: Environment, locks: list[str]) -> None:
    name = environment.name
    for lock in locks:
        _stamp(name, lock).unlink(missing_ok=True)
    digests = {lock: digest(lock) for lock in locks}
    files = [REQUIREMENTS / lock for lock in locks]
    with step(f"Installing the {name} environment (.venv/{name})"):
        # fmt: off
        uv.stream(
            [uv.find(), "pip", "sync", "--require-hashes", "--python", python_of(name),
             "--build-constraints", REQUIREMENTS / "build.txt", *files],
            f"Installing .venv/{name}",
        )
        # fmt: on
    for lock, value in digests.items():
        stamp = _stamp(name, lock)
        stamp.parent.mkdir(exist_ok=True)
        stamp.write_text(f"{value}\n")


@contextmanager
def _alone() -> Iterator[None]:
    """Two commands at once do not both install."""
    VENVS.mkdir(exist_ok=True)
    with (VENVS / ".lock").open("w") as file:
        fcntl.flock(file, fcntl.LOCK_EX)
        yield
