"""What visitors left when nobody came. Kept apart from the conversation, which may expire before."""

from __future__ import annotations

import secrets
import time
from dataclasses import dataclass, field

from sqlalchemy import delete, select, update

from bot.store.desk_models import LeftMessageRow
from bot.store.repository import Repository, whole


@dataclass(frozen=True)
class LeftMessage:
    """A message to the practice.

    Attributes:
        conversation: where it was left; it may be gone.
        at: when, in seconds since 1970.
        reach: one way to reach the visitor.
        done_by: who of the staff has seen to it.
    """

    id: str
    conversation: str
    at: float
    text: str = field(repr=False)
    reach: str = field(repr=False)
    done_at: float | None = None
    done_by: str | None = None


class LeftMessages(Repository):
    """The messages left. Every method may raise `StoreUnavailable`."""

    @whole
    async def add(self, conversation_id: str, text: str, reach: str) -> LeftMessage:
        """Keep a message, sealed."""
        row = LeftMessageRow(
            id=f"l_{secrets.token_hex(8)}",
            conversation=conversation_id,
            at=time.time(),
            text=text,
            reach=reach,
            done_at=None,
            done_by=None,
        )
        async with self._database.writing() as session:
            session.add(row)
        return _message(row)

    @whole
    async def get(self, message_id: str) -> LeftMessage | None:
        """Return one, also when it is done, or None."""
        async with self._database.reading() as session:
            row = await session.get(LeftMessageRow, message_id)
            return None if row is None else _message(row)

    @whole
    async def open_ones(self) -> list[LeftMessage]:
        """Return those that nobody has seen to, oldest first."""
        query = select(LeftMessageRow).where(LeftMessageRow.done_at.is_(None))
        async with self._database.reading() as session:
            rows = await session.scalars(query.order_by(LeftMessageRow.at))
            return [_message(row) for row in rows]

    @whole
    async def done(self, message_id: str, staff_id: str) -> bool:
        """Note that somebody has seen to it; False if somebody had, or there is none."""
        query = (
            update(LeftMessageRow)
            .where(LeftMessageRow.id == message_id, LeftMessageRow.done_at.is_(None))
            .values(done_at=time.time(), done_by=staff_id)
            .returning(LeftMessageRow.id)
        )
        async with self._database.writing() as session:
            return await session.scalar(query) is not None

    @whole
    async def expire(self, done_before: float) -> int:
        """Delete those that were done before then; return how many. An open one is never deleted."""
        query = delete(LeftMessageRow).where(LeftMessageRow.done_at < done_before)
        async with self._database.writing() as session:
            return len(list(await session.scalars(query.returning(LeftMessageRow.id))))


def _message(row: LeftMessageRow) -> LeftMessage:
    return LeftMessage(
        row.id, row.conversation, row.at, row.text, row.reach, row.done_at, row.done_by
    )
