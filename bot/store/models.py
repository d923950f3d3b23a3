"""The tables. Times are seconds since 1970 (UTC), as every database keeps them alike.

Those of the hand-off desk are in `desk_models`.
"""

from __future__ import annotations

from typing import Any

from sqlalchemy import Boolean, Double, ForeignKey, Index, Integer, String
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column

from bot.store.sealed import SealedData, SealedText


def conversation_key() -> ForeignKey:
    """Refer to a conversation, and go with it."""
    return ForeignKey("conversations.id", ondelete="CASCADE")


class Base(DeclarativeBase):
    """All tables of the store."""


class ConversationRow(Base):
    """One visitor's conversation. The token itself is never stored, only its SHA-256.

    `closed_at` is set once its visitor can no longer go on, while its transcript is kept;
    `interrupted_at` while Rasa may not know of the danger that was seen last. `consent` is the version of the
    first screen that the visitor agreed to before.
    """

    __tablename__ = "conversations"

    id: Mapped[str] = mapped_column(String(40), primary_key=True)
    token_hash: Mapped[str] = mapped_column(String(64))
    created_at: Mapped[float] = mapped_column(Double)
    active_at: Mapped[float] = mapped_column(Double, index=True)
    noticed_at: Mapped[float] = mapped_column(Double)
    careful: Mapped[bool] = mapped_column(Boolean, default=False)
    last_seq: Mapped[int] = mapped_column(Integer, default=0)
    known: Mapped[dict[str, Any] | None] = mapped_column(SealedData)
    closed_at: Mapped[float | None] = mapped_column(Double)
    interrupted_at: Mapped[float | None] = mapped_column(Double)
    consent: Mapped[str | None] = mapped_column(String(40))


class MessageRow(Base):
    """One message of a visitor, by the id that the client gave it."""

    __tablename__ = "messages"

    conversation_id: Mapped[str] = mapped_column(conversation_key(), primary_key=True)
    client_id: Mapped[str] = mapped_column(String(36), primary_key=True)
    state: Mapped[str] = mapped_column(String(16))
    created_at: Mapped[float] = mapped_column(Double)


class EventRow(Base):
    """One event of a conversation, numbered from 1 without gaps."""

    __tablename__ = "events"

    conversation_id: Mapped[str] = mapped_column(conversation_key(), primary_key=True)
    seq: Mapped[int] = mapped_column(Integer, primary_key=True)
    type: Mapped[str] = mapped_column(String(16))
    sender: Mapped[str] = mapped_column(String(16))
    at: Mapped[float] = mapped_column(Double)
    client_id: Mapped[str | None] = mapped_column(String(36))
    data: Mapped[dict[str, Any]] = mapped_column(SealedData)

    __table_args__ = (Index("ix_events_message", "conversation_id", "client_id"),)


class ChoiceRow(Base):
    """What a button stands for. The client sees the token only."""

    __tablename__ = "choices"

    token: Mapped[str] = mapped_column(String(43), primary_key=True)
    conversation_id: Mapped[str] = mapped_column(conversation_key(), index=True)
    title: Mapped[str] = mapped_column(SealedText)
    payload: Mapped[str] = mapped_column(SealedText)
    used_at: Mapped[float | None] = mapped_column(Double)


class TombstoneRow(Base):
    """A deleted conversation whose tracker Rasa may still hold."""

    __tablename__ = "tombstones"

    conversation_id: Mapped[str] = mapped_column(String(40), primary_key=True)
    created_at: Mapped[float] = mapped_column(Double)
    due_at: Mapped[float] = mapped_column(Double, index=True)
    attempts: Mapped[int] = mapped_column(Integer, default=0)
