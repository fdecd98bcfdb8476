"""Questions and those who share them."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import Connection, Row, bindparam, delete, func, insert, select, update

from bot.domain.errors import ChangedMeanwhileError, UnknownQuestionError
from bot.domain.question import (
    LATEST_DEPOSITS,
    SAME_DEPOSIT,
    Answer,
    Question,
    QuestionStatus,
    same_words,
)
from bot.store import counters, search
from bot.store.prepared import Prepared
from bot.store.tables import questions, supporters
from bot.store.upsert import insert_or_ignore

INDEXED_AT_ONCE = 10
"""Questions read into the search in one transaction: 3 ms during which others wait."""

_FOUND = frozenset({QuestionStatus.OPEN, QuestionStatus.ANSWERED})

_ALL = select(questions)
_BY_NUMBER = _ALL.where(
    questions.c.network == bindparam("network"), questions.c.number == bindparam("number")
)
_SAME_WORDS = Prepared(
    select(questions.c.number, questions.c.text)
    .where(
        questions.c.network == bindparam("network"),
        questions.c.author == bindparam("author"),
        questions.c.asked_at >= bindparam("since"),
        questions.c.status == QuestionStatus.OPEN.value,
    )
    .order_by(questions.c.asked_at.desc())
    .limit(LATEST_DEPOSITS)
)
_BY_STATUS = (
    _ALL.where(questions.c.network == bindparam("network"), questions.c.status == bindparam("was"))
    .order_by(questions.c.number)
    .limit(bindparam("limit"))
    .offset(bindparam("offset"))
)
_COUNT = select(func.count()).where(
    questions.c.network == bindparam("network"), questions.c.status == bindparam("was")
)
_INSERT = Prepared(
    insert(questions), keys=("network", "number", "text", "author", "asked_at", "status")
)
_MOVE = update(questions).where(
    questions.c.network == bindparam("of_network"),
    questions.c.number == bindparam("of_number"),
    questions.c.status == bindparam("was"),
)
_JOIN = insert_or_ignore(supporters)


def add(db: Connection, *, network: str, text: str, author: str, at: datetime) -> Question:
    """Keep a new question under the network's next number."""
    number = counters.next_value(db, network, "question")
    question = Question(network=network, number=number, text=text, author=author, asked_at=at)
    _INSERT.run(
        db,
        {
            "network": network,
            "number": number,
            "text": text,
            "author": author,
            "asked_at": at,
            "status": question.status.value,
        },
    )
    return question


def get(db: Connection, network: str, number: int) -> Question:
    """Return one question; raises UnknownQuestionError."""
    row = db.execute(_BY_NUMBER, {"network": network, "number": number}).one_or_none()
    if row is None:
        raise UnknownQuestionError(number)
    return _question(row)


def same_deposit(
    db: Connection, *, network: str, text: str, author: str, at: datetime
) -> Question | None:
    """Return the open question that this text repeats, see question.SAME_DEPOSIT."""
    values = {"network": network, "author": author, "since": at - SAME_DEPOSIT}
    for number, earlier in _SAME_WORDS.rows(db, values):
        if same_words(earlier, text):
            return get(db, network, number)
    return None


def with_status(
    db: Connection, network: str, status: QuestionStatus, *, limit: int = 1_000, offset: int = 0
) -> Sequence[Question]:
    """Return a network's questions in one state, oldest first."""
    rows = db.execute(
        _BY_STATUS, {"network": network, "was": status.value, "limit": limit, "offset": offset}
    )
    return [_question(row) for row in rows]


def count(db: Connection, network: str, status: QuestionStatus) -> int:
    """Count a network's questions in one state."""
    return db.execute(_COUNT, {"network": network, "was": status.value}).scalar_one()


def save(db: Connection, question: Question, *, was: QuestionStatus) -> None:
    """Write a transition, unless someone else moved the question first.

    Raises ChangedMeanwhileError.
    """
    answer = question.answer
    written = db.execute(
        _MOVE.values(
            status=question.status.value,
            answer_text=answer.text if answer else None,
            answer_by=answer.by if answer else None,
            answer_at=answer.at if answer else None,
            ended_at=question.ended_at,
        ),
        {"of_network": question.network, "of_number": question.number, "was": was.value},
    )
    if written.rowcount != 1:
        raise ChangedMeanwhileError(f"question {question.number}")
    _index_again(db, question)


def index_new(db: Connection, network: str, *, limit: int = INDEXED_AT_ONCE) -> int:
    """Make the search know the questions it has not read yet; return how many.

    Not done at the deposit: it would double what the asker waits for.
    """
    rows = db.execute(
        select(questions)
        .where(
            questions.c.network == network,
            questions.c.id > search.last_kept(db, network),
            questions.c.status.in_([each.value for each in _FOUND]),
        )
        .order_by(questions.c.id)
        .limit(limit)
    ).all()
    for row in rows:
        search.index(db, row.id, network, text=row.text, answer=row.answer_text or "")
    return len(rows)


def matching(db: Connection, network: str, query: str, *, limit: int) -> Sequence[Question]:
    """Return the questions that a query finds in their words or their answer's, best first."""
    ids = [hit.question for hit in search.search(db, network, query, limit=limit)]
    rows = {row.id: row for row in db.execute(_ALL.where(questions.c.id.in_(ids)))}
    return [_question(rows[each]) for each in ids if each in rows]


def _index_again(db: Connection, question: Question) -> None:
    """Follow a transition in the search, for a question that it has read."""
    row = db.execute(
        select(questions.c.id).where(
            questions.c.network == question.network, questions.c.number == question.number
        )
    ).one()
    if not search.keeps(db, row.id):
        return
    if question.status in _FOUND:
        answer = question.answer.text if question.answer else ""
        search.index(db, row.id, question.network, text=question.text, answer=answer)
    else:
        search.forget(db, row.id)


def join(db: Connection, question: Question, user: str, at: datetime) -> bool:
    """Count one more person as concerned; False when they were counted already."""
    row = db.execute(_BY_NUMBER, {"network": question.network, "number": question.number}).one()
    written = db.execute(_JOIN, {"question": row.id, "user": user, "at": at})
    if written.rowcount != 1:
        return False
    one_more = update(questions).where(questions.c.id == row.id)
    db.execute(one_more.values(concerned=questions.c.concerned + 1))
    return True


def forget_authors(db: Connection, before: datetime) -> Sequence[tuple[str, int]]:
    """Take the people out of questions that ended before; return those that had any.

    Each by its network and its number there.
    """
    ended = (questions.c.ended_at < before) & (questions.c.author != "")
    rows = db.execute(
        select(questions.c.id, questions.c.network, questions.c.number).where(ended)
    ).all()
    ids = [row.id for row in rows]
    db.execute(delete(supporters).where(supporters.c.question.in_(ids)))
    db.execute(update(questions).where(questions.c.id.in_(ids)).values(author="", answer_by=""))
    return [(row.network, row.number) for row in rows]


def _question(row: Row[tuple[object, ...]]) -> Question:
    answer = None
    if row.answer_at is not None:
        answer = Answer(text=row.answer_text, by=row.answer_by, at=row.answer_at)
    return Question(
        network=row.network,
        number=row.number,
        text=row.text,
        author=row.author,
        asked_at=row.asked_at,
        status=QuestionStatus(row.status),
        answer=answer,
        ended_at=row.ended_at,
        concerned=row.concerned,
    )
