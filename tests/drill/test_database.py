"""The drill's database, on SQLite and on a real PostgreSQL."""

from __future__ import annotations

import itertools
from collections.abc import Iterator
from pathlib import Path

import pytest
from cryptography.fernet import Fernet
from sqlalchemy import inspect, text
from sqlalchemy.ext.asyncio import create_async_engine

from bot.console.passwords import Passwords
from bot.drill import database
from bot.setup.errors import SetupError
from bot.store.conversations import Conversations
from bot.store.database import Database
from bot.store.staff import StaffAccounts
from tests import postgres

KEY = Fernet.generate_key().decode()
_numbers = itertools.count()


@pytest.fixture(scope="module")
def server() -> Iterator[str]:
    if postgres.BIN is None:
        pytest.skip("PostgreSQL is not installed")
    with postgres.server() as address:
        yield address


@pytest.fixture(params=["sqlite", "postgresql"])
async def url(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    if request.param == "sqlite":
        return f"sqlite+aiosqlite:///{tmp_path / 'drill.db'}"
    address: str = request.getfixturevalue("server")
    name = f"drill_{next(_numbers)}"
    await execute(f"{address}postgres", f"create database {name}")
    return f"{address}{name}"


async def execute(url: str, statement: str) -> None:
    engine = create_async_engine(url, isolation_level="AUTOCOMMIT")
    async with engine.connect() as connection:
        await connection.execute(text(statement))
    await engine.dispose()


async def tables(url: str) -> list[str]:
    engine = create_async_engine(url)
    async with engine.connect() as connection:
        found = await connection.run_sync(lambda one: inspect(one).get_table_names())
    await engine.dispose()
    return found


async def test_an_empty_database_gets_tables_and_an_account_and_is_empty_again(url: str) -> None:
    await database.require_empty(url)
    account = await database.prepare(url, KEY)
    store = Database(url, 5.0, (KEY,))
    await store.prepare()
    found = await StaffAccounts(store).credentials(account.name)
    await store.close()
    assert found is not None and found.staff.role == "admin"
    assert await Passwords().fits(account.password, found.password_hash)
    assert account.password not in repr(account)
    await database.clear(url)
    assert await tables(url) == []
    await database.require_empty(url)


async def test_a_database_with_conversations_is_refused_and_left_as_it_is(url: str) -> None:
    store = Database(url, 5.0, (KEY,))
    await store.prepare()
    await Conversations(store).create("c_real", "0" * 64, [])
    await store.close()
    with pytest.raises(SetupError, match="1 conversations"):
        await database.require_empty(url)
    assert "conversations" in await tables(url)


async def test_a_database_of_somebody_else_is_refused(url: str) -> None:
    await execute(url, "create table invoices (id integer)")
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
