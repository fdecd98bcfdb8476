"""Addresses to be read for someone."""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy import Connection, delete, func, insert, select

from bot.core.rows import Mapper
from bot.veille.feeds.following import FeedTrial
from bot.veille.tables import feed_trials

_TRIALS = Mapper(FeedTrial, feed_trials.c)


def add(db: Connection, trial: FeedTrial) -> None:
    """Keep what is asked; the same thing twice is one."""
    same = select(feed_trials.c.id).filter_by(
        network=trial.network, address=trial.address, user=trial.user, follows=trial.follows
    )
    if db.execute(same).first() is None:
        db.execute(insert(feed_trials), _TRIALS.values(trial))


def count(db: Connection, network: str) -> int:
    """Count what a network waits for."""
    found = select(func.count()).where(feed_trials.c.network == network)
    return db.execute(found).scalar_one()


def waiting(db: Connection) -> Sequence[FeedTrial]:
    """Return all that waits, oldest first."""
    return _TRIALS.all(db, select(feed_trials).order_by(feed_trials.c.id))


def finish(db: Connection, trial: FeedTrial) -> bool:
    """Take one away; False when it is gone already."""
    return db.execute(delete(feed_trials).where(feed_trials.c.id == trial.id)).rowcount == 1
