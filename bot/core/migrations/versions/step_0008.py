"""What members wish of private messages, who was met, whose account ended."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from bot.core.columns import Moment

revision = "0008"
down_revision = "0007"


def upgrade() -> None:
    """Make the tables of people."""
    op.create_table(
        "preferences",
        sa.Column("network", sa.Text(), nullable=False),
        sa.Column("user", sa.Text(), nullable=False),
        sa.Column("wish", sa.Text(), nullable=False),
        sa.Column("gone_at", Moment(), nullable=True),
        sa.Column("at", Moment(), nullable=False),
        sa.PrimaryKeyConstraint("network", "user", name=op.f("pk_preferences")),
    )
    op.create_table(
        "acquaintances",
        sa.Column("network", sa.Text(), nullable=False),
        sa.Column("imprint", sa.Text(), nullable=False),
        sa.Column("at", Moment(), nullable=False),
        sa.Column("gone_at", Moment(), nullable=True),
        sa.PrimaryKeyConstraint("network", "imprint", name=op.f("pk_acquaintances")),
    )
    op.create_table(
        "ended_accounts",
        sa.Column("server", sa.Text(), nullable=False),
        sa.Column("user", sa.Text(), nullable=False),
        sa.Column("at", Moment(), nullable=False),
        sa.PrimaryKeyConstraint("server", "user", name=op.f("pk_ended_accounts")),
    )
