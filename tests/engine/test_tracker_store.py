"""Forgetting a conversation, wherever Rasa keeps it."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from rasa.core.tracker_store import (
    FailSafeTrackerStore,
    InMemoryTrackerStore,
    SQLTrackerStore,
    create_tracker_store,
)
from rasa.shared.core.domain import Domain
from rasa.shared.core.events import SessionStarted, SlotSet, UserUttered
from rasa.shared.core.trackers import DialogueStateTracker
from rasa.utils.endpoints import EndpointConfig

from bot.engine.tracker_store import TrackerStore, forget


@pytest.fixture
def store(tmp_path: Path) -> Iterator[TrackerStore]:
    """As Rasa makes it from `endpoints.yml`."""
    config = EndpointConfig(
        type="bot.engine.tracker_store.TrackerStore", dialect="sqlite", db=str(tmp_path / "t.db")
    )
    made = create_tracker_store(config, Domain.empty())
    assert type(made) is TrackerStore
    yield made
    made.engine.dispose()


def _bytes_in(folder: Path) -> bytes:
    return b"".join(path.read_bytes() for path in folder.iterdir())


def _tracker(conversation: str) -> DialogueStateTracker:
    return DialogueStateTracker.from_events(conversation, [UserUttered("hello")])


async def test_a_conversation_is_deleted_and_others_stay(store: TrackerStore) -> None:
    await store.save(_tracker("one"))
    await store.save(_tracker("two"))
    await store.delete("one")
    assert await store.retrieve("one") is None
    assert await store.retrieve("two") is not None


async def test_a_conversation_reads_the_same_as_from_rasas_own_store(store: TrackerStore) -> None:
    rasas = SQLTrackerStore(Domain.empty(), host=str(store.engine.url))
    for text in ("first", "second"):
        tracker = await store.get_or_create_tracker("one")
        tracker.update(UserUttered(text, {"name": "greet"}))
        await store.save(tracker)
        tracker.update(SlotSet("topic", text))
        await store.save(tracker)
    ours, theirs = await store.retrieve("one"), await rasas.retrieve("one")
    assert ours is not None and theirs is not None
    assert [one.as_dict() for one in ours.events] == [one.as_dict() for one in theirs.events]
    assert [one.text for one in ours.events if isinstance(one, UserUttered)] == ["first", "second"]
    with rasas.session_scope() as session:
        intents = session.query(rasas.SQLEvent.intent_name, rasas.SQLEvent.type_name).all()
    assert [name for name, kind in intents if kind == "user"] == ["greet", "greet"]
    rasas.engine.dispose()


async def test_only_the_latest_session_is_read_and_nothing_is_stored_twice(
    store: TrackerStore,
) -> None:
    tracker = await store.get_or_create_tracker("one")
    for text in ("yesterday", "today"):
        tracker.update(SessionStarted())
        tracker.update(UserUttered(text))
        await store.save(tracker)
    latest, whole = await store.retrieve("one"), await store.retrieve_full_tracker("one")
    assert latest is not None and whole is not None
    assert [one.text for one in latest.events if isinstance(one, UserUttered)] == ["today"]
    texts = [one.text for one in whole.events if isinstance(one, UserUttered)]
    assert texts == ["yesterday", "today"]


async def test_a_tracker_that_was_never_read_is_stored_once(store: TrackerStore) -> None:
    await store.save(_tracker("one"))
    await store.save(_tracker("one"))
    tracker = await store.retrieve("one")
    assert tracker is not None and len(tracker.events) == 1


async def test_the_words_of_a_deleted_conversation_are_in_no_file(
    store: TrackerStore, tmp_path: Path
) -> None:
    await store.save(_tracker("one"))
    before = _bytes_in(tmp_path)
    await store.delete("one")
    assert b'"hello"' in before and b'"hello"' not in _bytes_in(tmp_path)


async def test_deleting_what_is_not_there_is_no_error(store: TrackerStore) -> None:
    await store.delete("nobody")
    assert list(await store.keys()) == []


async def test_it_is_forgotten_through_the_store_that_rasa_wraps_around_it(
    store: TrackerStore,
) -> None:
    wrapped = FailSafeTrackerStore(store)
    await wrapped.save(_tracker("one"))
    assert await wrapped.retrieve("one") is not None
    await forget(wrapped, "one")
    assert await wrapped.retrieve("one") is None


async def test_what_was_kept_in_memory_while_the_database_failed_is_forgotten_too(
    store: TrackerStore,
) -> None:
    fallback = InMemoryTrackerStore(Domain.empty())
    await fallback.save(_tracker("one"))
    await forget(FailSafeTrackerStore(store, fallback_tracker_store=fallback), "one")
    assert await fallback.retrieve("one") is None


async def test_rasa_wraps_the_store_so(store: TrackerStore) -> None:
    from rasa.core.agent import Agent

    agent = Agent(domain=Domain.empty(), tracker_store=store)
    assert isinstance(agent.tracker_store, FailSafeTrackerStore)
    assert not hasattr(agent.tracker_store, "delete")  # else `forget` could be simpler
