"""Makes the environments, the sentence encoder and the danger screen, as far as they are missing or out of date."""

from __future__ import annotations

import argparse

from bot.setup import encoder, environments, locks, second_layer
from bot.setup.console import say
from bot.setup.paths import from_callers_folder

HELP = "make the environments, the sentence encoder and the danger screen"
ENVIRONMENT = "any"


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Adds this command's options."""
    parser.add_argument("--dev", action="store_true", help="also what the tests and checks need")
    parser.add_argument(
        "--bench", action="store_true", help="also Rasa's default pipeline, for `make bench`"
    )
    parser.add_argument(
        "--peers", action="store_true", help="also other danger screens, for `make eval-safety`"
    )
    parser.add_argument(
        "--encoder",
        type=lambda path: from_callers_folder(path).resolve(),
        metavar="FOLDER",
        help="also prepare the encoder in a sentence-transformers folder, to be named in config.yml",
    )
    parser.add_argument(
        "--lock", action="store_true", help="instead: compile requirements/*.in to *.txt"
    )
    parser.add_argument(
        "--upgrade", action="store_true", help="with --lock: take the newest versions"
    )


def run(args: argparse.Namespace) -> int:
    """Runs the command."""
    if args.lock:
        locks.compile_all(upgrade=args.upgrade)
        return 0
    environments.ensure("app", dev=args.dev)
    environments.ensure("engine", dev=args.dev)
    if args.bench:
        environments.ensure("bench")
    if args.peers:
        environments.ensure("peers")
    encoder.ensure()
    if args.encoder:
        encoder.ensure(args.encoder)
    if not second_layer.fits():
        second_layer.train()
    say("Everything is set up.")
    return 0
