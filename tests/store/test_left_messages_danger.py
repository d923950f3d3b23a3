"""Messages that were left where danger was seen: marked, first in line, and counted."""

from __future__ import annotations

from alembic import command
from alembic.config import Config
from sqlalchemy import Connection, text

from bot.store.database import Database
from bot.store.left_messages import LeftMessages, OpenCount
from bot.store.migrate import MIGRATIONS


async def test_danger_stands_first_and_then_the_oldest(database: Database) -> None:
    messages = LeftMessages(database)
    for word, danger in (("a", False), ("b", True), ("c", False), ("d", True)):
        await messages.add("c", word, "reach", danger=danger)
    assert [one.text for one in await messages.open_ones()] == ["b", "d", "a", "c"]
    assert [one.text for one in await messages.open_ones(2, 1)] == ["d", "a"]
    assert [one.danger for one in await messages.open_ones()] == [True, True, False, False]


async def test_what_is_done_counts_no_more(database: Database) -> None:
    messages = LeftMessages(database)
    assert await messages.count_open() == OpenCount(0, 0)
    calm = await messages.add("c", "words", "reach")
    danger = await messages.add("c", "words", "reach", danger=True)
    assert await messages.count_open() == OpenCount(2, 1)
    assert not await messages.done(danger.id, "s_1", danger=False), "it was marked meanwhile"
    await messages.done(danger.id, "s_1", danger=True)
    assert await messages.count_open() == OpenCount(1, 0)
    assert await messages.open_ones() == [calm]
    found = await messages.get(danger.id)
    assert found is not None and found.danger


def as_it_was(connection: Connection) -> None:
    """The database of the revision before."""
    config = Config()
    config.set_main_option("script_location", str(MIGRATIONS))
    config.attributes["connection"] = connection
    command.downgrade(config, "0005")


async def test_a_message_of_before_is_kept_and_not_marked(database: Database) -> None:
    before = await LeftMessages(database).add("c", "words", "reach", danger=True)
    async with database.engine.begin() as connection:
        await connection.run_sync(as_it_was)
        columns = set((await connection.execute(text("select * from left_messages"))).keys())
        assert "danger" not in columns and "text" in columns
    await database.prepare()
    messages = LeftMessages(database)
    (kept,) = await messages.open_ones()
    assert (kept.id, kept.text, kept.danger) == (before.id, "words", False)
    assert (await messages.add("c", "new", "reach", danger=True)).danger
    assert await messages.count_open() == OpenCount(2, 1)
