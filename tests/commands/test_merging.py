"""Questions alike: the answer offered before the card, doubles made one, and taken apart."""

from __future__ import annotations

import pytest

from bot.core import outbox
from bot.core.message import Button, Delivery, Message
from bot.question import card as cards
from bot.question import merging
from bot.question.rules import QuestionStatus
from bot.talk.command import Via
from tests.commands.gestures import asks_privately, deliver, kept, presses, story, told
from tests.room import Room

SALLE = "/besoin Qui prête une salle de réunion à Brest ?"
AGAIN = "/besoin Qui peut prêter une salle de réunion à Brest ?"
CARD = "question:loire:2"


@pytest.fixture
def answered(room: Room) -> Room:
    """Return a room where Zoé's question was answered, and Louis asks nearly the same."""
    room.says("zoé", SALLE)
    room.says("amina", "/besoin répondre 1 La Manufacture, le mardi")
    deliver(room)
    room.says("louis", AGAIN)
    return room


@pytest.fixture
def doubles(room: Room) -> Room:
    """Return a room where Zoé and Louis ask the same."""
    room.says("zoé", SALLE)
    room.says("louis", AGAIN)
    return room


def card(room: Room, key: str = CARD) -> Message | None:
    return room.store(lambda db: outbox.by_key(db, key))


def offer(room: Room) -> tuple[Button, Button]:
    """Return what Louis is offered: the answer found, asking all the same."""
    [message] = [each for each in told(room, "louis") if each.key.endswith(":offer")]
    found, anyway = message.buttons
    return found, anyway


def status_of(room: Room, key: str = CARD) -> Delivery:
    message = card(room, key)
    assert message is not None
    return message.status


def test_an_answer_is_offered_before_anything_rings_the_channel(answered: Room) -> None:
    [message] = answered.outbox()

    assert message.user == "louis"
    assert "La Manufacture, le mardi" in message.text
    assert [button.label for button in message.buttons] == [
        "Cela répond à ma question",
        "Poser quand même",
    ]
    assert status_of(answered) is Delivery.HELD


def test_that_answers_my_question_ends_it_without_a_card(answered: Room) -> None:
    found, _ = offer(answered)

    reply = presses(answered, "louis", found)

    assert "le réseau n'a pas à la lire" in reply.text
    assert kept(answered, 2).merged_into == 1
    assert kept(answered, 1).concerned == 2
    assert card(answered) is None
    assert "question:loire:2" not in deliver(answered)


def test_asking_all_the_same_shows_the_card_at_once(answered: Room) -> None:
    _, anyway = offer(answered)

    reply = presses(answered, "louis", anyway)

    assert not reply.refused
    assert status_of(answered) is Delivery.PREPARED
    assert CARD in deliver(answered)
    assert presses(answered, "louis", anyway).text == reply.text


def test_half_an_hour_later_the_card_goes_by_itself(answered: Room) -> None:
    answered.clock.forward(minutes=29, seconds=59)
    answered.settles()
    assert CARD not in deliver(answered)
    answered.clock.forward(seconds=1)
    answered.settles()

    assert CARD in deliver(answered)


def test_the_offer_still_serves_after_the_card_has_gone(answered: Room) -> None:
    found, _ = offer(answered)
    answered.clock.forward(hours=1)
    answered.settles()
    deliver(answered)

    presses(answered, "louis", found)

    assert kept(answered, 2).status is QuestionStatus.MERGED
    assert "réunie avec la n°\u00a01" in answered.outbox()[-2].text


@pytest.mark.parametrize("who", ["zoé", "amina"])
def test_what_is_offered_is_the_authors_to_take(answered: Room, who: str) -> None:
    for button in offer(answered):
        assert presses(answered, who, button).refused

    assert status_of(answered) is Delivery.HELD


def test_withdrawn_while_it_is_held_a_question_is_never_shown(answered: Room) -> None:
    answered.does("louis", "besoin retirer 2")
    answered.clock.forward(hours=1)
    answered.settles()

    assert CARD not in deliver(answered)
    for button in (
        Button(id="x", label="x", route=route, argument=argument)
        for route, argument in ((merging.FOUND, "2 1"), (merging.ASK_ANYWAY, "2"))
    ):
        assert presses(answered, "louis", button).refused


