"""Date polls kept, on both databases."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import TypeVar

import pytest
from sqlalchemy import Connection, func, select

from bot.core.database import Database
from bot.core.errors import ChangedMeanwhileError
from bot.meeting.poll import store as polls
from bot.meeting.poll.rules import UNKNOWN_POLL, Ballot, Poll, PollStatus, Vote, count
from bot.meeting.tables import poll_votes
from tests.databases import Open
from tests.refusals import refused
from tests.room import LOIRE, NATIONAL

T = TypeVar("T")
NOW = datetime(2026, 11, 2, 8, tzinfo=UTC)
DATES = (NOW + timedelta(days=31, microseconds=1), NOW + timedelta(days=36))
POLL = Poll(
    network="loire",
    number=0,
    author="amina",
    dates=DATES,
    closes_at=NOW + timedelta(days=7),
    made_at=NOW,
    minutes=150,
    words="médiathèque « de Valcombe »",
)


def store(database: Database, work: Callable[[Connection], T]) -> T:
    return database.submit(work).result()


def opened_poll(database: Database, **more: object) -> Poll:
    poll = replace(POLL, **more)  # type: ignore[arg-type]
    return store(database, lambda db: polls.add(db, poll))


def test_a_poll_comes_back_as_it_was_put(database: Database) -> None:
    kept = opened_poll(database)
    opened_poll(database, network="national")

    assert store(database, lambda db: polls.get(db, "loire", 1)) == kept
    assert replace(kept, id=0, number=0) == POLL
    with refused(UNKNOWN_POLL):
        store(database, lambda db: polls.get(db, "loire", 2))


def test_the_second_to_move_a_poll_is_told(database: Database) -> None:
    seen = opened_poll(database)
    picked = seen.pick(2, NOW)
    store(database, lambda db: polls.save(db, picked, was=seen.status))

    with pytest.raises(ChangedMeanwhileError):
        store(database, lambda db: polls.save(db, seen.close(NOW), was=seen.status))
    with pytest.raises(ChangedMeanwhileError):
        store(database, lambda db: polls.hold(db, seen))

    assert store(database, lambda db: polls.get(db, "loire", 1)) == picked


def test_someones_votes_take_the_place_of_their_former_ones(database: Database) -> None:
    poll = opened_poll(database)
    for votes in ({1: Vote.YES, 2: Vote.NO}, {2: Vote.IF_NEEDED}, {1: None}, {1: None}):
        store(database, lambda db, votes=votes: polls.vote(db, poll, "louis", votes, NOW))  # type: ignore[misc]
    store(database, lambda db: polls.vote(db, poll, "zoe", {1: Vote.YES}, NOW))

    assert store(database, lambda db: polls.ballots(db, poll)) == [
        Ballot(user="louis", date=2, vote=Vote.IF_NEEDED),
        Ballot(user="zoe", date=1, vote=Vote.YES),
    ]
    assert store(database, lambda db: polls.ballots_of(db, poll, "louis")) == {2: Vote.IF_NEEDED}


async def test_whoever_votes_at_once_is_counted_and_sees_the_others(
    opened: Open, database: Database
) -> None:
    poll = await database.run(lambda db: polls.add(db, POLL))
    doors = (database, opened())

    def votes(db: Connection, who: str) -> int:
        polls.hold(db, poll)
        polls.vote(db, poll, who, {1: Vote.YES}, NOW)
        return count(poll, polls.ballots(db, poll)).voters

    seen = await asyncio.gather(
        *(doors[n % 2].run(lambda db, n=n: votes(db, f"user{n}")) for n in range(20))  # type: ignore[misc]
    )

    assert sorted(seen) == list(range(1, 21))


async def test_no_vote_comes_in_after_the_result(opened: Open, database: Database) -> None:
    """Twenty vote through one door while the other closes: what was counted is all there is."""
    poll = await database.run(lambda db: polls.add(db, POLL))
    other = opened()

    def votes(db: Connection, who: str) -> None:
        polls.hold(db, poll)
        polls.vote(db, poll, who, {1: Vote.YES}, NOW)

    def closes(db: Connection) -> int:
        polls.save(db, poll.close(NOW), was=poll.status)
        return count(poll, polls.ballots(db, poll)).voters

    told, *voted = await asyncio.gather(
        other.run(closes),
        *(database.run(lambda db, n=n: votes(db, f"user{n}")) for n in range(20)),  # type: ignore[misc]
        return_exceptions=True,
    )

    kept = await database.run(lambda db: count(poll, polls.ballots(db, poll)).voters)
    assert told == kept == sum(each is None for each in voted)
    assert all(each is None or isinstance(each, ChangedMeanwhileError) for each in voted)


def test_what_is_due_is_what_is_open_and_past_its_time(database: Database) -> None:
    soon = opened_poll(database)
    opened_poll(database, closes_at=NOW + timedelta(days=9))
    there = opened_poll(database, network="national")

    def due(now: datetime) -> list[Poll]:
        found = store(database, lambda db: polls.due(db, (LOIRE, NATIONAL), now))
        return [each for some in found.values() for each in some]

    assert due(soon.closes_at - timedelta(seconds=1)) == []
    assert due(soon.closes_at) == [soon, there]
    store(database, lambda db: polls.save(db, soon.close(NOW), was=soon.status))
    assert due(soon.closes_at) == [there]
    assert [each.number for each in store(database, lambda db: polls.pending(db, "loire"))] == [
        2,
        1,
    ]


def test_a_closed_poll_is_past_once_its_last_date_is(database: Database) -> None:
    poll = opened_poll(database)
    opened_poll(database)
    store(database, lambda db: polls.save(db, poll.close(NOW), was=poll.status))

    def past(now: datetime) -> list[int]:
        found = store(database, lambda db: polls.due(db, (LOIRE, NATIONAL), now)).get("loire", ())
        return [each.number for each in found if each.status is PollStatus.CLOSED]

    assert past(DATES[0]) == []
    assert past(DATES[1]) == [1]


def test_who_holds_a_poll_undoes_nothing_that_was_written_since_they_read_it(
    database: Database,
) -> None:
    read = opened_poll(database)
    longer = replace(read, closes_at=NOW + timedelta(days=9))
    store(database, lambda db: polls.save(db, longer, was=PollStatus.OPEN))

    store(database, lambda db: polls.hold(db, read))

    assert store(database, lambda db: polls.get(db, "loire", read.number)) == longer


def test_only_polls_that_ended_are_forgotten_and_their_votes_with_them(database: Database) -> None:
    kept = [opened_poll(database) for _ in range(4)]
    for poll in kept:
        store(database, lambda db, p=poll: polls.vote(db, p, "louis", {1: Vote.YES}, NOW))  # type: ignore[misc]
    _, closed, dropped, picked = kept
    for moved in (closed.close(NOW), dropped.drop(NOW), picked.pick(1, NOW)):
        store(database, lambda db, m=moved: polls.save(db, m, was=PollStatus.OPEN))  # type: ignore[misc]

    assert store(database, lambda db: polls.forget(db, NOW)) == 0
    later = NOW + timedelta(days=30)
    assert store(database, lambda db: polls.forget(db, later)) == 2
    assert [each.number for each in store(database, lambda db: polls.pending(db, "loire"))] == [
        2,
        1,
    ]
    counted = select(func.count()).select_from(poll_votes)
    assert store(database, lambda db: db.execute(counted).scalar_one()) == 2
    assert opened_poll(database).number == 5
