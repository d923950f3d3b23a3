"""The version of the first screen that a visitor has agreed to."""

from __future__ import annotations

import pytest
from alembic import command
from alembic.config import Config
from sqlalchemy import inspect, text
from sqlalchemy.engine import Connection

from bot.store.conversations import Conversations
from bot.store.database import Database
from bot.store.migrate import MIGRATIONS
from bot.store.records import Draft, EventType, Sender
from tests.store.conftest import Connect

HELLO = Draft(EventType.MESSAGE, Sender.SYSTEM, {"text": "hello"})


def config_of(connection: Connection) -> Config:
    config = Config()
    config.set_main_option("script_location", str(MIGRATIONS))
    config.attributes["connection"] = connection
    return config


def columns(connection: Connection) -> set[str]:
    return {one["name"] for one in inspect(connection).get_columns("conversations")}


@pytest.mark.parametrize("consent", ["1", "2027-03", "x" * 40, None])
async def test_it_is_kept_with_the_conversation(database: Database, consent: str | None) -> None:
    store = Conversations(database)
    await store.create("c", "hash", [HELLO], consent)
    found = await store.load("c")
    assert found is not None and found.consent == consent


async def test_nobody_has_agreed_by_beginning_a_conversation(database: Database) -> None:
    store = Conversations(database)
    await store.create("c", "hash", [HELLO])
    found = await store.load("c")
    assert found is not None and found.consent is None


async def test_a_database_from_before_goes_on_with_its_conversations(connect: Connect) -> None:
    before = connect()
    async with before.engine.begin() as connection:
        await connection.run_sync(lambda one: command.upgrade(config_of(one), "0007"))
        assert "consent" not in await connection.run_sync(columns)
        await connection.execute(
            text(
                "insert into conversations (id, token_hash, created_at, active_at, noticed_at,"
                " careful, last_seq) values ('old', 'hash', 1, 2, 3, false, 0)"
            )
        )
    await before.prepare()
    store = Conversations(before)
    old = await store.load("old")
    assert old is not None and old.consent is None and old.active_at == 2
    await store.create("new", "hash", [HELLO], "1")
    new = await store.load("new")
    assert new is not None and new.consent == "1"


async def test_the_change_can_be_taken_back(database: Database) -> None:
    await Conversations(database).create("c", "hash", [HELLO], "1")
    async with database.engine.begin() as connection:
        await connection.run_sync(lambda one: command.downgrade(config_of(one), "0007"))
        assert "consent" not in await connection.run_sync(columns)
        kept = await connection.scalar(text("select id from conversations"))
    assert kept == "c"
