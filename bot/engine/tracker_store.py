"""Rasa's SQL tracker store, with what the gateway needs besides: forgetting."""

from __future__ import annotations

from typing import Any

from rasa.core.tracker_store import FailSafeTrackerStore, InMemoryTrackerStore, SQLTrackerStore


class TrackerStore(SQLTrackerStore):
    """Can delete a conversation, which Rasa's own store cannot, and keeps its words out of errors."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        """Takes what Rasa's store takes."""
        super().__init__(*args, **kwargs)
        # An SQL error otherwise quotes the values of its statement, which Rasa logs.
        self.engine.hide_parameters = True

    async def delete(self, sender_id: str) -> None:
        """Deletes every event of a conversation; one that does not exist is no error."""
        with self.session_scope() as session:
            session.query(self.SQLEvent).filter(self.SQLEvent.sender_id == sender_id).delete()
            session.commit()


async def forget(store: Any, sender_id: str) -> None:
    """Deletes a conversation from a store as Rasa holds it.

    Rasa wraps its store into one that keeps trackers in memory while the first one fails: what was
    put there must go too.
    """
    if isinstance(store, FailSafeTrackerStore):
        await forget(store._tracker_store, sender_id)
        if store._fallback_tracker_store is not None:
            await forget(store._fallback_tracker_store, sender_id)
    elif isinstance(store, InMemoryTrackerStore):
        store.store.pop(sender_id, None)
    else:
        await store.delete(sender_id)
