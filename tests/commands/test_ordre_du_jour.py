"""The agenda, edited by its places."""

from __future__ import annotations

import pytest

from bot.talk.command import Command, Via
from tests.room import Room, caller


@pytest.fixture
def planned(room: Room) -> Room:
    for text in ("Qui prête une salle à Brest ?", "Où imprimer en grand format ?"):
        room.says("louis", f"/besoin {text}")
    room.says("louis", "/besoin privé Comment parler à mon employeur ?")
    room.says("amina", "/rencontre planifier jeudi 3 décembre 14h, mairie")
    return room


def test_each_edition_shows_the_agenda_as_it_stands(planned: Room) -> None:
    for typed, shown in (
        (
            "ajouter 4 Retour sur l'atelier, 20 min, par Zoé",
            "4.1 Retour sur l'atelier (20\u00a0min), Zoé",
        ),
        ("ajouter partie Repas, 1h", "**5. Repas** (1\u00a0h)"),
        ("placer 5 2", "**2. Repas**"),
        ("renommer 2 Déjeuner", "**2. Déjeuner**"),
        ("confier 2 @zoe", "(1\u00a0h, Zoé)"),
        ("durée 2 45", "(45\u00a0min, Zoé)"),
        ("placer 4.2 1", "4.1 **n°\u00a02** Où imprimer"),
    ):
        assert shown in planned.says("amina", f"/rencontre {typed}").text, typed
    assert "45\u00a0min de plus que la rencontre" in planned.says("amina", "/rencontre").text


def test_what_is_taken_out_stays_out(planned: Room) -> None:
    planned.says("amina", "/rencontre enlever 3.1")

    assert "Brest" not in planned.says("amina", "/rencontre").text


def test_a_private_question_is_never_on_it(planned: Room) -> None:
    assert "employeur" not in planned.says("amina", "/rencontre").text


def test_a_place_that_is_missing_or_not_there_is_said(planned: Room) -> None:
    assert "de quel point" in planned.says("amina", "/rencontre enlever tout").text
    assert "pas de point 9" in planned.says("amina", "/rencontre enlever 9").text


def test_the_announcement_follows(planned: Room) -> None:
    planned.says("amina", "/rencontre annoncer")
    planned.says("amina", "/rencontre ajouter 4 Un quiz")

    assert "Un quiz" in planned.said()[-1]


def test_answered_questions_leave_it(planned: Room) -> None:
    planned.says("zoé", "/besoin répondre 1 La mairie")

    assert "Brest" not in planned.says("amina", "/rencontre").text


def test_a_point_is_added_by_form_too(room: Room) -> None:
    room.says("amina", "/rencontre planifier jeudi 3 décembre 14h, médiathèque de Valcombe")
    dialog = room.says("amina", "/rencontre ajouter").dialog
    assert dialog is not None
    assert [field.name for field in dialog.fields] == ["texte", "partie", "duree", "qui", "lien"]
    assert len(dialog.fields[1].choices) == 4

    filled = Command(
        text="Le prêt de tablettes",
        caller=caller("amina"),
        via=Via.DIALOG,
        channel="loire-channel",
        network="loire",
        route=dialog.route,
        fields={"partie": "3", "duree": "10 min", "qui": "Zoé"},
    )

    assert not room.asks(filled).refused
    assert "- 3.1 Le prêt de tablettes (10\u00a0min), Zoé" in room.says("amina", "/rencontre").text
