"""The database of a drill: empty before, with one account in it meanwhile, and empty again."""

from __future__ import annotations

from dataclasses import dataclass, field

from sqlalchemy import MetaData, inspect, text
from sqlalchemy.engine import Connection
from sqlalchemy.exc import ArgumentError, NoSuchModuleError, SQLAlchemyError
from sqlalchemy.ext.asyncio import AsyncEngine, create_async_engine

from bot.console import passwords
from bot.setup.errors import SetupError
from bot.store.database import Database
from bot.store.errors import StoreUnavailable
from bot.store.staff import StaffAccounts

CONNECT_SECONDS = 10.0
NAME, DISPLAY_NAME = "drill", "Dana"


@dataclass(frozen=True)
class Account:
    """Somebody who signs in to the console."""

    name: str
    password: str = field(repr=False)


async def require_empty(url: str) -> None:
    """Check that a database can be used up.

    Raises:
        SetupError: it cannot be reached, or there are tables in it; the URL is not repeated.
    """
    engine = _engine(url)
    try:
        async with engine.connect() as connection:
            found = await connection.run_sync(_contents)
    except (SQLAlchemyError, OSError, ValueError) as error:
        raise SetupError(
            f"The database for the drill cannot be used: {type(error).__name__}."
        ) from error
    finally:
        await engine.dispose()
    if found:
        raise SetupError(
            f"The database for the drill is not empty ({found}), and a drill deletes what is in it. "
            "Name an empty one, which no assistant uses."
        )


async def prepare(url: str, key: str) -> Account:
    """Make the tables and an account, as `./assistant staff add` does.

    Args:
        url: of an empty database.
        key: seals what is written.

    Raises:
        SetupError: the database cannot be used.
    """
    password = passwords.generated()
    database = Database(url, CONNECT_SECONDS, (key,))
    try:
        await database.prepare()
        accounts = StaffAccounts(database)
        await accounts.add(NAME, DISPLAY_NAME, "admin", passwords.hashed(password))
    except StoreUnavailable as error:
        raise SetupError(f"The database for the drill cannot be used: {error}.") from error
    finally:
        await database.close()
    return Account(NAME, password)


async def clear(url: str) -> None:
    """Drop every table; there was none before."""
    engine = _engine(url)
    try:
        async with engine.begin() as connection:
            await connection.run_sync(_drop)
    finally:
        await engine.dispose()


def _engine(url: str) -> AsyncEngine:
    try:
        return create_async_engine(url, hide_parameters=True)
    except (ArgumentError, NoSuchModuleError, ImportError, SQLAlchemyError) as error:
        raise SetupError(
            "--database-url takes a URL such as postgresql+asyncpg://user:password@host/name."
        ) from error


def _contents(connection: Connection) -> str:
    tables = inspect(connection).get_table_names()
    if "conversations" in tables:
        count = connection.execute(text("SELECT count(*) FROM conversations")).scalar()
        return f"{count} conversations"
    return f"{len(tables)} tables" if tables else ""


def _drop(connection: Connection) -> None:
    metadata = MetaData()
    metadata.reflect(connection)
    metadata.drop_all(connection)
