"""Keep whom a meeting is entrusted to and when its announced agenda changed."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0016"
down_revision = "0015"


def upgrade() -> None:
    """Keep whom a meeting is entrusted to and when its announced agenda changed."""
    with op.batch_alter_table("meetings", schema=None) as batch_op:
        batch_op.add_column(sa.Column("entrusted_to", sa.Text(), server_default="", nullable=False))
        batch_op.add_column(
            sa.Column("agenda_changed_at", sa.DateTime(timezone=True), nullable=True)
        )
