"""Checks everything that staff edit: content/ and data/."""

from __future__ import annotations

HELP = "check everything that staff edit, and say where it is wrong"
ENVIRONMENT = "app"
PASS_THROUGH = True


def run(arguments: list[str]) -> int:
    """Runs the command."""
    from bot.content.check import main

    return int(main(arguments) or 0)
