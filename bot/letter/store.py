"""Letters: at most one draft a network, and those that were published."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from datetime import datetime

from sqlalchemy import Connection, Select, func, select

from bot.core.numbered import NumberedMapper
from bot.letter.rules import UNKNOWN_LETTER, Letter, LetterStatus
from bot.letter.tables import letters

_COUNTER = "letter number"
"""Not « letter », which counts how many times the letter's address was renewed."""

_LETTERS = NumberedMapper(Letter, letters, _COUNTER, UNKNOWN_LETTER)
_PUBLISHED = letters.c.status == LetterStatus.PUBLISHED

add, save = _LETTERS.add, _LETTERS.save


def get(db: Connection, network: str, number: int) -> Letter:
    """Return a published letter; raises UNKNOWN_LETTER."""
    return UNKNOWN_LETTER.unless(
        _LETTERS.first(db, _of(network).where(letters.c.number == number, _PUBLISHED)),
        number=number,
    )


def by_id(db: Connection, letter: int) -> Letter | None:
    """Return a letter by the store's id, None when it is gone."""
    return _LETTERS.first(db, select(letters).where(letters.c.id == letter))


def draft(db: Connection, network: str) -> Letter | None:
    """Return the letter that a network prepares, None when nothing was written of it yet."""
    found = _of(network).where(letters.c.status == LetterStatus.DRAFT)
    return _LETTERS.first(db, found.order_by(letters.c.number.desc()).limit(1))


def moved(db: Connection, networks: Collection[str]) -> Collection[str]:
    """Return which of these networks moved the letter they prepare to a date of its own."""
    found = select(letters.c.network).where(
        letters.c.network.in_(networks),
        letters.c.status == LetterStatus.DRAFT,
        letters.c.moved_to.is_not(None),
    )
    return set(db.execute(found).scalars())


def published(db: Connection, network: str, limit: int, *, offset: int = 0) -> Sequence[Letter]:
    """Return a network's published letters, the latest first."""
    found = _of(network).where(_PUBLISHED).order_by(letters.c.number.desc())
    return _LETTERS.all(db, found.limit(limit).offset(offset))


def latest(db: Connection, network: str) -> Letter | None:
    """Return the letter that was published last."""
    return next(iter(published(db, network, 1)), None)


def last_published_at(db: Connection, network: str) -> datetime | None:
    """Return when a network's last letter was published: a quick question."""
    found = select(func.max(letters.c.published_at)).where(letters.c.network == network)
    return db.execute(found).scalar()


def _of(network: str) -> Select[tuple[object, ...]]:
    return select(letters).where(letters.c.network == network)
