"""Deferred questions come back when their moment has passed, and old ones to mind."""

from __future__ import annotations

import asyncio
from dataclasses import replace

import pytest

from bot.dispatch import House
from scheduler.recall import Recaller
from tests.room import Room

ASKED = "/besoin Qui prête une salle à Brest ?"
BACK = "n'a pas eu sa réponse"


@pytest.fixture
def deferred(room: Room) -> Room:
    """Have a question deferred two weeks ago."""
    room.says("louis", ASKED)
    room.says("amina", "/besoin reporter 1 mattermost")
    room.clock.forward(days=14)
    return room


def back(room: Room, house: House | None = None) -> int:
    told = Recaller(room.database, house or room.house, lambda: None)
    return asyncio.run(told.bring_back())


def test_a_deferred_question_comes_back_once_and_the_coordinator_is_told(deferred: Room) -> None:
    assert back(deferred) == 1
    assert back(deferred) == 0

    assert [BACK in text for text in deferred.said()].count(True) == 1
    assert "ouverte" in deferred.says("louis", "/besoin voir 1").text


def test_it_comes_back_not_before_its_moment(room: Room) -> None:
    room.says("louis", ASKED)
    room.says("amina", "/besoin reporter 1 mattermost")
    room.clock.forward(days=13, hours=23)

    assert back(room) == 0


def test_it_waits_until_it_is_known_whom_to_tell(deferred: Room) -> None:
    starting = replace(
        deferred.house, reached=lambda _: False, coordinators=lambda _: frozenset[str]()
    )

    assert back(deferred, starting) == 0

    assert back(deferred) == 1
    assert any(BACK in text for text in deferred.said())


def test_an_old_question_is_recalled_each_month(room: Room) -> None:
    room.says("louis", ASKED)
    recaller = Recaller(room.database, room.house, lambda: None)
    room.clock.forward(days=28)
    assert asyncio.run(recaller.recall()) == 0
    room.clock.forward(days=7)

    assert asyncio.run(recaller.recall()) == 1
    assert asyncio.run(recaller.recall()) == 0
    assert any("depuis plus d'un mois" in text for text in room.said())
