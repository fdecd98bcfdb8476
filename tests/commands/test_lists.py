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
        assert reply.text.startswith("Aucune question de ce genre dans 42 - Loire.")


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
    lived.says("zoé", "/besoin moi-aussi 7")
    lived.says("amina", "/besoin moi-aussi 7")
    asks_privately(lived, "louis", "Comment parler de dettes ?")
    lived.clock.forward(days=12)

    followed = lived.says("amina", "/besoin suivi")
    text = followed.text

    rows = [line for line in text.splitlines() if line.startswith("- ")]
    assert numbers(text) == [7, 1, 6, 8]
    assert rows[0].endswith("_depuis 12\u00a0jours, 3\u00a0personnes_")
    assert rows[2].endswith(", reportée à la prochaine lettre_")
    assert rows[3].endswith(", privée_")
    assert [each.label for each in followed.buttons] == ["Lire…"]


def test_the_door_tells_how_things_stand_and_leads_on(lived: Room) -> None:
    for who, could in (("zoé", "3 d'entre elles"), ("louis", "")):
        door = lived.says(who, "/besoin")
        assert door.dialog is not None
        assert door.text.startswith("**Les questions de 42 - Loire**\u00a0: 3\u00a0attendent")
        assert could in door.text
        assert ("dont 3\u00a0posées par vous" in door.text) is (who == "louis")
        assert [each.label for each in door.buttons] == [
            "Poser une question",
            "Mes questions",
            "Chercher…",
            "Je peux répondre",
        ]
    coordinating = lived.says("amina", "/besoin").buttons[-1]
    assert coordinating.label == "Suivre…"
    assert [each.label for each in coordinating.options] == [
        "Ce qui attend une réponse",
        "Ce qui est transmis",
    ]
    assert lived.says("amina", "/besoin suivi").text.startswith("**Ce qui attend**")
    asking, _, finding, _ = lived.says("zoé", "/besoin").buttons
    for button in (asking, finding):
        assert presses(lived, "zoé", button).dialog is not None
    assert presses(lived, "zoé", asking).text == ""


def test_without_a_form_the_door_says_what_to_type(tmp_path: Path) -> None:
    room = open_room(tmp_path, buttons=False)
    room.says("zoé", "besoin", via=Via.DIRECT)

    [text] = room.said()
    room.database.close()
    assert text == (
        "**Les questions de 42 - Loire**\u00a0: aucune n'attend, tout a sa réponse.\n\n"
        "- Poser une question\u00a0: `/besoin <votre question>`\n"
        "- Mes questions\u00a0: `/besoin mes`\n"
        "- Chercher\u00a0: `/besoin chercher <mots>`\n"
        "- Je peux répondre\u00a0: `/besoin liste`"
    )


def test_a_list_offers_to_answer_the_questions_of_others(lived: Room) -> None:
    answering, _ = lived.says("zoé", "/besoin liste").buttons

    assert [each.command for each in answering.options] == [
        "besoin répondre 1",
        "besoin répondre 6",
        "besoin répondre 7",
    ]
    assert lived.picks("zoé", answering.options[0].command).dialog is not None
    assert [each.label for each in lived.says("louis", "/besoin liste").buttons] == ["Lire…"]


def test_a_card_read_alone_has_the_verbs_of_its_reader(lived: Room) -> None:
    def shown(who: str, number: int = 1) -> list[str]:
        return [each.label for each in lived.says(who, f"/besoin voir {number}").buttons]

    def managed(who: str, number: int = 1) -> list[str]:
        menu = lived.says(who, f"/besoin voir {number}").buttons[-1]
        return [each.label for each in menu.options]

    assert shown("zoé") == ["Moi aussi", "J'ai une réponse"]
    lived.says("zoé", "/besoin moi-aussi 1")
    assert shown("zoé") == ["Sans moi", "J'ai une réponse"]
    assert shown("louis") == ["J'ai une réponse", "Gérer…"]
    assert managed("louis") == [
        "Modifier le texte…",
        "Changer le thème…",
        "Retirer mon nom",
        "La rendre privée",
        "La retirer",
        "Demander à qui sait",
        "Écrire à ce sujet…",
    ]
    assert "Fermer sans réponse…" in managed("amina")
    assert "Ne plus la reporter" in managed("amina", 6)
    assert "Reporter à la prochaine lettre" not in managed("amina", 6)
    assert shown("zoé", 2) == ["Compléter"]
    assert shown("louis", 2) == ["Merci", "Pas tout à fait…", "Compléter", "Gérer…"]
    assert shown("zoé", 3) == []
    assert managed("amina", 3) == ["Rouvrir", "Écrire à ce sujet…"]
    assert "Rouvrir" not in managed("louis", 3)
    assert "Rouvrir" in managed("louis", 4)
    assert shown("zoé", 5) == ["Voir la n°\u00a01"]


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
    for typed in ("7 girafe", "3 logement"):
        assert lived.says("amina", f"/besoin thème {typed}").refused
    dialog = lived.says("amina", "/besoin thème 7").dialog
    assert dialog is not None
    assert [each.value for each in dialog.fields[0].choices] == list(THEMES)


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
