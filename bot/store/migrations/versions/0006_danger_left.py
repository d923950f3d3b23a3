"""Whether danger was seen where a message was left."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0006"
down_revision = "0005"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Apply."""
    op.add_column(
        "left_messages",
        sa.Column("danger", sa.Boolean(), nullable=False, server_default=sa.false()),
    )
    # A card was shown there, before or after.
    op.execute(
        "UPDATE left_messages SET danger = true WHERE done_at IS NULL"
        " AND conversation IN (SELECT id FROM conversations WHERE careful)"
    )


def downgrade() -> None:
    """Take back."""
    op.drop_column("left_messages", "danger")
