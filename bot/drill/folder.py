"""A project folder for a drill: the project's own files by link, with opening hours of its own."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

from bot.content.library import PRACTICE_FILE
from bot.drill.hours import rewritten
from bot.setup.paths import ROOT

LINKED = ("actions", "bot", "data", "models")
FILES = ("config.yml", "credentials.yml", "domain.yml", "endpoints.yml")
ENCODERS = Path("var") / "encoders"


def make(folder: Path) -> Path:
    """Fill an empty folder; what processes write goes under its own `var/`."""
    for name in (*LINKED, *FILES):
        _link(folder, Path(name))
    (folder / "content").mkdir()
    for path in (ROOT / "content").iterdir():
        if path.relative_to(ROOT).as_posix() != PRACTICE_FILE:
            _link(folder, path.relative_to(ROOT))
    (folder / "var").mkdir(mode=0o700)
    _link(folder, ENCODERS)
    set_hours(folder, is_open=True)
    return folder


def set_hours(folder: Path, *, is_open: bool) -> None:
    """Open or close the practice; the gateway sees it within seconds."""
    text = (ROOT / PRACTICE_FILE).read_text(encoding="utf-8")
    target = folder / PRACTICE_FILE
    # Whole at any moment: the gateway may be reading.
    new = target.with_suffix(".new")
    new.write_text(rewritten(text, datetime.now(UTC), is_open=is_open), encoding="utf-8")
    new.replace(target)


def _link(folder: Path, name: Path) -> None:
    if (ROOT / name).exists():
        (folder / name).symlink_to(ROOT / name)
