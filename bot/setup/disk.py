"""Room on the disk."""

from __future__ import annotations

import shutil
from pathlib import Path

from bot.setup.errors import SetupError

GIB = 1024**3


def require(gigabytes: float, folder: Path, what: str) -> None:
    """Checks that there is room before something large is written.

    Args:
        gigabytes: free room needed, in GiB.
        folder: where it is written; need not exist yet.
        what: what needs the room, as the subject of a sentence.

    Raises:
        SetupError: there is less room.
    """
    existing = next(path for path in (folder, *folder.parents) if path.exists())
    free = shutil.disk_usage(existing).free / GIB
    if free < gigabytes:
        raise SetupError(
            f"{what} needs {gigabytes:.1f} GiB of free disk in {existing}, which has {free:.1f}. "
            "Make room and run this again."
        )
