"""A meeting held and reported: steps, outcomes, minutes, feedback, actions."""

from __future__ import annotations

import pytest

from bot.core.errors import ChangedMeanwhileError
from bot.meeting import store as meetings
from bot.question.rules import Occasion, QuestionStatus
from tests.commands.gestures import everything, kept, told
from tests.room import Room


@pytest.fixture
def held(room: Room) -> Room:
    for text in ("Qui prête une salle à Brest ?", "Où imprimer en grand format ?"):
        room.says("zoé", f"/besoin {text}")
    room.says("amina", "/rencontre planifier jeudi 3 décembre 14h, mairie")
    room.says("amina", "/rencontre ajouter 4 Un quiz")
    room.says("amina", "/rencontre annoncer")
    room.clock.forward(days=31, hours=5)
    room.says("amina", "/rencontre tenir")
    return room


def steps(room: Room, count: int) -> None:
    for _ in range(count):
        room.says("amina", "/rencontre suivant")


def end(room: Room) -> None:
    room.says("louis", "/rencontre répondue 1 La Manufacture, le mardi")
    room.says("amina", "/rencontre reporter 2 lettre")
    room.says("amina", "/rencontre décision Un atelier commun")
    room.says("amina", "/rencontre action Réserver la salle, Zoé, 15 janvier")
    room.clock.forward(minutes=95)
    room.says("amina", "/rencontre terminer")


def test_it_goes_step_by_step_in_its_thread_and_stops_at_the_last(held: Room) -> None:
    steps(held, 5)

    last = [m for m in held.outbox() if ":step:" in m.key]
    assert len(last) == 6
    assert {m.thread for m in last} == {"meeting:loire:1:live"}
    assert [button.label for button in last[-1].buttons] == ["Terminer"]
    assert held.says("amina", "/rencontre suivant").refused


def test_the_question_that_is_spoken_of_needs_no_number(held: Room) -> None:
    assert held.says("louis", "/rencontre répondue La Manufacture").refused
    steps(held, 3)
    assert not held.says("louis", "/rencontre répondue La Manufacture").refused
    assert kept(held).status is QuestionStatus.OPEN
    end(held)

    assert "La Manufacture" in held.says("amina", "/rencontre compte-rendu").text


def test_nothing_is_held_twice_nor_before_it_starts(held: Room, room: Room) -> None:
    assert held.says("amina", "/rencontre tenir").refused
    end(held)
    for typed in ("suivant", "terminer", "point Les tablettes"):
        assert room.says("amina", f"/rencontre {typed}").refused


def test_what_was_not_covered_goes_to_the_next_meeting(held: Room) -> None:
    held.says("amina", "/rencontre terminer")
    held.says("amina", "/rencontre planifier jeudi 14 janvier 2027 14h, mairie")

    assert "Un quiz" in held.says("amina", "/rencontre").text


def test_publishing_settles_the_questions_posts_pins_and_attaches(held: Room) -> None:
    end(held)
    assert kept(held).status is QuestionStatus.OPEN
    held.says("amina", "/rencontre effectif 18 médiateurs, 9 structures, 2 autres")
    draft = held.says("amina", "/rencontre compte-rendu").text
    assert "Médiateurs\u00a0: 18\u00a0; structures\u00a0: 9\u00a0; autres acteurs\u00a0: 2" in draft
    assert "Durée\u00a0: 1\u00a0h\u00a035" in draft

    held.says("amina", "/rencontre publier")

    [post] = [m for m in held.outbox() if m.key == "meeting:loire:1:minutes"]
    assert post.pinned
    assert post.file is not None
    assert post.file.content == post.text
    assert "La Coop" not in post.text
    assert kept(held).status is QuestionStatus.ANSWERED
    assert kept(held, 2).occasion is Occasion.LETTER
    assert any("La Manufacture" in m.text for m in told(held, "zoé"))


def test_a_question_that_ended_meanwhile_stays_as_it_is(held: Room) -> None:
    end(held)
    held.says("zoé", "/besoin retirer 1")
    assert not held.says("amina", "/rencontre publier").refused
    assert kept(held).status is QuestionStatus.WITHDRAWN


def test_one_of_two_who_publish_at_once_wins(held: Room) -> None:
    end(held)
    stale = held.store(lambda db: meetings.get(db, "loire", 1))
    held.says("amina", "/rencontre publier")
    known = everything(held)

    assert held.says("amina", "/rencontre publier").refused
    assert everything(held) == known
    with pytest.raises(ChangedMeanwhileError):
        held.store(lambda db: meetings.save(db, stale.report()))


def test_feedback_is_anonymous_counts_once_and_shows(held: Room) -> None:
    end(held)
    held.says("amina", "/rencontre publier")
    assert "compté, sans votre nom" in held.says("louis", "/rencontre avis 4 Très utile").text
    assert "déjà compté" in held.says("louis", "/rencontre avis 1").text
    assert held.says("louis", "/rencontre avis 6").refused

    text = held.says("amina", "/rencontre avis").text

    assert "4/5 × 1" in text
    assert "Très utile" in text
    assert "Louis" not in text


def test_actions_are_followed_until_they_are_done(held: Room) -> None:
    end(held)
    assert "Aucune action" in held.says("zoé", "/rencontre actions").text
    held.says("amina", "/rencontre publier")
    assert (
        "Réserver la salle (Zoé), pour le vendredi 15" in held.says("zoé", "rencontre actions").text
    )
    held.says("zoé", "/rencontre fait 2")
    assert "Aucune action" in held.says("zoé", "/rencontre actions").text
    assert held.says("zoé", "/rencontre fait 1").refused
