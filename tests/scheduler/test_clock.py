"""A clock that was wrong for some seconds silences nothing, and has nothing said twice."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from bot.app import SteadyClock, utc_now
from bot.privacy import moments
from bot.veille.feeds.rules import Collected, Feed, Outcome
from scheduler.clock_watch import ClockWatch
from scheduler.clockwork import Beat, clockwork
from scheduler.collect import Collector
from scheduler.rounds import ROUNDS
from tests.lettered import DATE, open_lettered, posts
from tests.lettered import published as letter_is_out
from tests.room import MONDAY, Clock, Room
from tests.rounds import go, goes
from tests.scheduler.sender import publisher
from tests.scheduler.test_publish import brings, digests
from tests.scheduler.test_publish import published as digest_is_out
from tests.waiting import PATIENCE


class Web:
    """Finds feeds unchanged, and counts."""

    def __init__(self) -> None:
        self.asked = 0

    async def fetch(self, feed: Feed, now: datetime) -> Outcome:  # noqa: ARG002
        """Find nothing new."""
        self.asked += 1
        return Collected(articles=())


@pytest.fixture
def room(tmp_path: Path) -> Iterator[Room]:
    opened = open_lettered(tmp_path)
    yield opened
    opened.database.close()


def all_jobs(room: Room, web: Web) -> None:
    """Let all the jobs that tell or read something do it."""
    database, bot = room.database, room.bot

    async def work() -> None:
        await Collector(database, web, bot.clock, {}).collect_due()
        await publisher(room).publish_due()
        for each in ROUNDS:
            await go(database, bot, each.name)

    asyncio.run(work())


def puts_right(room: Room) -> int:
    return asyncio.run(ClockWatch(room.database, room.bot.clock).look())


def jumps(room: Room, web: Web) -> None:
    """Have the clock 400 days ahead while the jobs run, then right again."""
    room.clock.forward(days=400)
    all_jobs(room, web)
    room.clock.forward(days=-400, seconds=20)


def test_digest_letter_and_feeds_come_on_their_ordinary_dates(room: Room) -> None:
    web = Web()
    brings(room, "Avant")
    room.says("louis", "/besoin anonyme Qui prête une salle à Brest ?")
    room.says("zoé", "/besoin répondre 1 La Manufacture")
    jumps(room, web)
    assert len(digests(room)) == 1
    assert len(posts(room)) == 1

    assert puts_right(room) > 0
    assert puts_right(room) == 0

    fetched = web.asked
    room.clock.forward(hours=2)
    all_jobs(room, web)
    assert web.asked > fetched
    assert len(digests(room)) == 1
    brings(room, "Après")
    room.does("amina", "veille épingler 2")
    room.clock.now = datetime(2026, 12, 1, 8, 1, tzinfo=UTC)
    assert digest_is_out(room) == 2
    assert "Après" in digests(room)[1]
    assert "Avant" not in digests(room)[1]
    room.says("louis", "/besoin anonyme Où imprimer en grand format ?")
    room.says("zoé", "/besoin répondre 2 À la reprographie")
    room.clock.now = DATE
    assert letter_is_out(room) == 1
    assert "reprographie" in posts(room)[1]
    assert "La Manufacture" not in posts(room)[1]
    assert "Avant" not in posts(room)[1]
    assert "Après" in posts(room)[1]


def test_without_it_the_year_would_be_silent(room: Room) -> None:
    jumps(room, Web())
    room.clock.now = datetime(2026, 12, 1, 8, 1, tzinfo=UTC)

    assert digest_is_out(room) == 0


def test_a_question_deferred_meanwhile_does_not_wait_for_a_year(room: Room) -> None:
    room.says("louis", "/besoin Qui prête une salle à Brest ?")
    room.clock.forward(days=400)
    room.does("amina", "besoin reporter 1 mattermost")
    room.clock.forward(days=-400)

    puts_right(room)

    assert goes(room, "bring back") == 1


def test_a_clock_that_is_behind_undoes_nothing(room: Room) -> None:
    brings(room, "Nouvelle")
    room.clock.now = datetime(2026, 12, 1, 8, 1, tzinfo=UTC)
    digest_is_out(room)
    for behind in (timedelta(hours=3), timedelta(days=365 * 50)):
        room.clock.now -= behind
        assert puts_right(room) == 0
        room.clock.now += behind

    assert digest_is_out(room) == 0


def test_that_it_was_put_right_is_noted(room: Room) -> None:
    assert room.store(moments.last_put_right) is None
    jumps(room, Web())
    puts_right(room)

    assert room.store(moments.last_put_right) == MONDAY + timedelta(seconds=20)


def test_a_leap_ahead_is_believed_once_it_lasts_and_a_step_back_at_once() -> None:
    wall, steady = Clock(), [0.0]
    clock = SteadyClock(wall, lambda: steady[0])

    def after(seconds: float, **leap: float) -> timedelta:
        """Let time pass, the wall clock leaping besides; return how far the clock tells."""
        steady[0] += seconds
        wall.forward(seconds=seconds)
        wall.forward(**leap)
        return clock() - MONDAY

    assert after(60) == timedelta(seconds=60)
    assert after(5, days=400) == timedelta(seconds=65)
    assert after(5) == timedelta(seconds=70)
    assert after(5, days=-400) == timedelta(seconds=75)
    assert after(0, hours=3) == timedelta(seconds=75, hours=3)
    assert after(0, hours=-3) == timedelta(seconds=75)
    assert after(10, days=9) == timedelta(seconds=85)
    assert after(599) == timedelta(seconds=684)
    assert after(1) == timedelta(seconds=685, days=9)


def test_beats_that_a_clock_set_far_off_are_brought_back() -> None:
    async def beats() -> int:
        count = 0
        enough = asyncio.Event()

        async def job() -> None:
            nonlocal count
            count += 1
            if count > 1:
                enough.set()

        plan = [Beat(name="one", seconds=0.01, job=job)]
        far = utc_now() + timedelta(days=400)
        async with clockwork(plan, utc_now, start=far, look=0.01):
            await asyncio.wait_for(enough.wait(), PATIENCE)
        return count

    assert asyncio.run(beats()) > 1
