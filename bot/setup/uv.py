"""uv, which makes the environments: the one on the PATH, else one installed into the project."""

from __future__ import annotations

import re
import shutil
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path

from bot.setup import disk
from bot.setup.console import say, step
from bot.setup.errors import SetupError
from bot.setup.paths import REQUIREMENTS, ROOT

OLDEST = (0, 5)
OWN = ROOT / ".uv"

_QUIET = re.compile(r"^ [-+~] ")  # one line a package; the sum stands above them
_REASONS = (
    (
        ("no space left on device", "os error 28", "disk quota"),
        "The disk is full. Make room (about 3 GiB in all, with uv's cache) and run this again.",
    ),
    (
        ("hash mismatch", "hashes-mismatch"),
        "A package is not the one that was locked. Do not go on: report it (SECURITY.md).",
    ),
    (
        ("failed to build", "build backend", "gcc", "cc1", "compiler", "python.h"),
        "A package has no ready build for this machine, and building it failed. Install a compiler and "
        "Python's headers (Debian: apt-get install build-essential python3.11-dev) and run this again.",
    ),
    (
        ("dns error", "connect", "timed out", "error sending request", "failed to fetch", "network",
         "unreachable", "newconnectionerror", "could not find a version"),
        "The package index cannot be reached. Check the network connection (behind a proxy: HTTPS_PROXY; "
        "with a mirror: UV_DEFAULT_INDEX and PIP_INDEX_URL) and run this again.",
    ),
)  # fmt: skip


def explain(output: str) -> str:
    """What to do about a failed installation, from what the installer printed."""
    lowered = output.lower()
    for signs, advice in _REASONS:
        if any(sign in lowered for sign in signs):
            return advice
    return "The lines above say why."


def stream(command: Sequence[str | Path], what: str) -> None:
    """Runs an installer and passes on what it says.

    Raises:
        SetupError: it failed; says why and what to do.
    """
    lines: list[str] = []
    with subprocess.Popen(
        [str(part) for part in command],
        cwd=ROOT,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        errors="replace",
    ) as process:
        assert process.stdout is not None
        for line in process.stdout:
            lines.append(line)
            if not _QUIET.match(line):
                say(f"  {line.rstrip()}")
    if process.returncode:
        raise SetupError(f"{what} failed. {explain(''.join(lines))}")


def recent(binary: str | Path) -> bool:
    """Whether this is a uv that works and is new enough."""
    try:
        result = subprocess.run([binary, "--version"], capture_output=True, text=True, check=True)
    except (OSError, subprocess.CalledProcessError):
        return False
    match = re.match(r"uv (\d+)\.(\d+)", result.stdout)
    return match is not None and (int(match[1]), int(match[2])) >= OLDEST


def find() -> Path:
    """Finds uv, or installs it into the project by its locked hash.

    Raises:
        SetupError: it cannot be installed.
    """
    on_path = shutil.which("uv")
    if on_path and recent(on_path):
        return Path(on_path)
    binary = OWN / "bin" / "uv"
    if not recent(binary):
        with step("Installing uv into the project (.uv/)"):
            _install()
        if not recent(binary):
            raise SetupError(f"{binary} was installed, but does not run on this machine.")
    return binary


def _install() -> None:
    disk.require(0.2, OWN, "uv")
    shutil.rmtree(OWN, ignore_errors=True)
    made = subprocess.run(
        [sys.executable, "-m", "venv", OWN], capture_output=True, text=True, cwd=ROOT
    )
    if made.returncode:
        shutil.rmtree(OWN, ignore_errors=True)
        raise SetupError(
            "Python's venv module is incomplete. Install it (Debian: apt-get install python3.11-venv), "
            "or install uv yourself, and run this again."
        )
    # fmt: off
    stream(
        [OWN / "bin" / "python", "-m", "pip", "install", "--quiet", "--disable-pip-version-check",
         "--require-hashes", "--only-binary", ":all:", "-r", REQUIREMENTS / "uv.txt"],
        "Installing uv",
    )
    # fmt: on
