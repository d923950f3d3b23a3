"""The drill's database, on SQLite and on a real PostgreSQL."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import pytest
from sqlalchemy import inspect, text
from sqlalchemy.ext.asyncio import AsyncConnection, create_async_engine

from bot.console.passwords import Passwords
from bot.drill import database
from bot.setup.errors import SetupError
from bot.store.conversations import Conversations
from bot.store.staff import StaffAccounts
from tests.databases import KEY, opened


@asynccontextmanager
async def connected(url: str) -> AsyncIterator[AsyncConnection]:
    """As anybody connects who knows nothing of the store."""
    engine = create_async_engine(url)
    async with engine.begin() as connection:
        yield connection
    await engine.dispose()


async def tables(url: str) -> list[str]:
    async with connected(url) as connection:
        return await connection.run_sync(lambda one: inspect(one).get_table_names())


async def test_an_empty_database_gets_tables_and_an_account_and_is_empty_again(url: str) -> None:
    await database.require_empty(url)
    account = await database.prepare(url, KEY)
    async with opened(url, KEY) as store:
        found = await StaffAccounts(store).credentials(account.name)
    assert found is not None and found.staff.role == "admin"
    assert await Passwords().fits(account.password, found.password_hash)
    assert account.password not in repr(account)
    await database.clear(url)
    assert await tables(url) == []
    await database.require_empty(url)


async def test_a_database_with_conversations_is_refused_and_left_as_it_is(url: str) -> None:
    async with opened(url, KEY) as store:
        await Conversations(store).create("c_real", "0" * 64, [])
    with pytest.raises(SetupError, match="1 conversations"):
        await database.require_empty(url)
    assert "conversations" in await tables(url)


async def test_a_database_of_somebody_else_is_refused(url: str) -> None:
    async with connected(url) as connection:
        await connection.execute(text("create table invoices (id integer)"))
    with pytest.raises(SetupError, match="1 tables"):
        await database.require_empty(url)


@pytest.mark.parametrize(
    "wrong",
    [
        "nonsense",
        "no+such://user:secret@host/name",
        "postgresql+asyncpg://user:secret@127.0.0.1:1/name",
    ],
)
async def test_a_url_that_cannot_be_used_is_not_repeated(wrong: str) -> None:
    with pytest.raises(SetupError) as caught:
        await database.require_empty(wrong)
    assert "secret" not in str(caught.value) and "host" not in str(caught.value).split("@")[0]
