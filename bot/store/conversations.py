"""Conversations and their events: every read and write of them."""

from __future__ import annotations

import time
from collections.abc import Mapping, Sequence
from typing import Any

from sqlalchemy import delete, func, not_, or_, select
from sqlalchemy.ext.asyncio import AsyncSession

from bot.store.audit import note
from bot.store.burial import DELETED, bury, entomb, is_open, is_over, was_handed_over
from bot.store.errors import StoreUnavailable
from bot.store.events import append, as_event, locked
from bot.store.models import ChoiceRow, ConversationRow, EventRow, MessageRow
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


class Conversations(Repository):
    """The store of conversations. Every method may raise `StoreUnavailable`."""

    @whole
    async def count(self) -> int:
        """Return how many conversations there are in which a visitor can go on."""
        query = select(func.count()).select_from(ConversationRow)
        async with self._database.reading() as session:
            return await session.scalar(query.where(ConversationRow.closed_at.is_(None))) or 0

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
    async def count_over(
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

    @whole
    async def ids(self) -> list[str]:
        """Return the id of every conversation."""
        async with self._database.reading() as session:
            return list(await session.scalars(select(ConversationRow.id)))

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
