"""Rounds: each network has its transaction, but those where one look says that nothing is due."""

from __future__ import annotations

import asyncio
from collections.abc import Collection, Sequence
from datetime import datetime

import pytest
from sqlalchemy import Connection

from bot.core.database import DatabaseAwayError
from bot.network.network import Network
from bot.talk.context import Context
from scheduler.rounds import Rounds
from tests.away import locked
from tests.room import Room


class Walk:
    """Notes where a round goes, and what is looked at beforehand."""

    def __init__(self, due: Collection[str]) -> None:
        self.due = due
        self.looked: list[str] = []
        self.went: list[str] = []

    def look(self, _db: Connection, networks: Sequence[Network], _now: datetime) -> Collection[str]:
        self.looked += [each.slug for each in networks]
        return self.due

    def work(self, ctx: Context) -> int:
        self.went.append(ctx.network.slug)
        if ctx.network.slug == "national":
            raise ValueError("trouble")
        return 1


def goes(room: Room, walk: Walk) -> int:
    rounds = Rounds(room.database, room.bot, lambda: None)
    return asyncio.run(rounds.go("walk", walk.work, among=walk.look, any_hour=True))


def test_only_the_networks_that_the_look_tells_have_their_turn(room: Room) -> None:
    walk = Walk({"loire", "no longer served"})

    assert goes(room, walk) == 1

    assert walk.went == ["loire"]
    assert set(walk.looked) == set(room.bot.networks)


def test_where_nothing_is_due_one_look_is_all(room: Room) -> None:
    walk = Walk(())

    assert goes(room, walk) == 0

    assert not walk.went


def test_the_trouble_of_one_network_keeps_no_other_waiting(room: Room) -> None:
    walk = Walk({*room.bot.networks})

    assert goes(room, walk) == len(room.bot.networks) - 1

    assert set(walk.went) == set(room.bot.networks)


def test_a_round_ends_where_the_database_is_away(room: Room) -> None:
    walk = Walk({*room.bot.networks})

    with locked(room), pytest.raises(DatabaseAwayError):
        goes(room, walk)

    assert not walk.went
