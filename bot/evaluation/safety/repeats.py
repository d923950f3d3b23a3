"""Whether the screen says the same each time: whole runs in processes of their own, byte by byte."""

from __future__ import annotations

import hashlib
import os
import subprocess
import sys
import tempfile
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from bot.evaluation.safety.messages import Message
from bot.setup.paths import ROOT

RUNS = 3


class RunFailed(Exception):
    """`./assistant screen` did not end well."""


@dataclass(frozen=True)
class Repeats:
    """What several runs printed for the same messages.

    Attributes:
        lines: how many each printed.
        digests: the SHA-256 of what each printed.
    """

    lines: int
    digests: tuple[str, ...]

    @property
    def equal(self) -> bool:
        """Whether all printed the same bytes."""
        return len(set(self.digests)) == 1


def repeat(messages: Sequence[Message], rules_only: bool, runs: int = RUNS) -> Repeats:
    """Runs `screen --jsonl` several times, each with another order of hashes.

    Raises:
        RunFailed: a run ended with an error.
    """
    texts = [" ".join(one.text.split()) for one in messages]
    with tempfile.TemporaryDirectory(prefix="between-sessions-") as folder:
        file = Path(folder) / "messages.txt"
        file.write_text("\n".join(texts) + "\n", encoding="utf-8")
        printed = [_run(file, rules_only, seed) for seed in range(1, runs + 1)]
    return Repeats(
        printed[0].count(b"\n"), tuple(hashlib.sha256(one).hexdigest() for one in printed)
    )


def _run(file: Path, rules_only: bool, seed: int) -> bytes:
    command = [sys.executable, "-m", "bot", "screen", "--jsonl", str(file)]
    done = subprocess.run(
        [*command, "--rules-only"] if rules_only else command,
        cwd=ROOT,
        env={**os.environ, "PYTHONHASHSEED": str(seed), "PYTHONUTF8": "1"},
        capture_output=True,
    )
    if done.returncode:
        raise RunFailed(f"assistant screen ended with {done.returncode}.")
    return done.stdout
