"""What was made from which message: noted with what is made, found when the message changes."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from datetime import datetime

from sqlalchemy import Connection, bindparam, delete, or_, select

from bot.core.grouping import grouped
from bot.core.message_tables import sources
from bot.core.prepared import Prepared
from bot.core.rows import Mapper
from bot.core.source import MadeKind, Source
from bot.core.upsert import insert_or_replace

_SOURCES = Mapper(Source, sources.c)
_ON_SERVER = (
    select(sources)
    .where(sources.c.server == bindparam("on"))
    .order_by(sources.c.kind, sources.c.network, sources.c.ref)
)
_IS_POST = sources.c.post == bindparam("of")
_OF_POST = Prepared(_ON_SERVER.where(_IS_POST))
_OF_THREAD = Prepared(_ON_SERVER.where(or_(_IS_POST, sources.c.root == bindparam("of"))))


def put(db: Connection, source: Source) -> None:
    """Note what was made from a message, or what became of it since."""
    db.execute(insert_or_replace(sources), _SOURCES.values(source))


def of_post(db: Connection, server: str, post: str, *, thread: bool = False) -> Sequence[Source]:
    """Return what was made from a message, or from those of the whole `thread` that it begins."""
    return _SOURCES.all(db, _OF_THREAD if thread else _OF_POST, {"on": server, "of": post})


def of_made(db: Connection, network: str, kind: MadeKind, ref: str) -> Sequence[Source]:
    """Return the messages that something was made from, the latest first."""
    made = (sources.c.network == network, sources.c.kind == kind, sources.c.ref == ref)
    return _SOURCES.all(db, select(sources).where(*made).order_by(sources.c.at.desc()))


def remove(db: Connection, source: Source) -> None:
    """Forget a link: what it leads to has become something else."""
    key = ("server", "post", "network", "kind", "ref")
    this = [sources.c[name] == getattr(source, name) for name in key]
    db.execute(delete(sources).where(*this))


def due(db: Connection, networks: Collection[str], now: datetime) -> Mapping[str, Sequence[Source]]:
    """Return what is to be withdrawn now, by network."""
    found = select(sources).where(
        sources.c.network.in_(networks),
        sources.c.withdrawn_at.is_not(None),
        sources.c.withdrawn_at <= now,
    )
    ordered = found.order_by(sources.c.withdrawn_at, sources.c.post)
    return grouped((each.network, each) for each in _SOURCES.all(db, ordered))


def channels(db: Connection, server: str, since: datetime) -> frozenset[str]:
    """Return the channels of a server where something was made from a message since then."""
    found = select(sources.c.channel).where(sources.c.server == server, sources.c.at >= since)
    return frozenset(db.execute(found.distinct()).scalars())


def forget_before(db: Connection, before: datetime) -> int:
    """Forget which messages things were made from long ago; return how many."""
    return db.execute(delete(sources).where(sources.c.at < before)).rowcount
