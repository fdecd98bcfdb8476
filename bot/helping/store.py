"""What members said that they can help with, and what their structures receive."""

from __future__ import annotations

from collections.abc import Collection, Sequence

from sqlalchemy import ColumnElement, Connection, bindparam, delete, func, select, update

from bot.core.prepared import Prepared
from bot.core.rows import Mapper
from bot.core.upsert import insert_or_ignore
from bot.helping.rules import Helper, Welcome
from bot.helping.tables import helpers, welcomes

_HELPERS = Mapper(Helper, helpers.c)
_KNOWING = Prepared(
    select(helpers)
    .where(helpers.c.network == bindparam("of"), helpers.c.theme == bindparam("about"))
    .order_by(helpers.c.since, helpers.c.user)
)
_WELCOMES = Mapper(Welcome, welcomes.c)


def tick(db: Connection, helper: Helper) -> bool:
    """Keep that someone can help with a theme; False when they had said so."""
    return db.execute(insert_or_ignore(helpers), _HELPERS.values(helper)).rowcount == 1


def untick(db: Connection, network: str, user: str, themes: Collection[str] | None = None) -> int:
    """Take back some themes of someone, all of them without; return how many there were."""
    which = _theirs(network, user)
    if themes is not None:
        which &= helpers.c.theme.in_(themes)
    return db.execute(delete(helpers).where(which)).rowcount


def reach(db: Connection, network: str, user: str, *, beyond: bool) -> None:
    """Keep whether other territories may ask someone too."""
    db.execute(update(helpers).where(_theirs(network, user)).values(beyond=beyond))


def ticked(db: Connection, network: str, user: str) -> Sequence[Helper]:
    """Return what someone can help with, by theme."""
    found = select(helpers).where(_theirs(network, user))
    return _HELPERS.all(db, found.order_by(helpers.c.theme))


def knowing(db: Connection, network: str, theme: str) -> Sequence[Helper]:
    """Return those who can help with a theme in a network, the oldest offer first."""
    return _HELPERS.all(db, _KNOWING, {"of": network, "about": theme})


def welcome(db: Connection, made: Welcome) -> None:
    """Keep what someone's structure receives; the same twice is kept once."""
    db.execute(insert_or_ignore(welcomes), _WELCOMES.values(made))


def unwelcome(db: Connection, network: str, user: str, number: int) -> bool:
    """Take back one thing that someone's structure receives; False when it is not theirs."""
    theirs = (welcomes.c.network == network) & (welcomes.c.user == user)
    return db.execute(delete(welcomes).where(theirs, welcomes.c.id == number)).rowcount == 1


def welcomed(db: Connection, network: str, user: str = "") -> Sequence[Welcome]:
    """Return what the structures of a network receive, or someone's, by structure."""
    found = select(welcomes).where(welcomes.c.network == network)
    if user:
        found = found.where(welcomes.c.user == user)
    order = (func.lower(welcomes.c.structure), welcomes.c.commune, welcomes.c.id)
    return _WELCOMES.all(db, found.order_by(*order))


def _theirs(network: str, user: str) -> ColumnElement[bool]:
    return (helpers.c.network == network) & (helpers.c.user == user)
