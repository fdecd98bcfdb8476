"""Who opened a meeting, how long its minutes wait; what of a letter is read outside the chat."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from bot.core.columns import Moment

revision = "0014"
down_revision = "0012"


def upgrade() -> None:
    """Add the columns; meetings that were held before wait from when they ended."""
    held_by = sa.Column("held_by", sa.Text(), nullable=False, server_default="")
    op.add_column("meetings", held_by)
    op.add_column("meetings", sa.Column("minutes_wait_from", Moment(), nullable=True))
    op.execute("UPDATE meetings SET minutes_wait_from = ended_at WHERE status = 'held'")
    outside = sa.Column("outside", sa.JSON(), nullable=False, server_default="[]")
    op.add_column("letters", outside)
    chat_text = sa.Column("chat_text", sa.Text(), nullable=False, server_default="")
    op.add_column("letters", chat_text)
