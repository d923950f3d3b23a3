"""Danger that Rasa has still to be told of: until it has answered, and no longer."""

from __future__ import annotations

import pytest

from bot.gateway.interruptions import Interruptions
from bot.store.conversations import Conversations
from bot.store.database import Database
from bot.store.errors import StoreUnavailable
from bot.store.records import Draft, EventType, MessageState, Sender

CARD = Draft(EventType.CARD, Sender.SYSTEM, {})
WORDS = Draft(EventType.MESSAGE, Sender.VISITOR, {"text": "a"})


async def test_what_cannot_be_read_counts_as_danger(
    database: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    store = Conversations(database)
    await store.create("c", "hash", [])
    interruptions = Interruptions(store)
    assert not await interruptions.of("c") and not await interruptions.of("gone")

    async def broken(conversation_id: str) -> float | None:
        raise StoreUnavailable(conversation_id)

    with monkeypatch.context() as patch:
        patch.setattr(store, "interrupted_at", broken)
        unknown = await interruptions.of("c")
        assert unknown and not unknown.is_news_after(unknown)
    await interruptions.told("c", unknown)
    assert not await interruptions.of("c")


async def test_what_is_seen_while_rasa_answers_is_still_to_be_told(database: Database) -> None:
    store = Conversations(database)
    await store.create("c", "hash", [])
    interruptions = Interruptions(store)
    for see in (lambda: store.make_careful("c"), lambda: _remember(interruptions)):
        await see()
        first = await interruptions.of("c")
        await see()
        await interruptions.told("c", first)
        second = await interruptions.of("c")
        assert second and second.is_news_after(first)
        await interruptions.told("c", second)
        assert not await interruptions.of("c")


async def _remember(interruptions: Interruptions) -> None:
    interruptions.remember("c")


async def test_every_card_is_to_be_told_and_nothing_else_is(database: Database) -> None:
    store = Conversations(database)
    await store.create("c", "hash", [])

    async def is_news() -> bool:
        at = await store.interrupted_at("c")
        if at is not None:
            await store.rasa_knows("c", at)
        return at is not None

    await store.begin_message("c", "m", [WORDS], careful=False, notice=None)
    assert not await is_news()
    await store.move_message("c", "m", MessageState.DONE, [CARD], careful=True)
    assert await is_news() and not await is_news()
    await store.begin_message("c", "n", [WORDS], careful=True, notice=None)
    assert not await is_news(), "it is careful since then"
    await store.begin_message("c", "o", [WORDS, CARD], careful=True, notice=None)
    assert await is_news()
    await store.add_card("c", "n", CARD, {"messages": 1})
    assert await is_news()
    await store.make_careful("c")
    assert await is_news()
    await store.create("d", "hash", [])
    await store.begin_message("d", "m", [WORDS], careful=True, notice=None)
    assert await store.interrupted_at("d"), "memory knew of danger that the store was not told"


async def test_what_is_kept_of_a_message_is_put_in_place_of_what_was(database: Database) -> None:
    store = Conversations(database)
    await store.create("c", "hash", [])
    await store.begin_message("c", "m", [WORDS], careful=False, notice=None)
    await store.move_message("c", "m", MessageState.DONE, [], text="b")
    assert await store.visitor_texts("c", 9) == [("m", "b")]
