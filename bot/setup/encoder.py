"""The sentence encoders, prepared in the engine environment."""

from __future__ import annotations

import subprocess
from pathlib import Path

from bot.setup.errors import SetupError
from bot.setup.paths import ROOT, python_of


def ensure(folder: Path | None = None) -> None:
    """Prepares the encoder that `config.yml` names, and the danger screen's; does nothing when they are.

    Args:
        folder: instead, prepares the encoder in this sentence-transformers folder.

    Raises:
        SetupError: it cannot be prepared; why has been printed.
    """
    command = [
        python_of("engine"),
        "-m",
        "bot.encoder.prepare",
        *(("--from", folder) if folder else ()),
    ]
    if subprocess.run(command, cwd=ROOT).returncode:
        raise SetupError("A sentence encoder could not be prepared; the lines above say why.")
