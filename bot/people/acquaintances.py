"""Who was in a network's channel already, so that nobody is welcomed twice.

Kept as an imprint (SHA-256 of the network and the account): an id, a hundred random bits, is not
read from it.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from datetime import datetime
from hashlib import sha256

from sqlalchemy import Connection, delete, func, select, update

from bot.core.upsert import insert_or_ignore
from bot.people.tables import acquaintances

_BEFORE = acquaintances.alias()
_FIRST = (
    select(func.min(_BEFORE.c.at))
    .where(_BEFORE.c.network == acquaintances.c.network)
    .scalar_subquery()
)
"""When the channel of a row's network was first read."""


def imprint(network: str, user: str) -> str:
    """Return what is kept of an account that was in a network's channel."""
    return sha256(f"{network}:{user}".encode()).hexdigest()[:32]


def newcomers(db: Connection, network: str, present: Collection[str]) -> frozenset[str]:
    """Return which of those who are in the channel were never there before."""
    known = _of(db, network)
    return frozenset(user for user in present if imprint(network, user) not in known)


def first_met(db: Connection, network: str) -> datetime | None:
    """Return when a network's channel was first read: all who were there then are of old."""
    found = select(func.min(acquaintances.c.at)).where(acquaintances.c.network == network)
    return db.execute(found).scalar()


def arrived(
    db: Connection, networks: Collection[str], since: datetime
) -> Sequence[tuple[str, str, datetime]]:
    """Return who came since then, by network, imprint and moment, and has not left: newcomers.

    None of those who were there before us, or are as if they had been: see `settle`.
    """
    found = select(acquaintances.c.network, acquaintances.c.imprint, acquaintances.c.at).where(
        acquaintances.c.network.in_(networks),
        acquaintances.c.at > since,
        acquaintances.c.at > _FIRST,
        acquaintances.c.gone_at.is_(None),
    )
    return [tuple(row) for row in db.execute(found.order_by(acquaintances.c.at))]


def settle(db: Connection, network: str, user: str) -> None:
    """Forget when someone came: from now on they are as those who were there before us."""
    theirs = update(acquaintances).filter_by(network=network, imprint=imprint(network, user))
    db.execute(theirs.values(at=_FIRST))


def forget_arrivals(db: Connection, before: datetime) -> int:
    """Have those who came before be as those who were there before us; return how many."""
    late = acquaintances.c.at > _FIRST, acquaintances.c.at < before
    return db.execute(update(acquaintances).where(*late).values(at=_FIRST)).rowcount


def meet(db: Connection, network: str, users: Collection[str], at: datetime) -> None:
    """Keep that some people are in the channel, for the first time."""
    rows = [
        {"network": network, "imprint": imprint(network, user), "at": at, "gone_at": None}
        for user in sorted(users)
    ]
    if rows:
        db.execute(insert_or_ignore(acquaintances), rows)


def see(db: Connection, network: str, present: Collection[str], at: datetime) -> None:
    """Note who is there and who is not, of those that were met: the latter are forgotten one day.

    A list that comes back partial does no harm: the next one mends it.
    """
    there = {imprint(network, user) for user in present}
    known = _of(db, network)
    gone = [each for each, since in known.items() if since is None and each not in there]
    back = [each for each, since in known.items() if since is not None and each in there]
    for imprints, since in ((gone, at), (back, None)):
        for each in imprints:
            theirs = update(acquaintances).filter_by(network=network, imprint=each)
            db.execute(theirs.values(gone_at=since))


def forget(db: Connection, before: datetime) -> int:
    """Forget who left before; return how many."""
    return db.execute(delete(acquaintances).where(acquaintances.c.gone_at < before)).rowcount


def _of(db: Connection, network: str) -> Mapping[str, datetime | None]:
    rows = db.execute(
        select(acquaintances.c.imprint, acquaintances.c.gone_at).filter_by(network=network)
    )
    return {row.imprint: row.gone_at for row in rows}
