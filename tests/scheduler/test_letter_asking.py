"""Coordinators are asked beforehand for what the letter misses: once, and in private."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import pytest

from bot.core.message import Message
from tests.commands.gestures import chooses, labels, presses
from tests.lettered import DATE, asked, open_lettered
from tests.room import Room

EVE_OF_ASKING = datetime(2026, 11, 30, 12, 0, tzinfo=UTC)
FIRST = datetime(2026, 12, 1, 12, 0, tzinfo=UTC)
AGAIN = datetime(2026, 12, 8, 12, 0, tzinfo=UTC)


@pytest.fixture
def room(tmp_path: Path) -> Iterator[Room]:
    opened = open_lettered(tmp_path)
    yield opened
    opened.database.close()


def requests(room: Room) -> list[Message]:
    """Return what was asked of Amina."""
    return [each for each in room.outbox() if each.key.startswith("letter asked")]


def defers(room: Room, count: int = 1) -> None:
    for number in range(1, count + 1):
        room.says("louis", f"/besoin Où trouver la brochure {number} ?")
        room.says("amina", f"/besoin reporter {number} lettre")


def test_the_edito_and_the_answers_are_asked_for_seven_working_days_before(room: Room) -> None:
    defers(room)
    room.clock.now = EVE_OF_ASKING
    assert asked(room) == 0
    room.clock.now = FIRST

    assert asked(room) == 1

    (request,) = requests(room)
    assert request.user == "amina"
    assert "paraît le **jeudi 10\u00a0décembre 2026 à 9\u00a0h\u00a030**" in request.text
    assert "**L'édito**" in request.text
    assert "- **n°\u00a01** Où trouver la brochure 1 ?" in request.text
    assert labels(request) == ["Écrire l'édito", "Répondre…", "Aperçu"]


def test_it_is_asked_once(room: Room) -> None:
    room.clock.now = FIRST
    assert asked(room) == 1
    room.clock.forward(minutes=10)

    assert asked(room) == 0


def test_the_buttons_open_the_forms(room: Room) -> None:
    defers(room)
    room.clock.now = FIRST
    asked(room)

    [request] = requests(room)

    opened = presses(room, "amina", request.buttons[0]).dialog
    assert opened is not None
    assert opened.title == "L'édito de la lettre"
    opened = chooses(room, "amina", request, "Répondre…", "brochure 1").dialog
    assert opened is not None
    assert opened.fields[0].placeholder == "Où trouver la brochure 1 ?"


def test_two_days_before_only_missing_answers_are_asked_for_again(room: Room) -> None:
    defers(room)
    room.clock.now = FIRST
    asked(room)
    room.clock.now = AGAIN

    assert asked(room) == 1
    assert asked(room) == 0
    assert "il y manque encore 1\u00a0réponse" in requests(room)[-1].text


def test_nothing_is_asked_again_once_all_is_answered(room: Room) -> None:
    defers(room)
    room.clock.now = FIRST
    asked(room)
    room.says("amina", "/lettre répondre 1 À la mairie")
    room.clock.now = AGAIN

    assert asked(room) == 0


def test_a_question_that_comes_late_is_asked_for_too(room: Room) -> None:
    room.clock.now = FIRST
    asked(room)
    room.clock.now = AGAIN
    assert asked(room) == 0
    defers(room)

    assert asked(room) == 1


def test_without_an_edito_the_letter_goes_without_being_asked_for_again(room: Room) -> None:
    room.clock.now = FIRST
    asked(room)
    room.clock.now = AGAIN

    assert asked(room) == 0


def test_a_letter_that_is_near_already_is_asked_for_once(room: Room) -> None:
    defers(room)
    room.clock.now = AGAIN

    assert asked(room) == 1
    assert asked(room) == 0


def test_an_edito_that_is_written_is_not_asked_for(room: Room) -> None:
    room.says("amina", "/lettre édito Bonjour")
    room.clock.now = FIRST
    asked(room)

    assert "**L'édito**" not in requests(room)[0].text
    assert requests(room)[0].buttons[0].label == "Revoir l'édito"


def test_a_letter_that_is_put_off_is_asked_for_before_its_new_date(room: Room) -> None:
    room.says("amina", "/lettre reporter jeudi 17 décembre")
    room.clock.now = FIRST
    assert asked(room) == 0
    room.clock.now = AGAIN

    assert asked(room) == 1
    assert "jeudi 17\u00a0décembre 2026" in requests(room)[0].text


def test_a_long_list_is_one_menu(room: Room) -> None:
    defers(room, 8)
    room.clock.now = FIRST
    asked(room)

    [request] = requests(room)

    assert len(request.buttons) == 3
    assert len(request.buttons[1].options) == 8
    assert request.text.count("\n- ") == 6



def test_nobody_is_asked_out_of_working_hours_nor_once_it_is_time(room: Room) -> None:
    room.clock.now = FIRST.replace(hour=19)
    assert asked(room) == 0
    room.clock.now = DATE

    assert asked(room) == 0


def test_where_nobody_coordinates_it_waits(room: Room) -> None:
    room.clock.now = FIRST
    bot = room.bot
    room.bot = replace(bot, coordinators=lambda _network: frozenset())
    assert asked(room) == 0
    room.bot = bot

    assert asked(room) == 1


def test_where_clicks_cannot_reach_us_it_says_what_to_type(tmp_path: Path) -> None:
    room = open_lettered(tmp_path, buttons=False)
    room.clock.now = FIRST
    asked(room)

    assert "- Écrire l'édito\u00a0: `/lettre édito <texte>`" in requests(room)[0].text
    room.database.close()
