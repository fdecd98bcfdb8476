"""Which messages were read: what makes a command typed once act once."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import Connection, bindparam, delete, func, select, text

from bot.core.columns import Moment
from bot.core.message_tables import cursors, seen
from bot.core.upsert import insert_or_ignore

_REMEMBER = insert_or_ignore(seen)
_READ_UP_TO = text(
    "INSERT INTO cursors (server, channel, post, at) VALUES (:server, :channel, :post, :at) "
    "ON CONFLICT (server, channel) DO UPDATE SET post = excluded.post, at = excluded.at"
).bindparams(bindparam("at", type_=Moment()))

_CLOCKS_APART = timedelta(hours=1)
"""How far the server's clock, which dates cursors, may be from ours, which dates notes."""


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
    """Drop old notes of posts that the cursors are past; return how many.

    Cursors are written a while after the posts they tell of: what was read since then will be
    read again after a crash, however long ago that was.
    """
    written = select(cursors.c.server, func.max(cursors.c.at).label("at")).group_by(
        cursors.c.server
    )
    dropped = 0
    for row in db.execute(written).all():
        old = min(before, row.at - _CLOCKS_APART)
        here = delete(seen).where(seen.c.server == row.server, seen.c.at < old)
        dropped += db.execute(here).rowcount
    return dropped


def read_up_to(db: Connection, server: str, cursor: Cursor) -> None:
    """Move a channel's cursor."""
    values = {"server": server, "channel": cursor.channel, "post": cursor.post, "at": cursor.at}
    db.execute(_READ_UP_TO, values)


def cursors_of(db: Connection, server: str) -> Sequence[Cursor]:
    """Return how far each channel of a server was read."""
    rows = db.execute(select(cursors).where(cursors.c.server == server))
    return [Cursor(channel=row.channel, post=row.post, at=row.at) for row in rows]
