"""What members wish of private messages."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from bot.store.tables import Moment

revision = "0008"
down_revision = "0007"


def upgrade() -> None:
    """Make the table of preferences."""
    op.create_table(
        "preferences",
        sa.Column("network", sa.Text(), nullable=False),
        sa.Column("user", sa.Text(), nullable=False),
        sa.Column("wish", sa.Text(), nullable=False),
        sa.Column("welcomed_at", Moment(), nullable=True),
        sa.Column("at", Moment(), nullable=False),
        sa.PrimaryKeyConstraint("network", "user", name=op.f("pk_preferences")),
    )
