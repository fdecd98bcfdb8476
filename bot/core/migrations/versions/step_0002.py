"""The tables of the search, filled by the indexing job."""

from __future__ import annotations

from alembic import op

from bot.question.search import store as search

revision = "0002"
down_revision = "0001"


def upgrade() -> None:
    """Make the tables of the search."""
    search.create(op.get_bind())
