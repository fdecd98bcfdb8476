"""Addresses to be read for someone."""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy import Connection, delete, func, insert, select

from bot.veille.feeds.following import FeedTrial
from bot.veille.tables import feed_trials

_COLUMNS = ("network", "address", "name", "theme", "user", "follows", "at")


def add(db: Connection, trial: FeedTrial) -> None:
    """Keep what is asked; the same thing twice is one."""
    same = select(feed_trials.c.id).where(
        feed_trials.c.network == trial.network,
        feed_trials.c.address == trial.address,
        feed_trials.c.user == trial.user,
        feed_trials.c.follows == trial.follows,
    )
    if db.execute(same).first() is None:
        db.execute(insert(feed_trials), {each: getattr(trial, each) for each in _COLUMNS})


def count(db: Connection, network: str) -> int:
    """Count what a network waits for."""
    found = select(func.count()).where(feed_trials.c.network == network)
    return db.execute(found).scalar_one()


def waiting(db: Connection) -> Sequence[FeedTrial]:
    """Return all that waits, oldest first."""
    rows = db.execute(select(feed_trials).order_by(feed_trials.c.id))
    return [FeedTrial(id=row.id, **{each: getattr(row, each) for each in _COLUMNS}) for row in rows]


def finish(db: Connection, trial: FeedTrial) -> bool:
    """Take one away; False when it is gone already."""
    return db.execute(delete(feed_trials).where(feed_trials.c.id == trial.id)).rowcount == 1
