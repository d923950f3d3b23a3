"""Trains with stock Rasa, says how far it is, and files the model."""

from __future__ import annotations

import os
import re
import subprocess
import tempfile
import time
from datetime import UTC, datetime
from pathlib import Path

from bot.setup import disk, model
from bot.setup.console import say, step
from bot.setup.errors import SetupError
from bot.setup.paths import MODELS, ROOT, VAR, python_of

_COMPONENT = re.compile(r"Starting to train component '([^']+)'")
_BAR = re.compile(r"it/s|\?/s|\d/s\]")


def train(verbose: bool = False) -> Path:
    """Trains a model into `models/`.

    Args:
        verbose: pass on everything that Rasa says.

    Returns:
        The model.

    Raises:
        SetupError: training failed; what Rasa said has been printed.
    """
    disk.require(0.5, MODELS, "Training")
    stamp, start = model.stamp(), time.monotonic()
    now = datetime.now(UTC)
    name = f"{now:%Y%m%d-%H%M%S}-{stamp[:8]}"
    VAR.mkdir(mode=0o700, exist_ok=True)
    with step("Training"), tempfile.TemporaryDirectory(dir=VAR, prefix="training-") as out:
        _rasa_train(Path(out), name, verbose)
        trained = Path(out) / f"{name}.tar.gz"
        if not trained.exists():
            raise SetupError("Training ended without a model; the lines above say why.")
        seconds = round(time.monotonic() - start, 1)
        return model.keep(trained, model.Record(stamp, now.isoformat(timespec="seconds"), seconds))


def _rasa_train(out: Path, name: str, verbose: bool) -> None:
    # --force, and no cache: Rasa's own does not see a change in the modules that a component uses.
    # --skip-validation: `./assistant check` has looked at what staff edit, and the tests run
    # `rasa data validate` on the rest.
    command = [
        *(str(python_of("engine")), "-m", "bot.engine", "train", "--force", "--skip-validation"),
        *("--out", str(out), "--fixed-model-name", name),
    ]
    environment = {**os.environ, "RASA_MAX_CACHE_SIZE": "0", "PYTHONUNBUFFERED": "1"}
    lines: list[str] = []
    with subprocess.Popen(
        command,
        cwd=ROOT,
        env=environment,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        errors="replace",
    ) as process:
        assert process.stdout is not None
        for line in process.stdout:
            lines.append(line.rstrip())
            _show(lines[-1], verbose)
    if process.returncode:
        if not verbose:
            telling = [line for line in lines if line and not _BAR.search(line)]
            say("\n".join(f"  {line}" for line in telling[-40:]))
        raise SetupError("Rasa could not train; the lines above say why.")


def _show(line: str, verbose: bool) -> None:
    if verbose:
        say(f"  {line}")
    elif match := _COMPONENT.search(line):
        say(f"  {match[1].rpartition('.')[2]}")
