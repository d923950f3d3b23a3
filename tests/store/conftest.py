"""Databases of both kinds, each with a data key."""

from __future__ import annotations

from collections.abc import AsyncIterator, Callable

import pytest

from bot.store.database import Database
from tests.databases import KEY, TIMEOUT, postgres_server, url

__all__ = ["postgres_server", "url"]

Connect = Callable[..., Database]


@pytest.fixture
async def connect(url: str) -> AsyncIterator[Connect]:
    """Connect to the database as one more process does, with other keys if wanted."""
    made: list[Database] = []

    def connect(*keys: str) -> Database:
        made.append(Database(url, TIMEOUT, keys or (KEY,)))
        return made[-1]

    yield connect
    for one in made:
        await one.close()


@pytest.fixture
async def database(connect: Connect) -> Database:
    """A database that is ready."""
    one = connect()
    await one.prepare()
    return one
