"""`/besoin chercher`: found by its words, with or without accents, whoever typed it how."""

from __future__ import annotations

import pytest

from bot.talk.command import Via
from tests.room import Room
from tests.typable import doing

NOTHING = "Rien d'assez proche dans la Loire."


@pytest.fixture
def kept(room: Room) -> Room:
    """Return a room where three questions were asked, and the first answered."""
    room.says("louis", "/besoin Qui a une fiche pour la carte grise ?")
    room.says("zoé", "/besoin Quel logiciel pour des élèves malvoyants ?")
    room.says("zoé", "/besoin Où trouver un ordinateur reconditionné ?")
    room.says("amina", "/besoin répondre 1 Celle de la préfecture, à jour en novembre")
    return room


@pytest.mark.parametrize(
    "words",
    ["carte grise", "cartes grises", "CARTE GRISE", "la carte gise", "préfecture", "prefecture"],
)
def test_a_question_is_found_by_its_words_or_its_answers(kept: Room, words: str) -> None:
    reply = kept.says("zoé", f"/besoin chercher {words}")

    title, _, first, *_ = reply.text.splitlines()
    assert title == "**1\u00a0résultat** dans la Loire"
    assert first == (
        "- **Question n°\u00a01**\u00a0: Qui a une fiche pour la carte grise ? "
        "_réponse trouvée, Papiers - Élections - Citoyenneté_"
    )
    assert "Réponse\u00a0: Celle de la préfecture, à jour en novembre" in reply.text
    assert reply.private


def test_the_question_just_asked_is_found_at_once(kept: Room) -> None:
    assert "n°\u00a03" in kept.says("amina", "/besoin chercher ordinateur").text


def test_an_answer_is_found_once_it_is_given(kept: Room) -> None:
    assert kept.says("amina", "/besoin chercher NVDA").text.startswith(NOTHING)

    kept.says("louis", "/besoin répondre 2 NVDA, il est libre")

    assert "n°\u00a02" in kept.says("amina", "/besoin chercher NVDA").text


def test_a_withdrawn_question_is_found_no_more(kept: Room) -> None:
    kept.says("amina", "/besoin chercher ordinateur")
    kept.does("zoé", "besoin retirer 3")

    assert kept.says("amina", "/besoin chercher ordinateur").text.startswith(NOTHING)


def test_another_networks_questions_are_never_found(kept: Room) -> None:
    kept.says("amina", "/besoin ~national Qui connaît le plan France Zèbre ?", network=None)

    assert kept.says("amina", "/besoin chercher zèbre").text.startswith(NOTHING)


def test_nothing_found_invites_to_ask(kept: Room) -> None:
    reply = kept.says("louis", "/besoin chercher girafe")

    assert reply.text.startswith(NOTHING)
    assert [each.label for each in reply.buttons] == ["Poser une question"]


def test_what_is_found_is_opened_from_a_menu(kept: Room) -> None:
    [menu] = kept.says("louis", "/besoin chercher ordinateur").buttons

    assert menu.label == "Lire…"
    assert "reconditionné" in kept.says("louis", f"/{doing(menu.options[0])}").text


def test_an_empty_search_asks_for_its_words(kept: Room) -> None:
    dialog = kept.says("louis", "/besoin chercher").dialog
    assert dialog is not None
    assert "n°\u00a01" in kept.clicks("louis", dialog.route, "carte grise").text

    kept.says("louis", "besoin chercher", via=Via.MENTION)
    assert "dans son fil" in kept.said()[-1]


def test_others_words_are_shown_and_do_nothing(room: Room) -> None:
    room.says("louis", "/besoin Le [lien](https://x.fr) de @channel marche *encore* ?")

    text = room.says("zoé", "/besoin chercher lien").text

    assert "@\u200bchannel" in text
    assert r"\[lien\]" in text


def test_strangers_and_guests_search_nothing(kept: Room) -> None:
    for who in ("marc", "gaspard"):
        assert kept.says(who, "/besoin chercher carte grise").refused


def test_it_answers_a_mention_by_direct_message(kept: Room) -> None:
    kept.says("louis", "besoin chercher carte grise", via=Via.MENTION)

    assert "n°\u00a01" in kept.said()[-1]
    assert kept.outbox()[-1].user == "louis"
