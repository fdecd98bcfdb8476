"""The generations of the database: the current one, those that ended at a restore."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import replace
from datetime import datetime
from secrets import token_hex

from sqlalchemy import Connection, insert, select, update

from bot.core import outbox
from bot.core.generation import NEVER, Generations
from bot.core.tables import generations


def begin(db: Connection, now: datetime) -> Generations:
    """Return what is known at a start, before anything is written; draw the first generation."""
    known = _read(db)
    if not known.current:
        known = replace(known, current=_draw(db, now))
    return replace(known, newest=outbox.newest(db, now))


def renew(
    db: Connection, known: Generations, others: Collection[str], now: datetime
) -> Generations:
    """End the current generation at the newest message it holds, and draw another.

    `others` are generations that were seen and are not ours: nothing that they made is held.
    """
    ending = update(generations).where(generations.c.ended_at.is_(None))
    db.execute(ending.values(ended_at=known.newest))
    for other in sorted(others):
        db.execute(insert(generations).values(id=other, began_at=now, ended_at=NEVER))
    _draw(db, now)
    return replace(_read(db), newest=known.newest)


def current(db: Connection) -> str:
    """Return the name of the current generation, "" before the bot ever ran."""
    return _read(db).current


def begun(db: Connection) -> bool:
    """Tell whether the bot ever ran on this database."""
    return bool(_read(db).current)


def restored_at(db: Connection) -> datetime | None:
    """Return when the latest restore was noticed, None if there never was one."""
    if not _read(db).ended:
        return None
    current = select(generations.c.began_at).where(generations.c.ended_at.is_(None))
    return db.execute(current).scalar()


def _draw(db: Connection, now: datetime) -> str:
    drawn = token_hex(4)
    db.execute(insert(generations).values(id=drawn, began_at=now))
    return drawn


def _read(db: Connection) -> Generations:
    rows = db.execute(select(generations)).all()
    return Generations(
        current=next((row.id for row in rows if row.ended_at is None), ""),
        ended={row.id: row.ended_at for row in rows if row.ended_at is not None},
    )
