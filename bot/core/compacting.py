"""Whether the database's file is to be written anew, so that nothing erased is left in it."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import Connection

from bot.core import settings

_NAME = "to-compact"


def ask(db: Connection, now: datetime) -> None:
    """Ask that the database file be rewritten, so that what was just erased is no longer in it."""
    settings.put(db, "", _NAME, now.isoformat())


def asked_since(db: Connection) -> datetime | None:
    """Return since when the file holds what was erased, None when it was written anew."""
    kept = settings.get(db, "", _NAME)
    return datetime.fromisoformat(kept) if kept else None


def done(db: Connection, since: datetime) -> None:
    """Note that the file was written anew, unless something else was erased meanwhile."""
    if asked_since(db) == since:
        settings.put(db, "", _NAME, "")
