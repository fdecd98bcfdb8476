"""Reminders of meetings: when, to whom, once each."""

from __future__ import annotations

import asyncio
from collections.abc import Collection
from datetime import UTC, datetime

import pytest

from tests.room import Room
from tests.rounds import go

WEEK = datetime(2026, 11, 26, 14, 0, tzinfo=UTC)
"""Thursday, a week and some hours before the meeting of 3 December at 14 h in Paris."""
EVE = datetime(2026, 12, 2, 8, 0, tzinfo=UTC)


@pytest.fixture
def announced(room: Room) -> Room:
    room.says("amina", "/rencontre planifier jeudi 3 décembre 14h, mairie")
    room.does("amina", "rencontre annoncer")
    return room


async def members(_network: str) -> Collection[str]:
    return ("amina", "louis", "zoe")


def remind(room: Room, at: datetime) -> list[str | None]:
    room.clock.now = at
    before = len(room.outbox())
    count = asyncio.run(go(room.database, room.bot, "remind", members))
    sent = [m.user for m in room.outbox()[before:]]
    assert len(sent) == count
    return sent


def test_who_has_not_said_is_invited_a_week_before_and_who_comes_reminded_the_day_before(
    announced: Room,
) -> None:
    announced.does("zoé", "rencontre présence 1 place")

    assert remind(announced, datetime(2026, 11, 26, 9, 0, tzinfo=UTC)) == []
    assert remind(announced, WEEK) == ["louis"]
    assert "viendrez-vous" in announced.said()[-1]
    assert [each.label for each in announced.outbox()[-1].buttons] == [
        "Je viens",
        "Je ne viens pas",
        "Ne plus me rappeler",
    ]
    assert remind(announced, WEEK) == []
    assert remind(announced, EVE) == ["zoe"]
    assert announced.said()[-1].startswith("Rappel\u00a0: vous venez sur place")
    assert [each.label for each in announced.outbox()[-1].buttons] == [
        "Je ne viens pas",
        "Ne plus me rappeler",
    ]
    assert remind(announced, EVE) == []


def test_who_prepares_a_meeting_is_not_invited_to_it(announced: Room) -> None:
    announced.does("amina", "rencontre hôte @zoe")

    assert remind(announced, WEEK) == ["louis"]


def test_those_who_do_not_come_and_silent_ones_are_spared(announced: Room) -> None:
    announced.does("louis", "rencontre présence 1 no")
    announced.does("zoé", "rencontre silence 1")
    announced.does("amina", "rencontre présence 1 place")

    assert remind(announced, WEEK) == []
    assert remind(announced, EVE) == []


@pytest.mark.parametrize(
    ("day", "eve"),
    [("lundi 7 décembre 2026", (12, 4)), ("jeudi 12 novembre 2026", (11, 10))],
)
def test_the_eve_is_the_last_working_day(room: Room, day: str, eve: tuple[int, int]) -> None:
    room.says("amina", f"/rencontre planifier confirmé {day} 14h, mairie")
    room.does("amina", "rencontre annoncer")
    room.does("zoé", "rencontre présence 1 place")

    sent = remind(room, datetime(2026, *eve, 9, 0, tzinfo=UTC))

    assert sent == ["zoe"]
    assert all(":eve:" in m.key for m in room.outbox() if m.user)


@pytest.mark.parametrize(
    "moment",
    [
        datetime(2026, 11, 28, 10, 0, tzinfo=UTC),  # a Saturday
        datetime(2026, 12, 1, 6, 0, tzinfo=UTC),  # before 9 h
        datetime(2026, 12, 1, 18, 0, tzinfo=UTC),  # after 18 h
        datetime(2026, 12, 3, 13, 0, tzinfo=UTC),  # it begins
    ],
)
def test_out_of_hours_nobody_is_reminded(announced: Room, moment: datetime) -> None:
    assert remind(announced, moment) == []


@pytest.mark.parametrize(
    ("meeting", "moment"),
    [
        ("mardi 17 novembre 2026 14h", datetime(2026, 11, 11, 10, 0, tzinfo=UTC)),
        ("lundi 30 août 2027 14h", datetime(2027, 8, 27, 10, 0, tzinfo=UTC)),
    ],
)
def test_bank_holidays_and_august_are_quiet(room: Room, meeting: str, moment: datetime) -> None:
    room.says("amina", f"/rencontre planifier confirmé {meeting}, mairie")
    room.does("amina", "rencontre annoncer")
    assert remind(room, moment) == []


def test_moved_while_reminders_are_due_it_is_reminded_for_its_new_date_once(
    announced: Room,
) -> None:
    announced.does("zoé", "rencontre présence 1 place")
    remind(announced, WEEK)
    announced.does("amina", "rencontre modifier confirmé jeudi 10 décembre 2026 14h")

    assert remind(announced, EVE) == []
    assert remind(announced, datetime(2026, 12, 4, 9, 0, tzinfo=UTC)) == ["louis"]
    assert remind(announced, datetime(2026, 12, 9, 9, 0, tzinfo=UTC)) == ["zoe"]
    assert remind(announced, datetime(2026, 12, 9, 9, 0, tzinfo=UTC)) == []


def test_a_draft_and_a_meeting_called_off_are_not_reminded(announced: Room) -> None:
    announced.does("amina", "rencontre annuler La salle n'est plus libre")
    announced.says("amina", "/rencontre planifier confirmé vendredi 4 décembre 14h, mairie")
    assert remind(announced, EVE) == []
