"""Conversations and their events: every read and write of them."""

from __future__ import annotations

import time
from collections.abc import Mapping, Sequence
from typing import Any

from sqlalchemy import ColumnElement, Exists, delete, func, not_, or_, select, update
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import InstrumentedAttribute

from bot.store.audit import note
from bot.store.desk_models import EpisodeRow, MoveRow
from bot.store.errors import StoreUnavailable
from bot.store.events import append, as_event, locked
from bot.store.models import ChoiceRow, ConversationRow, EventRow, MessageRow, TombstoneRow
from bot.store.records import (
    Button,
    Conversation,
    Draft,
    Event,
    EventType,
    MessageState,
    Sender,
)
from bot.store.repository import Repository, whole

DELETED = "conversation_deleted"
"""The audit log's word for it."""


class Conversations(Repository):
    """The store of conversations. Every method may raise `StoreUnavailable`."""

    @whole
    async def count(self) -> int:
        """Return how many conversations there are."""
        async with self._database.reading() as session:
            return await session.scalar(select(func.count()).select_from(ConversationRow)) or 0

    @whole
    async def create(
        self, conversation_id: str, token_hash: str, drafts: Sequence[Draft]
    ) -> list[Event]:
        """Add a conversation with its first events."""
        now = time.time()
        row = ConversationRow(
            id=conversation_id,
            token_hash=token_hash,
            created_at=now,
            active_at=now,
            noticed_at=now,
            careful=False,
            last_seq=0,
        )
        async with self._database.writing() as session:
            session.add(row)
            await session.flush()
            return append(session, row, drafts, None, now)

    @whole
    async def load(self, conversation_id: str) -> Conversation | None:
        """Return the conversation, or None."""
        async with self._database.reading() as session:
            row = await session.get(ConversationRow, conversation_id)
            if row is None:
                return None
            cards = await session.scalar(
                select(func.count())
                .select_from(EventRow)
                .where(EventRow.conversation_id == row.id, EventRow.type == EventType.CARD)
            )
            return Conversation(
                row.id,
                row.token_hash,
                row.active_at,
                row.noticed_at,
                row.careful,
                cards or 0,
                row.known or {},
            )

    @whole
    async def visitor_texts(self, conversation_id: str, limit: int) -> list[tuple[str | None, str]]:
        """Return what the visitor typed in the latest `limit` messages, oldest first.

        Each with the client's id of it. The title of a pressed button is not among them.
        """
        query = (
            select(EventRow.client_id, EventRow.data)
            .where(
                EventRow.conversation_id == conversation_id,
                EventRow.type == EventType.MESSAGE,
                EventRow.sender == Sender.VISITOR,
            )
            .order_by(EventRow.seq.desc())
            .limit(limit)
        )
        async with self._database.reading() as session:
            found = (await session.execute(query)).all()
        typed = [(name, data) for name, data in reversed(found) if not data.get("pressed")]
        return [(name, str(data.get("text", ""))) for name, data in typed]

    @whole
    async def make_careful(
        self, conversation_id: str, known: Mapping[str, Any] | None = None
    ) -> None:
        """Make the conversation careful from now on, if it is still there.

        Args:
            conversation_id: Which one.
            known: What is known of it now.
        """
        async with self._database.writing() as session:
            row = await session.get(ConversationRow, conversation_id, with_for_update=True)
            if row is not None:
                row.careful = True
                _learn(row, known)

    @whole
    async def message(
        self, conversation_id: str, client_id: str
    ) -> tuple[MessageState, list[Event]] | None:
        """Return a message's state and events so far, or None when it never came."""
        async with self._database.reading() as session:
            row = await session.get(MessageRow, (conversation_id, client_id))
            if row is None:
                return None
            query = (
                select(EventRow)
                .where(EventRow.conversation_id == conversation_id, EventRow.client_id == client_id)
                .order_by(EventRow.seq)
            )
            events = [as_event(one) for one in await session.scalars(query)]
            return MessageState(row.state), events

    @whole
    async def events_after(self, conversation_id: str, seq: int, limit: int) -> list[Event] | None:
        """Return the events after `seq`, or None when there is no such conversation."""
        query = (
            select(EventRow)
            .where(EventRow.conversation_id == conversation_id, EventRow.seq > seq)
            .order_by(EventRow.seq)
            .limit(limit)
        )
        async with self._database.reading() as session:
            events = [as_event(one) for one in await session.scalars(query)]
            if not events and await session.get(ConversationRow, conversation_id) is None:
                return None
            return events

    @whole
    async def begin_message(
        self,
        conversation_id: str,
        client_id: str,
        drafts: Sequence[Draft],
        *,
        careful: bool,
        notice: Draft | None,
        known: Mapping[str, Any] | None = None,
    ) -> list[Event]:
        """Record a visitor's message, once, with what is said at once.

        Args:
            conversation_id: Whose message.
            client_id: The client's id of it.
            drafts: The visitor's own event and, for a finding, the card.
            careful: Whether the conversation is to be careful from now on.
            notice: The "automated" notice, when it is due.
            known: What is known of the conversation now.

        Returns:
            The events of the message so far; of an earlier attempt, if there was one.

        Raises:
            ConversationGone: It was deleted.
        """
        now = time.time()
        async with self._database.writing() as session:
            row = await locked(session, conversation_id)
            row.active_at = now
            row.careful = row.careful or careful
            _learn(row, known)
            if await session.get(MessageRow, (conversation_id, client_id)) is None:
                session.add(
                    MessageRow(
                        conversation_id=conversation_id,
                        client_id=client_id,
                        state=MessageState.RUNNING,
                        created_at=now,
                    )
                )
                if notice is not None:
                    row.noticed_at = now
                    drafts = [*drafts, notice]
                return append(session, row, drafts, client_id, now)
        found = await self.message(conversation_id, client_id)
        return found[1] if found else []

    @whole
    async def move_message(
        self,
        conversation_id: str,
        client_id: str,
        state: MessageState,
        drafts: Sequence[Draft],
        *,
        careful: bool = False,
    ) -> list[Event]:
        """Set a message's state and add events to it; a finished one is left as it is.

        A card is left out if the message has one by now.

        Raises:
            ConversationGone: It was deleted.
            StoreUnavailable: The message is not recorded yet; the database is slow.
        """
        async with self._database.writing() as session:
            row = await locked(session, conversation_id)
            message = await session.get(MessageRow, (conversation_id, client_id))
            if message is None:
                raise StoreUnavailable("message not recorded")
            if message.state == MessageState.DONE or message.state == state:
                return []
            message.state = state
            row.careful = row.careful or careful
            if careful and await _has_card(session, conversation_id, client_id):
                drafts = [one for one in drafts if one.type is not EventType.CARD]
            return append(session, row, drafts, client_id, time.time())

    @whole
    async def add_card(
        self,
        conversation_id: str,
        client_id: str | None,
        card: Draft,
        known: Mapping[str, Any],
    ) -> list[Event]:
        """Add the card for a message that was answered without, once, and make the conversation careful.

        Args:
            conversation_id: Whose message.
            client_id: The client's id of it; None for one that was refused.
            card: The card.
            known: What is known of the conversation now.

        Raises:
            ConversationGone: It was deleted.
        """
        async with self._database.writing() as session:
            row = await locked(session, conversation_id)
            row.careful = True
            _learn(row, known)
            if client_id is not None and await _has_card(session, conversation_id, client_id):
                return []
            return append(session, row, [card], client_id, time.time())

    @whole
    async def choice(self, conversation_id: str, token: str) -> Button | None:
        """Return what a choice of this conversation stands for, or None for a forged one."""
        async with self._database.writing() as session:
            row = await session.get(ChoiceRow, token)
            if row is None or row.conversation_id != conversation_id:
                return None
            row.used_at = row.used_at or time.time()
            return Button(row.title, row.payload)

    @whole
    async def delete(self, conversation_id: str, staff_id: str | None = None) -> bool:
        """Delete a conversation with its episodes, and note that its tracker has to go.

        Args:
            conversation_id: Which one.
            staff_id: Who of the staff wants it; None for the visitor.

        Returns:
            False if it was gone.
        """
        async with self._database.writing() as session:
            row = await session.get(ConversationRow, conversation_id, with_for_update=True)
            if row is None:
                return False
            await _bury(session, [conversation_id])
            detail = "by the visitor" if staff_id is None else ""
            note(session, staff_id, DELETED, conversation_id, detail)
            return True

    @whole
    async def expire(
        self, idle_since: float, limit: int = 200, *, handed_over_since: float | None = None
    ) -> list[str]:
        """Delete up to `limit` conversations idle since then; return their ids.

        Args:
            idle_since: Those with no message from then on are deleted.
            limit: How many at most.
            handed_over_since: The same for those that had an episode; None for no difference. One
                with an open episode is never deleted here.
        """
        async with self._database.writing() as session:
            handed_over = _episode_of(ConversationRow.id)
            is_open = _episode_of(ConversationRow.id, EpisodeRow.ended_why.is_(None))
            query = select(ConversationRow.id, handed_over).where(
                ConversationRow.active_at < idle_since, not_(is_open)
            )
            if handed_over_since is not None:
                query = query.where(
                    or_(not_(handed_over), ConversationRow.active_at < handed_over_since)
                )
            # An episode's change holds the conversation too; what is busy is left to the next time.
            query = query.limit(limit).with_for_update(skip_locked=True, of=ConversationRow)
            found = {row[0]: bool(row[1]) for row in await session.execute(query)}
            if found:
                await _bury(session, list(found))
            for conversation_id, was_handed_over in found.items():
                # Nobody of the staff has seen the others.
                if was_handed_over:
                    note(session, None, DELETED, conversation_id, "expired")
            return list(found)

    @whole
    async def leave_no_trace(self) -> bool:
        """Remove what the database still holds of deleted conversations; return whether it could."""
        return await self._database.empty_log()


