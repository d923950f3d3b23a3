"""Trackers that Rasa has still to delete: remembered until it has."""

from __future__ import annotations

import time

from sqlalchemy import delete, select, update

from bot.store.models import TombstoneRow
from bot.store.records import Tombstone
from bot.store.repository import Repository, whole


class Tombstones(Repository):
    """The list of trackers to delete. Every method may raise `StoreUnavailable`."""

    @whole
    async def due(self, limit: int = 200) -> list[Tombstone]:
        """Return those whose time has come, longest due first."""
        query = (
            select(TombstoneRow)
            .where(TombstoneRow.due_at <= time.time())
            .order_by(TombstoneRow.due_at)
            .limit(limit)
        )
        async with self._database.reading() as session:
            rows = await session.scalars(query)
            return [Tombstone(row.conversation_id, row.attempts) for row in rows]

    @whole
    async def remove(self, conversation_id: str) -> None:
        """Forget one: Rasa has deleted the tracker."""
        async with self._database.writing() as session:
            await session.execute(
                delete(TombstoneRow).where(TombstoneRow.conversation_id == conversation_id)
            )

    @whole
    async def postpone(self, conversation_id: str, delay: float) -> None:
        """Try again after `delay` seconds."""
        async with self._database.writing() as session:
            await session.execute(
                update(TombstoneRow)
                .where(TombstoneRow.conversation_id == conversation_id)
                .values(due_at=time.time() + delay, attempts=TombstoneRow.attempts + 1)
            )
