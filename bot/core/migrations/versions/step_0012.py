"""Where the networks' channels are, and which reactions were acted upon."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from bot.core.columns import Moment

revision = "0012"
down_revision = "0010"


def upgrade() -> None:
    """Make the tables of channels and reactions."""
    op.create_table(
        "channels",
        sa.Column("network", sa.Text(), nullable=False),
        sa.Column("team", sa.Text(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("channel", sa.Text(), nullable=False),
        sa.Column("shown", sa.Text(), nullable=False),
        sa.Column("state", sa.Text(), nullable=False),
        sa.Column("since", Moment(), nullable=False),
        sa.PrimaryKeyConstraint("network", name=op.f("pk_channels")),
    )
    op.create_table(
        "reactions",
        sa.Column("server", sa.Text(), nullable=False),
        sa.Column("post", sa.Text(), nullable=False),
        sa.Column("user", sa.Text(), nullable=False),
        sa.Column("emoji", sa.Text(), nullable=False),
        sa.Column("at", Moment(), nullable=False),
        sa.PrimaryKeyConstraint("server", "post", "user", "emoji", name=op.f("pk_reactions")),
    )
    op.create_index(op.f("ix_reactions_at"), "reactions", ["at"])
