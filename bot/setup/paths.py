"""Where things are."""

from __future__ import annotations

import os
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
REQUIREMENTS = ROOT / "requirements"
VENVS = ROOT / ".venv"
VAR = ROOT / "var"
MODELS = ROOT / "models"


def python_of(environment: str) -> Path:
    """The interpreter of an environment (`app`, `engine`, `bench`, `peers`)."""
    return VENVS / environment / "bin" / "python"


def from_callers_folder(path: str) -> Path:
    """A path as the caller of `./assistant` meant it: commands themselves run in `ROOT`.

    Use it as the `type` of every argument that names a file.
    """
    return Path(os.environ.get("ASSISTANT_FOLDER", ".")) / path
