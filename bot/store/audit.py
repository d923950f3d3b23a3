"""The audit log: who saw and did what. It holds no content, and outlives what it tells of."""

from __future__ import annotations

import time
from dataclasses import dataclass

from sqlalchemy import delete, func, select
from sqlalchemy.ext.asyncio import AsyncSession

from bot.store.desk_models import AuditRow
from bot.store.repository import Repository, whole

LONGEST_ACTION = 40
LONGEST_DETAIL = 200


@dataclass(frozen=True)
class Entry:
    """One line of the log; `staff_id` is None for what nobody of the staff did."""

    id: int
    at: float
    staff_id: str | None
    action: str
    conversation: str | None
    detail: str


class Audit(Repository):
    """The log. Every method may raise `StoreUnavailable`."""

    @whole
    async def note(
        self, staff_id: str | None, action: str, conversation: str | None, detail: str = ""
    ) -> None:
        """Add a line.

        Args:
            staff_id: Who did it.
            action: A word of the code's, such as `claimed`.
            conversation: Which one it was about.
            detail: More words of the code's; never what anybody typed.
        """
        async with self._database.writing() as session:
            note(session, staff_id, action, conversation, detail)

    @whole
    async def entries(self, limit: int = 100, before: int | None = None) -> list[Entry]:
        """Return the latest lines, newest first; with `before`, those older than that line's id."""
        query = select(AuditRow).order_by(AuditRow.id.desc()).limit(limit)
        if before is not None:
            query = query.where(AuditRow.id < before)
        async with self._database.reading() as session:
            rows = await session.scalars(query)
            return [
                Entry(row.id, row.at, row.staff_id, row.action, row.conversation, row.detail)
                for row in rows
            ]

    @whole
    async def expire(self, before: float) -> int:
        """Delete the lines from before then; return how many."""
        query = delete(AuditRow).where(AuditRow.at < before).returning(AuditRow.id)
        async with self._database.writing() as session:
            return len(list(await session.scalars(query)))

    @whole
    async def count(self, before: float) -> int:
        """Return how many lines are from before then."""
        query = select(func.count()).select_from(AuditRow).where(AuditRow.at < before)
        async with self._database.reading() as session:
            return await session.scalar(query) or 0


def note(
    session: AsyncSession,
    staff_id: str | None,
    action: str,
    conversation: str | None,
    detail: str = "",
) -> None:
    """Add a line within a transaction; see `Audit.note`."""
    session.add(
        AuditRow(
            at=time.time(),
            staff_id=staff_id,
            action=action[:LONGEST_ACTION],
            conversation=conversation,
            detail=detail[:LONGEST_DETAIL],
        )
    )
