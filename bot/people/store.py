"""What people wish of private messages, and who left a network's channel."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Connection, bindparam, delete, select

from bot.core.prepared import Prepared
from bot.core.upsert import insert_or_replace
from bot.people.tables import preferences
from bot.people.wish import Wish

_READ = Prepared(
    select(preferences.c.wish, preferences.c.gone_at).where(
        preferences.c.network == bindparam("network"), preferences.c.user == bindparam("of")
    )
)


@dataclass(frozen=True, slots=True)
class MessageWish:
    """What someone wishes; `gone` when they left the channel: only their own words are answered."""

    wish: Wish = Wish.ALL
    gone: bool = False


def of(db: Connection, network: str, user: str) -> MessageWish:
    """Return what someone wishes: everything, until they say otherwise."""
    rows = _READ.rows(db, {"network": network, "of": user})
    if not rows:
        return MessageWish()
    ((wish, gone_at),) = rows
    return MessageWish(Wish(wish), gone_at is not None)


def choose(db: Connection, network: str, user: str, wish: Wish, at: datetime) -> bool:
    """Keep what someone wishes; False when it was so already."""
    if of(db, network, user) == MessageWish(wish):
        return False
    if wish is Wish.ALL:  # what everyone has needs no row
        db.execute(delete(preferences).filter_by(network=network, user=user))
    else:
        row = {"network": network, "user": user, "wish": wish, "gone_at": None, "at": at}
        db.execute(insert_or_replace(preferences), row)
    return True


def leave(db: Connection, network: str, user: str, at: datetime) -> bool:
    """Write no more to someone who left the channel, whatever they wished; False if so already."""
    if of(db, network, user).gone:
        return False
    row = {"network": network, "user": user, "wish": Wish.ALL, "gone_at": at, "at": at}
    db.execute(insert_or_replace(preferences), row)
    return True


def come_back(db: Connection, network: str, user: str) -> bool:
    """Write again to someone who is back in the channel; False when they had not left."""
    back = delete(preferences).filter_by(network=network, user=user)
    return db.execute(back.where(preferences.c.gone_at.is_not(None))).rowcount == 1


def gone_from(db: Connection, network: str) -> frozenset[str]:
    """Return who left a network's channel."""
    gone = select(preferences.c.user).filter_by(network=network)
    return frozenset(db.execute(gone.where(preferences.c.gone_at.is_not(None))).scalars())
