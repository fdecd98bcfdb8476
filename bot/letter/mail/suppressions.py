"""Addresses that must not be written to any more, by a keyed hash."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import Connection, delete

from bot.letter.mail.tables import suppressions


def forget(db: Connection, before: datetime) -> int:
    """Forget what was asked before; return how many addresses may be written to again."""
    return db.execute(delete(suppressions).where(suppressions.c.at < before)).rowcount
