"""The tables of the hand-off desk, in the same database as the conversations.

What outlives a conversation (the audit log, a message that was left) names it without referring to it.
"""

from __future__ import annotations

from sqlalchemy import Boolean, Double, ForeignKey, Index, Integer, String, Text, false, text
from sqlalchemy.orm import Mapped, mapped_column

from bot.store.models import Base, conversation_key
from bot.store.sealed import SealedText

OPEN = text("ended_why IS NULL")
"""An episode that has not ended."""


class EpisodeRow(Base):
    """One hand-off, from request to end."""

    __tablename__ = "episodes"

    id: Mapped[str] = mapped_column(String(40), primary_key=True)
    conversation_id: Mapped[str] = mapped_column(conversation_key(), index=True)
    state: Mapped[str] = mapped_column(String(16), index=True)
    reason: Mapped[str] = mapped_column(String(16))
    priority: Mapped[int] = mapped_column(Integer)
    requested_at: Mapped[float] = mapped_column(Double)
    entered_at: Mapped[float] = mapped_column(Double)
    waiting_since: Mapped[float | None] = mapped_column(Double)
    deadline: Mapped[float | None] = mapped_column(Double, index=True)
    reassured: Mapped[bool] = mapped_column(Boolean)
    told_first: Mapped[bool | None] = mapped_column(Boolean)
    told_second: Mapped[bool | None] = mapped_column(Boolean)
    owner: Mapped[str | None] = mapped_column(String(40))
    owner_seen_at: Mapped[float | None] = mapped_column(Double)
    visitor_seen_at: Mapped[float | None] = mapped_column(Double)
    ended_by: Mapped[str | None] = mapped_column(String(64))
    ended_why: Mapped[str | None] = mapped_column(String(64))
    version: Mapped[int] = mapped_column(Integer)
    calling: Mapped[bool] = mapped_column(Boolean, server_default=false())

    __table_args__ = (
        Index(
            "ux_episodes_open",
            "conversation_id",
            unique=True,
            sqlite_where=OPEN,
            postgresql_where=OPEN,
        ),
    )


class MoveRow(Base):
    """One transition of an episode, numbered from 1."""

    __tablename__ = "episode_moves"

    episode_id: Mapped[str] = mapped_column(
        ForeignKey("episodes.id", ondelete="CASCADE"), primary_key=True
    )
    number: Mapped[int] = mapped_column(Integer, primary_key=True)
    source: Mapped[str] = mapped_column(String(16))
    target: Mapped[str] = mapped_column(String(16))
    why: Mapped[str] = mapped_column(String(64))
    actor: Mapped[str] = mapped_column(String(64))
    at: Mapped[float] = mapped_column(Double)


class StaffRow(Base):
    """An account of somebody who works at the practice."""

    __tablename__ = "staff"

    id: Mapped[str] = mapped_column(String(40), primary_key=True)
    name: Mapped[str] = mapped_column(String(64), unique=True)
    display_name: Mapped[str] = mapped_column(String(120))
    role: Mapped[str] = mapped_column(String(16))
    password_hash: Mapped[str] = mapped_column(Text)
    totp_secret: Mapped[str | None] = mapped_column(SealedText)
    created_at: Mapped[float] = mapped_column(Double)
    disabled_at: Mapped[float | None] = mapped_column(Double)


class StaffSessionRow(Base):
    """A signed-in browser. The token itself is never stored, only its SHA-256."""

    __tablename__ = "staff_sessions"

    token_hash: Mapped[str] = mapped_column(String(64), primary_key=True)
    staff_id: Mapped[str] = mapped_column(ForeignKey("staff.id", ondelete="CASCADE"), index=True)
    csrf: Mapped[str] = mapped_column(String(64))
    started_at: Mapped[float] = mapped_column(Double)
    seen_at: Mapped[float] = mapped_column(Double)


class AuditRow(Base):
    """Who did what, and when; never what was written."""

    __tablename__ = "audit"

    id: Mapped[int] = mapped_column(Integer, primary_key=True)
    at: Mapped[float] = mapped_column(Double, index=True)
    staff_id: Mapped[str | None] = mapped_column(String(40))
    action: Mapped[str] = mapped_column(String(40))
    conversation: Mapped[str | None] = mapped_column(String(40))
    detail: Mapped[str] = mapped_column(String(200))


class LeftMessageRow(Base):
    """What a visitor left when nobody came, and how to reach them."""

    __tablename__ = "left_messages"

    id: Mapped[str] = mapped_column(String(40), primary_key=True)
    conversation: Mapped[str] = mapped_column(String(40))
    at: Mapped[float] = mapped_column(Double)
    text: Mapped[str] = mapped_column(SealedText)
    reach: Mapped[str] = mapped_column(SealedText)
    done_at: Mapped[float | None] = mapped_column(Double, index=True)
    done_by: Mapped[str | None] = mapped_column(String(40))
    danger: Mapped[bool] = mapped_column(Boolean, server_default=false())


class DeskSettingRow(Base):
    """A setting that staff change while the assistant runs."""

    __tablename__ = "desk_settings"

    name: Mapped[str] = mapped_column(String(40), primary_key=True)
    value: Mapped[str] = mapped_column(String(40))
    at: Mapped[float] = mapped_column(Double)
    staff_id: Mapped[str | None] = mapped_column(String(40))
