"""Rounds: each network has its transaction, but those where one look says that nothing is due."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import replace
from datetime import UTC, datetime
from functools import partial

import pytest
from sqlalchemy import Connection

from bot.core.database import DatabaseAwayError
from bot.core.errors import ServerAwayError
from bot.network.network import Network
from bot.talk.bot import Bot
from bot.talk.context import Context
from scheduler.rounds import ROUNDS, Round, Rounds, WithMembers
from scheduler.waking import AWAY_IN_A_ROW
from tests.away import locked
from tests.room import Room
from tests.rounds import nobody
from tests.waiting import PATIENCE


class Walk:
    """Notes where a round goes, and what is looked at beforehand."""

    def __init__(self, due: Collection[str], blind: str = "") -> None:
        self.due = due
        self.blind = blind
        self.looked: list[list[str]] = []
        self.went: list[str] = []

    def look(
        self, _db: Connection, networks: Sequence[Network], _now: datetime
    ) -> Mapping[str, str]:
        slugs = [each.slug for each in networks]
        self.looked.append(slugs)
        if self.blind in slugs:
            raise ValueError("trouble")
        return {slug: f"due in {slug}" for slug in self.due if slug in {*slugs, "no longer served"}}

    def work(self, ctx: Context, due: str) -> int:
        assert due == f"due in {ctx.network.slug}"
        self.went.append(ctx.network.slug)
        if ctx.network.slug == "national":
            raise ValueError("trouble")
        return 1


def goes(room: Room, walk: Walk) -> int:
    rounds = Rounds(room.database, room.bot, nobody, lambda: None)
    return asyncio.run(rounds.go(Round("walk", 1, walk.work, walk.look, any_hour=True)))


def test_only_the_networks_that_the_look_tells_have_their_turn(room: Room) -> None:
    walk = Walk({"loire", "no longer served"})

    assert goes(room, walk) == 1

    assert walk.went == ["loire"]
    assert walk.looked == [[*room.bot.networks], ["loire"]]


def test_where_nothing_is_due_one_look_is_all(room: Room) -> None:
    walk = Walk(())

    assert goes(room, walk) == 0

    assert not walk.went
    assert len(walk.looked) == 1


def test_the_trouble_of_one_network_keeps_no_other_waiting(room: Room) -> None:
    walk = Walk({*room.bot.networks})

    assert goes(room, walk) == len(room.bot.networks) - 1

    assert set(walk.went) == set(room.bot.networks)


def test_a_round_ends_where_the_database_is_away(room: Room) -> None:
    walk = Walk({*room.bot.networks})

    with locked(room), pytest.raises(DatabaseAwayError):
        goes(room, walk)

    assert not walk.went


def test_what_was_done_since_the_look_is_not_done_again(room: Room) -> None:
    walk = Walk({"loire", "national"})

    class Other(Walk):
        def look(
            self, db: Connection, networks: Sequence[Network], now: datetime
        ) -> Mapping[str, str]:
            found = super().look(db, networks, now)
            self.due = {"national"}
            return found

    other = Other(walk.due)
    goes(room, other)

    assert other.went == ["national"]


def test_a_network_that_spoils_the_look_is_the_only_one_that_waits(room: Room) -> None:
    walk = Walk({"loire"}, blind="national")

    assert goes(room, walk) == 1

    assert walk.went == ["loire"]
    assert ["national"] in walk.looked


def test_the_chat_is_asked_for_members_only_where_something_is_due(room: Room) -> None:
    walk, asked = Walk({"loire"}), []

    async def members(network: str) -> Collection[str]:
        asked.append(network)
        return {"zoé"}

    def work(_ctx: Context, due: str, known: Collection[str]) -> int:
        assert due == "due in loire"
        return len(known)

    rounds = Rounds(room.database, room.bot, members, lambda: None)
    row = Round("walk", 1, WithMembers(work), walk.look, any_hour=True)

    assert asyncio.run(rounds.go(row)) == 1
    assert asked == ["loire"]


def _of_servers(room: Room, servers: Mapping[str, str]) -> Bot:
    """Return the room's bot with a network of each slug on that server."""
    loire = room.bot.networks["loire"]
    networks = {slug: replace(loire, slug=slug, server=at) for slug, at in servers.items()}
    return replace(room.bot, networks=networks)


def test_a_server_that_is_slow_to_tell_its_members_delays_its_own_networks_only(
    room: Room,
) -> None:
    bot = _of_servers(room, {"lente": "lent", "vive": "vif"})
    done: list[str] = []

    async def goes_on() -> None:
        vive = asyncio.Event()

        async def members(network: str) -> Collection[str]:
            if network == "lente":
                await asyncio.wait_for(vive.wait(), PATIENCE)
            return {"zoé"}

        def work(ctx: Context, _due: str, _known: Collection[str]) -> int:
            done.append(ctx.network.slug)
            loop.call_soon_threadsafe(vive.set)
            return 1

        loop = asyncio.get_running_loop()
        rounds = Rounds(room.database, bot, members, lambda: None)
        row = Round("walk", 1, WithMembers(work), Walk({"lente", "vive"}).look, any_hour=True)
        assert await rounds.go(row) == 2

    asyncio.run(goes_on())

    assert done == ["vive", "lente"]


def test_a_server_found_away_is_not_asked_for_each_of_its_networks(room: Room) -> None:
    slugs = [f"réseau{number}" for number in range(9)]
    bot = _of_servers(room, {**dict.fromkeys(slugs, "absent"), "vive": "vif"})
    asked: list[str] = []

    async def members(network: str) -> Collection[str]:
        asked.append(network)
        if network != "vive":
            raise ServerAwayError
        return {"zoé"}

    rounds = Rounds(room.database, bot, members, lambda: None)
    row = Round("walk", 1, WithMembers(lambda *_: 1), Walk({*slugs, "vive"}).look, any_hour=True)

    assert asyncio.run(rounds.go(row)) == 1
    assert len(asked) == AWAY_IN_A_ROW + 1


@pytest.mark.parametrize(
    ("row", "goes_there"),
    [
        (partial(Round, any_hour=True), {"closed": False, "night": True, "alone": True}),
        (partial(Round, even_closed=True), {"closed": True, "night": True, "alone": True}),
        (partial(Round, coordinated=True), {"closed": False, "night": False, "alone": False}),
        (partial(Round), {"closed": False, "night": False, "alone": True}),
    ],
)
def test_where_and_when_a_round_goes(
    room: Room, row: Callable[..., Round[str]], goes_there: Mapping[str, bool]
) -> None:
    here = {each: frozenset({"amina"}) for each in room.bot.networks}
    coordinated = replace(room.bot, coordinators_of=lambda slug: here.get(slug, frozenset()))
    places = {
        "closed": replace(coordinated, writable=lambda _network: False),
        "night": replace(coordinated, clock=lambda: datetime(2026, 12, 10, 23, tzinfo=UTC)),
        "alone": replace(room.bot, coordinators_of=lambda _network: frozenset()),
    }
    room.clock.now = datetime(2026, 12, 10, 10, tzinfo=UTC)

    for place, bot in places.items():
        walk = Walk({"loire"})
        there = row("walk", 1, walk.work, walk.look)
        done = asyncio.run(Rounds(room.database, bot, nobody, lambda: None).go(there))
        assert done == goes_there[place], place
        unreached = replace(bot, reached=lambda _network: False)
        assert not asyncio.run(Rounds(room.database, unreached, nobody, lambda: None).go(there))


def test_no_two_rounds_bear_one_name() -> None:
    names = [each.name for each in ROUNDS]

    assert len(set(names)) == len(names)
