"""What people did lately; see the rules."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import replace
from datetime import datetime
from uuid import uuid4

from sqlalchemy import Connection, bindparam, delete, insert, select, update

from bot.core.prepared import Prepared
from bot.core.rows import Mapper
from bot.network.network import Network, by_network
from bot.talk.gestures.rules import NO_LONGER_HELD, SHOWN, NotedGesture
from bot.talk.gestures.tables import gestures

_GESTURES = Mapper(NotedGesture, gestures.c)
_INSERT = Prepared(insert(gestures), list(gestures.c.keys()))
_TAKEN_BACK = Prepared(
    delete(gestures).where(
        gestures.c.user == bindparam("whose"),
        gestures.c.network == bindparam("where"),
        gestures.c.route == bindparam("by"),
        gestures.c.argument == bindparam("what"),
        gestures.c.due_at.is_(None),
    )
)


def add(db: Connection, gesture: NotedGesture) -> NotedGesture:
    """Note a gesture, which comes back with its id."""
    made = replace(gesture, id=uuid4().hex)
    _INSERT.run(db, _GESTURES.values(made))
    return made


def taken_back(db: Connection, network: str, user: str, route: str, argument: str) -> None:
    """Forget what someone did that this route, with this argument, has just taken back."""
    _TAKEN_BACK.run(db, {"where": network, "whose": user, "by": route, "what": argument})


def of_user(db: Connection, networks: Collection[str], user: str) -> Sequence[NotedGesture]:
    """Return someone's last gestures in some networks, the latest first."""
    theirs = gestures.c.user == user, gestures.c.network.in_(networks)
    return _GESTURES.all(db, select(gestures).where(*theirs).order_by(*_LATEST).limit(SHOWN))


def held(db: Connection, network: str, route: str, argument: str) -> NotedGesture | None:
    """Return what is held of a route with this argument in a network, whoever's it is."""
    same = gestures.c.network == network, gestures.c.route == route, gestures.c.argument == argument
    return _GESTURES.first(db, select(gestures).where(*same, gestures.c.due_at.is_not(None)))


def due(
    db: Connection, networks: Sequence[Network], now: datetime
) -> Mapping[str, Sequence[NotedGesture]]:
    """Return what was held long enough, by network."""
    here = gestures.c.network.in_([each.slug for each in networks])
    return by_network(_GESTURES.all(db, select(gestures).where(here, gestures.c.due_at <= now)))


def done(db: Connection, gesture: NotedGesture) -> None:
    """Note that what was held was done: nothing takes it back any more."""
    this = update(gestures).where(gestures.c.id == gesture.id)
    db.execute(this.values(route="", argument="", due_at=None))


def remove(db: Connection, gesture: NotedGesture) -> None:
    """Forget a gesture."""
    db.execute(delete(gestures).where(gestures.c.id == gesture.id))


def drop(db: Connection, gesture: str, user: str) -> None:
    """Have a held gesture never be done. Raises NO_LONGER_HELD."""
    this = gestures.c.id == gesture, gestures.c.user == user, gestures.c.due_at.is_not(None)
    if db.execute(delete(gestures).where(*this)).rowcount != 1:
        raise NO_LONGER_HELD()


_LATEST = gestures.c.at.desc(), gestures.c.id
