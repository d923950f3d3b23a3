"""Asks the whole check whether a changed content may be served.

The check needs the app environment (pydantic 2, hyphenation), which the engine does not have, so it runs
as a process there.
"""

from __future__ import annotations

import json
import subprocess
from pathlib import Path

from bot.content.errors import Level, Problem
from bot.setup.paths import ROOT, python_of

SECONDS = 60.0


def errors_of_check(root: Path) -> list[Problem]:
    """The errors that `./assistant check` finds; warnings do not keep content from being served.

    Args:
        root: the project whose content is checked.

    Returns:
        No errors also where there is no app environment: the reader's own checks have to do then.
    """
    python = python_of("app")
    if not python.exists():
        return []
    try:
        done = subprocess.run(
            [python, "-m", "bot.content.check", "--json", "--root", root.resolve()],
            cwd=ROOT,
            capture_output=True,
            check=False,
            timeout=SECONDS,
        )
        found = [
            Problem(**{**one, "level": Level(one["level"])}) for one in json.loads(done.stdout)
        ]
    except (OSError, subprocess.TimeoutExpired, ValueError, TypeError, KeyError):
        message = "The check itself failed, so the change is not served."
        return [Problem("content", 1, 1, Level.ERROR, message, "Run ./assistant check.")]
    return [one for one in found if one.level is Level.ERROR]
