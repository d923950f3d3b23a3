"""Restarts parts of the running assistant; the others stay up.

After `./assistant train`: `./assistant restart engine`.
"""

from __future__ import annotations

import argparse

from bot.setup.console import say

HELP = "restart a part that runs: engine (takes up a new model), actions, gateway"
ENVIRONMENT = "app"
PARTS = ("engine", "actions", "gateway")


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Adds this command's options."""
    parser.add_argument("parts", nargs="+", choices=PARTS, metavar="part", help=", ".join(PARTS))


def run(args: argparse.Namespace) -> int:
    """Runs the command."""
    from bot.runner import readiness
    from bot.runner.control import Control
    from bot.runner.programs import programs
    from bot.settings import settings

    control = Control()
    chosen = [program for program in programs(settings()) if program.name in args.parts]
    for program in chosen:
        say(f"Restarting the {program.title} ...")
        control.restart(program.name)
    readiness.wait(chosen, control)
    return 0
