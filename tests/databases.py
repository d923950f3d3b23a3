"""Databases of both kinds: where a new one is, and one that is open."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable, Iterator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import TypeVar

import pytest
from cryptography.fernet import Fernet

from bot.store.database import Database
from tests import postgres

T = TypeVar("T")

KEY = Fernet.generate_key().decode()
TIMEOUT = 30.0
"""A patient store, for slow machines."""


def sqlite_url(path: Path) -> str:
    """The URL of a file."""
    return f"sqlite+aiosqlite:///{path}"


@pytest.fixture(scope="session")
def postgres_server() -> Iterator[str]:
    """The server's address, without a database's name."""
    if postgres.BIN is None:
        pytest.skip("PostgreSQL is not installed")
    with postgres.server() as address:
        yield address


@pytest.fixture(params=["sqlite", "postgresql"])
def url(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    """The URL of a new, empty database."""
    if request.param == "sqlite":
        return sqlite_url(tmp_path / "store.db")
    return postgres.new_database(request.getfixturevalue("postgres_server"))


@asynccontextmanager
async def opened(url: str, *keys: str) -> AsyncIterator[Database]:
    """A database that is ready, until the end of the block."""
    database = Database(url, TIMEOUT, keys)
    try:
        await database.prepare()
        yield database
    finally:
        await database.close()


def ask(url: str, question: Callable[[Database], Awaitable[T]], *keys: str) -> T:
    """What a database answers, for tests that are not asynchronous."""

    async def asked() -> T:
        async with opened(url, *keys) as database:
            return await question(database)

    return asyncio.run(asked())
