"""Date polls and the votes in them."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from datetime import UTC, datetime

from sqlalchemy import ColumnElement, Connection, delete, select

from bot.core.card_keys import CardKind
from bot.core.numbered import NumberedMapper
from bot.core.rows import Mapper
from bot.core.upsert import insert_or_replace
from bot.meeting.poll.rules import PENDING, UNKNOWN_POLL, Ballot, Poll, PollStatus, Vote
from bot.meeting.tables import poll_votes, polls
from bot.network.network import Network, by_network

_POLLS = NumberedMapper(
    Poll,
    polls,
    "poll",
    UNKNOWN_POLL,
    by_hand=lambda poll: {"dates": [date.isoformat() for date in poll.dates]},
    dates=lambda row: tuple(datetime.fromisoformat(date).astimezone(UTC) for date in row.dates),
)
_BALLOTS = Mapper(Ballot, poll_votes.c)
_WAITS = polls.c.status.in_(PENDING)

add, get = _POLLS.add, _POLLS.get


def pending(db: Connection, network: str) -> Sequence[Poll]:
    """Return the polls that still wait for their date, the latest first."""
    return _listed(db, (polls.c.network == network) & _WAITS)


def due(
    db: Connection, networks: Collection[Network], now: datetime
) -> Mapping[str, Sequence[Poll]]:
    """Return the polls to close, and the closed ones whose dates are all past, by network."""
    here = polls.c.network.in_([each.slug for each in networks])
    return by_network(
        each for each in _listed(db, here & _WAITS & (polls.c.closes_at <= now)) if each.is_due(now)
    )


def save(db: Connection, poll: Poll, *, was: PollStatus) -> None:
    """Write a transition, unless someone else moved the poll first.

    Raises ChangedMeanwhileError.
    """
    _POLLS.write(db, poll, status=was)


def hold(db: Connection, poll: Poll) -> None:
    """Keep a poll as it is until the transaction ends: whoever votes or closes next waits.

    So that no vote comes in after the result, and that of two who vote at once the second one
    counts the first. Raises ChangedMeanwhileError.
    """
    _POLLS.hold(db, poll, status=poll.status)


def vote(
    db: Connection, poll: Poll, user: str, votes: Mapping[int, Vote | None], at: datetime
) -> None:
    """Keep what someone says of dates, by number, in place of what they said; None for nothing."""
    theirs = (poll_votes.c.poll == poll.id) & (poll_votes.c.user == user)
    taken_back = [date for date, said in votes.items() if said is None]
    if taken_back:
        db.execute(delete(poll_votes).where(theirs, poll_votes.c.date.in_(taken_back)))
    rows = [
        {"poll": poll.id, "user": user, "date": date, "vote": said, "at": at}
        for date, said in votes.items()
        if said is not None
    ]
    if rows:
        db.execute(insert_or_replace(poll_votes), rows)


def ballots(db: Connection, poll: Poll) -> Sequence[Ballot]:
    """Return all the votes in a poll."""
    return _ballots(db, poll_votes.c.poll == poll.id)


def ballots_of(db: Connection, poll: Poll, user: str) -> Mapping[int, Vote]:
    """Return what one person says of each date, by number."""
    found = _ballots(db, (poll_votes.c.poll == poll.id) & (poll_votes.c.user == user))
    return {each.date: each.vote for each in found}


def forget(db: Connection, before: datetime) -> int:
    """Drop the polls that ended before, votes and posts and all; return how many there were."""
    return _POLLS.forget(db, ~_WAITS & (polls.c.closes_at < before), CardKind.POLL)


def _listed(db: Connection, where: ColumnElement[bool]) -> Sequence[Poll]:
    found = select(polls).where(where).order_by(polls.c.network, polls.c.number.desc())
    return _POLLS.all(db, found)


def _ballots(db: Connection, where: ColumnElement[bool]) -> Sequence[Ballot]:
    found = select(poll_votes).where(where).order_by(poll_votes.c.user, poll_votes.c.date)
    return _BALLOTS.all(db, found)
