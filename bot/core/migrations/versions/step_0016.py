"""Keep whom a meeting is entrusted to and when its announced agenda changed.

Questions and followed feeds forget when someone was last reminded of them: Monday's card tells.
"""

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
    with op.batch_alter_table("questions", schema=None) as batch_op:
        batch_op.drop_column("reminded_at")
    with op.batch_alter_table("subscriptions", schema=None) as batch_op:
        batch_op.drop_column("told_since")
