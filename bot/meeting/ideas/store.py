"""Ideas for animations, and those who support them."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import Connection, delete, func, select, update

from bot.core.numbered import NumberedMapper
from bot.core.upsert import insert_or_ignore
from bot.french.text import same_words
from bot.meeting.ideas.rules import UNKNOWN_IDEA, WAITING_IDEAS, Idea, IdeaKind, IdeaStatus
from bot.meeting.tables import idea_votes, ideas
from bot.question.rules import SAME_DEPOSIT

_VOTES = (
    select(func.count()).where(idea_votes.c.idea == ideas.c.id).scalar_subquery().label("votes")
)
_ALL = select(ideas, _VOTES)
_IDEAS = NumberedMapper(Idea, ideas, "idea", UNKNOWN_IDEA, found=_ALL)
_WAITING = ideas.c.status.in_(WAITING_IDEAS)
_SUPPORT = insert_or_ignore(idea_votes)

add, get = _IDEAS.add, _IDEAS.get


def same_deposit(db: Connection, idea: Idea) -> Idea | None:
    """Return the idea that this one repeats, see question.SAME_DEPOSIT."""
    latest = _ALL.where(
        ideas.c.network == idea.network,
        ideas.c.author == idea.author,
        ideas.c.at >= idea.at - SAME_DEPOSIT,
        _WAITING,
    ).order_by(ideas.c.number.desc())
    return next((each for each in _IDEAS.all(db, latest) if same_words(each.text, idea.text)), None)


def waiting(db: Connection, network: str, *, limit: int = 1_000, offset: int = 0) -> Sequence[Idea]:
    """Return the ideas that were not held yet, the most supported first, then the oldest."""
    found = _ALL.where(ideas.c.network == network, _WAITING)
    ordered = found.order_by(_VOTES.desc(), ideas.c.number)
    return _IDEAS.all(db, ordered.limit(limit).offset(offset))


def count_waiting(db: Connection, network: str) -> int:
    """Count the ideas that were not held yet."""
    found = select(func.count()).select_from(ideas).where(ideas.c.network == network, _WAITING)
    return db.execute(found).scalar_one()


def chosen(db: Connection, network: str) -> Sequence[Idea]:
    """Return the ideas that were taken up and not held yet, the oldest first."""
    found = _ALL.where(ideas.c.network == network, ideas.c.status == IdeaStatus.CHOSEN)
    return _IDEAS.all(db, found.order_by(ideas.c.number))


def projects(db: Connection, network: str, *, limit: int) -> Sequence[Idea]:
    """Return the projects that are neither launched nor abandoned, those joined most first."""
    found = _ALL.where(ideas.c.network == network, ideas.c.kind == IdeaKind.PROJECT, _WAITING)
    return _IDEAS.all(db, found.order_by(_VOTES.desc(), ideas.c.number).limit(limit))


def supporters(db: Connection, idea: Idea) -> Sequence[str]:
    """Return those who support an idea, the first first."""
    found = select(idea_votes.c.user).where(idea_votes.c.idea == idea.id)
    return list(db.execute(found.order_by(idea_votes.c.at, idea_votes.c.user)).scalars())


def save(db: Connection, idea: Idea, *, was: IdeaStatus) -> None:
    """Write a step, unless someone else moved the idea since. Raises ChangedMeanwhileError."""
    _IDEAS.write(db, idea, status=was)


def support(db: Connection, idea: Idea, user: str, at: datetime) -> bool:
    """Count one more person; False when they were counted already."""
    return db.execute(_SUPPORT, {"idea": idea.id, "user": user, "at": at}).rowcount == 1


def unsupport(db: Connection, idea: Idea, user: str) -> bool:
    """Count one person less; False when they were not counted."""
    theirs = (idea_votes.c.idea == idea.id, idea_votes.c.user == user)
    return db.execute(delete(idea_votes).where(*theirs)).rowcount == 1


def supports(db: Connection, idea: Idea, user: str) -> bool:
    """Tell whether someone is counted among those who support an idea."""
    theirs = (idea_votes.c.idea == idea.id, idea_votes.c.user == user)
    return db.execute(select(idea_votes.c.idea).where(*theirs)).first() is not None


def forget_contacts(db: Connection, before: datetime) -> int:
    """Forget by what people from outside were reached for ideas that ended before; count them."""
    ended = (ideas.c.ended_at < before) & (ideas.c.contact != "")
    return db.execute(update(ideas).where(ended).values(contact="")).rowcount


def forget_people(db: Connection, before: datetime) -> Sequence[tuple[str, int]]:
    """Take the people out of ideas that ended before; return those that had any.

    Each by its network and its number there.
    """
    ended = (ideas.c.ended_at < before) & (ideas.c.author != "")
    rows = db.execute(select(ideas.c.id, ideas.c.network, ideas.c.number).where(ended)).all()
    ids = [row.id for row in rows]
    db.execute(delete(idea_votes).where(idea_votes.c.idea.in_(ids)))
    db.execute(update(ideas).where(ideas.c.id.in_(ids)).values(author=""))
    return [(row.network, row.number) for row in rows]
