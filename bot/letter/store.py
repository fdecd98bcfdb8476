"""Letters: at most one draft a network, and those that were published."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import replace
from datetime import datetime

from sqlalchemy import Connection, Row, Select, func, insert, select, update

from bot.core import counters
from bot.core.errors import ChangedMeanwhileError
from bot.letter.rules import Letter, LetterStatus, UnknownLetterError
from bot.letter.tables import letters

_COUNTER = "letter number"
"""Not « letter », which counts how many times the letter's address was renewed."""

_PUBLISHED = letters.c.status == LetterStatus.PUBLISHED.value


def add(db: Connection, letter: Letter) -> Letter:
    """Keep a new letter under the network's next number, which it comes back with."""
    numbered = replace(letter, number=counters.next_value(db, letter.network, _COUNTER))
    row = {
        "network": letter.network,
        "number": numbered.number,
        **_values(numbered),
        "made_at": letter.made_at,
        "version": 0,
    }
    made = db.execute(insert(letters).returning(letters.c.id), row).scalar_one()
    return replace(numbered, id=made)


def get(db: Connection, network: str, number: int) -> Letter:
    """Return a published letter; raises UnknownLetterError."""
    row = db.execute(_of(network).where(letters.c.number == number, _PUBLISHED)).one_or_none()
    if row is None:
        raise UnknownLetterError(number)
    return _letter(row)


def by_id(db: Connection, letter: int) -> Letter | None:
    """Return a letter by the store's id, None when it is gone."""
    row = db.execute(select(letters).where(letters.c.id == letter)).one_or_none()
    return None if row is None else _letter(row)


def draft(db: Connection, network: str) -> Letter | None:
    """Return the letter that a network prepares, None when nothing was written of it yet."""
    found = _of(network).where(letters.c.status == LetterStatus.DRAFT.value)
    row = db.execute(found.order_by(letters.c.number.desc()).limit(1)).one_or_none()
    return None if row is None else _letter(row)


def moved(db: Connection) -> Collection[str]:
    """Return the networks that moved the letter they prepare to a date of its own."""
    found = select(letters.c.network).where(
        letters.c.status == LetterStatus.DRAFT.value, letters.c.moved_to.is_not(None)
    )
    return set(db.execute(found).scalars())


def published(db: Connection, network: str, limit: int, *, offset: int = 0) -> Sequence[Letter]:
    """Return a network's published letters, the latest first."""
    found = _of(network).where(_PUBLISHED).order_by(letters.c.number.desc())
    return [_letter(row) for row in db.execute(found.limit(limit).offset(offset))]


def latest(db: Connection, network: str) -> Letter | None:
    """Return the letter that was published last."""
    return next(iter(published(db, network, 1)), None)


def last_published_at(db: Connection, network: str) -> datetime | None:
    """Return when a network's last letter was published: a quick question."""
    found = select(func.max(letters.c.published_at)).where(letters.c.network == network)
    return db.execute(found).scalar()


def save(db: Connection, letter: Letter) -> Letter:
    """Write a change, unless someone else changed the letter since it was read.

    Return it as it is kept now. Raises ChangedMeanwhileError.
    """
    written = db.execute(
        update(letters)
        .where(letters.c.id == letter.id, letters.c.version == letter.version)
        .values(version=letter.version + 1, **_values(letter))
    )
    if written.rowcount != 1:
        raise ChangedMeanwhileError(f"letter {letter.number}")
    return replace(letter, version=letter.version + 1)


def _of(network: str) -> Select[tuple[object, ...]]:
    return select(letters).where(letters.c.network == network)


def _values(letter: Letter) -> dict[str, object]:
    return {
        "due_at": letter.due_at,
        "moved_to": letter.moved_to,
        "status": letter.status.value,
        "title": letter.title,
        "edito": letter.edito,
        "edito_by": letter.edito_by,
        "left_out": list(letter.left_out),
        "outside": list(letter.outside),
        "published_at": letter.published_at,
        "html": letter.html,
        "text": letter.text,
        "chat_text": letter.chat_text,
    }


def _letter(row: Row[tuple[object, ...]]) -> Letter:
    return Letter(
        id=row.id,
        version=row.version,
        network=row.network,
        number=row.number,
        made_at=row.made_at,
        due_at=row.due_at,
        moved_to=row.moved_to,
        status=LetterStatus(row.status),
        title=row.title,
        edito=row.edito,
        edito_by=row.edito_by,
        left_out=tuple(row.left_out),
        outside=tuple(row.outside),
        published_at=row.published_at,
        html=row.html,
        text=row.text,
        chat_text=row.chat_text,
    )
