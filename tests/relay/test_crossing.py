"""Gestures that cross: a climb sent again, questions made one, words taken back meanwhile."""

from __future__ import annotations

import pytest

from bot.network.rights import Role
from bot.question import store as questions
from bot.relay.rules import TAKEN_BACK
from tests.relay.steps import ARRIVES, QUESTION, answered, asked, proposes, sent, taken
from tests.relay.tree_room import PEOPLE, TreeRoom


def _card(room: TreeRoom, network: str, number: int = 1) -> str:
    """Return what the card of a question reads now."""
    key = f"question:{network}:{number}"
    said = room.deliver()
    return [each.text for each in said if key in (each.key, each.edits)][-1]


def test_the_card_of_a_need_that_is_proposed_again_no_longer_tells_that_it_was_returned(
    room: TreeRoom,
) -> None:
    card = sent(room, "amina", "louis")
    room.clicks("rachid", "besoin renvoyer", f"{card.buttons[0].argument} Voyez la CAF")
    assert "renvoyée" in _card(room, "loire")

    proposes(room, "amina")

    assert "renvoyée" not in _card(room, "loire")


def test_a_correction_comes_down_by_the_last_climb_only(room: TreeRoom) -> None:
    taken(room)
    answered(room)
    room.does("amina", "besoin écarter 1")
    proposes(room, "amina", "Qui forme les aidants ?")

    reply = room.does("rachid", "besoin compléter 1 Et le module 4")

    assert "complétée" in reply.text
    assert not [each for each in room.told("amina", room.deliver()) if "module 4" in each.text]


def test_an_asker_takes_back_what_climbs_in_the_stead_of_their_double(room: TreeRoom) -> None:
    sent(room, "amina", "louis")
    mine = asked(room, "amina", "zoe", "Qui forme les proches aidants ?", number=2)
    room.presses("zoe", mine, "Non merci")
    room.does("amina", "besoin fusionner 1 2")

    room.does("louis", "besoin désaccord 1")

    assert "Plus aucun besoin" in room.last("rachid", room.deliver(), "besoin").text


def test_what_its_asker_has_not_agreed_to_ends_when_questions_are_made_one(room: TreeRoom) -> None:
    room.says("zoe", "/besoin Qui forme les proches aidants ?")
    question = asked(room, "amina", "louis", number=2)
    room.does("amina", "besoin fusionner 2 1")

    refused = room.presses("louis", question, "D'accord").text

    told = room.last("louis", room.deliver(), "plus besoin")
    assert "être transmise" in told.text
    assert "Ce n'est plus possible" in refused
    assert not room.told("rachid", room.deliver())


def test_a_question_reopened_above_is_told_to_be_in_charge_there_again(room: TreeRoom) -> None:
    taken(room)
    room.presses("amina", answered(room), "Écarter")
    room.deliver()

    room.does("rachid", "besoin rouvrir 1")

    assert "elle y est prise en charge" in _card(room, "loire")


def test_questions_made_one_are_each_counted_again(room: TreeRoom) -> None:
    room.says("rachid", "/besoin Où trouver un module sur l'IA ?")
    room.presses("rachid", sent(room, "amina", "louis"), "Prendre")
    room.does("rachid", "besoin fusionner 2 1")

    room.does("rachid", "besoin rouvrir 2")

    here = [room.store(lambda db, n=n: questions.get(db, "aura", n)) for n in (1, 2)]  # type: ignore[misc]
    assert [each.territories for each in here] == [1, 0]


def test_words_taken_back_leave_the_question_that_was_made_one_with_another(
    room: TreeRoom,
) -> None:
    room.says("rachid", "/besoin Où trouver un module sur l'IA ?")
    room.presses("rachid", sent(room, "amina", "louis"), "Prendre")
    room.does("rachid", "besoin fusionner 2 1")
    room.deliver()

    room.does("louis", "besoin désaccord 1")

    made = room.store(lambda db: questions.get(db, "aura", 2))
    assert made.text == TAKEN_BACK
    assert QUESTION not in _card(room, "aura", 2)


def test_words_stay_where_another_territory_still_says_the_same(room: TreeRoom) -> None:
    taken(room)
    taken(room, "bruno", "ines")
    room.does("rachid", "besoin fermer 2 Voyez la CAF")

    room.does("louis", "besoin désaccord 1")

    here = [room.store(lambda db, n=n: questions.get(db, "aura", n)) for n in (1, 2)]  # type: ignore[misc]
    assert [each.text for each in here] == [TAKEN_BACK, QUESTION]


def test_words_taken_back_leave_the_card_of_those_further_above(room: TreeRoom) -> None:
    taken(room)
    card = sent(room, "bruno", "ines", "Qui forme sans anglais à l'IA ?")
    room.clicks("rachid", "besoin joindre", f"{card.buttons[0].argument} 1")
    proposes(room, "rachid")
    assert QUESTION in room.last("nadia", room.deliver(), ARRIVES).text

    room.does("louis", "besoin désaccord 1")

    shown = room.last("nadia", room.deliver(), ARRIVES)
    assert QUESTION not in shown.text
    assert "Qui forme sans anglais à l'IA ?" in shown.text


def test_the_answer_that_a_question_taken_back_had_is_found_by_no_older_climb(
    room: TreeRoom,
) -> None:
    taken(room)
    answered(room)
    room.does("amina", "besoin écarter 1")
    proposes(room, "amina", "Qui forme les aidants ?")

    room.does("louis", "besoin rendre-privée 1")

    assert room.store(lambda db: questions.get(db, "aura", 1)).text == TAKEN_BACK


def test_whoever_coordinates_from_now_on_sees_what_waits_with_the_next_need(
    room: TreeRoom, monkeypatch: pytest.MonkeyPatch
) -> None:
    sent(room, "amina", "louis")
    monkeypatch.setitem(PEOPLE["zoe"][1], "aura", Role.COORDINATOR)
    agreeing = asked(room, "bruno", "ines")

    room.presses("ines", agreeing, "D'accord")

    [shown] = [each for each in room.told("zoe", room.deliver()) if ARRIVES in each.text]
    assert QUESTION in shown.text
