"""The stories of questions: what happened to each, in order."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import Connection, bindparam, func, insert, select, update

from bot.core.prepared import Prepared
from bot.core.rows import Mapper
from bot.question.rules import Change, Question
from bot.question.story import StoryEvent
from bot.question.tables import question_events, questions

_NO_WORDS = {"detail": "", "words_of": ""}
_EVENTS = Mapper(StoryEvent, question_events.c, change="kind", people=None)
_ADD = Prepared(
    insert(question_events).from_select(
        ["question", *_EVENTS.written],
        select(
            questions.c.id,
            *(bindparam(name, type_=question_events.c[name].type) for name in _EVENTS.written),
        ).where(
            questions.c.network == bindparam("network"),
            questions.c.number == bindparam("number"),
        ),
    )
)


def add(db: Connection, question: Question, event: StoryEvent) -> None:
    """Write what happened to a question."""
    of = {"network": question.network, "number": question.number}
    _ADD.run(db, _EVENTS.values(event) | of)


def of(db: Connection, question: Question) -> Sequence[StoryEvent]:
    """Return the story of a question, from its beginning."""
    told = select(question_events).where(question_events.c.question == question.id)
    return _EVENTS.all(db, told.order_by(question_events.c.id))


def forget_answer(db: Connection, question: Question, given_at: datetime) -> None:
    """Erase an earlier answer from the event that reopened its question: its message is gone."""
    mine = question_events.c.question == question.id
    reopened = (
        mine & (question_events.c.kind == Change.REOPENED) & (question_events.c.at >= given_at)
    )
    first = select(func.min(question_events.c.id)).where(reopened).scalar_subquery()
    db.execute(update(question_events).filter_by(id=first).where(mine).values(**_NO_WORDS))
