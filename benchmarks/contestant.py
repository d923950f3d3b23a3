"""A side in its workplace."""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path

from benchmarks.figures import Figures
from benchmarks.sides import Side


@dataclass
class Contestant:
    """A side in its workplace, with what was measured of it."""

    side: Side
    folder: Path
    figures: Figures = field(default_factory=Figures)

    @property
    def log(self) -> Path:
        """What its last process said."""
        return self.folder / "bench.log"
