"""Find what was said by how its key begins, on PostgreSQL whatever its collation."""

from __future__ import annotations

from alembic import op

revision = "0028"
down_revision = "0027"


def upgrade() -> None:
    """Find what was said by how its key begins."""
    op.create_index(
        "ix_outbox_prefix", "outbox", ["key"], postgresql_ops={"key": "text_pattern_ops"}
    )
