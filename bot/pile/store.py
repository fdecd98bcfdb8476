"""Piles, one a person of a server, and what each person left for later."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import Connection, bindparam, delete, select, update

from bot.core.errors import ChangedMeanwhileError
from bot.core.prepared import Prepared
from bot.core.rows import Mapper, change_one
from bot.core.upsert import insert_or_ignore, insert_or_replace
from bot.pile.rules import Pile, new_key
from bot.pile.tables import piles, set_asides

_PILES = Mapper(Pile, piles.c)
_OF = Prepared(
    select(piles).where(piles.c.server == bindparam("server"), piles.c.user == bindparam("of"))
)
_ASIDE = Prepared(
    select(set_asides.c.key).where(
        set_asides.c.network == bindparam("network"),
        set_asides.c.user == bindparam("of"),
        set_asides.c.until > bindparam("now"),
    )
)


def of(db: Connection, server: str, user: str) -> Pile | None:
    """Return what someone has before them, None before their first."""
    return _PILES.first(db, _OF, {"server": server, "of": user})


def of_server(db: Connection, server: str) -> Sequence[Pile]:
    """Return what each person of a server has before them."""
    return _PILES.all(db, select(piles).where(piles.c.server == server))


def save(db: Connection, pile: Pile, *, was: Pile | None) -> None:
    """Write the next state of a pile; raises ChangedMeanwhileError if another one is there."""
    if was is None:
        if db.execute(insert_or_ignore(piles), _PILES.values(pile)).rowcount != 1:
            raise ChangedMeanwhileError("a pile")
        return
    change = update(piles).filter_by(server=pile.server, user=pile.user, serial=was.serial)
    change_one(db, change.values(_PILES.values(pile)), "a pile")


def move(db: Connection, key: str) -> str | None:
    """Have a pile go on in another post; return its key, None where the post was an old one."""
    anew = new_key()
    moved = update(piles).where(piles.c.key == key).values(key=anew)
    return anew if db.execute(moved).rowcount == 1 else None


def aside(db: Connection, network: str, user: str, now: datetime) -> frozenset[str]:
    """Return the keys of what someone does not want to see now."""
    rows = _ASIDE.rows(db, {"network": network, "of": user, "now": now})
    return frozenset(key for (key,) in rows)


def set_aside(db: Connection, network: str, user: str, key: str, until: datetime) -> None:
    """Have someone not see a thing before a moment."""
    row = {"network": network, "user": user, "key": key, "until": until}
    db.execute(insert_or_replace(set_asides), row)


def bring_back(db: Connection, network: str, user: str, key: str) -> None:
    """Have someone see again what they left for later."""
    db.execute(delete(set_asides).filter_by(network=network, user=user, key=key))


def forget_before(db: Connection, before: datetime) -> int:
    """Drop what was left until then; return how much."""
    return db.execute(delete(set_asides).where(set_asides.c.until < before)).rowcount
