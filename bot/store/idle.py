"""Conversations that their visitors have left: deleted, or closed where they are kept."""

from __future__ import annotations

import time

from sqlalchemy import delete, func, not_, select

from bot.store.audit import note
from bot.store.burial import DELETED, bury, entomb, is_open, is_over, was_handed_over
from bot.store.models import ChoiceRow, ConversationRow
from bot.store.repository import Repository, whole


class IdleConversations(Repository):
    """Those idle for too long. Every method may raise `StoreUnavailable`."""

    @whole
    async def expire(
        self, idle_since: float, limit: int = 200, *, handed_over_since: float | None = None
    ) -> list[str]:
        """Delete up to `limit` conversations idle since then; return their ids.

        Args:
            idle_since: Those with no message from then on are deleted.
            limit: How many at most.
            handed_over_since: The same for those that staff could read; None for no difference. One
                with an open episode is never deleted here.
        """
        async with self._database.writing() as session:
            query = select(ConversationRow.id, was_handed_over())
            query = query.where(is_over(idle_since, handed_over_since))
            # An episode's change holds the conversation too; what is busy is left to the next time.
            query = query.limit(limit).with_for_update(skip_locked=True, of=ConversationRow)
            found = {row[0]: bool(row[1]) for row in await session.execute(query)}
            if found:
                await bury(session, list(found))
            for conversation_id, seen_by_staff in found.items():
                # Nobody of the staff has seen the others.
                if seen_by_staff:
                    note(session, None, DELETED, conversation_id, "expired")
            return list(found)

    @whole
    async def count(
        self, idle_since: float, handed_over_since: float | None = None
    ) -> tuple[int, int]:
        """Return how many `expire` would delete, and how many of them staff could read."""
        query = select(was_handed_over(), func.count()).select_from(ConversationRow)
        query = query.where(is_over(idle_since, handed_over_since)).group_by(was_handed_over())
        async with self._database.reading() as session:
            found = {bool(row[0]): int(row[1]) for row in await session.execute(query)}
        return sum(found.values()), found.get(True, 0)

    @whole
    async def close(self, idle_since: float, limit: int = 200) -> list[str]:
        """Close up to `limit` conversations idle since then that are kept; return their ids.

        Their visitors cannot go on, so what their buttons stand for is deleted, and their trackers
        have to go. Call it after `expire`.
        """
        async with self._database.writing() as session:
            query = select(ConversationRow).where(
                ConversationRow.active_at < idle_since,
                ConversationRow.closed_at.is_(None),
                not_(is_open()),
            )
            query = query.limit(limit).with_for_update(skip_locked=True, of=ConversationRow)
            rows = list(await session.scalars(query))
            if not rows:
                return []
            ids = [row.id for row in rows]
            for row in rows:
                row.closed_at = time.time()
            await session.execute(delete(ChoiceRow).where(ChoiceRow.conversation_id.in_(ids)))
            await entomb(session, ids)
            return ids
