"""What people wrote, as it lies in the database: sealed, also what was there before."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from alembic import command
from alembic.autogenerate import compare_metadata
from alembic.config import Config
from alembic.migration import MigrationContext
from cryptography.fernet import Fernet
from sqlalchemy import text
from sqlalchemy.engine import Connection

from bot.store import resealing
from bot.store.conversations import Conversations
from bot.store.database import Database
from bot.store.errors import DataKeyMissing
from bot.store.left_messages import LeftMessages
from bot.store.migrate import MIGRATIONS
from bot.store.models import Base
from bot.store.records import Button, Draft, EventType, Sender
from tests.databases import opened, sqlite_url

CANARY = "canary-7d1c"
OLD, NEW = (Fernet.generate_key().decode() for _ in range(2))

Connect = Callable[..., Database]


def words(number: int = 0) -> Draft:
    buttons = (Button(f"{CANARY}-title", f"/faq/{CANARY}"),)
    return Draft(EventType.MESSAGE, Sender.VISITOR, {"text": f"{CANARY} {number}"}, buttons)


async def stored(database: Database) -> str:
    """Everything the database gives to somebody without the key."""
    found = []
    async with database.reading() as session:
        for table in Base.metadata.sorted_tables:
            rows = await session.execute(text(f"select * from {table.name}"))
            found += [str(tuple(row)) for row in rows]
    return "\n".join(found)


async def texts(database: Database, conversation: str = "c") -> list[str]:
    events = await Conversations(database).events_after(conversation, 0, 10_000)
    assert events is not None
    return [event.data["text"] for event in events]


def of_files(folder: Path) -> bytes:
    files = sorted(folder.glob("store.db*"))
    assert files
    return b"".join(file.read_bytes() for file in files)


async def test_nothing_that_a_visitor_wrote_or_was_shown_is_readable_in_the_database(
    database: Database,
) -> None:
    store = Conversations(database)
    await store.create("c", "hash", [words()])
    known: dict[str, Any] = {"messages": 1, "about": CANARY}
    await store.begin_message("c", "m", [words()], careful=True, notice=None, known=known)
    await LeftMessages(database).add("c", CANARY, CANARY)
    found = await stored(database)
    assert found.count("sealed:") >= 8 and CANARY not in found
    # And it is all there for who has the key.
    loaded = await store.load("c")
    assert loaded is not None and loaded.known == known
    assert await texts(database) == [f"{CANARY} 0"] * 2
    assert await store.visitor_texts("c", 5) == [(None, f"{CANARY} 0"), ("m", f"{CANARY} 0")]
    events = await store.events_after("c", 0, 1)
    assert events is not None
    token = events[0].data["buttons"][0]["choice"]
    assert await store.choice("c", token) == Button(f"{CANARY}-title", f"/faq/{CANARY}")


async def test_no_file_of_sqlite_holds_it_either(tmp_path: Path) -> None:
    for keys in ((), (OLD,)):
        async with opened(sqlite_url(tmp_path / "store.db"), *keys) as database:
            # Without a key it is there: the search would find it. With one, the start has sealed it.
            assert (CANARY.encode() in of_files(tmp_path)) is False or keys == ()
            await Conversations(database).create(f"c_{len(keys)}", "hash", [words()])
            assert (CANARY.encode() in of_files(tmp_path)) is (keys == ())
    assert CANARY.encode() not in of_files(tmp_path)


def at_revision(connection: Connection, revision: str) -> None:
    config = Config()
    config.set_main_option("script_location", str(MIGRATIONS))
    config.attributes["connection"] = connection
    command.upgrade(config, revision)


async def as_it_was(database: Database, events: int) -> None:
    """A database of the revision before, with plain rows."""
    data = [
        {"seq": number + 1, "data": json.dumps({"text": f"{CANARY} {number}", "n": None})}
        for number in range(events)
    ]
    async with database.engine.begin() as connection:
        await connection.run_sync(at_revision, "0002")
        for conversation in ("c", "d"):
            await connection.execute(
                text(
                    "insert into conversations (id, token_hash, created_at, active_at, noticed_at,"
                    " careful, last_seq, known)"
                    f" values ('{conversation}', 'hash', 1, 2, 3, false, {events}, :known)"
                ),
                {"known": json.dumps({"about": CANARY}) if conversation == "c" else None},
            )
        await connection.execute(
            text(
                "insert into events (conversation_id, seq, type, sender, at, data)"
                " values ('c', :seq, 'message', 'visitor', 1, :data)"
            ),
            data,
        )
        await connection.execute(
            text("insert into choices values ('token', 'c', :title, :title, null)"),
            {"title": CANARY},
        )


async def test_a_database_from_before_is_upgraded_and_its_rows_are_sealed(
    connect: Connect,
) -> None:
    database = connect(OLD)
    await as_it_was(database, events=1234)
    await database.prepare()
    found = await stored(database)
    assert CANARY not in found and found.count("sealed:") == 1234 + 1 + 2
    assert await texts(database) == [f"{CANARY} {number}" for number in range(1234)]
    store = Conversations(database)
    assert await store.choice("c", "token") == Button(CANARY, CANARY)
    known = {name: await store.load(name) for name in ("c", "d")}
    assert known["c"] is not None and known["c"].known == {"about": CANARY}
    assert known["d"] is not None and known["d"].known == {}
    appended = await store.begin_message("c", "m", [words()], careful=False, notice=None)
    assert [event.seq for event in appended] == [1235]


async def test_an_upgraded_database_has_the_tables_of_the_models(connect: Connect) -> None:
    database = connect(OLD)
    await as_it_was(database, events=1)
    await database.prepare()

    def differences(connection: Connection) -> list[Any]:
        context = MigrationContext.configure(connection, opts={"compare_type": True})
        return list(compare_metadata(context, Base.metadata))

    async with database.engine.connect() as connection:
        assert await connection.run_sync(differences) == []


async def test_sealing_that_was_interrupted_goes_on_at_the_next_start(
    connect: Connect, monkeypatch: pytest.MonkeyPatch
) -> None:
    first = connect(OLD)
    await as_it_was(first, events=1200)
    real, calls = resealing.reseal, 0

    def interrupted(*args: Any) -> Any:
        nonlocal calls
        calls += 1
        if calls == 3:
            raise OSError
        return real(*args)

    monkeypatch.setattr("bot.store.database.reseal", interrupted)
    with pytest.raises(Exception, match="OSError"):
        await first.prepare()
    assert not first.ready
    monkeypatch.undo()
    second = connect(OLD)
    await second.prepare()
    assert CANARY not in await stored(second)
    assert await texts(second) == [f"{CANARY} {number}" for number in range(1200)]


async def test_a_new_key_seals_everything_anew_and_the_old_one_can_go(connect: Connect) -> None:
    first = connect(OLD)
    await first.prepare()
    await Conversations(first).create("c", "hash", [words(1)])
    left = await LeftMessages(first).add("c", CANARY, CANARY)
    before = await stored(first)
    second = connect(NEW, OLD)
    await second.prepare()
    await Conversations(second).create("d", "hash", [words(2)])
    assert await texts(second) == [f"{CANARY} 1"]
    sealed_before = {one for one in before.split("'") if "sealed:" in one}
    after = await stored(second)
    assert sealed_before and not any(one in after for one in sealed_before)
    third = connect(NEW)
    await third.prepare()
    assert await texts(third, "c") == [f"{CANARY} 1"]
    assert await texts(third, "d") == [f"{CANARY} 2"]
    assert await LeftMessages(third).open_ones() == [left]


async def test_a_key_that_others_do_not_seal_with_yet_is_no_trouble(connect: Connect) -> None:
    """Several gateways get a new key one after the other."""
    one, other = connect(OLD, NEW), connect(NEW, OLD)
    await one.prepare()
    await other.prepare()
    await Conversations(one).create("c", "hash", [words(1)])
    await Conversations(other).create("d", "hash", [words(2)])
    assert await texts(one, "d") == [f"{CANARY} 2"]
    assert await texts(other, "c") == [f"{CANARY} 1"]


@pytest.mark.parametrize("given", [(NEW,), None])
async def test_with_another_key_or_none_the_store_does_not_open(
    connect: Connect, url: str, given: tuple[str, ...] | None
) -> None:
    first = connect(OLD)
    await first.prepare()
    await Conversations(first).create("c", "hash", [words()])
    before = await stored(first)
    wrong = connect(*given) if given else Database(url, 5.0)
    with pytest.raises(DataKeyMissing) as caught:
        await wrong.prepare()
    assert CANARY not in str(caught.value) and OLD not in str(caught.value)
    assert not wrong.ready
    await wrong.close()
    assert await stored(first) == before


async def test_words_that_look_sealed_are_words(url: str, connect: Connect) -> None:
    for database in (Database(url, 5.0), connect(OLD)):
        await database.prepare()
        messages = LeftMessages(database)
        await messages.add("c", "sealed:abc:def", "plain:x")
        assert {(one.text, one.reach) for one in await messages.open_ones()} == {
            ("sealed:abc:def", "plain:x")
        }
        await database.close()
