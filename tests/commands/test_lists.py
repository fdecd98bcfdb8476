"""Lists: filters as people type them, pages, one's own, what waits, the themes."""

from __future__ import annotations

import re

import pytest

from bot.french.themes import THEMES
from commands.besoin.reading import PAGE
from tests.commands.gestures import asks_privately
from tests.room import Room

TEXTS = (
    "Qui prête une salle à Brest ?",
    "Quel tableur gratuit pour une association ?",
    "Comment aider à déclarer ses impôts ?",
    "Où imprimer en grand format ?",
    "Qui anime un atelier sur les mots de passe ?",
    "Que dire des arnaques par SMS ?",
    "Qui connaît un bon clavier adapté ?",
)


@pytest.fixture
def lived(room: Room) -> Room:
    """Return a room with a question in each state: seven of them."""
    for text in TEXTS:
        room.says("louis", f"/besoin {text}")
    room.says("amina", "/besoin thème 1 bureautique")
    room.says("zoé", "/besoin répondre 2 LibreOffice")
    room.says("amina", "/besoin fermer 3 Déjà vu")
    room.says("louis", "/besoin retirer 4")
    room.says("amina", "/besoin fusionner 5 1")
    room.says("amina", "/besoin reporter 6 lettre")
    return room


def numbers(text: str) -> list[int]:
    return [int(number) for number in re.findall(r"^- \*\*n°\u00a0(\d+)\*\*", text, re.MULTILINE)]


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        ("", [1, 6, 7]),
        ("ouvertes", [7, 1]),
        ("ouvert", [7, 1]),
        ("Reportées !", [6]),
        ("reporte", [6]),
        ("répondues", [2]),
        ("Répondue", [2]),
        ("repondu", [2]),
        ("fermées", [3]),
        ("retirée", [4]),
        ("fusionnées", [5]),
        ("toutes", [7, 6, 5, 4, 3, 2, 1]),
        ("tout", [7, 6, 5, 4, 3, 2, 1]),
        ("lettre", [6]),
        ("rencontre", []),
        ("Mattermost", []),
        ("bureautique", [1]),
        ("#Bureautique", [1]),
        ("bureautique svp", [1]),
        ("bureautique page 1", [1]),
        ("bureautique 3", [1]),
        ("logement", []),
    ],
)
def test_a_list_shows_what_its_words_name(lived: Room, words: str, expected: list[int]) -> None:
    reply = lived.says("zoé", f"/besoin liste {words}")

    assert not reply.refused
    assert numbers(reply.text) == expected
    if not expected:
        assert reply.text.startswith("Aucune question de ce genre dans 42 - Loire.")


@pytest.mark.parametrize("words", ["girafe", "repondez", "reportage", "toutankhamon"])
def test_words_that_name_nothing_are_refused_with_examples(lived: Room, words: str) -> None:
    reply = lived.says("zoé", f"/besoin liste {words}")

    assert reply.refused
    assert f"« {words} »".replace(" ", "\u00a0") in reply.text
    assert "`/besoin liste toutes 2`" in reply.text


def test_a_list_says_what_it_lists(lived: Room) -> None:
    assert "thème Bureautique" in lived.says("zoé", "/besoin liste bureautique").text
    assert "à la prochaine lettre" in lived.says("zoé", "/besoin liste lettre").text
    everything = lived.says("zoé", "/besoin liste toutes").text
    assert "_réponse trouvée_" in everything
    assert "_reportée à la prochaine lettre_" in everything


def test_the_next_page_keeps_the_filter(room: Room) -> None:
    for number in range(PAGE + 1):
        room.says("louis", f"/besoin #bureautique Qui connaît le logiciel {number} ?")

    first = room.says("zoé", "/besoin liste bureautique").text
    [more] = re.findall(r"La suite\u00a0: `(.+?)`", first)

    assert more == "/besoin liste bureautique 2"
    assert numbers(room.says("zoé", more).text) == [PAGE + 1]
    assert numbers(room.says("zoé", "/besoin liste bureautique 99").text) == [PAGE + 1]


