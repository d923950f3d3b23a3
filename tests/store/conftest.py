"""Databases of both kinds, each with a data key."""

from __future__ import annotations

import itertools
from collections.abc import AsyncIterator, Callable, Iterator
from pathlib import Path

import pytest
from cryptography.fernet import Fernet
from sqlalchemy import text
from sqlalchemy.ext.asyncio import create_async_engine

from bot.store.database import Database
from tests import postgres

KEY = Fernet.generate_key().decode()
_numbers = itertools.count()


@pytest.fixture(scope="session")
def postgres_server() -> Iterator[str]:
    """The server's address, without a database's name."""
    if postgres.BIN is None:
        pytest.skip("PostgreSQL is not installed")
    with postgres.server() as address:
        yield address


@pytest.fixture(params=["sqlite", "postgresql"])
async def url(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    """The URL of a new, empty database."""
    if request.param == "sqlite":
        return f"sqlite+aiosqlite:///{tmp_path / 'store.db'}"
    server: str = request.getfixturevalue("postgres_server")
    name = f"store_{next(_numbers)}"
    engine = create_async_engine(f"{server}postgres", isolation_level="AUTOCOMMIT")
    async with engine.connect() as connection:
        await connection.execute(text(f"create database {name}"))
    await engine.dispose()
    return f"{server}{name}"


Connect = Callable[..., Database]


@pytest.fixture
async def connect(url: str) -> AsyncIterator[Connect]:
    """Connect to the database as one more process does, with other keys if wanted."""
    opened: list[Database] = []

    def connect(*keys: str) -> Database:
        opened.append(Database(url, 5.0, keys or (KEY,)))
        return opened[-1]

    yield connect
    for one in opened:
        await one.close()


@pytest.fixture
async def database(connect: Connect) -> Database:
    """A database that is ready."""
    one = connect()
    await one.prepare()
    return one
