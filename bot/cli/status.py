"""Says what runs and whether it can answer. Exit code 0 when all of it can."""

from __future__ import annotations

import argparse
from datetime import timedelta

HELP = "what runs, whether it can answer, and whether the model is up to date"
ENVIRONMENT = "app"


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Adds this command's options."""


def run(args: argparse.Namespace) -> int:
    """Runs the command."""
    from bot.runner.control import Control
    from bot.runner.programs import address, programs
    from bot.runner.readiness import is_ready
    from bot.settings import settings
    from bot.setup import model

    statuses = Control().statuses()
    all_ready = True
    for program in programs(settings()):
        status = statuses[program.name]
        ready = is_ready(program)
        all_ready &= ready
        print(
            f"{program.title:<14} {'ready' if ready else 'not ready':<10} {status.state.lower():<9} "
            f"for {timedelta(seconds=status.seconds)}, process {status.pid or '-'}, port {program.port}"
        )
    newest = model.newest()
    current = "fits the content" if model.fits() else "older than the content: ./assistant train"
    print(f"{'model':<14} {newest.name if newest else 'none'} ({current})")
    print(f"{'address':<14} {address(settings())}")
    return 0 if all_ready else 1
