"""The networks' channels as they were last seen: their ids, their names, whether they are open."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from pathlib import Path

from sqlalchemy import Connection, Row, bindparam, create_engine, inspect, make_url, select, text
from sqlalchemy.exc import DBAPIError
from sqlalchemy.pool import NullPool

from bot.core.channel import ChannelState, NetworkChannel
from bot.core.columns import Moment
from bot.core.message_tables import channels

_SAVE = text(
    "INSERT INTO channels (network, team, name, channel, shown, state, since) "
    "VALUES (:network, :team, :name, :channel, :shown, :state, :since) "
    "ON CONFLICT (network) DO UPDATE SET team = excluded.team, name = excluded.name, "
    "channel = excluded.channel, shown = excluded.shown, state = excluded.state, "
    "since = excluded.since"
).bindparams(bindparam("since", type_=Moment()))


def all_of_them(db: Connection) -> Mapping[str, NetworkChannel]:
    """Return every channel, by its network."""
    return {row.network: _channel(row) for row in db.execute(select(channels))}


def found_in(url: str) -> Mapping[str, NetworkChannel]:
    """Return the channels that a database holds; none where it is not there, or cannot be read.

    It is neither made nor brought up to date.
    """
    address = make_url(url)
    is_file = address.get_backend_name() == "sqlite"
    if is_file and not Path(address.database or "").is_file():
        return {}
    engine = create_engine(url, poolclass=NullPool, hide_parameters=True)
    try:
        with engine.connect() as db:
            return all_of_them(db) if inspect(db).has_table(channels.name) else {}
    except DBAPIError:
        return {}
    finally:
        engine.dispose()


def of(db: Connection, network: str) -> NetworkChannel | None:
    """Return a network's channel, None before it was ever seen."""
    row = db.execute(select(channels).where(channels.c.network == network)).one_or_none()
    return None if row is None else _channel(row)


def since(db: Connection, network: str) -> datetime | None:
    """Return since when a network's channel is as it was last seen; None before it ever was."""
    return db.execute(select(channels.c.since).where(channels.c.network == network)).scalar()


def save(db: Connection, channel: NetworkChannel, *, since: datetime) -> None:
    """Write how a network's channel is, and since when."""
    values = {
        "network": channel.network,
        "team": channel.team,
        "name": channel.name,
        "channel": channel.id,
        "shown": channel.shown,
        "state": channel.state.value,
        "since": since,
    }
    db.execute(_SAVE, values)


def _channel(row: Row[tuple[object, ...]]) -> NetworkChannel:
    return NetworkChannel(
        network=row.network,
        team=row.team,
        name=row.name,
        id=row.channel,
        shown=row.shown,
        state=ChannelState(row.state),
    )
