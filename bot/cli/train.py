"""Trains a model from config.yml, domain.yml and data/, when they changed since the last one.

And the danger screen's classifier from data/danger/, when that changed.

A running engine takes the new model up with `./assistant restart engine`; the gateway stays up.
"""

from __future__ import annotations

import argparse
import subprocess

from bot.setup import encoder, environments, model, second_layer
from bot.setup.console import say
from bot.setup.errors import SetupError
from bot.setup.paths import ROOT

HELP = "train a model, when the content changed since the last one"
ENVIRONMENT = "engine"


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Adds this command's options."""
    parser.add_argument("--force", action="store_true", help="train also when nothing changed")
    parser.add_argument(
        "--danger", action="store_true", help="train the danger screen's classifier anew"
    )
    parser.add_argument("--no-check", action="store_true", help="do not check the content first")
    parser.add_argument("--verbose", action="store_true", help="show everything that Rasa says")


def run(args: argparse.Namespace) -> int:
    """Runs the command."""
    from bot.setup import training

    if model.fits() and second_layer.fits() and not (args.force or args.danger):
        say(
            f"The model fits the content: {model.newest()}. Nothing to train (--force trains all the same)."
        )
        return 0
    encoder.ensure()
    if not args.no_check:
        _check()
    if args.danger or not second_layer.fits():
        second_layer.train()
        say("Trained models/danger. A running gateway takes it up with ./assistant restart gateway")
    if not model.fits() or (args.force and not args.danger):
        trained = training.train(verbose=args.verbose)
        say(
            f"Trained {trained.relative_to(ROOT)}. A running engine takes it up with ./assistant restart engine"
        )
    return 0


def _check() -> None:
    python = environments.ensure("app")
    if subprocess.run([python, "-m", "bot", "check"], cwd=ROOT).returncode:
        raise SetupError("The content has errors, named above. Mend them and run this again.")
