"""Accounts that the server told had ended, and since when we know."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import Connection, delete, select

from bot.core.upsert import insert_or_ignore
from bot.people.tables import ended_accounts


def of(db: Connection, server: str) -> frozenset[str]:
    """Return the accounts of a server that are known to have ended."""
    ended = select(ended_accounts.c.user).filter_by(server=server)
    return frozenset(db.execute(ended).scalars())


def note(db: Connection, server: str, user: str, at: datetime) -> datetime:
    """Keep that an account has ended; return since when it is known."""
    row = {"server": server, "user": user, "at": at}
    db.execute(insert_or_ignore(ended_accounts), row)
    known = select(ended_accounts.c.at).filter_by(server=server, user=user)
    since: datetime = db.execute(known).scalar_one()
    return since


def revive(db: Connection, server: str, user: str) -> None:
    """Note that an account is in use again, if it was known to have ended."""
    db.execute(delete(ended_accounts).filter_by(server=server, user=user))
