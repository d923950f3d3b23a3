"""Messages that visitors left."""

from __future__ import annotations

import time

from sqlalchemy import text

from bot.store.conversations import Conversations
from bot.store.database import Database
from bot.store.idle import IdleConversations
from bot.store.left_messages import LeftMessages


async def test_a_left_message_outlives_its_conversation(database: Database) -> None:
    conversations, messages = Conversations(database), LeftMessages(database)
    for name in ("c_deleted", "c_expired"):
        await conversations.create(name, "hash", [])
        await messages.add(name, f"call me, says {name}", "555-0100")
    assert await conversations.delete("c_deleted")
    assert await IdleConversations(database).expire(time.time() + 1) == ["c_expired"]
    left = await messages.open_ones()
    assert [(one.conversation, one.text, one.reach) for one in left] == [
        ("c_deleted", "call me, says c_deleted", "555-0100"),
        ("c_expired", "call me, says c_expired", "555-0100"),
    ]


async def test_words_and_address_are_sealed_and_in_no_representation(database: Database) -> None:
    message = await LeftMessages(database).add("c", "canary", "canary@example.org")
    assert "canary" not in repr(message)
    async with database.reading() as session:
        stored = (await session.execute(text("select text, reach from left_messages"))).one()
    assert all(one.startswith("sealed:") and "canary" not in one for one in stored)


async def test_a_message_is_done_once_and_by_whom_is_kept(database: Database) -> None:
    messages = LeftMessages(database)
    message = await messages.add("c", "words", "reach")
    assert await messages.done(message.id, "s_1", danger=False)
    assert not await messages.done(message.id, "s_2", danger=False)
    assert not await messages.done("l_none", "s_1", danger=False)
    assert await messages.open_ones() == []
    found = await messages.get(message.id)
    assert found is not None and found.done_by == "s_1" and found.done_at is not None
    assert await messages.get("l_none") is None


async def test_what_is_done_expires_and_what_is_open_does_not(database: Database) -> None:
    messages = LeftMessages(database)
    done = await messages.add("c", "words", "reach")
    waiting = await messages.add("c", "words", "reach")
    await messages.done(done.id, "s_1", danger=False)
    assert await messages.expire(time.time() - 60) == 0
    assert await messages.expire(time.time() + 60) == 1
    assert await messages.get(done.id) is None
    assert await messages.open_ones() == [waiting]
