"""Conversations: begun, read and deleted, and what was said in them read back."""

from __future__ import annotations

import time
from collections.abc import Mapping, Sequence
from typing import Any

from sqlalchemy import func, or_, select, update

from bot.store.audit import note
from bot.store.burial import DELETED, bury
from bot.store.events import append, as_event
from bot.store.messages import Messages, learn, set_careful
from bot.store.models import ConversationRow, EventRow
from bot.store.records import Conversation, Draft, Event, EventType, Sender
from bot.store.repository import whole


class Conversations(Messages):
    """The store of conversations, with their messages. Every method may raise `StoreUnavailable`."""

    @whole
    async def count(self) -> int:
        """Return how many conversations there are in which a visitor can go on."""
        query = select(func.count()).select_from(ConversationRow)
        async with self._database.reading() as session:
            return await session.scalar(query.where(ConversationRow.closed_at.is_(None))) or 0

    @whole
    async def create(
        self,
        conversation_id: str,
        token_hash: str,
        drafts: Sequence[Draft],
        consent: str | None = None,
        known: Mapping[str, Any] | None = None,
    ) -> list[Event]:
        """Add a conversation with its first events.

        Args:
            conversation_id: Its id.
            token_hash: Of the token that opens it.
            drafts: What is said first.
            consent: The version of the first screen that its visitor has agreed to.
            known: What is known of it before anything was said.
        """
        now = time.time()
        row = ConversationRow(
            id=conversation_id,
            token_hash=token_hash,
            created_at=now,
            active_at=now,
            noticed_at=now,
            careful=False,
            last_seq=0,
            consent=consent,
            known=None if known is None else dict(known),
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
                row.consent,
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
    async def outcomes(self, conversation_id: str, limit: int) -> list[str]:
        """Return what became of the latest `limit` messages that the assistant answered, newest first.

        The outcome of a message is that of the first thing that was said to it.
        """
        query = (
            select(EventRow.client_id, EventRow.data)
            .where(
                EventRow.conversation_id == conversation_id,
                EventRow.type == EventType.MESSAGE,
                EventRow.sender == Sender.BOT,
            )
            .order_by(EventRow.seq.desc())
            .limit(limit * 4)
        )
        async with self._database.reading() as session:
            found = (await session.execute(query)).all()
        outcomes = {name: str(data.get("outcome", "")) for name, data in found}
        return list(outcomes.values())[:limit]

    @whole
    async def last_said(self, conversation_id: str, besides: str | None) -> dict[str, Any]:
        """Return the data of the last thing said to the visitor, but for what belongs to one message.

        Args:
            conversation_id: Which conversation.
            besides: The client's id of that message.
        """
        query = (
            select(EventRow.data)
            .where(
                EventRow.conversation_id == conversation_id,
                EventRow.sender != Sender.VISITOR,
                or_(EventRow.client_id.is_(None), EventRow.client_id != besides),
            )
            .order_by(EventRow.seq.desc())
            .limit(1)
        )
        async with self._database.reading() as session:
            return await session.scalar(query) or {}

    @whole
    async def latest(self, conversation_id: str, name: str) -> dict[str, Any] | None:
        """Return what the latest thing that the assistant said, and that has a `name`, holds under it.

        Args:
            conversation_id: Which conversation.
            name: A key of the data, whose value is a mapping.
        """
        query = (
            select(EventRow.data)
            .where(
                EventRow.conversation_id == conversation_id,
                EventRow.type == EventType.MESSAGE,
                EventRow.sender == Sender.BOT,
            )
            .order_by(EventRow.seq.desc())
        )
        async with self._database.reading() as session:
            # One by one: what is sealed is opened in Python.
            found = await session.stream_scalars(query.execution_options(yield_per=20))
            try:
                async for data in found:
                    if name in data:
                        return dict(data[name])
            finally:
                await found.close()
        return None

    @whole
    async def interrupted_at(self, conversation_id: str) -> float | None:
        """Return when danger was seen last of which Rasa may not know; None where there is none."""
        query = select(ConversationRow.interrupted_at).where(ConversationRow.id == conversation_id)
        async with self._database.reading() as session:
            return await session.scalar(query)

    @whole
    async def rasa_knows(self, conversation_id: str, interrupted_at: float) -> None:
        """Note that Rasa knows of that danger, unless more has been seen since."""
        known = (
            update(ConversationRow)
            .where(ConversationRow.id == conversation_id)
            .where(ConversationRow.interrupted_at == interrupted_at)
            .values(interrupted_at=None)
        )
        async with self._database.writing() as session:
            await session.execute(known)

    @whole
    async def make_careful(
        self, conversation_id: str, known: Mapping[str, Any] | None = None
    ) -> None:
        """Make the conversation careful from now on, if it is still there: danger was seen in it.

        Args:
            conversation_id: Which one.
            known: What is known of it now.
        """
        async with self._database.writing() as session:
            row = await session.get(ConversationRow, conversation_id, with_for_update=True)
            if row is not None:
                await set_careful(session, row, danger=True)
                learn(row, known)

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
    async def delete(
        self, conversation_id: str, staff_id: str | None = None, why: str | None = None
    ) -> bool:
        """Delete a conversation with its episodes, and note that its tracker has to go.

        Args:
            conversation_id: Which one.
            staff_id: Who of the staff wants it; None for the visitor.
            why: What the audit log says of it, where neither of them wants it.

        Returns:
            False if it was gone.
        """
        async with self._database.writing() as session:
            row = await session.get(ConversationRow, conversation_id, with_for_update=True)
            if row is None:
                return False
            await bury(session, [conversation_id])
            detail = why or ("by the visitor" if staff_id is None else "")
            note(session, staff_id, DELETED, conversation_id, detail)
            return True

    @whole
    async def ids(self) -> list[str]:
        """Return the id of every conversation."""
        async with self._database.reading() as session:
            return list(await session.scalars(select(ConversationRow.id)))

    @whole
    async def leave_no_trace(self) -> bool:
        """Remove what the database still holds of deleted conversations; return whether it could."""
        return await self._database.empty_log()
