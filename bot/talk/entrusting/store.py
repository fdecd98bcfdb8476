"""Who was asked for what, and who holds it; see the rules."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime

from sqlalchemy import Connection, delete, select

from bot.core.rows import Mapper
from bot.core.upsert import insert_or_replace
from bot.network.network import Network, by_network
from bot.people import store as preferences
from bot.talk.entrusting.rules import Entrusted, EntrustedTask
from bot.talk.entrusting.tables import entrusted

_ENTRUSTED = Mapper(Entrusted, entrusted.c)


def put(db: Connection, given: Entrusted) -> None:
    """Keep what was asked of someone, or what they said."""
    db.execute(insert_or_replace(entrusted), _ENTRUSTED.values(given))


def of(
    db: Connection, network: str, task: EntrustedTask, number: int, now: datetime
) -> Sequence[Entrusted]:
    """Return who was asked for a task that is not over, whoever holds it first."""
    same = entrusted.c.network == network, entrusted.c.task == task, entrusted.c.number == number
    found = select(entrusted).where(*same, entrusted.c.at > now)
    found = found.order_by(entrusted.c.accepted_at.is_(None))
    return _ENTRUSTED.all(db, found.order_by(entrusted.c.asked_at))


def drop(db: Connection, given: Entrusted) -> None:
    """Forget that someone was asked."""
    this = (
        entrusted.c.network == given.network,
        entrusted.c.task == given.task,
        entrusted.c.number == given.number,
        entrusted.c.user == given.user,
    )
    db.execute(delete(entrusted).where(*this))


def left(
    db: Connection, networks: Sequence[Network], _now: datetime
) -> Mapping[str, Sequence[Entrusted]]:
    """Return what was asked of people who are no longer in the channel, by network."""
    here = entrusted.c.network.in_([each.slug for each in networks])
    found = _ENTRUSTED.all(db, select(entrusted).where(here))
    return by_network(each for each in found if preferences.of(db, each.network, each.user).gone)
