"""What a network did in a period, counted for its report: no one's id leaves this module."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from datetime import datetime

from sqlalchemy import Column, ColumnElement, Connection, and_, case, func, select, union

from bot.letter.mail.tables import subscribers
from bot.letter.tables import letter_notes
from bot.meeting.rules import MeetingStatus
from bot.meeting.tables import ideas, meetings
from bot.network.period import Period
from bot.question.rules import Origin, QuestionStatus, Visibility
from bot.question.tables import questions, supporters
from bot.veille.pick import Gift, Verdict
from bot.veille.tables import articles, contributions, picks, publications
from bot.year.report import PeopleCounts, Useful

_HELD = [MeetingStatus.HELD, MeetingStatus.REPORTED]
_SHARED = questions.c.visibility != Visibility.PRIVATE


def articles_published(db: Connection, network: str, period: Period) -> int:
    """Count the articles of the digests; copies of one are one."""
    places = select(publications.c.due_at, publications.c.place).where(*_told(network, period))
    return db.execute(select(func.count()).select_from(places.distinct().subquery())).scalar_one()


def appreciated(db: Connection, network: str, period: Period) -> Sequence[Useful]:
    """Return the articles published that someone found useful or kept, the latest first."""
    praised = case((contributions.c.kind == Gift.USEFUL, contributions.c.user))
    kept = case(((picks.c.verdict == Verdict.KEPT) | picks.c.pinned, 1), else_=0)
    useful = func.count(praised.distinct())
    found = (
        select(
            func.min(articles.c.id),
            func.min(articles.c.title).label("title"),
            func.min(articles.c.link).label("link"),
            useful.label("useful"),
            func.max(kept).label("kept"),
        )
        .select_from(publications)
        .join(articles, articles.c.id == publications.c.article)
        .outerjoin(contributions, _same(contributions.c.network, contributions.c.article))
        .outerjoin(picks, _same(picks.c.network, picks.c.article))
        .where(*_told(network, period))
        .group_by(publications.c.due_at, publications.c.place)
        .having((useful > 0) | (func.max(kept) > 0))
        .order_by(publications.c.due_at.desc(), publications.c.place)
    )
    return [
        Useful(title=row.title, link=row.link, useful=row.useful, kept=bool(row.kept))
        for row in db.execute(found)
    ]


def people_counts(db: Connection, network: str, period: Period) -> PeopleCounts:
    """Count the people who contributed and hosted in a period, and the letter's subscribers now."""
    hosted = select(
        func.count(func.nullif(meetings.c.host, "").distinct()).label("hosts"),
        func.count(func.nullif(meetings.c.place, "").distinct()).label("places"),
    ).where(*_met(network, period))
    row = db.execute(hosted).one()
    receiving = select(func.count()).where(
        subscribers.c.network == network, subscribers.c.confirmed_at.is_not(None)
    )
    return PeopleCounts(
        contributors=_contributors(db, network, period),
        hosts=row.hosts,
        places=row.places,
        subscribers=db.execute(receiving).scalar_one(),
    )


def people_by_theme(db: Connection, network: str, period: Period) -> tuple[Mapping[str, int], int]:
    """Count those who asked or share what was asked of each theme, and all of them."""
    theirs = (
        questions.c.network == network,
        _SHARED,
        questions.c.origin != Origin.PAST,
        questions.c.status.not_in((QuestionStatus.WITHDRAWN, QuestionStatus.MERGED)),
        _within(questions.c.asked_at, period),
    )
    asked = select(questions.c.theme, questions.c.author.label("user")).where(*theirs)
    shared = (
        select(questions.c.theme, supporters.c.user)
        .join(supporters, supporters.c.question == questions.c.id)
        .where(*theirs)
    )
    found = [row for row in db.execute(union(asked, shared)) if row.user]
    return Counter(row.theme for row in found), len({row.user for row in found})


def _contributors(db: Connection, network: str, period: Period) -> int:
    asked = (questions.c.network == network) & _SHARED
    given = asked & (questions.c.origin != Origin.PAST)  # what was asked of the bot
    did = (
        (questions.c.author, questions.c.asked_at, given),
        (questions.c.answer_by, questions.c.answer_at, given),
        (supporters.c.user, supporters.c.at, asked & (questions.c.id == supporters.c.question)),
        (contributions.c.user, contributions.c.at, contributions.c.network == network),
        (ideas.c.author, ideas.c.at, ideas.c.network == network),
        (letter_notes.c.author, letter_notes.c.at, letter_notes.c.network == network),
        (meetings.c.host, meetings.c.at, and_(*_met(network, period))),
    )
    people = union(
        *(select(who.label("user")).where(here, _within(at, period)) for who, at, here in did)
    ).subquery()
    count = select(func.count(people.c.user)).where(people.c.user != "")
    return db.execute(count).scalar_one()


def _within(column: Column[datetime], period: Period) -> ColumnElement[bool]:
    return (column >= period.since) & (column < period.until)


def _met(network: str, period: Period) -> tuple[ColumnElement[bool], ...]:
    return (
        meetings.c.network == network,
        meetings.c.status.in_(_HELD),
        _within(meetings.c.at, period),
    )


def _told(network: str, period: Period) -> tuple[ColumnElement[bool], ...]:
    return (publications.c.network == network, _within(publications.c.due_at, period))


def _same(network: Column[str], article: Column[int]) -> ColumnElement[bool]:
    """Tell what people of the network that was told an article made of it."""
    return (network == publications.c.network) & (article == publications.c.article)
