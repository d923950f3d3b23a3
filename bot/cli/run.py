"""Sets up what is missing, checks the content, trains when it changed, and runs the assistant.

Gateway, engine and action server run until Ctrl-C. Address and ports are settings, in the environment or
in `.env`: BETWEEN_SESSIONS_HOST, BETWEEN_SESSIONS_PORT, BETWEEN_SESSIONS_ENGINE_URL,
BETWEEN_SESSIONS_ACTIONS_PORT.
"""

from __future__ import annotations

import argparse
import subprocess

from bot.setup import encoder, environments, model, second_layer
from bot.setup.console import say
from bot.setup.errors import SetupError
from bot.setup.paths import ROOT, python_of

HELP = "set up, check, train when needed, and run everything until Ctrl-C"
ENVIRONMENT = "app"


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Adds this command's options."""


def run(args: argparse.Namespace) -> int:
    """Runs the command."""
    from bot.runner import foreground, ports
    from bot.runner.programs import programs, with_free_port
    from bot.settings import settings
    from bot.setup import data_key

    chosen = with_free_port(settings())
    try:
        with foreground.only_one(chosen):
            ports.require_free(programs(chosen))
            data_key.ensure(chosen)
            environments.ensure("engine")
            encoder.ensure()
            _check()
            if not (model.fits() and second_layer.fits()):
                _train()
            return foreground.run(chosen)
    except foreground.AlreadyRunning as running:
        say(str(running))
        return 0


def _check() -> None:
    from bot.content.check import main

    say("Checking the content ...")
    if main([]):
        raise SetupError("The content has errors, named above. Mend them and run this again.")


def _train() -> None:
    if subprocess.run(
        [python_of("engine"), "-m", "bot", "train", "--no-check"], cwd=ROOT
    ).returncode:
        raise SetupError("Training failed; the lines above say why.")
