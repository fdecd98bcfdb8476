"""The letter, and what people write for it."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from bot.core.columns import Moment

revision = "0006"
down_revision = "0005"

_ID = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    """Make the tables of the letter."""
    op.create_table(
        "letters",
        sa.Column("id", _ID, nullable=False),
        sa.Column("network", sa.Text(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("due_at", Moment(), nullable=True),
        sa.Column("moved_to", Moment(), nullable=True),
        sa.Column("status", sa.Text(), nullable=False),
        sa.Column("title", sa.Text(), nullable=False),
        sa.Column("edito", sa.Text(), nullable=False),
        sa.Column("edito_by", sa.Text(), nullable=False),
        sa.Column("left_out", sa.JSON(), nullable=False),
        sa.Column("made_at", Moment(), nullable=False),
        sa.Column("published_at", Moment(), nullable=True),
        sa.Column("html", sa.Text(), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_letters")),
        sa.UniqueConstraint("network", "number", name=op.f("uq_letters_network")),
    )
    op.create_index("ix_letters_status", "letters", ["network", "status", "number"])
    op.create_table(
        "letter_notes",
        sa.Column("id", _ID, nullable=False),
        sa.Column("network", sa.Text(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("letter", _ID, nullable=True),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("link", sa.Text(), nullable=False),
        sa.Column("author", sa.Text(), nullable=False),
        sa.Column("signed", sa.Boolean(), nullable=False),
        sa.Column("at", Moment(), nullable=False),
        sa.ForeignKeyConstraint(
            ["letter"],
            ["letters.id"],
            name=op.f("fk_letter_notes_letter_letters"),
            ondelete="SET NULL",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_letter_notes")),
        sa.UniqueConstraint("network", "number", name=op.f("uq_letter_notes_network")),
    )
    op.create_index("ix_letter_notes_letter", "letter_notes", ["letter", "id"])
    op.create_table(
        "letter_answers",
        sa.Column("question", _ID, nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("by", sa.Text(), nullable=False),
        sa.Column("at", Moment(), nullable=False),
        sa.ForeignKeyConstraint(
            ["question"],
            ["questions.id"],
            name=op.f("fk_letter_answers_question_questions"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("question", name=op.f("pk_letter_answers")),
    )
