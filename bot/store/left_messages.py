"""What visitors left when nobody came. Kept apart from the conversation, which may expire before."""

from __future__ import annotations

import secrets
import time
from dataclasses import dataclass, field

from sqlalchemy import ColumnElement, case, delete, func, select, true, update
from sqlalchemy.ext.asyncio import AsyncSession

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
        danger: danger was seen in it, or in the same conversation while nobody had seen to it.
    """

    id: str
    conversation: str
    at: float
    text: str = field(repr=False)
    reach: str = field(repr=False)
    done_at: float | None = None
    done_by: str | None = None
    danger: bool = False


@dataclass(frozen=True)
class OpenCount:
    """How many messages nobody has seen to, and how many of them with danger."""

    total: int
    danger: int


class LeftMessages(Repository):
    """The messages left. Every method may raise `StoreUnavailable`."""

    @whole
    async def add(
        self, conversation_id: str, text: str, reach: str, *, danger: bool = False
    ) -> LeftMessage:
        """Keep a message, sealed."""
        async with self._database.writing() as session:
            return keep(session, conversation_id, text, reach, danger=danger)

    @whole
    async def get(self, message_id: str) -> LeftMessage | None:
        """Return one, also when it is done, or None."""
        async with self._database.reading() as session:
            row = await session.get(LeftMessageRow, message_id)
            return None if row is None else _message(row)

    @whole
    async def open_ones(self, limit: int | None = None, skip: int = 0) -> list[LeftMessage]:
        """Return those that nobody has seen to: danger first, then the oldest.

        Args:
            limit: At most so many; None for all.
            skip: So many of the first are left out.
        """
        query = select(LeftMessageRow).where(LeftMessageRow.done_at.is_(None))
        ordered = query.order_by(LeftMessageRow.danger.desc(), LeftMessageRow.at, LeftMessageRow.id)
        async with self._database.reading() as session:
            found = await session.scalars(ordered.limit(limit).offset(skip))
            return [_message(row) for row in found]

    @whole
    async def count_open(self) -> OpenCount:
        """Return how many nobody has seen to; none of them is unsealed."""
        query = select(func.count(), func.count(case((LeftMessageRow.danger, 1))))
        query = query.select_from(LeftMessageRow).where(LeftMessageRow.done_at.is_(None))
        async with self._database.reading() as session:
            total, danger = (await session.execute(query)).one()
            return OpenCount(total, danger)

    @whole
    async def done(self, message_id: str, staff_id: str, *, danger: bool) -> bool:
        """Note that somebody has seen to it; False if somebody had, or there is none.

        Args:
            message_id: Which one.
            staff_id: Who.
            danger: Whether they knew of danger in it; where it is marked since, nothing is noted.
        """
        query = (
            update(LeftMessageRow)
            .where(
                LeftMessageRow.id == message_id,
                LeftMessageRow.done_at.is_(None),
                LeftMessageRow.danger.is_(danger),
            )
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

    @whole
    async def forget(self, conversation_id: str | None = None) -> int:
        """Delete those of a conversation, or all of them, the open ones too; return how many."""
        query = delete(LeftMessageRow).where(_of(conversation_id)).returning(LeftMessageRow.id)
        async with self._database.writing() as session:
            return len(list(await session.scalars(query)))

    @whole
    async def count(
        self, *, done_before: float | None = None, conversation_id: str | None = None
    ) -> int:
        """Return how many there are: all, those done before then, or those of a conversation."""
        done = true() if done_before is None else LeftMessageRow.done_at < done_before
        query = select(func.count()).select_from(LeftMessageRow)
        async with self._database.reading() as session:
            return await session.scalar(query.where(done, _of(conversation_id))) or 0

    @whole
    async def conversations(self) -> list[str]:
        """Return the ids of the conversations in which one was left."""
        async with self._database.reading() as session:
            return list(await session.scalars(select(LeftMessageRow.conversation).distinct()))


def _of(conversation_id: str | None) -> ColumnElement[bool]:
    return true() if conversation_id is None else LeftMessageRow.conversation == conversation_id


def keep(
    session: AsyncSession, conversation_id: str, text: str, reach: str, *, danger: bool
) -> LeftMessage:
    """Keep a message within a transaction; see `LeftMessages.add`."""
    row = LeftMessageRow(
        id=f"l_{secrets.token_hex(8)}",
        conversation=conversation_id,
        at=time.time(),
        text=text,
        reach=reach,
        done_at=None,
        done_by=None,
        danger=danger,
    )
    session.add(row)
    return _message(row)


def _message(row: LeftMessageRow) -> LeftMessage:
    return LeftMessage(
        row.id,
        row.conversation,
        row.at,
        row.text,
        row.reach,
        row.done_at,
        row.done_by,
        row.danger,
    )


async def mark_danger(session: AsyncSession, conversation_id: str) -> None:
    """Mark what was left in a conversation and not seen to: danger was seen there since."""
    await session.execute(
        update(LeftMessageRow)
        .where(LeftMessageRow.conversation == conversation_id, LeftMessageRow.done_at.is_(None))
        .values(danger=True)
    )
