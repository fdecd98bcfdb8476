"""The territory's comparison by the index of digital fragility: a link with its source."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

from tests.room import LOIRE, Room, open_room

LINK = "https://fragilite.example.org/loire"
SOURCE = "Indice de fragilité numérique, Mednum"


def test_the_year_and_the_report_lead_to_it_and_name_its_source(tmp_path: Path) -> None:
    room = open_room(tmp_path, loire=replace(LOIRE, fragility=LINK, fragility_source=SOURCE))

    year = room.says("louis", "/reseau").text
    room.says("amina", "/reseau bilan")
    report = room.said()[-1]

    room.database.close()
    for told in (year, report):
        assert f"Le territoire, comparé à d'autres\u00a0: [{SOURCE}]({LINK})." in told


def test_without_it_nothing_is_said(room: Room) -> None:
    assert "comparé" not in room.says("louis", "/reseau").text
