"""Reminders of deadlines: one post a network and day, none twice, none out of hours."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime

import pytest

from bot.core.message import Message
from bot.veille.deadlines import store as deadlines
from tests.pile_cases import waiting
from tests.room import Room
from tests.rounds import goes
from tests.typable import doing

MONTH_BEFORE = datetime(2026, 12, 16, 8, 0, tzinfo=UTC)


def tells(room: Room, at: datetime) -> list[Message]:
    """Wake the job, and return what it says."""
    room.clock.now = at
    before = len(room.outbox())
    goes(room, "deadlines")
    return room.outbox()[before:]


@pytest.fixture
def given(room: Room) -> Room:
    """Return a room with two confirmed deadlines, on Friday 15 January and a week later."""
    room.fills(
        "amina",
        "veille échéance",
        lien="https://a.fr/1",
        date="15 janvier 2027",
        titre="Appel Un",
    )
    room.fills(
        "amina",
        "veille échéance",
        lien="https://a.fr/2",
        date="22 janvier 2027",
        titre="Appel Deux",
    )
    return room


def test_each_reminder_is_said_once_in_the_channel(given: Room) -> None:
    assert tells(given, datetime(2026, 12, 16, 7, 59, tzinfo=UTC)) == []
    [message] = tells(given, MONTH_BEFORE)
    assert message.user is None
    assert "Appel Un" in message.text
    assert "Appel Deux" not in message.text
    assert [button.route for button in message.buttons] == ["veille candidater"]
    assert tells(given, MONTH_BEFORE) == []


def test_those_of_one_day_are_one_post_and_an_outage_brings_no_burst(given: Room) -> None:
    [message] = tells(given, datetime(2027, 1, 8, 9, 30, tzinfo=UTC))

    assert "Appel Un" in message.text
    assert "Appel Deux" in message.text
    [apply_] = message.buttons
    assert apply_.label == "Ma structure candidate…"
    assert [doing(each) for each in apply_.options] == [
        "veille candidater 1",
        "veille candidater 2",
    ]
    assert tells(given, datetime(2027, 1, 11, 9, 30, tzinfo=UTC)) == []


@pytest.mark.parametrize(
    "moment",
    [
        datetime(2026, 12, 19, 10, 0, tzinfo=UTC),  # a Saturday
        datetime(2026, 12, 17, 6, 0, tzinfo=UTC),  # before 9 h
        datetime(2026, 12, 25, 10, 0, tzinfo=UTC),  # Christmas
        datetime(2027, 1, 25, 10, 0, tzinfo=UTC),  # both are over
    ],
)
def test_nothing_is_said_out_of_hours_nor_after_the_end(given: Room, moment: datetime) -> None:
    assert tells(given, moment) == []


def test_without_clicks_reactions_and_commands_serve(room: Room) -> None:
    room.bot = replace(room.bot, buttons=False)
    room.fills(
        "amina",
        "veille échéance",
        lien="https://a.fr/1",
        date="15 janvier 2027",
        titre="Appel Un",
    )

    [message] = tells(room, MONTH_BEFORE)
    assert ":raising_hand:" in message.text
    assert message.buttons[0].emoji == "raising_hand"
    assert message.buttons[0].undo == "veille ne-plus-candidater"


def test_a_crash_leaves_all_or_nothing(given: Room, monkeypatch: pytest.MonkeyPatch) -> None:
    def breaks(*_: object) -> None:
        raise RuntimeError("killed")

    with monkeypatch.context() as patched:
        patched.setattr(deadlines, "note_reminded", breaks)
        assert tells(given, MONTH_BEFORE) == []

    assert len(tells(given, MONTH_BEFORE)) == 1


def test_what_a_member_proposed_stands_on_monday_s_card(room: Room) -> None:
    room.fills(
        "louis",
        "veille échéance",
        lien="https://a.fr/1",
        date="15 janvier 2027",
        titre="Appel Un",
    )

    assert tells(room, datetime(2026, 11, 2, 9, 0, tzinfo=UTC)) == []
    assert "**Échéance** (à vérifier)" in waiting(room)


def test_the_purge_forgets_who_applied_then_the_deadline(given: Room) -> None:
    given.does("louis", "veille candidater 1")
    given.clock.now = datetime(2027, 1, 16, tzinfo=UTC)

    given.forgets(days=31)
    one = given.store(lambda db: deadlines.get(db, "loire", 1))
    assert one.applicants == 0
    given.forgets(days=342)
    assert given.store(lambda db: deadlines.every(db, "loire")) == []
