"""Who may read a private question, and a signed one whose author may still think again."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from bot.core.columns import Moment

revision = "0010"
down_revision = "0009"

_ID = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    """Make the table of readers; what was private before stays with all the coordinators."""
    op.add_column(
        "questions",
        sa.Column("reserved", sa.Boolean(), server_default=sa.false(), nullable=False),
    )
    op.create_table(
        "readers",
        sa.Column("question", _ID, nullable=False),
        sa.Column("user", sa.Text(), nullable=False),
        sa.Column("sent_at", Moment(), nullable=True),
        sa.ForeignKeyConstraint(
            ["question"],
            ["questions.id"],
            name=op.f("fk_readers_question_questions"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("question", "user", name=op.f("pk_readers")),
    )
    op.execute(
        'INSERT INTO readers (question, "user", sent_at) '
        "SELECT id, '', asked_at FROM questions WHERE visibility = 'private'"
    )
