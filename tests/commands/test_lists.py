"""Lists: filters as people type them, pages, one's own, what waits, the themes."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from bot.french.themes import THEMES
from bot.talk.command import Via
from commands.besoin.reading import PAGE
from tests.commands.gestures import asks_privately, presses
from tests.room import Room, open_room
from tests.typable import doing

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
    room.does("amina", "besoin thème 1 Bureautique")
    room.says("zoé", "/besoin répondre 2 LibreOffice")
    room.does("amina", "besoin fermer 3 Déjà vu")
    room.does("louis", "besoin retirer 4")
    room.does("amina", "besoin fusionner 5 1")
    room.does("amina", "besoin reporter 6 lettre")
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
        ("réunies", [5]),
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
        assert reply.text.startswith("Aucune question de ce genre dans la Loire.")


@pytest.mark.parametrize("words", ["girafe", "repondez", "reportage", "toutankhamon"])
def test_words_that_name_nothing_are_refused_with_examples(lived: Room, words: str) -> None:
    reply = lived.says("zoé", f"/besoin liste {words}")

    assert reply.refused
    assert f"« {words} »".replace(" ", "\u00a0") in reply.text
    assert "`/besoin liste bureautique`" in reply.text


def test_a_list_says_what_it_lists(lived: Room) -> None:
    assert "thème Bureautique" in lived.says("zoé", "/besoin liste bureautique").text
    assert "à la prochaine lettre" in lived.says("zoé", "/besoin liste lettre").text
    everything = lived.says("zoé", "/besoin liste toutes").text
    assert "_réponse trouvée_" in everything
    assert "_reportée à la prochaine lettre_" in everything


def test_the_next_page_keeps_the_filter(room: Room) -> None:
    for number in range(PAGE + 1):
        room.says("louis", f"/besoin #bureautique Qui connaît le logiciel {number} ?")

    more = room.says("zoé", "/besoin liste bureautique").buttons[-1]

    assert (more.label, more.route, more.argument) == (
        "Page suivante",
        "besoin liste",
        "bureautique 2",
    )
    assert numbers(presses(room, "zoé", more).text) == [PAGE + 1]
    assert numbers(room.says("zoé", "/besoin liste bureautique 99").text) == [PAGE + 1]


def test_ones_own_questions_are_listed_whatever_became_of_them(lived: Room) -> None:
    lived.says("zoé", "/besoin Une question de Zoé ?")

    text = lived.says("louis", "/besoin mes").text

    assert numbers(text) == [7, 6, 5, 4, 3, 2, 1]
    assert "_réunie avec la n°\u00a01_" in text
    assert "_reportée à la prochaine lettre_" in text
    assert numbers(lived.says("zoé", "/besoin mes besoins").text) == [8]
    assert "pas encore posé de question" in lived.says("amina", "/besoin mes").text


def test_ones_own_questions_have_pages(room: Room) -> None:
    for number in range(PAGE + 1):
        room.says("louis", f"/besoin Qui connaît le logiciel {number} ?")

    more = room.says("louis", "/besoin mes").buttons[-1]
    assert numbers(presses(room, "louis", more).text) == [1]
    assert numbers(room.says("louis", "/besoin mes page 2").text) == [1]


def test_what_waits_is_followed_the_most_shared_first(lived: Room) -> None:
    lived.does("zoé", "besoin moi-aussi 7")
    lived.does("amina", "besoin moi-aussi 7")
    asks_privately(lived, "louis", "Comment parler de dettes ?")
    lived.clock.forward(days=12)

    followed = lived.says("amina", "/besoin liste")
    text = followed.text

    rows = [line for line in text.splitlines() if line.startswith("- ")]
    assert numbers(text) == [7, 1, 6, 8]
    assert rows[0].endswith("(3\u00a0personnes) _depuis 12\u00a0jours_")
    assert "_reportée à la prochaine lettre_" in rows[2]
    assert rows[3].endswith(", privée_")
    assert [each.label for each in followed.buttons] == ["J'ai une réponse à…", "Lire…"]
    assert numbers(lived.says("zoé", "/besoin liste").text) == [1, 6, 7]


def test_the_door_tells_how_things_stand_and_leads_on(lived: Room) -> None:
    for who, could in (("zoé", "3 d'entre elles"), ("louis", "")):
        door = lived.says(who, "/besoin")
        assert door.dialog is not None
        assert door.text.startswith("**Les questions de la Loire**\u00a0: 3\u00a0attendent")
        assert could in door.text
        assert ("dont 3\u00a0posées par vous" in door.text) is (who == "louis")
        assert [each.label for each in door.buttons] == [
            "Poser une question",
            "Mes questions",
            "Je peux répondre",
            "Plus…",
        ]
    asking, *_, more = lived.says("zoé", "/besoin").buttons
    offered = [each.label for each in more.options]
    assert offered == ["Chercher…", "Où orienter quelqu'un…", "Ce que je sais et reçois…"]
    assert presses(lived, "zoé", asking).text == ""
    for option in more.options[:2]:
        assert lived.takes("zoé", option).dialog is not None
    [*_, coordinating] = lived.says("amina", "/besoin").buttons
    assert coordinating.options[-1].label == "Ce qui est transmis"


def test_without_a_form_the_door_says_what_to_type(tmp_path: Path) -> None:
    room = open_room(tmp_path, buttons=False)
    room.says("zoé", "besoin", via=Via.DIRECT)

    [text] = room.said()
    room.database.close()
    assert text == (
        "**Les questions de la Loire**\u00a0: aucune n'attend, tout a sa réponse.\n\n"
        "Répondez dans ce fil\u00a0:\n"
        "- **1** Poser une question\n"
        "- **2** Mes questions\n"
        "- **3** Je peux répondre\n"
        "- **4** Chercher\n"
        "- **5** Où orienter quelqu'un\n"
        "- **6** Ce que je sais et reçois"
    )


def test_a_list_offers_to_answer_the_questions_of_others(lived: Room) -> None:
    answering, _ = lived.says("zoé", "/besoin liste").buttons

    assert [doing(each) for each in answering.options] == [
        "besoin répondre 1",
        "besoin répondre 6",
        "besoin répondre 7",
    ]
    assert lived.does("zoé", doing(answering.options[0])).dialog is not None
    assert [each.label for each in lived.says("louis", "/besoin liste").buttons] == ["Lire…"]


def test_a_card_read_alone_has_the_verbs_of_its_reader(lived: Room) -> None:
    def shown(who: str, number: int = 1) -> list[str]:
        return [each.label for each in lived.says(who, f"/besoin voir {number}").buttons]

    def managed(who: str, number: int = 1) -> list[str]:
        menu = lived.says(who, f"/besoin voir {number}").buttons[-1]
        return [each.label for each in menu.options]

    assert shown("zoé") == ["Moi aussi", "J'ai une réponse"]
    lived.does("zoé", "besoin moi-aussi 1")
    assert shown("zoé") == ["Sans moi", "J'ai une réponse"]
    assert shown("louis") == ["J'ai une réponse", "Plus…"]
    assert managed("louis") == [
        "Modifier…",
        "Retirer mon nom",
        "La rendre privée",
        "La retirer",
        "Demander à qui sait",
        "Écrire à ce sujet…",
    ]
    assert "Fermer sans réponse…" in managed("amina")
    assert shown("zoé", 2) == ["Plus…"]
    assert managed("zoé", 2) == ["Compléter…"]
    assert shown("louis", 2) == ["Merci", "Plus…"]
    assert shown("zoé", 3) == []
    assert managed("amina", 3) == ["Rouvrir", "Écrire à ce sujet…"]
    assert "Rouvrir" not in managed("louis", 3)
    assert "Rouvrir" in managed("louis", 4)
    assert shown("zoé", 5) == ["Voir la n°\u00a01"]


def test_nothing_to_follow_says_so(room: Room) -> None:
    assert room.says("amina", "/besoin liste").text.startswith("Aucune question n'attend")


SOCIAL = next(each for each in THEMES if each.startswith("Réseaux sociaux"))


def test_a_theme_is_chosen_in_a_list(lived: Room) -> None:
    assert "Réseaux sociaux" in lived.does("louis", f"besoin thème 7 {SOCIAL}").text
    assert "Réseaux sociaux" in lived.says("amina", "/besoin voir 7").text
    assert lived.does("amina", "besoin thème 2 Logement").refused is False
    for typed in ("7 girafe", "3 Logement"):
        assert lived.does("amina", f"besoin thème {typed}").refused
    dialog = lived.does("amina", "besoin thème 7").dialog
    assert dialog is not None
    assert [each.value for each in dialog.fields[0].choices] == list(THEMES)


def test_a_theme_tagged_while_editing_is_told_as_well(lived: Room) -> None:
    lived.does("louis", "besoin modifier 7 #logement Qui connaît un bon clavier ?")

    shown = lived.says("zoé", "/besoin voir 7").text
    assert "reformulée" in shown
    assert "rangée dans le thème Logement" in shown


def test_the_form_of_an_edit_shows_the_present_words(lived: Room) -> None:
    dialog = lived.does("louis", "besoin modifier 7").dialog

    assert dialog is not None
    assert dialog.fields[0].default == TEXTS[6]
    assert lived.does("zoé", "besoin modifier 7").dialog is None
    assert lived.does("zoé", "besoin modifier 7 Autre chose").refused


def test_an_edited_question_is_found_by_its_new_words_only(lived: Room) -> None:
    lived.does("louis", "besoin modifier 7 Quel trackball pour une main ?")

    assert "n°\u00a07" in lived.says("zoé", "/besoin chercher trackball").text
    assert "n°\u00a07" not in lived.says("zoé", "/besoin chercher clavier").text
