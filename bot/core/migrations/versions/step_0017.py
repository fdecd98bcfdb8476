"""Keep what climbs between networks, and what comes down.

How many networks below share a question is counted anew from what climbs: what was known of
people's territories goes.
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0017"
down_revision = "0016"

_OPEN = sa.text("status IN ('waiting', 'sent', 'taken', 'joined', 'answered')")


def upgrade() -> None:
    """Keep what climbs between networks, and what comes down."""
    op.create_table(
        "climbs",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("question", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("network", sa.Text(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("parent", sa.Text(), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("status", sa.Text(), nullable=False),
        sa.Column("named", sa.Boolean(), server_default=sa.false(), nullable=False),
        sa.Column("summary", sa.Boolean(), server_default=sa.false(), nullable=False),
        sa.Column("asker", sa.Text(), nullable=False),
        sa.Column("sent_by", sa.Text(), nullable=False),
        sa.Column("asked_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("consent_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("sent_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("decided_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column(
            "parent_question", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True
        ),
        sa.Column("reason", sa.Text(), server_default="", nullable=False),
        sa.Column("offer", sa.Text(), server_default="", nullable=False),
        sa.Column("reminded_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("card", sa.Integer(), nullable=True),
        sa.Column("version", sa.Integer(), server_default="0", nullable=False),
        sa.ForeignKeyConstraint(
            ["parent_question"],
            ["questions.id"],
            name=op.f("fk_climbs_parent_question_questions"),
            ondelete="SET NULL",
        ),
        sa.ForeignKeyConstraint(
            ["question"],
            ["questions.id"],
            name=op.f("fk_climbs_question_questions"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_climbs")),
    )
    with op.batch_alter_table("climbs", schema=None) as batch_op:
        batch_op.create_index("ix_climbs_network", ["network", "status", "id"], unique=False)
        batch_op.create_index("ix_climbs_parent", ["parent", "status", "id"], unique=False)
        batch_op.create_index(
            "ix_climbs_parent_question", ["parent_question", "status"], unique=False
        )
        batch_op.create_index("ix_climbs_question", ["question", "id"], unique=False)
        batch_op.create_index(
            "uq_climbs_open",
            ["question"],
            unique=True,
            sqlite_where=_OPEN,
            postgresql_where=_OPEN,
        )

    op.create_table(
        "descents",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("climb", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("network", sa.Text(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("source", sa.Text(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("due_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("status", sa.Text(), nullable=False),
        sa.Column("adapted", sa.Boolean(), server_default=sa.false(), nullable=False),
        sa.Column("decided_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(
            ["climb"], ["climbs.id"], name=op.f("fk_descents_climb_climbs"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_descents")),
        sa.UniqueConstraint("climb", "version", name=op.f("uq_descents_climb")),
    )
    with op.batch_alter_table("descents", schema=None) as batch_op:
        batch_op.create_index("ix_descents_network", ["network", "status", "id"], unique=False)
        batch_op.create_index("ix_descents_waiting", ["status", "due_at"], unique=False)

    with op.batch_alter_table("questions", schema=None) as batch_op:
        batch_op.add_column(sa.Column("origin", sa.Text(), server_default="asked", nullable=False))
        batch_op.add_column(sa.Column("carried", sa.Integer(), server_default="0", nullable=False))
        batch_op.add_column(sa.Column("answer_from", sa.Text(), server_default="", nullable=False))
        batch_op.drop_column("territory")

    with op.batch_alter_table("supporters", schema=None) as batch_op:
        batch_op.drop_column("territory")
    op.execute("UPDATE questions SET territories = 0")
