"""The generations of the database: what tells that a backup was restored."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from bot.core.columns import Moment

revision = "0015"
down_revision = "0014"


def upgrade() -> None:
    """Make the table of generations."""
    op.create_table(
        "generations",
        sa.Column("id", sa.Text(), nullable=False),
        sa.Column("began_at", Moment(), nullable=False),
        sa.Column("ended_at", Moment(), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_generations")),
    )
