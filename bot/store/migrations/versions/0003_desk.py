"""The hand-off desk: episodes, staff, audit log, left messages, settings.

What visitors wrote is sealed from here on. No column changes for that: `bot.store.resealing` seals the
rows that are there when the database is prepared, after this.
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None

OPEN = sa.text("ended_why IS NULL")


def upgrade() -> None:
    """Apply."""
    op.create_table(
        "episodes",
        sa.Column("id", sa.String(40), primary_key=True),
        sa.Column(
            "conversation_id",
            sa.String(40),
            sa.ForeignKey("conversations.id", ondelete="CASCADE"),
            nullable=False,
        ),
        sa.Column("state", sa.String(16), nullable=False),
        sa.Column("reason", sa.String(16), nullable=False),
        sa.Column("priority", sa.Integer(), nullable=False),
        sa.Column("requested_at", sa.Double(), nullable=False),
        sa.Column("entered_at", sa.Double(), nullable=False),
        sa.Column("waiting_since", sa.Double()),
        sa.Column("deadline", sa.Double()),
        sa.Column("reassured", sa.Boolean(), nullable=False),
        sa.Column("told_first", sa.Boolean()),
        sa.Column("told_second", sa.Boolean()),
        sa.Column("owner", sa.String(40)),
        sa.Column("owner_seen_at", sa.Double()),
        sa.Column("visitor_seen_at", sa.Double()),
        sa.Column("ended_by", sa.String(64)),
        sa.Column("ended_why", sa.String(64)),
        sa.Column("version", sa.Integer(), nullable=False),
    )
    op.create_index("ix_episodes_conversation_id", "episodes", ["conversation_id"])
    op.create_index("ix_episodes_state", "episodes", ["state"])
    op.create_index("ix_episodes_deadline", "episodes", ["deadline"])
    op.create_index(
        "ux_episodes_open",
        "episodes",
        ["conversation_id"],
        unique=True,
        sqlite_where=OPEN,
        postgresql_where=OPEN,
    )
    op.create_table(
        "episode_moves",
        sa.Column(
            "episode_id",
            sa.String(40),
            sa.ForeignKey("episodes.id", ondelete="CASCADE"),
            primary_key=True,
        ),
        sa.Column("number", sa.Integer(), primary_key=True),
        sa.Column("source", sa.String(16), nullable=False),
        sa.Column("target", sa.String(16), nullable=False),
        sa.Column("why", sa.String(64), nullable=False),
        sa.Column("actor", sa.String(64), nullable=False),
        sa.Column("at", sa.Double(), nullable=False),
    )
    op.create_table(
        "staff",
        sa.Column("id", sa.String(40), primary_key=True),
        sa.Column("name", sa.String(64), nullable=False, unique=True),
        sa.Column("display_name", sa.String(120), nullable=False),
        sa.Column("role", sa.String(16), nullable=False),
        sa.Column("password_hash", sa.Text(), nullable=False),
        sa.Column("totp_secret", sa.Text()),
        sa.Column("created_at", sa.Double(), nullable=False),
        sa.Column("disabled_at", sa.Double()),
    )
    op.create_table(
        "staff_sessions",
        sa.Column("token_hash", sa.String(64), primary_key=True),
        sa.Column(
            "staff_id",
            sa.String(40),
            sa.ForeignKey("staff.id", ondelete="CASCADE"),
            nullable=False,
        ),
        sa.Column("csrf", sa.String(64), nullable=False),
        sa.Column("started_at", sa.Double(), nullable=False),
        sa.Column("seen_at", sa.Double(), nullable=False),
    )
    op.create_index("ix_staff_sessions_staff_id", "staff_sessions", ["staff_id"])
    op.create_table(
        "audit",
        sa.Column("id", sa.Integer(), primary_key=True),
        sa.Column("at", sa.Double(), nullable=False),
        sa.Column("staff_id", sa.String(40)),
        sa.Column("action", sa.String(40), nullable=False),
        sa.Column("conversation", sa.String(40)),
        sa.Column("detail", sa.String(200), nullable=False),
    )
    op.create_table(
        "left_messages",
        sa.Column("id", sa.String(40), primary_key=True),
        sa.Column("conversation", sa.String(40), nullable=False),
        sa.Column("at", sa.Double(), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("reach", sa.Text(), nullable=False),
        sa.Column("done_at", sa.Double()),
        sa.Column("done_by", sa.String(40)),
    )
    op.create_index("ix_left_messages_done_at", "left_messages", ["done_at"])
    op.create_table(
        "desk_settings",
        sa.Column("name", sa.String(40), primary_key=True),
        sa.Column("value", sa.String(40), nullable=False),
        sa.Column("at", sa.Double(), nullable=False),
        sa.Column("staff_id", sa.String(40)),
    )


def downgrade() -> None:
    """Take back; what was sealed stays sealed."""
    for table in (
        "desk_settings",
        "left_messages",
        "audit",
        "staff_sessions",
        "staff",
        "episode_moves",
        "episodes",
    ):
        op.drop_table(table)
