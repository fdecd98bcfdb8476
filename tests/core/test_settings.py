"""What a network has chosen by command."""

from __future__ import annotations

from bot.core import settings
from tests.room import Room


def test_a_choice_is_kept_changed_and_forgotten(room: Room) -> None:
    told = [
        room.store(lambda db, value=value: settings.put(db, "loire", "veille.open", value))  # type: ignore[misc]
        for value in ("", "oui", "oui", "non", "")
    ]

    assert told == [False, True, False, True, True]
    assert room.store(lambda db: settings.get(db, "loire", "veille.open")) == ""


def test_a_choice_is_one_networks_own(room: Room) -> None:
    room.store(lambda db: settings.put(db, "loire", "veille.open", "oui"))

    assert room.store(lambda db: settings.get(db, "loire", "veille.open")) == "oui"
    assert room.store(lambda db: settings.get(db, "national", "veille.open")) == ""
