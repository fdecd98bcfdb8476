"""Which messages were read: what makes a command typed once act once."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Connection, bindparam, delete, select, text

from bot.store.tables import Moment, cursors, seen
from bot.store.upsert import insert_or_ignore

_REMEMBER = insert_or_ignore(seen)
_READ_UP_TO = text(
    "INSERT INTO cursors (server, channel, post, at) VALUES (:server, :channel, :post, :at) "
    "ON CONFLICT (server, channel) DO UPDATE SET post = excluded.post, at = excluded.at"
).bindparams(bindparam("at", type_=Moment()))


@dataclass(frozen=True, slots=True, kw_only=True)
class Cursor:
    """The last post read in a channel, and when it was written."""

    channel: str
    post: str
    at: datetime


def remember(db: Connection, server: str, post: str, at: datetime) -> bool:
    """Note that a message is acted upon; False when it was already."""
    return db.execute(_REMEMBER, {"server": server, "post": post, "at": at}).rowcount == 1


def forget_before(db: Connection, before: datetime) -> int:
    """Drop old notes: nobody reads a channel that far back. Return how many."""
    return db.execute(delete(seen).where(seen.c.at < before)).rowcount


def read_up_to(db: Connection, server: str, cursor: Cursor) -> None:
    """Move a channel's cursor."""
    values = {"server": server, "channel": cursor.channel, "post": cursor.post, "at": cursor.at}
    db.execute(_READ_UP_TO, values)


def cursors_of(db: Connection, server: str) -> Sequence[Cursor]:
    """Return how far each channel of a server was read."""
    rows = db.execute(select(cursors).where(cursors.c.server == server))
    return [Cursor(channel=row.channel, post=row.post, at=row.at) for row in rows]
