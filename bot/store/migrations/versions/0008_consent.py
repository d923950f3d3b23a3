"""Which first screen a visitor has agreed to."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0008"
down_revision = "0007"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Apply."""
    op.add_column("conversations", sa.Column("consent", sa.String(40)))


def downgrade() -> None:
    """Take back."""
    op.drop_column("conversations", "consent")
