"""The danger screen's trained second layer in `models/danger/`, and whether it fits its examples."""

from __future__ import annotations

import hashlib
import os
import re
import shutil
import subprocess
import tempfile
from pathlib import Path

from bot.setup import disk
from bot.setup.console import step
from bot.setup.errors import SetupError
from bot.setup.paths import MODELS, ROOT, VAR, python_of

SOURCES = (
    "data/danger/*.tsv",
    "bot/classifier/*.py",
    "bot/safety/normalise.py",
    "bot/safety/spelling.py",
    "bot/safety/training.py",
    "bot/safety/vocabulary.py",
    "bot/encoder/chosen.py",
    "bot/encoder/encoder.py",
    "bot/encoder/graph.py",
    "bot/encoder/joined.py",
)
"""What it depends on, beside the encoder. The topics' examples, which serve as harmless ones, are left
out: a changed answer need not train it anew."""

_ENCODER = re.compile(r"^\s*encoder:\s*(\S+)", re.MULTILINE)

FOLDER = MODELS / "danger"
STAMP = "stamp"


def stamp(root: Path = ROOT) -> str:
    """Fingerprint of everything that it depends on."""
    # As text: set-up runs before there is an environment with a YAML reader.
    named = _ENCODER.findall((root / "config.yml").read_text(encoding="utf-8"))
    digest = hashlib.sha256(" ".join(named).encode())
    for pattern in SOURCES:
        for path in sorted(root.glob(pattern)):
            digest.update(f"{path.relative_to(root).as_posix()}\0".encode())
            digest.update(hashlib.sha256(path.read_bytes()).digest())
    return digest.hexdigest()


def fits(root: Path = ROOT, folder: Path = FOLDER) -> bool:
    """Whether the trained one is up to date."""
    try:
        return (folder / STAMP).read_text() == stamp(root)
    except OSError:
        return False


def train() -> None:
    """Trains it, and puts it in place whole.

    Raises:
        SetupError: training failed; why has been printed.
    """
    disk.require(0.3, MODELS, "Training the danger screen")
    VAR.mkdir(mode=0o700, exist_ok=True)
    MODELS.mkdir(exist_ok=True)
    now = stamp()
    with (
        step("Training the danger screen (minutes, the first time)"),
        tempfile.TemporaryDirectory(dir=VAR, prefix="training-") as place,
    ):
        made = Path(place) / "danger"
        environment = {**os.environ, "PYTHONUNBUFFERED": "1"}
        command = [str(python_of("engine")), "-m", "bot.safety.training", str(made)]
        if subprocess.run(command, cwd=ROOT, env=environment).returncode:
            raise SetupError("The danger screen could not be trained; the lines above say why.")
        (made / STAMP).write_text(now)
        shutil.rmtree(FOLDER, ignore_errors=True)
        made.replace(FOLDER)
