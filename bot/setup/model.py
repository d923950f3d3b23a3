"""The trained models in `models/`, and whether the newest one fits what it is trained from.

Beside `<name>.tar.gz` stands `<name>.json` with the fingerprint of the content and code it came from.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator
from dataclasses import asdict, dataclass
from pathlib import Path

from bot.setup.paths import MODELS, ROOT

KEEP = 2
SOURCES = (
    "config.yml",
    "domain.yml",
    "data/**/*.yml",
    "bot/nlu/**/*.py",
    "bot/classifier/*.py",
    "bot/encoder/encoder.py",
    "bot/encoder/graph.py",
    "requirements/engine.txt",
)
"""What a model depends on, as patterns below the root."""


@dataclass(frozen=True)
class Record:
    """What is known of a model.

    Attributes:
        stamp: fingerprint of what it was trained from.
        trained_at: ISO 8601, UTC.
        seconds: how long training took.
    """

    stamp: str
    trained_at: str
    seconds: float


def stamp(root: Path = ROOT) -> str:
    """Fingerprint of everything that a model depends on."""
    digest = hashlib.sha256()
    for path in _sources(root):
        digest.update(f"{path.relative_to(root).as_posix()}\0".encode())
        digest.update(hashlib.sha256(path.read_bytes()).digest())
    return digest.hexdigest()


def _sources(root: Path) -> Iterator[Path]:
    for pattern in SOURCES:
        yield from sorted(path for path in root.glob(pattern) if path.is_file())


def newest(folder: Path = MODELS) -> Path | None:
    """The model that the engine takes: the one written last."""
    return max(folder.glob("*.tar.gz"), key=lambda path: path.stat().st_mtime, default=None)


def record_of(model: Path) -> Record | None:
    """What is known of a model; None when `rasa train` made it, which keeps no record."""
    try:
        return Record(**json.loads(_record_path(model).read_text()))
    except (OSError, ValueError, TypeError):
        return None


def fits(root: Path = ROOT, folder: Path = MODELS) -> bool:
    """Whether the newest model is up to date."""
    model = newest(folder)
    record = record_of(model) if model else None
    return record is not None and record.stamp == stamp(root)


def keep(trained: Path, record: Record, folder: Path = MODELS) -> Path:
    """Moves a freshly trained model in, and removes all but the last `KEEP`.

    The engine may look at any moment: the model appears whole, and after its record.
    """
    folder.mkdir(exist_ok=True)
    model = folder / trained.name
    _record_path(model).write_text(json.dumps(asdict(record), indent=2) + "\n")
    trained.replace(model)
    by_age = sorted(folder.glob("*.tar.gz"), key=lambda path: path.stat().st_mtime, reverse=True)
    for old in by_age[KEEP:]:
        old.unlink()
        _record_path(old).unlink(missing_ok=True)
    return model


def _record_path(model: Path) -> Path:
    return model.with_name(model.name.removesuffix(".tar.gz") + ".json")