def test_withdrawn_then_reopened_it_gets_its_card(answered: Room) -> None:
    answered.does("louis", "besoin retirer 2")
    answered.does("louis", "besoin rouvrir 2")

    assert CARD in deliver(answered)


def test_an_answer_that_was_found_then_not_leaves_the_other_question(answered: Room) -> None:
    presses(answered, "louis", offer(answered)[0])

    answered.does("louis", "besoin rouvrir 2")

    assert kept(answered, 2).status is QuestionStatus.OPEN
    assert kept(answered, 1).concerned == 1
    assert CARD in deliver(answered)


@pytest.mark.parametrize("ending", ["rouvrir 1", "fermer 1 Déjà vu"])
def test_an_answer_found_may_be_left_whatever_became_of_it(answered: Room, ending: str) -> None:
    presses(answered, "louis", offer(answered)[0])
    answered.does("amina", "besoin rouvrir 1")
    if "fermer" in ending:
        answered.says("amina", f"/besoin {ending}")

    assert not answered.does("louis", "besoin rouvrir 2").refused
    assert kept(answered, 1).concerned == 1


def test_several_answers_are_offered_each_with_its_number(room: Room) -> None:
    for number, place in enumerate(("le lundi", "le mardi"), start=1):
        room.says("zoé", f"{SALLE[:-1]} {place} ?")
        room.says("amina", f"/besoin répondre {number} La Manufacture")
    deliver(room)
    room.says("louis", AGAIN)

    [message] = [each for each in told(room, "louis") if each.key.endswith(":offer")]
    assert len(message.buttons) == 3
    assert {button.label for button in message.buttons[:2]} == {
        "La n°\u00a01 répond à ma question",
        "La n°\u00a02 répond à ma question",
    }
    assert message.buttons[-1].label == "Poser quand même"


def test_nothing_alike_holds_nothing(room: Room) -> None:
    room.says("zoé", SALLE)
    room.says("amina", "/besoin répondre 1 La Manufacture")
    room.says("louis", "/besoin Comment aider à déclarer ses impôts ?")

    assert status_of(room) is Delivery.PREPARED


def test_doubles_are_told_by_no_message(doubles: Room) -> None:
    assert told(doubles, "amina") == []
    assert doubles.does("zoé", "besoin fusionner 2 1").refused


def test_the_form_of_a_merging_names_the_likely_double(doubles: Room) -> None:
    doubles.says("zoé", "/besoin Où imprimer en grand format ?")
    doubles.settles()

    dialog = doubles.does("amina", "besoin fusionner 2").dialog

    assert dialog is not None
    assert (dialog.route, dialog.argument) == ("besoin fusionner", "2")
    alike, number = dialog.fields
    assert [(each.value, each.label) for each in alike.choices] == [
        ("1", "n°\u00a01 · Qui prête une salle de réunion à Brest ?")
    ]
    assert number.optional
    alone = doubles.does("amina", "besoin fusionner 3").dialog
    assert alone is not None
    [asked] = alone.fields
    assert (asked.name, asked.choices) == ("texte", ())
    assert not doubles.clicks("amina", "besoin fusionner", "2 1", via=Via.DIALOG).refused


def test_merged_questions_share_their_people_and_their_answer(doubles: Room) -> None:
    doubles.does("amina", "besoin moi-aussi 2")

    doubles.does("amina", "besoin fusionner 2 1")

    assert kept(doubles, 1).concerned == 3
    assert told(doubles, "louis") == []
    doubles.says("zoé", "/besoin répondre 1 La Manufacture")
    for who in ("louis", "amina"):
        assert "La Manufacture" in told(doubles, who)[-1].text
    card_text = [m.text for m in doubles.outbox() if m.edits == CARD][-1]
    assert "réunie avec la n°\u00a01" in card_text


