"""Texts that wait for their writer to say whether they are signed; answers without a name."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from bot.core.columns import Moment

revision = "0009"
down_revision = "0008"


def upgrade() -> None:
    """Make the table of undecided texts, and let an answer be unsigned."""
    op.create_table(
        "undecided_texts",
        sa.Column("id", sa.Text(), nullable=False),
        sa.Column("network", sa.Text(), nullable=False),
        sa.Column("user", sa.Text(), nullable=False),
        sa.Column("route", sa.Text(), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("fields", sa.JSON(), nullable=False),
        sa.Column("made_at", Moment(), nullable=False),
        sa.Column("reminded_at", Moment(), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_undecided_texts")),
    )
    op.create_index("ix_undecided_texts_user", "undecided_texts", ["user"])
    op.create_index("ix_undecided_texts_made", "undecided_texts", ["made_at"])
    op.add_column(
        "questions",
        sa.Column("answer_signed", sa.Boolean(), nullable=False, server_default=sa.true()),
    )
