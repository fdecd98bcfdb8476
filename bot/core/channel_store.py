"""The networks' channels as they were last seen: their ids, their names, whether they are open."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime

from sqlalchemy import Connection, bindparam, delete, select

from bot.core.channel import NetworkChannel
from bot.core.message_tables import channels
from bot.core.prepared import Prepared
from bot.core.rows import Mapper
from bot.core.upsert import insert_or_replace

_CHANNELS = Mapper(NetworkChannel, channels.c, id="channel")
_OF = Prepared(select(channels).where(channels.c.network == bindparam("of")))
_SAVE = insert_or_replace(channels)


def all_of_them(db: Connection) -> Mapping[str, NetworkChannel]:
    """Return every channel, by its network."""
    return {each.network: each for each in _CHANNELS.all(db, select(channels))}


def of(db: Connection, network: str) -> NetworkChannel | None:
    """Return a network's channel, None before it was ever seen."""
    return _CHANNELS.first(db, _OF, {"of": network})


def since(db: Connection, network: str) -> datetime | None:
    """Return since when a network's channel is as it was last seen; None before it ever was."""
    return db.execute(select(channels.c.since).where(channels.c.network == network)).scalar()


def save(db: Connection, channel: NetworkChannel, *, since: datetime) -> None:
    """Write how a network's channel is, and since when."""
    db.execute(_SAVE, _CHANNELS.values(channel) | {"since": since})


def drop(db: Connection, network: str) -> None:
    """Forget where a network's channel was."""
    db.execute(delete(channels).where(channels.c.network == network))
