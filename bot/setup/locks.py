"""The lock files: `requirements/*.in` compiled to `requirements/*.txt`, with hashes, without addresses."""

from __future__ import annotations

from dataclasses import dataclass

from bot.setup import uv
from bot.setup.console import say
from bot.setup.paths import REQUIREMENTS


@dataclass(frozen=True)
class Lock:
    """One lock file and how it is compiled."""

    name: str
    overrides: str | None = None
    dependencies: bool = True


LOCKS = (
    Lock("uv"),
    Lock("build"),
    Lock("app"),
    Lock("dev"),
    Lock("engine", overrides="engine-overrides.txt"),
    Lock("engine-dev", overrides="engine-overrides.txt"),
    Lock("bench", overrides="bench-overrides.txt"),
    Lock("safety-peers"),
    Lock("weights-mpnet", dependencies=False),
    Lock("weights-minilm", dependencies=False),
)


def compile_all(upgrade: bool = False) -> None:
    """Compiles every lock file whose `.in` exists.

    Args:
        upgrade: take the newest versions; without, a version changes only where the `.in` asks for it.

    Raises:
        SetupError: a set of requirements cannot be met, or the package index not be reached.
    """
    for lock in LOCKS:
        if (REQUIREMENTS / f"{lock.name}.in").exists():
            say(f"requirements/{lock.name}.txt")
            uv.stream(command(lock, upgrade), f"Compiling requirements/{lock.name}.in")


def command(lock: Lock, upgrade: bool) -> list[str]:
    """The call of uv that compiles a lock file, run in the project's root."""
    # fmt: off
    call = [
        str(uv.find()), "pip", "compile", "--quiet", "--python-version", "3.11", "--generate-hashes",
        "--no-emit-index-url", "--no-emit-find-links", "--no-annotate",
        "--custom-compile-command", "make lock",
    ]
    # fmt: on
    if lock.overrides and (REQUIREMENTS / lock.overrides).exists():
        call += ["--override", f"requirements/{lock.overrides}"]
    if not lock.dependencies:
        call.append("--no-deps")
    if upgrade:
        call.append("--upgrade")
    return [*call, f"requirements/{lock.name}.in", "-o", f"requirements/{lock.name}.txt"]