def test_merged_into_an_answered_one_its_people_are_told_the_answer(doubles: Room) -> None:
    doubles.says("amina", "/besoin répondre 1 La Manufacture")

    doubles.does("amina", "besoin fusionner 2 1")

    news = told(doubles, "louis")[-1].text
    assert "La Manufacture" in news
    assert "La n°\u00a02, que vous attendiez, l'a rejointe" in news


def test_who_shared_both_is_told_of_the_merging_too(doubles: Room) -> None:
    doubles.does("louis", "besoin moi-aussi 1")
    doubles.says("amina", "/besoin répondre 1 La Manufacture")

    reply = doubles.does("amina", "besoin fusionner 2 1")

    assert not reply.refused
    assert "a rejoint" in reply.text
    assert kept(doubles, 1).concerned == 2


def test_two_doubles_of_one_person_join_the_same_answer(doubles: Room) -> None:
    doubles.says("louis", f"{AGAIN[:-1]}le jeudi ?")
    doubles.says("amina", "/besoin répondre 1 La Manufacture")

    for number in (2, 3):
        assert "a rejoint" in doubles.does("amina", f"besoin fusionner {number} 1").text

    assert kept(doubles, 1).concerned == 2


def test_one_chain_of_doubles_leads_to_its_end(doubles: Room) -> None:
    doubles.says("amina", f"{AGAIN[:-1]}le jeudi ?")
    doubles.does("amina", "besoin fusionner 3 2")
    doubles.does("amina", "besoin fusionner 2 1")

    assert kept(doubles, 1).concerned == 3
    assert doubles.does("amina", "besoin fusionner 1 2").refused


def test_a_merging_is_undone(doubles: Room) -> None:
    doubles.does("amina", "besoin fusionner 2 1")

    doubles.does("amina", "besoin rouvrir 2")

    assert kept(doubles, 2).status is QuestionStatus.OPEN
    assert kept(doubles, 2).merged_into is None
    last = [m for m in doubles.outbox() if m.edits == CARD][-1]
    assert last.text.startswith("**Question n°\u00a02** de")
    assert [each.label for each in last.buttons] == ["Moi aussi", "J'ai une réponse", "Plus…"]
    assert [event.change.value for event in story(doubles, 2)] == ["asked", "merged", "reopened"]


def test_the_author_of_a_merged_question_takes_it_back_and_leaves_the_other(doubles: Room) -> None:
    doubles.does("amina", "besoin fusionner 2 1")

    doubles.does("louis", "besoin rouvrir 2")

    assert kept(doubles, 1).concerned == 1
    assert [event.change.value for event in story(doubles, 1)] == ["asked", "gathered", "left"]


@pytest.mark.parametrize("typed", ["fusionner 1 1", "fusionner 1 3", "fusionner 3 1"])
def test_only_two_different_questions_of_the_network_are_merged(doubles: Room, typed: str) -> None:
    asks_privately(doubles, "louis", "Comment parler de dettes ?")

    reply = doubles.plays("amina", f"besoin {typed}")

    assert reply.refused
    assert "deux questions différentes" in reply.text


@pytest.mark.parametrize("ending", ["fermer 1 Déjà vu", "fusionner 1 3"])
def test_what_has_ended_takes_no_double(doubles: Room, ending: str) -> None:
    doubles.says("louis", "/besoin Où imprimer en grand format ?")
    doubles.plays("amina", f"besoin {ending}")

    assert doubles.does("amina", "besoin fusionner 2 1").refused
    assert kept(doubles, 2).status is QuestionStatus.OPEN


def test_a_new_card_is_held_a_minute_at_most(room: Room) -> None:
    room.busy = True
    room.says("louis", SALLE)
    assert status_of(room, "question:loire:1") is Delivery.HELD
    room.clock.forward(seconds=cards.LOOKED_AT_WITHIN.total_seconds())

    room.store(lambda db: outbox.release_due(db, ["loire"], room.clock.now))

    assert status_of(room, "question:loire:1") is Delivery.PREPARED
