"""`/rencontre outils` and `agenda`: tools chosen from a menu, a calendar to follow."""

from __future__ import annotations

from pathlib import Path

from commands.rencontre.helping import MOST_TOOLS
from tests.room import Room, open_room
from tests.typable import doing


def test_one_says_what_for_in_a_menu(room: Room) -> None:
    asked = room.does("louis", "rencontre outils")
    assert asked.text == "**Outils pour animer une rencontre**\u00a0: pour quoi faire\u00a0?"
    [menu] = asked.buttons

    vote = next(each for each in menu.options if each.label == "Voter")
    found = room.does("louis", doing(vote))

    assert found.text.startswith("**Outils pour «\u00a0voter\u00a0»**")
    assert 0 < found.text.count("\n- ") <= MOST_TOOLS
    [again] = found.buttons
    assert "Voter" not in [each.label for each in again.options]


def test_coordinators_change_the_calendars_address_by_a_button(tmp_path: Path) -> None:
    room = open_room(tmp_path, reachable=True)
    assert room.does("louis", "rencontre agenda").buttons == ()
    first = room.does("amina", "rencontre agenda")

    [change] = first.buttons
    changed = room.clicks("amina", change.route, change.argument).text

    room.database.close()
    assert "l'ancienne ne sert plus" in changed
    assert changed.splitlines()[-1] != first.text.splitlines()[-1]


def test_without_an_address_the_announcements_file_serves(room: Room) -> None:
    assert "chaque annonce porte un fichier" in room.does("amina", "rencontre agenda").text
