"""What waits for coordinators on the belt stands in their pile."""

from __future__ import annotations

import pytest

from tests.pile_cases import waiting
from tests.relay.tree_room import TreeRoom

QUESTION = "Qui forme à l'intelligence artificielle sans anglais ?"


def _transmits(room: TreeRoom, who: str, asker: str, text: str = QUESTION) -> None:
    room.says(asker, f"/besoin {text}")
    room.clicks(who, "besoin transmettre", f"1 {text}", texte=text, territoire="nom")
    said = room.deliver()
    room.presses(asker, room.last(asker, said, "Êtes-vous d'accord"), "D'accord")


def test_a_need_that_arrived_waits_for_those_above(room: TreeRoom) -> None:
    _transmits(room, "amina", "louis")
    room.clock.forward(days=3)
    assert "posé et transmis le 2 novembre" in waiting(room, "rachid", "aura")

    _transmits(room, "bruno", "ines", "Qui prête des tablettes ?")

    assert waiting(room, "rachid", "aura").count("Un besoin monte") == 2


def test_an_answer_that_came_down_waits_for_those_below(room: TreeRoom) -> None:
    _transmits(room, "amina", "louis")
    room.clicks("rachid", "besoin prendre", "1")
    room.says("rachid", "/besoin répondre 1 Le module 3")

    assert "> Le module 3" in waiting(room)
    room.clicks("amina", "besoin publier", "1")
    assert "> Le module 3" not in waiting(room)


def test_a_summary_and_an_offer_are_proposed_in_their_time(room: TreeRoom) -> None:
    room.says("louis", f"/besoin {QUESTION}")
    room.clicks("amina", "besoin transmettre", f"1 {QUESTION}", texte=QUESTION, territoire="nom")
    room.deliver()
    assert "résumé" not in waiting(room)
    room.clock.forward(days=12)
    assert "un résumé, avec vos propres mots, peut partir" in waiting(room)

    room.clicks("amina", "besoin transmettre", "1 Qui forme ?", texte="Qui forme ?")
    room.clicks("rachid", "besoin prendre", "1")
    room.says("zoe", "/besoin répondre 1 Le Moulin, à Roanne", network="loire")
    assert "**Cette réponse est attendue là où la question a été transmise.**" in waiting(room)


@pytest.mark.parametrize("why", ["shared", "deferred", "old"])
def test_what_might_climb_is_suggested_where_a_network_is_above(room: TreeRoom, why: str) -> None:
    room.says("louis", f"/besoin {QUESTION}")
    room.says("nadia", f"/besoin {QUESTION}")
    assert "À transmettre à" not in waiting(room)
    if why == "shared":
        room.does("zoe", "besoin moi-aussi 1", network="loire")
        room.does("amina", "besoin moi-aussi 1")
        said = "plusieurs personnes la partagent"
    elif why == "deferred":
        for _ in range(2):
            room.does("amina", "besoin reporter 1 lettre")
        said = "elle a été reportée plusieurs fois"
    else:
        room.clock.forward(days=31)
        said = "elle attend depuis plus d'un mois"

    text = waiting(room)

    assert f"**À transmettre à un autre réseau ?** {said.capitalize()}" in text
    assert "À transmettre à" not in waiting(room, "nadia", "national")
    room.clicks("amina", "besoin transmettre", f"1 {QUESTION}", texte=QUESTION, territoire="nom")
    assert "À transmettre à" not in waiting(room)


def test_what_another_territory_carries_is_suggested_without_a_word_of_it(room: TreeRoom) -> None:
    theirs = "Qui forme les aidants à l'intelligence artificielle, sans anglais ?"
    _transmits(room, "bruno", "ines", theirs)
    room.says("louis", f"/besoin {QUESTION}")
    assert "un autre territoire" not in waiting(room).lower()

    room.clicks("rachid", "besoin prendre", "1")

    text = waiting(room)
    assert "Un autre territoire porte un besoin proche" in text
    assert "aidants" not in text
    assert "Drôme" not in text


def test_a_private_question_is_never_suggested(room: TreeRoom) -> None:
    room.says("louis", f"/besoin privé {QUESTION}")
    room.does("louis", "besoin transmettre 1")
    room.clock.forward(days=40)

    assert "À transmettre à" not in waiting(room)
