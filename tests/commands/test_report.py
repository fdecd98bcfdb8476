"""The table of all questions."""

from __future__ import annotations

import csv
import io
import re

import pytest

from tests.commands.gestures import asks_privately, file_of, told
from tests.room import Room


@pytest.fixture
def lived(room: Room) -> Room:
    """Return a room with four questions that count, and some that do not."""
    for number, text in enumerate(("Un tableur ?", "Un traitement de texte ?"), start=1):
        room.says("louis", f"/besoin #bureautique {text}")
        room.clock.forward(days=number)
        room.says("zoé", f"/besoin répondre {number} LibreOffice")
    room.says("zoé", "/besoin #logement Quelle aide au loyer ?")
    room.does("amina", "besoin fermer 3 Déjà vu")
    room.says("zoé", "/besoin anonyme #logement Quelle aide au déménagement ?")
    room.says("zoé", "/besoin #justice Une affaire retirée ?")
    room.does("zoé", "besoin retirer 5")
    room.says("louis", "/besoin #bureautique Un bon tableur ?")
    room.does("amina", "besoin fusionner 6 1")
    asks_privately(room, "louis", "#justice Une affaire privée ?")
    return room


def table(room: Room) -> list[dict[str, str]]:
    room.clicks("amina", "besoin exporter", "")
    content = file_of(told(room, "amina")[-1]).content
    assert content.startswith("\ufeff")
    return list(csv.DictReader(io.StringIO(content[1:]), delimiter=";"))


def test_the_table_has_every_question_and_nobody_in_it(lived: Room) -> None:
    rows = table(lived)

    assert [row["numéro"] for row in rows] == ["7", "6", "5", "4", "3", "2", "1"]
    states = [row["état"] for row in rows]
    assert states == [
        "ouverte",
        "réunie",
        "retirée",
        "ouverte",
        "fermée",
        "réponse trouvée",
        "réponse trouvée",
    ]
    first = rows[-1]
    assert first["réponse"] == "LibreOffice"
    assert first["délai en jours"] == "1"
    assert first["personnes concernées"] == "1"
    assert rows[0]["visibilité"] == "coordination"
    assert rows[1]["réunie avec"] == "1"
    assert rows[3]["visibilité"] == "réseau, anonyme"
    assert rows[4]["raison de fermeture"] == "Déjà vu"
    content = file_of(told(lived, "amina")[-1]).content
    assert not re.search("louis|amina|zo[ée]|\ue000", content, re.IGNORECASE)


@pytest.mark.parametrize(
    "start", ["=", "+", "-", "@", " =", "\u00a0+", "|", "%", "＝", "＠", "\ufeff="]
)
def test_no_cell_is_a_formula(room: Room, start: str) -> None:
    room.says("louis", f'/besoin certifié {start}HYPERLINK("http://x.fr";A1) ?')
    room.says("zoé", f"/besoin répondre 1 certifié {start}cmd A0 !")

    [row] = table(room)

    for cell in (row["question"], row["réponse"]):
        assert cell.startswith("'")
        assert "HYPERLINK" in cell or "cmd" in cell


def test_line_breaks_and_separators_stay_in_their_cell(room: Room) -> None:
    text = 'Qui a :\n=1+1 ; "deux"\n\n@trois ?'
    room.says("louis", f"/besoin {text}")

    [row] = table(room)

    assert row["question"] == text


@pytest.mark.parametrize("who", ["louis", "gaspard", "marc"])
def test_only_coordinators_take_the_table(lived: Room, who: str) -> None:
    before = len(lived.outbox())

    assert lived.clicks(who, "besoin exporter", "").refused
    assert len(lived.outbox()) == before


def test_an_empty_table_has_its_columns(room: Room) -> None:
    assert table(room) == []
    assert "numéro;thème;état" in file_of(told(room, "amina")[0]).content
