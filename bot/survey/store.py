"""Surveys, the answers to those that are open, and the free lines of those that closed."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import asdict
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, and_, delete, func, insert, or_, select

from bot.core.card_keys import CardKind
from bot.core.numbered import NumberedMapper
from bot.core.upsert import insert_or_replace
from bot.network.network import Network, by_network
from bot.network.small_numbers import AnswersTold
from bot.survey.rules import UNKNOWN_SURVEY, Survey, SurveyQuestion, SurveyStatus
from bot.survey.tables import survey_answers, survey_lines, surveys


def _by_hand(survey: Survey) -> dict[str, Any]:
    return {
        "questions": [asdict(each) for each in survey.questions],
        "tallies": [list(each) for each in survey.tallies],
        "results": [asdict(each) for each in survey.results],
        "merged": [asdict(each) for each in survey.merged],
    }


def _told(written: Iterable[dict[str, Any]]) -> tuple[AnswersTold, ...]:
    return tuple(AnswersTold(**each | {"counts": tuple(each["counts"])}) for each in written)


_SURVEYS = NumberedMapper(
    Survey,
    surveys,
    CardKind.SURVEY.value,
    UNKNOWN_SURVEY,
    by_hand=_by_hand,
    questions=lambda row: tuple(
        SurveyQuestion(text=each["text"], options=tuple(each["options"])) for each in row.questions
    ),
    tallies=lambda row: tuple(tuple(each) for each in row.tallies),
    results=lambda row: _told(row.results),
    merged=lambda row: _told(row.merged),
)

add, get = _SURVEYS.add, _SURVEYS.get


def by_id(db: Connection, wanted: int | None) -> Survey | None:
    """Return a survey by the store's id, None when it is no longer there."""
    return _SURVEYS.first(db, select(surveys).where(surveys.c.id == wanted))


def of_status(db: Connection, network: str, status: SurveyStatus) -> Sequence[Survey]:
    """Return a network's surveys of a status, the latest first."""
    here = (surveys.c.network == network) & (surveys.c.status == status)
    return _SURVEYS.all(db, select(surveys).where(here).order_by(surveys.c.number.desc()))


def current(db: Connection, network: str) -> Survey | None:
    """Return the survey that is open in a network."""
    return next(iter(of_status(db, network, SurveyStatus.OPEN)), None)


def of_parent(db: Connection, parent: Survey) -> Sequence[Survey]:
    """Return the territories' surveys that are of one."""
    found = select(surveys).where(surveys.c.parent == parent.id).order_by(surveys.c.network)
    return _SURVEYS.all(db, found)


def closed_between(db: Connection, network: str, since: datetime, until: datetime) -> list[Survey]:
    """Return a network's surveys that closed then and had answers to tell, the latest first."""
    found = select(surveys).where(
        surveys.c.network == network,
        surveys.c.status == SurveyStatus.CLOSED,
        surveys.c.ended_at >= since,
        surveys.c.ended_at < until,
        or_(surveys.c.people > 0, surveys.c.merged_at.is_not(None)),
    )
    return _SURVEYS.all(db, found.order_by(surveys.c.ended_at.desc(), surveys.c.id.desc()))


def due(
    db: Connection, networks: Collection[Network], now: datetime
) -> Mapping[str, Sequence[Survey]]:
    """Return the surveys to close, to remind of or to add up, by network."""
    status, here = surveys.c.status, surveys.c.network.in_([each.slug for each in networks])
    over = and_(status.in_((SurveyStatus.OPEN, SurveyStatus.OFFERED)), surveys.c.closes_at <= now)
    to_remind = and_(status == SurveyStatus.OPEN, surveys.c.remind_at <= now)
    to_merge = and_(status == SurveyStatus.CLOSED, surveys.c.spread, surveys.c.merged_at.is_(None))
    found = select(surveys).where(here, or_(over, to_remind, to_merge))
    return by_network(_SURVEYS.all(db, found.order_by(surveys.c.network, surveys.c.id)))


def save(db: Connection, survey: Survey, *, was: Survey) -> None:
    """Write a change, unless someone else moved the survey first. Raises ChangedMeanwhileError."""
    _SURVEYS.write(db, survey, status=was.status)


def hold(db: Connection, survey: Survey) -> None:
    """Keep a survey as it is until the transaction ends: no answer comes in once it closes.

    Raises ChangedMeanwhileError.
    """
    _SURVEYS.hold(db, survey, status=survey.status)


def answer(db: Connection, survey: Survey, user: str, question: int, said: str) -> None:
    """Keep what someone says of a question, in place of what they said; "" for a skipped one."""
    row = {"survey": survey.id, "user": user, "question": question, "said": said}
    db.execute(insert_or_replace(survey_answers), row)


def answered(db: Connection, survey: Survey, user: str) -> frozenset[int]:
    """Return the places of the questions that someone answered or skipped; not what they said."""
    found = select(survey_answers.c.question).filter_by(survey=survey.id, user=user)
    return frozenset(db.execute(found).scalars())


def erase(db: Connection, survey: Survey, user: str) -> bool:
    """Drop all that someone answered; False when there was nothing."""
    return db.execute(delete(survey_answers).filter_by(survey=survey.id, user=user)).rowcount > 0


def unfinished(db: Connection, survey: Survey) -> Sequence[str]:
    """Return those who answered a part of an open survey only."""
    user, partly = survey_answers.c.user, func.count() < len(survey.questions)
    theirs = select(user).where(survey_answers.c.survey == survey.id).group_by(user)
    return db.execute(theirs.having(partly).order_by(user)).scalars().all()


def said(db: Connection, survey: Survey) -> Sequence[tuple[int, str]]:
    """Return all that was said of an open survey's questions, and by nobody."""
    found = select(survey_answers.c.question, survey_answers.c.said).where(
        survey_answers.c.survey == survey.id, survey_answers.c.said != ""
    )
    return [(row.question, row.said) for row in db.execute(found.order_by(survey_answers.c.said))]


def count_people(db: Connection, survey: Survey) -> int:
    """Count those who answered a question of an open survey at least."""
    found = select(survey_answers.c.user).where(
        survey_answers.c.survey == survey.id, survey_answers.c.said != ""
    )
    return len(db.execute(found.distinct()).all())


def destroy_answers(db: Connection, survey: Survey) -> None:
    """Drop all that links people to what they answered."""
    db.execute(delete(survey_answers).where(survey_answers.c.survey == survey.id))


def keep_lines(db: Connection, survey: Survey, lines: Iterable[str]) -> None:
    """Keep the free lines of a survey, in this order."""
    rows = [{"survey": survey.id, "text": line} for line in lines]
    if rows:
        db.execute(insert(survey_lines), rows)


def lines(db: Connection, survey: Survey) -> Sequence[str]:
    """Return the free lines of a closed survey."""
    found = select(survey_lines.c.text).where(survey_lines.c.survey == survey.id)
    return list(db.execute(found.order_by(survey_lines.c.id)).scalars())


def forget_lines(db: Connection, before: datetime) -> int:
    """Drop the free lines of surveys that closed before; return how many."""
    old = select(surveys.c.id).where(surveys.c.ended_at < before)
    return db.execute(delete(survey_lines).where(survey_lines.c.survey.in_(old))).rowcount


def forget(db: Connection, before: datetime) -> int:
    """Drop the surveys that ended before, and their posts; return how many there were."""
    return _SURVEYS.forget(db, surveys.c.ended_at < before, CardKind.SURVEY)
