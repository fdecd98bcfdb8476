"""Gestures that cross: a climb sent again, questions made one, words taken back meanwhile."""

from __future__ import annotations

from pathlib import Path

import pytest

from bot.network.rights import Role
from bot.question import store as questions
from bot.relay.rules import TAKEN_BACK
from tests.relay.steps import ARRIVES, QUESTION, answered, asked, proposes, sent, shared, taken
from tests.relay.tree_room import PEOPLE, TreeRoom, open_tree


@pytest.fixture
def room(tmp_path: Path) -> TreeRoom:
    """Open a tree of networks."""
    return open_tree(tmp_path)


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
    room.says("amina", "/besoin écarter 1")
    proposes(room, "amina", "Qui forme les aidants ?")

    reply = room.says("rachid", "/besoin compléter 1 Et le module 4")

    assert "complétée" in reply.text
    assert not [each for each in room.told("amina", room.deliver()) if "module 4" in each.text]


def test_a_need_that_its_double_brought_is_the_one_that_is_agreed_to(room: TreeRoom) -> None:
    first = sent(room, "amina", "zoe", "Qui forme les aidants ?")
    room.clicks("rachid", "besoin renvoyer", f"{first.buttons[0].argument} Voyez la CAF")
    room.says("louis", "/besoin Qui forme les proches aidants ?")
    proposes(room, "amina", "Qui forme les proches aidants ?", number=2)
    room.says("amina", "/besoin fusionner 2 1")

    reply = room.says("amina", "/besoin transmettre 1 Qui forme les aidants ?")

    assert "accord" in reply.text


def test_questions_made_one_are_each_counted_again(room: TreeRoom) -> None:
    room.says("rachid", "/besoin Où trouver un module sur l'IA ?")
    room.presses("rachid", sent(room, "amina", "louis"), "Prendre")
    room.says("rachid", "/besoin fusionner 2 1")

    room.says("rachid", "/besoin rouvrir 2")

    here = [room.store(lambda db, n=n: questions.get(db, "aura", n)) for n in (1, 2)]  # type: ignore[misc]
    assert [each.territories for each in here] == [1, 0]


def test_words_taken_back_leave_the_question_that_was_made_one_with_another(
    room: TreeRoom,
) -> None:
    room.says("rachid", "/besoin Où trouver un module sur l'IA ?")
    room.presses("rachid", sent(room, "amina", "louis"), "Prendre")
    room.says("rachid", "/besoin fusionner 2 1")
    room.deliver()

    room.says("louis", "/besoin désaccord 1")

    made = room.store(lambda db: questions.get(db, "aura", 2))
    assert made.text == TAKEN_BACK
    assert QUESTION not in _card(room, "aura", 2)


def test_words_stay_where_another_territory_says_the_same(room: TreeRoom) -> None:
    shared(room)

    room.says("louis", "/besoin désaccord 1")

    assert room.store(lambda db: questions.get(db, "aura", 1)).text == QUESTION


def test_words_taken_back_leave_the_card_of_those_further_above(room: TreeRoom) -> None:
    taken(room)
    card = sent(room, "bruno", "ines", "Qui forme sans anglais à l'IA ?")
    room.clicks("rachid", "besoin joindre", f"{card.buttons[0].argument} 1")
    proposes(room, "rachid")
    assert QUESTION in room.last("nadia", room.deliver(), ARRIVES).text

    room.says("louis", "/besoin désaccord 1")

    shown = room.last("nadia", room.deliver(), ARRIVES)
    assert QUESTION not in shown.text
    assert "Qui forme sans anglais à l'IA ?" in shown.text


def test_the_answer_that_a_question_taken_back_had_is_found_by_no_older_climb(
    room: TreeRoom,
) -> None:
    taken(room)
    answered(room)
    room.says("amina", "/besoin écarter 1")
    proposes(room, "amina", "Qui forme les aidants ?")

    room.says("louis", "/besoin rendre-privée 1")

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
