"""Adds events to a conversation, whoever has something to say there."""

from __future__ import annotations

import secrets
from collections.abc import Sequence

from sqlalchemy.ext.asyncio import AsyncSession

from bot.store.errors import ConversationGone
from bot.store.models import ChoiceRow, ConversationRow, EventRow
from bot.store.records import Button, Draft, Event


async def locked(session: AsyncSession, conversation_id: str) -> ConversationRow:
    """Return a conversation that nobody else changes until the transaction ends.

    Raises:
        ConversationGone: It was deleted.
    """
    row = await session.get(ConversationRow, conversation_id, with_for_update=True)
    if row is None:
        raise ConversationGone
    return row


def append(
    session: AsyncSession,
    row: ConversationRow,
    drafts: Sequence[Draft],
    client_id: str | None,
    now: float,
) -> list[Event]:
    """Number the drafts, issue their choice tokens, and add them to a locked conversation."""
    events = []
    for draft in drafts:
        row.last_seq += 1
        data = dict(draft.data)
        if draft.buttons:
            data["buttons"] = [_issue(session, row.id, button) for button in draft.buttons]
        event = EventRow(
            conversation_id=row.id,
            seq=row.last_seq,
            type=draft.type,
            sender=draft.sender,
            at=now,
            client_id=client_id,
            data=data,
        )
        session.add(event)
        events.append(as_event(event))
    return events


def as_event(row: EventRow) -> Event:
    """Return what a row says."""
    return Event(row.seq, row.type, row.sender, row.at, row.client_id, row.data)


def _issue(session: AsyncSession, conversation_id: str, button: Button) -> dict[str, str]:
    token = secrets.token_urlsafe(24)
    session.add(
        ChoiceRow(
            token=token,
            conversation_id=conversation_id,
            title=button.title,
            payload=button.payload,
            used_at=None,
        )
    )
    return {"title": button.title, "choice": token, "kind": button.kind}
