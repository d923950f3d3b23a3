"""What was said last of something, found among what is sealed."""

from __future__ import annotations

from typing import Any

from bot.store.conversations import Conversations
from bot.store.database import Database
from bot.store.records import Draft, EventType, Sender


def said(sender: Sender = Sender.BOT, **data: Any) -> Draft:
    return Draft(EventType.MESSAGE, sender, {"text": "a", **data})


async def test_the_latest_thing_of_a_name_is_found_however_long_ago(database: Database) -> None:
    store = Conversations(database)
    assert await store.latest("c", "release") is None
    await store.create("c", "hash", [said(), said(release={"n": 1}), said(release={"n": 2})])
    await store.create("d", "hash", [said(release={"n": 3})])
    assert await store.latest("c", "release") == {"n": 2}
    more = [said() for _ in range(50)]
    for name in ("m", "n"):
        await store.begin_message("c", name, more, careful=False, notice=None)
    # Early, with more to come: the connection is free for whoever is next.
    for _ in range(20):
        assert await store.latest("c", "release") == {"n": 2}
    assert await store.latest("c", "nothing") is None


async def test_a_visitor_cannot_say_it(database: Database) -> None:
    store = Conversations(database)
    await store.create("c", "hash", [said(Sender.VISITOR, release={"n": 1})])
    assert await store.latest("c", "release") is None
