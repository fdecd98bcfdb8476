"""The generations of the database: the current one, those that ended at a restore."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import replace
from datetime import datetime
from secrets import token_hex

from sqlalchemy import Connection, func, insert, select, update

from bot.core import outbox
from bot.core.generation import NEVER, Generations
from bot.core.rows import change_one
from bot.core.tables import generations
from bot.core.upsert import insert_or_ignore

_NOTE = insert_or_ignore(generations)


def begin(db: Connection, now: datetime) -> Generations:
    """Return what is known at a start, before anything is written; draw the first generation.

    A start that was cut before all servers were looked at tells what was held then: what it wrote
    since was not in a backup that may have been put back.
    """
    known = read(db)
    if not known.current:
        known = replace(known, current=_draw(db, now), began_at=now)
    if known.newest == NEVER:
        known = replace(known, newest=outbox.newest(db, now))
        _hold(db, known.newest)
    return known


def looked(db: Connection) -> None:
    """Note that every server was looked at: the next start begins with what it finds then."""
    _hold(db, None)


def renew(
    db: Connection, known: Generations, others: Collection[str], now: datetime
) -> Generations:
    """End the current generation at the newest message it holds, and draw another.

    `others` are generations that were seen and are not ours: nothing that they made is held. Of
    several processes that notice one restore, one does it: raises ChangedMeanwhileError.
    """
    ours = (generations.c.id == known.current) & generations.c.ended_at.is_(None)
    change = update(generations).where(ours).values(ended_at=known.newest)
    change_one(db, change, f"generation {known.current}")
    _draw(db, now)
    return note(db, known, others, now)


def note(db: Connection, known: Generations, others: Collection[str], now: datetime) -> Generations:
    """Note generations that were seen and are not ours: nothing that they made is held."""
    for other in sorted(others):
        db.execute(_NOTE, {"id": other, "began_at": now, "ended_at": NEVER})
    return replace(read(db), newest=known.newest)


def current(db: Connection) -> str:
    """Return the name of the current generation, "" before the bot ever ran."""
    return read(db).current


def restored_at(db: Connection) -> datetime | None:
    """Return when the latest restore was noticed, None if there never was one."""
    began_at = read(db).began_at
    ours = select(generations.c.id).where(generations.c.began_at < began_at)
    return began_at if db.execute(ours.limit(1)).first() else None


def followed_at(db: Connection) -> datetime | None:
    """Return when it was noticed that the bot's account served a former installation, or None."""
    noted = generations.c.began_at > read(db).began_at
    return db.execute(select(func.max(generations.c.began_at)).where(noted)).scalar()


def read(db: Connection) -> Generations:
    """Return what is written of the generations."""
    rows = db.execute(select(generations)).all()
    current = next((row for row in rows if row.ended_at is None), None)
    return Generations(
        current=current.id if current else "",
        began_at=current.began_at if current else NEVER,
        newest=(current and current.held_until) or NEVER,
        ended={row.id: row.ended_at for row in rows if row.ended_at is not None},
    )


def _hold(db: Connection, until: datetime | None) -> None:
    current = generations.c.ended_at.is_(None)
    db.execute(update(generations).where(current).values(held_until=until))


def _draw(db: Connection, now: datetime) -> str:
    drawn = token_hex(4)
    db.execute(insert(generations).values(id=drawn, began_at=now))
    return drawn
