"""Tell which meeting is entrusted."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0108"
down_revision = "0107"


def upgrade() -> None:
    """Tell which meeting is entrusted: one may be asked for several."""
    number = sa.Column("number", sa.Integer(), server_default="0", nullable=False)
    with op.batch_alter_table("entrusted", schema=None) as batch_op:
        batch_op.add_column(number)
        batch_op.drop_constraint("pk_entrusted", type_="primary")
        batch_op.create_primary_key("pk_entrusted", ["network", "task", "number", "user"])
