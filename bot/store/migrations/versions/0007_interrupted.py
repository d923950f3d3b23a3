"""Danger in a conversation that the engine has not heard of yet."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0007"
down_revision = "0006"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Apply."""
    op.add_column("conversations", sa.Column("interrupted_at", sa.Double()))


def downgrade() -> None:
    """Take back."""
    op.drop_column("conversations", "interrupted_at")
