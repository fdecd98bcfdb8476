"""Which messages were read: what makes a command typed once act once."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import Connection, delete, func, select

from bot.core.message_tables import cursors, seen
from bot.core.rows import Mapper
from bot.core.upsert import insert_or_ignore, insert_or_replace

_REMEMBER = insert_or_ignore(seen)
_READ_UP_TO = insert_or_replace(cursors)

_BY_MAIL = ""
"""Stands for the server of mails, which come by none."""

_CLOCKS_APART = timedelta(hours=1)
"""How far the server's clock, which dates cursors, may be from ours, which dates notes."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Cursor:
    """The last post read in a channel, and when it was written."""

    channel: str
    post: str
    at: datetime


_CURSORS = Mapper(Cursor, cursors.c)


def remember(db: Connection, server: str, post: str, at: datetime) -> bool:
    """Note that a message is acted upon; False when it was already."""
    return db.execute(_REMEMBER, {"server": server, "post": post, "at": at}).rowcount == 1


def remember_mail(db: Connection, digest: str, at: datetime) -> bool:
    """Note that a mail is acted upon, by its digest; False when it was already."""
    return remember(db, _BY_MAIL, digest, at)


def mails_since(db: Connection, prefix: str, since: datetime) -> int:
    """Count the mails acted upon since then whose digests start so."""
    found = select(func.count()).where(
        seen.c.server == _BY_MAIL,
        seen.c.post.startswith(prefix, autoescape=True),
        seen.c.at > since,
    )
    return db.execute(found).scalar_one()


def forget_before(db: Connection, before: datetime) -> int:
    """Drop old notes of mails, and of posts that the cursors are past; return how many.

    Cursors are written a while after the posts they tell of: what was read since then will be
    read again after a crash, however long ago that was.
    """
    written = select(cursors.c.server, func.max(cursors.c.at).label("at")).group_by(
        cursors.c.server
    )
    mails = delete(seen).where(seen.c.server == _BY_MAIL, seen.c.at < before)
    dropped = db.execute(mails).rowcount
    for row in db.execute(written).all():
        old = min(before, row.at - _CLOCKS_APART)
        here = delete(seen).where(seen.c.server == row.server, seen.c.at < old)
        dropped += db.execute(here).rowcount
    return dropped


def read_up_to(db: Connection, server: str, cursor: Cursor) -> None:
    """Move a channel's cursor."""
    db.execute(_READ_UP_TO, _CURSORS.values(cursor) | {"server": server})


def cursors_of(db: Connection, server: str) -> Sequence[Cursor]:
    """Return how far each channel of a server was read."""
    return _CURSORS.all(db, select(cursors).where(cursors.c.server == server))
