"""A member's pile, « Une minute pour le réseau »: a question, an article, the meeting, a place."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

import pytest

from bot.pile.rules import PieceKind
from tests.commands.articles import collected
from tests.commands.test_veille import published
from tests.pile_cases import kinds, labels, opens, pile, presses, reads, waiting
from tests.room import Room, open_room

QUESTION, ARTICLE = PieceKind.QUESTION_WAITING, PieceKind.ARTICLE_TO_READ
MEETING, PLACE = PieceKind.NEXT_MEETING, PieceKind.PLACE_TO_OFFER


@pytest.fixture
def room(tmp_path: Path) -> Room:
    return open_room(tmp_path)


def lived(room: Room) -> None:
    """Have two questions wait, an article read, a meeting announced."""
    room.says("zoé", "/besoin Qui prête une salle à Roanne ?")
    room.says("zoé", "/besoin Qui anime des ateliers sur les mots de passe ?")
    collected(room, "Un guide")
    published(room)
    room.says("amina", "/rencontre planifier confirmé 10/12/2026 9h30, médiathèque")
    room.does("amina", "rencontre annoncer")


def test_it_shows_one_question_then_the_meeting_an_article_and_asks_for_a_place(
    room: Room,
) -> None:
    lived(room)

    text = opens(room, "louis")

    assert "**Une minute pour le réseau, 1 sur 4**" in text
    assert "Qui prête une salle à Roanne ?" in text
    assert kinds(room, "louis") == [QUESTION, MEETING, ARTICLE, PLACE]
    assert labels(room, "louis")[:3] == ["Je sais", "Moi aussi", "Pas pour moi"]
    assert [each.label for each in pile(room, "louis").buttons if each.primary] == ["Je sais"]


def test_each_thing_has_its_verbs_and_the_end_asks_for_a_question(room: Room) -> None:
    lived(room)
    opens(room, "louis")

    presses(room, "louis", "Moi aussi")
    assert "Je viens" in labels(room, "louis")
    presses(room, "louis", "Plus tard")
    assert labels(room, "louis")[:2] == ["Utile", "Pas pour moi"]
    presses(room, "louis", "Utile")
    assert labels(room, "louis")[:2] == ["Proposer mon lieu…", "Pas pour moi"]
    presses(room, "louis", "Pas pour moi")

    assert labels(room, "louis")[0] in {"Poser une question", "Continuer"}
    assert "Poser une question" in labels(room, "louis")


def test_what_is_not_for_someone_is_shown_to_them_no_more_and_to_the_others_still(
    room: Room,
) -> None:
    room.says("zoé", "/besoin Qui prête une salle à Roanne ?")
    opens(room, "louis")
    room.outbox()
    before = len(room.said())

    presses(room, "louis", "Pas pour moi")
    room.clock.forward(days=60)

    assert "salle à Roanne" not in opens(room, "louis")
    assert "salle à Roanne" in opens(room, "amina")
    assert "louis" not in waiting(room, "amina").lower()
    assert before >= 1


def test_what_was_not_for_someone_is_brought_back_at_once(room: Room) -> None:
    room.says("zoé", "/besoin Qui prête une salle à Roanne ?")
    opens(room, "louis")

    presses(room, "louis", "Pas pour moi")
    presses(room, "louis", "Annuler")

    assert "salle à Roanne" in reads(room, "louis")


def test_a_question_of_a_theme_that_one_knows_comes_first(room: Room) -> None:
    lived(room)
    room.does("louis", "besoin aider Prévention en sécurité numérique")

    assert "mots de passe" in opens(room, "louis")


def test_what_was_entrusted_stands_in_the_pile_of_whoever_said_yes(room: Room) -> None:
    collected(room, "Un guide", "Un atelier")
    room.fills("amina", "aide confier", "veille", texte="@louis")
    opens(room, "louis")
    assert PieceKind.ARTICLE_TO_SORT not in kinds(room, "louis")

    room.does("louis", "aide accepter veille")
    opens(room, "louis")

    assert PieceKind.ARTICLE_TO_SORT in kinds(room, "louis")


def test_whoever_holds_the_sorting_sorts_and_gives_back(room: Room) -> None:
    room.clock.forward(days=24)
    collected(room, "Un guide", "Un atelier")
    room.fills("amina", "aide confier", "veille", texte="@louis")
    assert room.does("louis", "veille garder 1").refused

    room.does("louis", "aide accepter veille")
    opens(room, "louis")
    assert PieceKind.ARTICLE_TO_SORT not in kinds_of(room, "amina")
    assert not room.does("louis", "veille garder 1").refused
    room.does("louis", "aide rendre veille")

    assert room.does("louis", "veille garder 2").refused
    assert PieceKind.ARTICLE_TO_SORT in kinds_of(room, "amina")


def test_whoever_coordinates_may_entrust_what_stands_in_their_pile(room: Room) -> None:
    collected(room, "Un guide")
    opens(room)

    assert "Confier…" in labels(room)


def kinds_of(room: Room, who: str) -> list[PieceKind | None]:
    """Open someone's pile; return what is in it."""
    opens(room, who)
    return list(kinds(room, who))


def test_whoever_the_minutes_are_entrusted_to_publishes_them(room: Room) -> None:
    room.says("amina", "/rencontre planifier confirmé 10/12/2026 9h30, médiathèque")
    room.does("amina", "rencontre annoncer 1")
    room.clock.now = datetime(2026, 12, 10, 8, 31, tzinfo=UTC)
    room.says("amina", "/rencontre tenir")
    room.does("amina", "rencontre terminer")
    opens(room)
    assert "Confier…" in labels(room)
    room.fills("amina", "aide confier", "compte-rendu", texte="@louis")
    assert room.does("louis", "rencontre publier 1").refused

    room.does("louis", "aide accepter compte-rendu")

    assert PieceKind.MINUTES_TO_PUBLISH not in kinds_of(room, "amina")
    assert PieceKind.MINUTES_TO_PUBLISH in kinds_of(room, "louis")
    assert not room.does("louis", "rencontre publier 1").refused


def test_a_place_that_was_left_for_later_is_asked_for_again_after_months(room: Room) -> None:
    opens(room, "louis")
    while "Proposer mon lieu…" not in labels(room, "louis"):
        presses(room, "louis", "Plus tard")
    presses(room, "louis", "Plus tard")
    assert "✔ Reporté de trois mois." in reads(room, "louis")

    room.clock.forward(days=30)
    opens(room, "louis")
    assert PLACE not in kinds(room, "louis")
    room.clock.forward(days=61)
    opens(room, "louis")
    assert PLACE in kinds(room, "louis")


def test_minutes_that_are_published_end_what_was_entrusted(room: Room) -> None:
    for number, date in enumerate((12, 18), start=1):
        room.says("amina", f"/rencontre planifier confirmé {date}/11/2026 9h30, médiathèque")
        room.does("amina", f"rencontre annoncer {number}")
        room.clock.now = datetime(2026, 11, date, 8, 31, tzinfo=UTC)
        room.says("amina", "/rencontre tenir")
        room.does("amina", "rencontre terminer")
        if number == 1:
            room.fills("amina", "aide confier", "compte-rendu", texte="@louis")
            room.does("louis", "aide accepter compte-rendu")
            room.does("louis", "rencontre publier 1")

    assert room.does("louis", "rencontre publier 2").refused
    assert PieceKind.MINUTES_TO_PUBLISH in kinds_of(room, "amina")
