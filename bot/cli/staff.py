"""Adds, lists, disables and resets the accounts with which staff sign in to the console at /staff.

The password is asked for twice on the terminal, or with --generate drawn and printed once. There is no
default password. `reset` sets a new password, asks for no code any more, and signs out everywhere.
"""

from __future__ import annotations

import argparse
import asyncio
import getpass
import re
import sys
from collections.abc import Awaitable, Callable
from typing import TYPE_CHECKING

from bot.setup.console import say
from bot.setup.errors import SetupError

if TYPE_CHECKING:
    from bot.store.audit import Audit
    from bot.store.staff import Staff, StaffAccounts

HELP = "the accounts of the staff: staff add, list, disable, reset"
ENVIRONMENT = "app"
NAME = re.compile(r"[a-z0-9][a-z0-9._-]{1,31}")
LONGEST_DISPLAY_NAME = 60

Action = Callable[["StaffAccounts", "Audit"], Awaitable[int]]


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Adds this command's options."""
    actions = parser.add_subparsers(dest="action", required=True, metavar="action")
    add = actions.add_parser("add", help="add an account")
    add.add_argument("name", help="what to sign in with: small letters, digits, . _ -")
    add.add_argument("--display-name", help="what visitors and colleagues see; else the name")
    add.add_argument("--admin", action="store_true", help="may also see audit log and settings")
    reset = actions.add_parser("reset", help="set a new password; no code is asked for any more")
    reset.add_argument("name")
    reset.add_argument("--enable", action="store_true", help="open a disabled account again")
    for one in (add, reset):
        one.add_argument(
            "--generate", action="store_true", help="draw a password and print it once"
        )
    actions.add_parser("list", help="list the accounts")
    actions.add_parser("disable", help="let nobody sign in with it").add_argument("name")


def run(args: argparse.Namespace) -> int:
    """Runs the command."""
    return {"add": _add, "list": _list, "disable": _disable, "reset": _reset}[args.action](args)


def _add(args: argparse.Namespace) -> int:
    name = args.name.strip().lower()
    shown = (args.display_name or args.name).strip()
    if not NAME.fullmatch(name):
        raise SetupError(
            "A name has 2 to 32 characters: small letters, digits, and . _ - after the first."
        )
    if not (0 < len(shown) <= LONGEST_DISPLAY_NAME and shown.isprintable()):
        raise SetupError(f"A display name has 1 to {LONGEST_DISPLAY_NAME} characters.")

    async def add(accounts: StaffAccounts, audit: Audit) -> int:
        from bot.store.errors import NameTaken

        taken = SetupError(f"There is an account {name} already: ./assistant staff reset {name}")
        if await accounts.by_name(name) is not None:
            raise taken
        password_hash = _new_password(name, generate=args.generate)
        role = "admin" if args.admin else "staff"
        try:
            staff = await accounts.add(name, shown, role, password_hash)
        except NameTaken:
            raise taken from None
        await audit.note(None, "account_added", None, staff.id)
        say(f"Added {name}, as {'an admin' if args.admin else 'staff'}. Sign in at {_address()}")
        return 0

    return _with_store(add)


def _list(args: argparse.Namespace) -> int:
    async def listed(accounts: StaffAccounts, audit: Audit) -> int:
        found = await accounts.list()
        for one in found:
            state = "disabled" if one.disabled else "codes" if one.totp else "no codes"
            print(f"{one.name:<32} {one.role:<6} {state:<9} {one.display_name}")
        if not found:
            say("Nobody has an account yet: ./assistant staff add NAME")
        return 0

    return _with_store(listed)


def _disable(args: argparse.Namespace) -> int:
    async def disable(accounts: StaffAccounts, audit: Audit) -> int:
        staff = await _named(accounts, args.name)
        await accounts.disable(staff.id)
        await audit.note(None, "account_disabled", None, staff.id)
        say(f"{staff.name} is disabled, and signed out everywhere.")
        return 0

    return _with_store(disable)


def _reset(args: argparse.Namespace) -> int:
    async def reset(accounts: StaffAccounts, audit: Audit) -> int:
        staff = await _named(accounts, args.name)
        password_hash = _new_password(staff.name, generate=args.generate)
        await accounts.set_password(staff.id, password_hash)
        await accounts.set_totp(staff.id, None)
        if args.enable:
            await accounts.enable(staff.id)
        await audit.note(None, "account_reset", None, staff.id)
        say(f"{staff.name} has a new password, no codes, and is signed out everywhere.")
        if staff.disabled and not args.enable:
            say("The account is still disabled; --enable opens it.")
        return 0

    return _with_store(reset)


def _new_password(name: str, *, generate: bool) -> str:
    """The hash of a new password."""
    from bot.console import passwords

    if generate:
        password = passwords.generated()
        say("The password, shown this once:")
        print(password)
        return passwords.hashed(password)
    if not sys.stdin.isatty():
        raise SetupError("The password is asked for on a terminal. Without one, use --generate.")
    password = getpass.getpass(f"New password of {name}: ")
    if wrong := passwords.problem(password, name):
        raise SetupError(f"{wrong} Nothing was changed.")
    if getpass.getpass("The same again: ") != password:
        raise SetupError("These were two passwords. Nothing was changed.")
    return passwords.hashed(password)


async def _named(accounts: StaffAccounts, name: str) -> Staff:
    found = await accounts.by_name(name)
    if found is None:
        raise SetupError("There is no account of that name: ./assistant staff list")
    return found


def _with_store(action: Action) -> int:
    return asyncio.run(_prepared(action))


async def _prepared(action: Action) -> int:
    """Opens the store, which may be in use by the gateway, and does something with it."""
    from bot.settings import settings
    from bot.setup import data_key
    from bot.store.audit import Audit
    from bot.store.database import Database
    from bot.store.errors import StoreUnavailable
    from bot.store.staff import StaffAccounts

    chosen = settings()
    data_key.ensure(chosen)
    database = Database(
        chosen.absolute_database_url(), chosen.store_timeout, data_key.keys_of(chosen)
    )
    try:
        await database.prepare()
        return await action(StaffAccounts(database), Audit(database))
    except StoreUnavailable as error:
        raise SetupError(f"The database cannot be used: {error}.") from error
    finally:
        await database.close()


def _address() -> str:
    from bot.runner.programs import address
    from bot.settings import settings

    return f"{address(settings())}/staff"
