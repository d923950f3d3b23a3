"""What is known of a conversation, for its next crisis card."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Apply."""
    op.add_column("conversations", sa.Column("known", sa.JSON()))


def downgrade() -> None:
    """Take back."""
    op.drop_column("conversations", "known")
