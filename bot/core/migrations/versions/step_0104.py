"""Wish for private messages at one of three levels."""

from __future__ import annotations

from alembic import op

revision = "0104"
down_revision = "0103"


def upgrade() -> None:
    """Move each wish to the nearest quieter level."""
    op.execute("UPDATE preferences SET wish = 'essentiel' WHERE wish = 'groupés'")
    op.execute("UPDATE preferences SET wish = 'demandé' WHERE wish = 'silence'")
