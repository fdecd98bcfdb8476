"""The lines of follow-ups: nothing else reads them."""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy import Connection, delete, insert, select

from bot.core.rows import Mapper
from bot.question.follow_up import FollowUpLine
from bot.question.rules import Question
from bot.question.tables import follow_up_lines as lines

_LINES = Mapper(FollowUpLine, lines.columns)


def of(db: Connection, question: Question) -> Sequence[FollowUpLine]:
    """Return the lines of a question, the oldest first."""
    return _LINES.all(db, select(lines).filter_by(question=question.id).order_by(lines.c.id))


def add(db: Connection, line: FollowUpLine) -> int:
    """Keep a line; return its number."""
    made = insert(lines).values(_LINES.values(line)).returning(lines.c.id)
    number: int = db.execute(made).scalar_one()
    return number


def erase(db: Connection, question: Question, number: int = 0) -> None:
    """Erase a line of a question, all of them without a number."""
    theirs = delete(lines).filter_by(question=question.id)
    db.execute(theirs.filter_by(id=number) if number else theirs)
