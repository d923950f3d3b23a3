"""Plays hand-offs, and prints what the visitor saw, with times.

By default against a system of its own: gateway, console and engine in a temporary folder, with short
timers, a database of its own, and a mail server that gets the notices. Nothing of it stays, and nobody
real is told. It takes about two minutes. The exit code is 1 if a scenario failed.

With --url against a system that runs already, as a member of staff of the practice: real notices go out,
and the real timers are waited for. The password is asked for, or is in BETWEEN_SESSIONS_DRILL_PASSWORD.
"""

from __future__ import annotations

import argparse
import asyncio
import getpass
import os
import signal
import sys
from collections.abc import Sequence
from typing import TYPE_CHECKING

from bot.setup.console import say
from bot.setup.errors import SetupError

if TYPE_CHECKING:
    from bot.drill.scenarios.all import Scenario
    from bot.drill.system import System
    from bot.drill.telling import Result

HELP = "play hand-offs to a person, and see what the visitor sees"
ENVIRONMENT = "app"

PASSWORD = "BETWEEN_SESSIONS_DRILL_PASSWORD"  # noqa: S105 - the name of a variable
ENDED = 130


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Adds this command's options."""
    parser.add_argument("scenario", nargs="*", help="which to play; all if none is named")
    parser.add_argument("--list", action="store_true", help="list the scenarios, and play none")
    own = parser.add_argument_group("a system of the drill's own")
    own.add_argument(
        "--database-url", metavar="URL", help="an empty database, emptied again; else SQLite"
    )
    own.add_argument("--no-engine", action="store_true", help="without Rasa, which starts sooner")
    own.add_argument("--keep", action="store_true", help="keep its folder, for the logs")
    running = parser.add_argument_group("a system that runs already")
    running.add_argument("--url", help="its address, such as https://chat.practice.example")
    running.add_argument("--staff", metavar="NAME", help="who signs in to its console")
    running.add_argument(
        "--yes", action="store_true", help="do not ask whether real notices may go out"
    )


def run(args: argparse.Namespace) -> int:
    """Runs the command."""
    from bot.drill.scenarios.all import SCENARIOS, named

    if args.list:
        for one in SCENARIOS:
            print(f"{one.name:<22} {one.about}")
        return 0
    scenarios = named(args.scenario)
    _check(args)
    try:
        if args.url:
            results = asyncio.run(_against(_running(args, scenarios), scenarios))
        else:
            results = asyncio.run(_own(args, scenarios))
    except asyncio.CancelledError:
        return ENDED
    return _verdict(results)


def _check(args: argparse.Namespace) -> None:
    if bool(args.url) != bool(args.staff):
        raise SetupError(
            "--url and --staff belong together: whose console, and who signs in there."
        )
    if args.url and (args.database_url or args.no_engine or args.keep):
        raise SetupError(
            "--database-url, --no-engine and --keep are for a system of the drill's own, not for --url."
        )
    if args.url and not args.url.startswith(("http://", "https://")):
        raise SetupError("--url takes an address that begins with http:// or https://.")


async def _own(args: argparse.Namespace, scenarios: Sequence[Scenario]) -> list[Result]:
    from bot.drill.own import OwnSystem

    _end_on_signals()
    own = OwnSystem(args.database_url, with_engine=not args.no_engine, keep=args.keep)
    async with own.running() as system:
        return await _play(system, scenarios)


async def _against(system: System, scenarios: Sequence[Scenario]) -> list[Result]:
    _end_on_signals()
    return await _play(system, scenarios)


async def _play(system: System, scenarios: Sequence[Scenario]) -> list[Result]:
    from bot.drill.run import drill

    return await drill(system, scenarios, lambda line: print(line, flush=True))


def _running(args: argparse.Namespace, scenarios: Sequence[Scenario]) -> System:
    """Asks what has to be asked, and describes the system."""
    from bot.drill.database import Account
    from bot.drill.system import System
    from bot.handoff.timers import Timers
    from bot.settings import settings

    playable = [one.name for one in scenarios if not one.needs]
    timers = Timers.of(settings())
    say(
        f"To be played against {args.url}, where real notices go out to the contacts of the practice: "
        f"{', '.join(playable) or 'nothing'}. Tell them before. Its timers are taken to be those set "
        f"on this machine: nobody has come after {timers.missed:.0f} s."
    )
    if playable and not args.yes:
        _ask()
    password = os.environ.get(PASSWORD)
    code = ""
    if password is None:
        if not sys.stdin.isatty():
            raise SetupError(
                f"The password is asked for on a terminal. Without one, set {PASSWORD}."
            )
        password = getpass.getpass(f"Password of {args.staff}: ")
        code = getpass.getpass("Code of the authenticator app, if the account asks for one: ")
    return System(
        url=args.url.rstrip("/"), timers=timers, account=Account(args.staff, password), code=code
    )


def _ask() -> None:
    if not sys.stdin.isatty():
        raise SetupError("Whether real notices may go out is asked on a terminal; --yes says so.")
    print("Go on? [y/N] ", end="", file=sys.stderr, flush=True)
    if sys.stdin.readline().strip().lower() not in ("y", "yes"):
        raise SetupError("Nothing was played.")


def _verdict(results: Sequence[Result]) -> int:
    from bot.drill import telling

    print(telling.of_results(results))
    return 1 if any(not one.passed and one.seconds is not None for one in results) else 0


def _end_on_signals() -> None:
    """Has Ctrl-C, a closed terminal and `kill` end it alike, so that everything is put away.

    Ctrl-C, too: a script's shell starts what runs in its background with SIGINT ignored.
    """
    task = asyncio.current_task()
    assert task is not None
    for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
        asyncio.get_running_loop().add_signal_handler(number, task.cancel)
