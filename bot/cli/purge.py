"""Deletes at once what has been kept long enough; with an option, more than that.

It works by the rules of the job that runs by itself in the gateway, which may go on running meanwhile:
a conversation with the assistant after BETWEEN_SESSIONS_IDLE_HOURS; one that staff could read, and a
message that they have marked as done, after the days set in the console; a line of the audit log after
BETWEEN_SESSIONS_AUDIT_DAYS. A message that nobody has marked as done stays, except with --conversation
and --all. What the engine remembers of a deleted conversation is deleted by the gateway within minutes,
or once it runs again. Whoever deletes by hand leaves a line in the audit log, without content.
"""

from __future__ import annotations

import argparse
import asyncio
import sys
from collections.abc import Awaitable, Callable
from typing import TYPE_CHECKING

from bot.setup.console import say
from bot.setup.errors import SetupError

if TYPE_CHECKING:
    from bot.store.database import Database
    from bot.store.retention import Retention, Tally

HELP = "delete conversations that are due, old, or named; --dry-run only counts them"
ENVIRONMENT = "app"
MOST_DAYS = 36_500
CLEAN_TRIES = 10
CLEAN_SECONDS = 0.3

Act = Callable[["Retention"], Awaitable["Tally"]]


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Adds this command's options."""
    what = parser.add_mutually_exclusive_group()
    what.add_argument(
        "--older-than",
        type=_days,
        metavar="DAYS",
        help="also what is due later: conversations, and done messages, of more than so many days",
    )
    what.add_argument(
        "--conversation",
        metavar="REFERENCE",
        help="one conversation and the message left in it, by the reference in a notice"
        " (7F3A-91C2-04BD) or the id in the audit log",
    )
    what.add_argument(
        "--all",
        action="store_true",
        help="every conversation and every message left, also those of this moment; accounts, settings"
        " and audit log stay",
    )
    parser.add_argument("--yes", action="store_true", help="with --all: do not ask")
    parser.add_argument("--dry-run", action="store_true", help="delete nothing, only count")


def run(args: argparse.Namespace) -> int:
    """Runs the command."""
    return asyncio.run(_purge(args))


async def _purge(args: argparse.Namespace) -> int:
    """Opens the store, which may be in use by the gateway, and deletes from it."""
    from bot.settings import settings
    from bot.setup import data_key
    from bot.store.database import Database
    from bot.store.errors import StoreUnavailable
    from bot.store.retention import Retention

    chosen = settings()
    # No key is made here: one that is missing belongs to what is stored.
    keys = data_key.keys_of(chosen)
    database = Database(chosen.absolute_database_url(), chosen.store_timeout, keys)
    try:
        await database.prepare()
        retention = Retention(database, chosen.idle_hours, chosen.audit_days)
        return await _deleted(args, database, retention)
    except StoreUnavailable as error:
        raise SetupError(f"The database cannot be used: {error}.") from error
    finally:
        await database.close()


async def _deleted(args: argparse.Namespace, database: Database, retention: Retention) -> int:
    count, delete, note = await _chosen(args, retention)
    if args.dry_run:
        say(f"To be deleted: {told(await count(retention))}. Nothing was deleted.")
        return 0
    if args.all and not args.yes and not _sure(await count(retention)):
        say("Nothing was deleted.")
        return 1
    tally = await delete(retention)
    if tally and note:
        await retention.note(note)
    say(f"Deleted: {told(tally)}.")
    if tally.conversations:
        say("The gateway deletes what the engine remembers of them, if it runs, or when it does.")
    await _leave_no_trace(database)
    return 0


async def _chosen(args: argparse.Namespace, retention: Retention) -> tuple[Act, Act, str]:
    """Returns how to count and to delete what is asked for, and the line for the audit log."""
    if args.all:
        return (
            lambda store: store.count_all(),
            lambda store: store.delete_all("by hand"),
            "everything",
        )
    if args.conversation is not None:
        found = await retention.find(args.conversation)
        if len(found) != 1:
            raise SetupError(
                "Nothing is kept of a conversation with this reference."
                if not found
                else "This reference fits several conversations. Use the id in the audit log."
            )
        # The store notes it by its id.
        return (
            lambda store: store.count_one(found[0]),
            lambda store: store.delete_one(found[0], "by hand"),
            "",
        )
    cutoffs = await retention.cutoffs(args.older_than)
    days = args.older_than
    return (
        lambda store: store.count(cutoffs),
        lambda store: store.delete(cutoffs),
        "what was due" if days is None else f"older than {days} days",
    )


async def _leave_no_trace(database: Database) -> None:
    """Empties the database's log of what was deleted; the gateway may be using it just now."""
    for _ in range(CLEAN_TRIES):
        if await database.empty_log():
            return
        await asyncio.sleep(CLEAN_SECONDS)
    say("The database is busy: traces of it go with the gateway's next round, in a minute or two.")


def told(tally: Tally) -> str:
    """Says how many of what."""
    parts = [_many(tally.conversations, "conversation", "conversations")]
    if tally.handed_over:
        parts[0] += f" ({tally.handed_over} of them with staff)"
    parts.append(_many(tally.left_messages, "message left", "messages left"))
    if tally.audit:
        parts.append(_many(tally.audit, "line of the audit log", "lines of the audit log"))
    if tally.staff_sessions:
        ended = "ended session of staff", "ended sessions of staff"
        parts.append(_many(tally.staff_sessions, *ended))
    return ", ".join(parts)


def _many(number: int, one: str, more: str) -> str:
    return f"{number} {one if number == 1 else more}"


def _sure(tally: Tally) -> bool:
    if not sys.stdin.isatty():
        raise SetupError("--all asks first, on a terminal. Without one, add --yes.")
    say(f"This deletes for good: {told(tally)}, also what goes on at this moment.")
    return input("Type yes to delete all of it: ").strip().lower() == "yes"


def _days(given: str) -> int:
    if not (given.isascii() and given.isdigit() and 1 <= int(given) <= MOST_DAYS):
        raise argparse.ArgumentTypeError(
            f"a whole number of days from 1 to {MOST_DAYS}; --all deletes everything"
        )
    return int(given)
