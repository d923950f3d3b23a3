"""A visitor's messages: recorded once, with what is said to them, and what is pressed in answer."""

from __future__ import annotations

import time
from collections.abc import Mapping, Sequence
from typing import Any

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from bot.store.errors import StoreUnavailable
from bot.store.events import append, as_event, locked
from bot.store.left_messages import mark_danger
from bot.store.models import ChoiceRow, ConversationRow, EventRow, MessageRow
from bot.store.records import Button, Draft, Event, EventType, MessageState, Sender
from bot.store.repository import Repository, whole


class Messages(Repository):
    """The messages of conversations. Every method may raise `StoreUnavailable`."""

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
            if careful:
                await set_careful(session, row, danger=_is_card_in(drafts))
            learn(row, known)
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
        text: str | None = None,
    ) -> list[Event]:
        """Set a message's state and add events to it; a finished one is left as it is.

        A card is left out if the message has one by now.

        Args:
            conversation_id: Whose message.
            client_id: The client's id of it.
            state: How far it has got.
            drafts: What is said.
            careful: Whether the conversation is to be careful from now on.
            text: What is kept of the visitor's words from now on; None for what is kept already.

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
            if text is not None:
                await _keep_instead(session, conversation_id, client_id, text)
            if careful:
                await set_careful(session, row, danger=_is_card_in(drafts))
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
            await set_careful(session, row, danger=True)
            learn(row, known)
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


async def _has_card(session: AsyncSession, conversation_id: str, client_id: str) -> bool:
    query = select(EventRow.seq).where(
        EventRow.conversation_id == conversation_id,
        EventRow.client_id == client_id,
        EventRow.type == EventType.CARD,
    )
    return (await session.scalars(query.limit(1))).first() is not None


def _is_card_in(drafts: Sequence[Draft]) -> bool:
    return any(one.type is EventType.CARD for one in drafts)


async def _keep_instead(
    session: AsyncSession, conversation_id: str, client_id: str, text: str
) -> None:
    query = select(EventRow).where(
        EventRow.conversation_id == conversation_id,
        EventRow.client_id == client_id,
        EventRow.type == EventType.MESSAGE,
        EventRow.sender == Sender.VISITOR,
    )
    for event in await session.scalars(query):
        event.data = {**event.data, "text": text}


async def set_careful(session: AsyncSession, row: ConversationRow, *, danger: bool) -> None:
    """Make a conversation careful from now on, and mark what was left in it.

    Args:
        session: One that writes.
        row: The conversation.
        danger: Whether danger was seen just now, and not only before.
    """
    if danger or not row.careful:
        row.interrupted_at = time.time()
    row.careful = True
    await mark_danger(session, row.id)


def learn(row: ConversationRow, known: Mapping[str, Any] | None) -> None:
    """Keep what is known of a conversation, unless a later message has told more."""
    if known is not None and known["messages"] >= (row.known or {}).get("messages", 0):
        row.known = dict(known)
