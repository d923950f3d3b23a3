"""Rasa's SQL tracker store, with what the gateway needs besides: forgetting."""

from __future__ import annotations

from rasa.core.tracker_store import SQLTrackerStore


class TrackerStore(SQLTrackerStore):
    """Can delete a conversation, which Rasa's own store cannot."""

    async def delete(self, sender_id: str) -> None:
        """Deletes every event of a conversation; one that does not exist is no error."""
        with self.session_scope() as session:
            session.query(self.SQLEvent).filter(self.SQLEvent.sender_id == sender_id).delete()
            session.commit()
