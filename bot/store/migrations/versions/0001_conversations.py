"""Conversations, messages, events, choices, tombstones."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None


def _conversation(*, primary_key: bool = False) -> sa.Column[str]:
    return sa.Column(
        "conversation_id",
        sa.String(40),
        sa.ForeignKey("conversations.id", ondelete="CASCADE"),
        nullable=False,
        primary_key=primary_key,
    )


def upgrade() -> None:
    """Apply."""
    op.create_table(
        "conversations",
        sa.Column("id", sa.String(40), primary_key=True),
        sa.Column("token_hash", sa.String(64), nullable=False),
        sa.Column("created_at", sa.Double(), nullable=False),
        sa.Column("active_at", sa.Double(), nullable=False),
        sa.Column("noticed_at", sa.Double(), nullable=False),
        sa.Column("careful", sa.Boolean(), nullable=False),
        sa.Column("last_seq", sa.Integer(), nullable=False),
    )
    op.create_index("ix_conversations_active_at", "conversations", ["active_at"])
    op.create_table(
        "messages",
        _conversation(primary_key=True),
        sa.Column("client_id", sa.String(36), primary_key=True),
        sa.Column("state", sa.String(16), nullable=False),
        sa.Column("created_at", sa.Double(), nullable=False),
    )
    op.create_table(
        "events",
        _conversation(primary_key=True),
        sa.Column("seq", sa.Integer(), primary_key=True),
        sa.Column("type", sa.String(16), nullable=False),
        sa.Column("sender", sa.String(16), nullable=False),
        sa.Column("at", sa.Double(), nullable=False),
        sa.Column("client_id", sa.String(36)),
        sa.Column("data", sa.JSON(), nullable=False),
    )
    op.create_index("ix_events_message", "events", ["conversation_id", "client_id"])
    op.create_table(
        "choices",
        sa.Column("token", sa.String(43), primary_key=True),
        _conversation(),
        sa.Column("title", sa.Text(), nullable=False),
        sa.Column("payload", sa.Text(), nullable=False),
        sa.Column("used_at", sa.Double()),
    )
    op.create_index("ix_choices_conversation_id", "choices", ["conversation_id"])
    op.create_table(
        "tombstones",
        sa.Column("conversation_id", sa.String(40), primary_key=True),
        sa.Column("created_at", sa.Double(), nullable=False),
        sa.Column("due_at", sa.Double(), nullable=False),
        sa.Column("attempts", sa.Integer(), nullable=False),
    )
    op.create_index("ix_tombstones_due_at", "tombstones", ["due_at"])


def downgrade() -> None:
    """Take back."""
    for table in ("tombstones", "choices", "events", "messages", "conversations"):
        op.drop_table(table)
