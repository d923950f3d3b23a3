"""Forgetting a conversation, wherever Rasa keeps it."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from rasa.core.tracker_store import FailSafeTrackerStore, InMemoryTrackerStore, create_tracker_store
from rasa.shared.core.domain import Domain
from rasa.shared.core.events import UserUttered
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


def _tracker(conversation: str) -> DialogueStateTracker:
    return DialogueStateTracker.from_events(conversation, [UserUttered("hello")])


async def test_a_conversation_is_deleted_and_others_stay(store: TrackerStore) -> None:
    await store.save(_tracker("one"))
    await store.save(_tracker("two"))
    await store.delete("one")
    assert await store.retrieve("one") is None
    assert await store.retrieve("two") is not None


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
