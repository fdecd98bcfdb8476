"""Accounts that the server told had ended, and since when we know."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import Connection, delete, select

from bot.core.upsert import insert_or_ignore
from bot.people.tables import ended_accounts


def of(db: Connection, server: str) -> frozenset[str]:
    """Return the accounts of a server that are known to have ended."""
    rows = db.execute(select(ended_accounts.c.user).where(ended_accounts.c.server == server))
    return frozenset(user for (user,) in rows)


def note(db: Connection, server: str, user: str, at: datetime) -> datetime:
    """Keep that an account has ended; return since when it is known."""
    row = {"server": server, "user": user, "at": at}
    db.execute(insert_or_ignore(ended_accounts), row)
    here = (ended_accounts.c.server == server) & (ended_accounts.c.user == user)
    since: datetime = db.execute(select(ended_accounts.c.at).where(here)).scalar_one()
    return since


def revive(db: Connection, server: str, user: str) -> None:
    """Note that an account is in use again, if it was known to have ended."""
    here = (ended_accounts.c.server == server) & (ended_accounts.c.user == user)
    db.execute(delete(ended_accounts).where(here))
