"""Who may read a private question: the coordinators named to its author, once the author agreed."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from datetime import datetime

from sqlalchemy import ColumnElement, Connection, delete, insert, select, update

from bot.question.rules import Question
from bot.question.tables import questions, readers


def of(db: Connection, question: Question) -> frozenset[str]:
    """Return who was sent a question."""
    sent = readers.c.sent_at.is_not(None)
    return _users(db, (readers.c.question == question.id) & sent)


def named(db: Connection, question: Question) -> frozenset[str]:
    """Return who was named to the author of a question and was not sent it."""
    waits = readers.c.sent_at.is_(None)
    return _users(db, (readers.c.question == question.id) & waits)


def name(db: Connection, question: Question, users: Collection[str]) -> None:
    """Note whom the author of a question was just told of, instead of those named before."""
    waits = (readers.c.question == question.id) & readers.c.sent_at.is_(None)
    db.execute(delete(readers).where(waits))
    new = sorted(set(users) - of(db, question))
    if new:
        db.execute(insert(readers), [{"question": question.id, "user": each} for each in new])


def send(db: Connection, question: Question, users: Collection[str], at: datetime) -> None:
    """Let some of those who were named read a question; the others are named no longer."""
    waits = (readers.c.question == question.id) & readers.c.sent_at.is_(None)
    db.execute(delete(readers).where(waits, readers.c.user.not_in(sorted(users))))
    db.execute(update(readers).where(waits).values(sent_at=at))


def forget(db: Connection, question: Question) -> None:
    """Forget who was named or sent a question: it is asked anew."""
    db.execute(delete(readers).where(readers.c.question == question.id))


def readable(user: str) -> ColumnElement[bool]:
    """Return the condition that a coordinator was sent a question."""
    sent = readers.c.sent_at.is_not(None) & (readers.c.user == user)
    return questions.c.id.in_(select(readers.c.question).where(sent))


def _users(db: Connection, which: ColumnElement[bool]) -> frozenset[str]:
    rows: Sequence[str] = db.execute(select(readers.c.user).where(which)).scalars().all()
    return frozenset(rows)
