"""The store's tables, and what its errors must not say."""

from __future__ import annotations

import asyncio
import sqlite3
import stat
from collections.abc import AsyncIterator
from contextlib import closing
from pathlib import Path

import pytest
from alembic import command
from alembic.autogenerate import compare_metadata
from alembic.config import Config
from alembic.migration import MigrationContext
from sqlalchemy import create_engine, text

from bot.settings import Settings
from bot.store.conversations import Conversations
from bot.store.database import Database
from bot.store.errors import ConversationGone, StoreUnavailable
from bot.store.migrate import MIGRATIONS, upgrade
from bot.store.models import Base
from bot.store.records import Draft, EventType, MessageState, Sender
from tests.databases import TIMEOUT, opened, sqlite_url


@pytest.fixture
async def database(tmp_path: Path) -> AsyncIterator[Database]:
    """A file that is not sealed."""
    async with opened(sqlite_url(tmp_path / "store.db")) as one:
        yield one


@pytest.fixture
def store(database: Database) -> Conversations:
    return Conversations(database)


def hello(words: str = "hello") -> Draft:
    return Draft(EventType.MESSAGE, Sender.VISITOR, {"text": words})


def test_the_migrations_make_the_tables_of_the_models(tmp_path: Path) -> None:
    engine = create_engine(f"sqlite:///{tmp_path / 'new.db'}")
    with engine.begin() as connection:
        upgrade(connection)
    with engine.connect() as connection:
        context = MigrationContext.configure(connection, opts={"compare_type": True})
        assert compare_metadata(context, Base.metadata) == []
    engine.dispose()


async def test_a_second_start_leaves_what_is_there(tmp_path: Path) -> None:
    for number in range(2):
        async with opened(sqlite_url(tmp_path / "sub" / "store.db")) as database:
            store = Conversations(database)
            assert await store.count() == number
            await store.create(f"c_{number}", "hash", [hello()])


async def test_events_are_numbered_without_gaps_and_a_message_is_begun_once(
    store: Conversations,
) -> None:
    await store.create("c", "hash", [hello()])
    first = await store.begin_message("c", "m", [hello()], careful=False, notice=None)
    again = await store.begin_message("c", "m", [hello()], careful=False, notice=None)
    done = await store.move_message("c", "m", MessageState.DONE, [hello(), hello()])
    twice = await store.move_message("c", "m", MessageState.DONE, [hello()])
    late = await store.move_message("c", "m", MessageState.LATE, [hello()])
    assert first == again and [one.seq for one in first + done] == [2, 3, 4]
    assert twice == [] and late == []
    await store.delete("c")
    with pytest.raises(ConversationGone):
        await store.move_message("c", "m", MessageState.DONE, [hello()])


async def test_what_is_known_is_kept_and_an_older_message_does_not_undo_it(
    store: Conversations,
) -> None:
    await store.create("c", "hash", [])

    async def known() -> dict[str, object]:
        found = await store.load("c")
        assert found is not None
        return found.known

    assert await known() == {}
    for number, kept in ((2, 2), (1, 2), (3, 3)):
        await store.begin_message(
            "c", f"m{number}", [], careful=False, notice=None, known={"messages": number}
        )
        assert await known() == {"messages": kept}
    await store.make_careful("c", {"messages": 4})
    await store.make_careful("c")
    assert await known() == {"messages": 4}
    await store.make_careful("gone", {"messages": 4})


def test_a_conversation_from_before_nothing_was_known_stays(tmp_path: Path) -> None:
    engine = create_engine(f"sqlite:///{tmp_path / 'old.db'}")
    config = Config()
    config.set_main_option("script_location", str(MIGRATIONS))
    row = "insert into conversations values ('c', 'hash', 1, 1, 1, false, 0)"
    with engine.begin() as connection:
        config.attributes["connection"] = connection
        command.upgrade(config, "0001")
        connection.execute(text(row))
        upgrade(connection)
        found = connection.execute(text("select id, known from conversations")).all()
    assert found == [("c", None)]
    engine.dispose()


async def test_a_message_that_is_not_recorded_yet_does_not_look_like_a_deleted_conversation(
    store: Conversations,
) -> None:
    await store.create("c", "hash", [])
    with pytest.raises(StoreUnavailable):
        await store.move_message("c", "m", MessageState.LATE, [hello()])


async def test_a_database_of_a_newer_version_is_not_available(tmp_path: Path) -> None:
    path = tmp_path / "store.db"
    async with opened(sqlite_url(path)):
        pass
    with closing(sqlite3.connect(path)) as raw:
        raw.execute("update alembic_version set version_num = '9999'")
        raw.commit()
    second = Database(sqlite_url(path), TIMEOUT)
    with pytest.raises(StoreUnavailable, match="CommandError"):
        await second.prepare()
    await second.close()


async def test_an_error_repeats_nothing_that_was_to_be_stored(
    store: Conversations, tmp_path: Path
) -> None:
    with closing(sqlite3.connect(tmp_path / "store.db")) as other:
        other.execute("alter table events rename column data to gone")
        other.commit()
    with pytest.raises(StoreUnavailable) as caught:
        await store.create("c", "hash", [hello("canary")])
    assert "canary" not in f"{caught.value}{caught.value.__cause__}"


async def test_what_is_deleted_is_overwritten_in_the_file(database: Database) -> None:
    async with database.reading() as session:
        assert (await session.execute(text("pragma secure_delete"))).scalar() == 1
        assert (await session.execute(text("pragma foreign_keys"))).scalar() == 1
        assert (await session.execute(text("pragma journal_mode"))).scalar() == "wal"


@pytest.mark.parametrize(
    ("given", "used"),
    [
        ("sqlite+aiosqlite:///var/x.db", "sqlite+aiosqlite:////project/var/x.db"),
        ("sqlite+aiosqlite:////srv/x.db", "sqlite+aiosqlite:////srv/x.db"),
        ("postgresql+asyncpg://u@h/db", "postgresql+asyncpg://u@h/db"),
    ],
)
def test_a_relative_database_is_in_the_project_folder(given: str, used: str) -> None:
    settings = Settings(_env_file=None, root=Path("/project"), database_url=given)
    assert settings.absolute_database_url() == used


async def test_what_was_begun_is_finished_when_its_caller_leaves(
    database: Database, tmp_path: Path
) -> None:
    store = Conversations(database)
    caller = asyncio.ensure_future(store.create("c", "hash", [hello()]))
    await asyncio.sleep(0)
    caller.cancel()
    with pytest.raises(asyncio.CancelledError):
        await caller
    await database.close()
    with closing(sqlite3.connect(tmp_path / "store.db")) as other:
        assert other.execute("select count(*) from events").fetchone() == (1,)


async def test_only_its_owner_can_read_a_new_sqlite_file(tmp_path: Path) -> None:
    path = tmp_path / "new" / "store.db"
    async with opened(sqlite_url(path)):
        modes = {stat.S_IMODE(one.stat().st_mode) for one in path.parent.iterdir()}
    assert modes == {0o600} and stat.S_IMODE(path.parent.stat().st_mode) == 0o700
