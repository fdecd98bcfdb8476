"""The life of a question: what is held, deferred, merged, and the story of each change."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from bot.core.columns import Moment

revision = "0003"
down_revision = "0002"


def upgrade() -> None:
    """Give questions their new columns, count who is concerned, begin their stories."""
    _columns()
    _stories()
    op.add_column("outbox", sa.Column("file", sa.JSON(), nullable=True))
    op.add_column(
        "supporters", sa.Column("territory", sa.Text(), nullable=False, server_default="")
    )


def _columns() -> None:
    for column in (
        sa.Column("visibility", sa.Text(), nullable=False, server_default="public"),
        sa.Column("theme", sa.Text(), nullable=False, server_default=""),
        sa.Column("hoped", sa.Text(), nullable=True),
        sa.Column("occasion", sa.Text(), nullable=True),
        sa.Column("back_at", Moment(), nullable=True),
        sa.Column("deferrals", sa.Integer(), nullable=False, server_default="0"),
        sa.Column("reopened", sa.Boolean(), nullable=False, server_default=sa.false()),
        sa.Column("reason", sa.Text(), nullable=False, server_default=""),
        sa.Column("merged_into", sa.Integer(), nullable=True),
        sa.Column("concerned", sa.Integer(), nullable=False, server_default="1"),
        sa.Column("territory", sa.Text(), nullable=False, server_default=""),
        sa.Column("territories", sa.Integer(), nullable=False, server_default="0"),
        sa.Column("reminded_at", Moment(), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False, server_default="0"),
    ):
        op.add_column("questions", column)
    for name, columns, which in (
        ("back", ["back_at"], "back_at IS NOT NULL"),
        ("waiting", ["network", "number"], "ended_at IS NULL"),
        ("theme", ["network", "theme", "number"], "ended_at IS NULL"),
        ("shared", ["network", "concerned", "number"], "ended_at IS NULL"),
    ):
        op.create_index(
            f"ix_questions_{name}",
            "questions",
            columns,
            unique=False,
            sqlite_where=sa.text(which),
            postgresql_where=sa.text(which),
        )
    op.execute(
        "UPDATE questions SET concerned = 1 + "
        "(SELECT count(*) FROM supporters WHERE supporters.question = questions.id)"
    )


def _stories() -> None:
    """Begin each story with what is known of it: who asked, who answered, how it ended."""
    op.create_table(
        "question_events",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("question", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("at", Moment(), nullable=False),
        sa.Column("who", sa.Text(), nullable=False),
        sa.Column("how", sa.Text(), nullable=False),
        sa.Column("detail", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(
            ["question"],
            ["questions.id"],
            name=op.f("fk_question_events_question_questions"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_question_events")),
    )
    op.create_index(
        "ix_question_events_question", "question_events", ["question", "id"], unique=False
    )
    begin = (
        "INSERT INTO question_events (question, kind, at, who, how, detail) "
        "SELECT id, '{kind}', {at}, {who}, '', '' FROM questions WHERE {which} ORDER BY id"
    )
    for kind, at, who, which in (
        ("asked", "asked_at", "author", "1 = 1"),
        ("answered", "answer_at", "answer_by", "answer_at IS NOT NULL"),
        ("withdrawn", "ended_at", "''", "status = 'withdrawn' AND ended_at IS NOT NULL"),
    ):
        op.execute(begin.format(kind=kind, at=at, who=who, which=which))