async def _has_card(session: AsyncSession, conversation_id: str, client_id: str) -> bool:
    query = select(EventRow.seq).where(
        EventRow.conversation_id == conversation_id,
        EventRow.client_id == client_id,
        EventRow.type == EventType.CARD,
    )
    return (await session.scalars(query.limit(1))).first() is not None


def _learn(row: ConversationRow, known: Mapping[str, Any] | None) -> None:
    """Keep what is known of a conversation, unless a later message has told more."""
    if known is not None and known["messages"] >= (row.known or {}).get("messages", 0):
        row.known = dict(known)


def _episode_of(
    conversation_id: InstrumentedAttribute[str], *conditions: ColumnElement[bool]
) -> Exists:
    """Whether a conversation has an episode of which this is true."""
    return (
        select(EpisodeRow.id)
        .where(EpisodeRow.conversation_id == conversation_id, *conditions)
        .exists()
    )


async def _bury(session: AsyncSession, ids: Sequence[str]) -> None:
    # Named one by one, so that nothing stays even where foreign keys are not enforced.
    episodes = select(EpisodeRow.id).where(EpisodeRow.conversation_id.in_(ids))
    await session.execute(delete(MoveRow).where(MoveRow.episode_id.in_(episodes)))
    for table in (EpisodeRow, ChoiceRow, EventRow, MessageRow):
        await session.execute(delete(table).where(table.conversation_id.in_(ids)))
    await session.execute(delete(ConversationRow).where(ConversationRow.id.in_(ids)))
    now = time.time()
    await session.execute(
        update(TombstoneRow).where(TombstoneRow.conversation_id.in_(ids)).values(due_at=now)
    )
    known = set(
        await session.scalars(
            select(TombstoneRow.conversation_id).where(TombstoneRow.conversation_id.in_(ids))
        )
    )
    session.add_all(
        TombstoneRow(conversation_id=one, created_at=now, due_at=now, attempts=0)
        for one in ids
        if one not in known
    )
