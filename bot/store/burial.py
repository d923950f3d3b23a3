"""Which conversations have to go, and how they go: with all that hangs on them."""

from __future__ import annotations

import time
from collections.abc import Sequence

from sqlalchemy import ColumnElement, delete, not_, or_, select, update
from sqlalchemy.ext.asyncio import AsyncSession

from bot.store.desk_models import EpisodeRow, MoveRow
from bot.store.models import ChoiceRow, ConversationRow, EventRow, MessageRow, TombstoneRow

DELETED = "conversation_deleted"
"""The audit log's word for it."""


def was_handed_over() -> ColumnElement[bool]:
    """Whether staff could ever read the conversation: its visitor has waited for a human.

    An offer that was declined, or a message left while the practice was closed, shows them nothing.
    """
    return _has_episode(EpisodeRow.waiting_since.is_not(None))


def is_open() -> ColumnElement[bool]:
    """Whether the conversation has an episode that has not ended."""
    return _has_episode(EpisodeRow.ended_why.is_(None))


def is_over(idle_since: float, handed_over_since: float | None) -> ColumnElement[bool]:
    """Whether the conversation is to be deleted; one with an open episode never is.

    Args:
        idle_since: With no message of the visitor's from then on.
        handed_over_since: The same for one that was handed over; None for no difference.
    """
    over = (ConversationRow.active_at < idle_since) & not_(is_open())
    if handed_over_since is None:
        return over
    kept_as_long = or_(not_(was_handed_over()), ConversationRow.active_at < handed_over_since)
    return over & kept_as_long


def _has_episode(condition: ColumnElement[bool]) -> ColumnElement[bool]:
    """Whether the conversation has an episode of which this is true."""
    of_it = EpisodeRow.conversation_id == ConversationRow.id
    return select(EpisodeRow.id).where(of_it, condition).correlate(ConversationRow).exists()


async def bury(session: AsyncSession, ids: Sequence[str]) -> None:
    """Delete conversations, and note that their trackers have to go."""
    # Named one by one, so that nothing stays even where foreign keys are not enforced.
    episodes = select(EpisodeRow.id).where(EpisodeRow.conversation_id.in_(ids))
    await session.execute(delete(MoveRow).where(MoveRow.episode_id.in_(episodes)))
    for table in (EpisodeRow, ChoiceRow, EventRow, MessageRow):
        await session.execute(delete(table).where(table.conversation_id.in_(ids)))
    await session.execute(delete(ConversationRow).where(ConversationRow.id.in_(ids)))
    await entomb(session, ids)


async def entomb(session: AsyncSession, ids: Sequence[str]) -> None:
    """Note that the trackers of these conversations have to go, from now on."""
    now = time.time()
    of_them = TombstoneRow.conversation_id.in_(ids)
    await session.execute(update(TombstoneRow).where(of_them).values(due_at=now))
    known = set(await session.scalars(select(TombstoneRow.conversation_id).where(of_them)))
    session.add_all(
        TombstoneRow(conversation_id=one, created_at=now, due_at=now, attempts=0)
        for one in ids
        if one not in known
    )
