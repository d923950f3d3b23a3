"""Stock Rasa with this project's repairs: every argument is Rasa's."""

from __future__ import annotations

import os
import sys

HELP = "stock Rasa with our repairs: ./assistant rasa train, shell, test, data validate ..."
ENVIRONMENT = "engine"
PASS_THROUGH = True


def run(arguments: list[str]) -> int:
    """Becomes Rasa; does not return."""
    os.execv(sys.executable, [sys.executable, "-m", "bot.engine", *arguments])
