"""Date polls and the votes in them."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import replace
from datetime import UTC, datetime
from typing import Any

from sqlalchemy import ColumnElement, Connection, Row, delete, insert, select, update

from bot.core import counters
from bot.core.errors import ChangedMeanwhileError
from bot.core.rows import Mapper
from bot.core.upsert import insert_or_replace
from bot.meeting.poll.rules import PENDING, UNKNOWN_POLL, Ballot, Poll, PollStatus, Vote
from bot.meeting.tables import poll_votes, polls
from bot.network.network import Network, by_network


def add(db: Connection, poll: Poll) -> Poll:
    """Keep a new poll under the network's next number, which it comes back with."""
    number = counters.next_value(db, poll.network, "poll")
    row = _values(poll) | {"number": number}
    made = db.execute(insert(polls).returning(polls.c.id), row).scalar_one()
    return replace(poll, number=number, id=made)


def get(db: Connection, network: str, number: int) -> Poll:
    """Return one poll; raises UNKNOWN_POLL."""
    here = (polls.c.network == network) & (polls.c.number == number)
    found = _POLLS.first(db, select(polls).where(here))
    if found is None:
        raise UNKNOWN_POLL(number=number)
    return found


def pending(db: Connection, network: str) -> Sequence[Poll]:
    """Return the polls that still wait for their date, the latest first."""
    waits = polls.c.status.in_(PENDING)
    return _listed(db, (polls.c.network == network) & waits)


def latest(db: Connection, network: str) -> Poll | None:
    """Return the network's last poll."""
    found = select(polls).where(polls.c.network == network).order_by(polls.c.number.desc())
    return _POLLS.first(db, found.limit(1))


def due(
    db: Connection, networks: Collection[Network], now: datetime
) -> Mapping[str, Sequence[Poll]]:
    """Return the polls to close, and the closed ones whose dates are all past, by network."""
    here = polls.c.network.in_([each.slug for each in networks])
    waits = polls.c.status.in_(PENDING)
    return by_network(
        each for each in _listed(db, here & waits & (polls.c.closes_at <= now)) if each.is_due(now)
    )


def save(db: Connection, poll: Poll, *, was: PollStatus) -> None:
    """Write a transition, unless someone else moved the poll first.

    Raises ChangedMeanwhileError.
    """
    here = (polls.c.id == poll.id) & (polls.c.status == was)
    if db.execute(update(polls).where(here).values(_values(poll))).rowcount != 1:
        raise ChangedMeanwhileError(f"poll {poll.number}")


def hold(db: Connection, poll: Poll) -> None:
    """Keep a poll as it is until the transaction ends: whoever votes or closes next waits.

    So that no vote comes in after the result, and that of two who vote at once the second one
    counts the first. Raises ChangedMeanwhileError.
    """
    save(db, poll, was=poll.status)


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


def forget_before(db: Connection, before: datetime) -> Sequence[tuple[str, int]]:
    """Drop the polls that ended before, with their votes; return their networks and numbers."""
    waits = polls.c.status.in_(PENDING)
    old = ~waits & (polls.c.closes_at < before)
    gone = [(poll.id, poll.network, poll.number) for poll in _listed(db, old)]
    db.execute(delete(polls).where(polls.c.id.in_([each for each, _, _ in gone])))
    return [(network, number) for _, network, number in gone]


def _listed(db: Connection, where: ColumnElement[bool]) -> Sequence[Poll]:
    found = select(polls).where(where).order_by(polls.c.network, polls.c.number.desc())
    return _POLLS.all(db, found)


def _ballots(db: Connection, where: ColumnElement[bool]) -> Sequence[Ballot]:
    found = select(poll_votes).where(where).order_by(poll_votes.c.user, poll_votes.c.date)
    return _BALLOTS.all(db, found)


def _dates(row: Row[Any]) -> Sequence[datetime]:
    return tuple(datetime.fromisoformat(date).astimezone(UTC) for date in row.dates)


def _values(poll: Poll) -> dict[str, Any]:
    return _POLLS.values(poll) | {"dates": [date.isoformat() for date in poll.dates]}


_POLLS = Mapper(Poll, polls.c, dates=_dates)
_BALLOTS = Mapper(Ballot, poll_votes.c)
