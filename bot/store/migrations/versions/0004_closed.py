"""Conversations that are kept for the practice although their visitors can no longer go on."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Apply."""
    op.add_column("conversations", sa.Column("closed_at", sa.Double()))
    op.create_index("ix_audit_at", "audit", ["at"])


def downgrade() -> None:
    """Take back."""
    op.drop_index("ix_audit_at", "audit")
    op.drop_column("conversations", "closed_at")
