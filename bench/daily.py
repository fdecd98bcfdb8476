"""What the program does for every network, timed: for all on one day, and when nothing is due."""

from __future__ import annotations

import time
from collections.abc import Awaitable, Callable, Collection, Sequence
from datetime import datetime, timedelta

from bench.lived import NOW, Life, person
from bot.core.channel import NetworkChannel
from bot.core.traffic import Traffic
from bot.network import schedule
from bot.network.network import Network
from bot.network.schedule import Due
from scheduler.clean import Cleaner
from scheduler.index import Indexer
from scheduler.memberships import MembershipWatcher
from scheduler.publish import Publisher
from scheduler.purge import Purge
from scheduler.rounds import ROUNDS, Rounds

Figure = tuple[str, float, str]


async def worked(url: str, networks: Sequence[Network], people: int) -> Sequence[Figure]:
    """Time what is done for every network: for all on one day, and when nothing is due."""
    start = time.perf_counter()
    life = Life(url, networks, NOW)
    found: list[Figure] = [("networks_read", time.perf_counter() - start, "s")]
    database, bot = life.database, life.bot
    rounds = {each.name: each for each in ROUNDS}
    goes = Rounds(database, bot, _Crowd(people).members_of, _quiet)
    watcher = MembershipWatcher(database, bot, "test", _Crowd(people), _quiet)
    indexer = Indexer(database, bot, Traffic(), _quiet)

    async def timed(name: str, work: Callable[[], Awaitable[object]]) -> None:
        begun, cpu = time.perf_counter(), time.process_time()
        await work()
        found.append((f"{name}", time.perf_counter() - begun, "s"))
        found.append((f"{name}_cpu", time.process_time() - cpu, "s"))

    async def beats() -> None:
        for each in ROUNDS:
            await goes.go(each)
        await indexer.read_new()
        await Publisher(database, bot, _nothing, _quiet).publish_due()
        await Cleaner(database, bot.clock, Traffic()).clean()

    life.now = _working_hours(NOW)
    await beats()  # what the copies owe
    await timed("every_beat_with_nothing_due", beats)
    await timed("memberships_first_look", watcher.check)
    await timed("memberships_daily_look", watcher.check)
    await timed("purge", Purge(database, bot.clock).forget)
    life.now = _next(life, Due.DIGEST)
    await timed("digests_of_a_day", Publisher(database, bot, _nothing, _quiet).publish_due)
    life.now = _next(life, Due.LETTER)
    await timed("letters_of_a_day", lambda: goes.go(rounds["letters"]))
    life.now = _working_hours(life.now + timedelta(days=7 - life.now.weekday()))
    await timed("cards_of_a_monday", lambda: goes.go(rounds["week"]))
    life.close()
    return found


class _Crowd:
    """Who is in the networks, as `bench.crowd` tells it."""

    def __init__(self, people: int) -> None:
        self._people = people

    def channels(self) -> Collection[NetworkChannel]:
        return ()

    async def members_of(self, network: str, /) -> Collection[str]:
        return [person(each, network) for each in range(self._people)]

    async def is_in(self, _network: str, _user: str, /) -> bool:
        return True

    async def has_ended(self, _network: str, _user: str, /) -> bool:
        return False


def _next(life: Life, due: Due) -> datetime:
    """Return the next moment at which most networks are owed something."""
    dates = [next(schedule.dates_after(each, due, life.now)) for each in life.bot.networks.values()]
    return max(set(dates), key=dates.count) + timedelta(seconds=30)


def _working_hours(at: datetime) -> datetime:
    """Return ten o'clock of the day, or of the next one from Monday to Thursday."""
    at = at.replace(hour=10, minute=0)
    while at.weekday() > 3:  # noqa: PLR2004
        at += timedelta(days=1)
    return at


async def _nothing() -> int:
    return 0


def _quiet() -> None:
    pass