def test_ones_own_questions_are_listed_whatever_became_of_them(lived: Room) -> None:
    lived.says("zoé", "/besoin Une question de Zoé ?")

    text = lived.says("louis", "/besoin mes").text

    assert numbers(text) == [7, 6, 5, 4, 3, 2, 1]
    assert "_fusionnée avec la n°\u00a01_" in text
    assert "_reportée à la prochaine lettre_" in text
    assert numbers(lived.says("zoé", "/besoin mes besoins").text) == [8]
    assert "pas encore posé de question" in lived.says("amina", "/besoin mes").text


def test_ones_own_questions_have_pages(room: Room) -> None:
    for number in range(PAGE + 1):
        room.says("louis", f"/besoin Qui connaît le logiciel {number} ?")

    assert "`/besoin mes 2`" in room.says("louis", "/besoin mes").text
    assert numbers(room.says("louis", "/besoin mes page 2").text) == [1]


def test_what_waits_is_followed_the_most_shared_first(lived: Room) -> None:
    lived.says("zoé", "/besoin moi-aussi 7")
    lived.says("amina", "/besoin moi-aussi 7")
    asks_privately(lived, "louis", "Comment parler de dettes ?")
    lived.clock.forward(days=12)

    text = lived.says("amina", "/besoin suivi").text

    rows = [line for line in text.splitlines() if re.match(r"\| \d", line)]
    assert [int(row.split("|")[1]) for row in rows] == [7, 1, 6, 8]
    assert rows[0].endswith("| depuis 12\u00a0jours | 3 | ouverte |")
    assert rows[2].endswith("| lettre, reportée une\u00a0fois |")
    assert rows[3].endswith("| privée |")


def test_a_table_is_not_broken_by_the_words_in_it(room: Room) -> None:
    room.says("louis", "/besoin Qui | a | des | tubes ?")

    [row] = [
        line
        for line in room.says("amina", "/besoin suivi").text.splitlines()
        if re.match(r"\| \d", line)
    ]
    assert len(re.findall(r"(?<!\\)\|", row)) == 6


def test_nothing_to_follow_says_so(room: Room) -> None:
    assert room.says("amina", "/besoin suivi").text.startswith("Rien n'attend dans 42 - Loire")


def test_the_themes_are_listed(room: Room) -> None:
    for typed in ("thèmes", "themes", "thème"):
        text = room.says("louis", f"/besoin {typed}").text
        assert all(theme.split()[0] in text for theme in THEMES)


def test_a_theme_is_set_by_part_of_its_name(lived: Room) -> None:
    assert "Réseaux sociaux" in lived.says("louis", "/besoin thème 7 réseaux sociaux").text
    assert "Réseaux sociaux" in lived.says("amina", "/besoin voir 7").text
    assert lived.says("amina", "/besoin thème 2 logement").refused is False
    for typed in ("7 girafe", "7", "3 logement"):
        assert lived.says("amina", f"/besoin thème {typed}").refused


def test_a_theme_tagged_while_editing_is_told_as_well(lived: Room) -> None:
    lived.says("louis", "/besoin modifier 7 #logement Qui connaît un bon clavier ?")

    shown = lived.says("zoé", "/besoin voir 7").text
    assert "redite autrement" in shown
    assert "rangée dans le thème Logement" in shown


def test_the_form_of_an_edit_shows_the_present_words(lived: Room) -> None:
    dialog = lived.says("louis", "/besoin modifier 7").dialog

    assert dialog is not None
    assert dialog.fields[0].default == TEXTS[6]
    assert lived.says("zoé", "/besoin modifier 7").dialog is None
    assert lived.says("zoé", "/besoin modifier 7 Autre chose").refused


def test_an_edited_question_is_found_by_its_new_words_only(lived: Room) -> None:
    lived.says("louis", "/besoin modifier 7 Quel trackball pour une main ?")

    assert "n°\u00a07" in lived.says("zoé", "/besoin chercher trackball").text
    assert "n°\u00a07" not in lived.says("zoé", "/besoin chercher clavier").text
