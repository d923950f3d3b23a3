"""Ends the running assistant, all of it."""

from __future__ import annotations

import argparse

from bot.setup.console import say

HELP = "end the running assistant"
ENVIRONMENT = "app"


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Adds this command's options."""


def run(args: argparse.Namespace) -> int:
    """Runs the command."""
    from bot.runner.control import Control

    Control().shut_down()
    say("Stopped.")
    return 0
