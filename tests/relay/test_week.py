"""What the card of the week tells coordinators of the belt."""

from __future__ import annotations

from pathlib import Path

import pytest

from bot.talk.reply import Reply
from sandbox.play.witness import Place, Seen
from tests.relay.tree_room import TreeRoom, open_tree

QUESTION = "Qui forme à l'intelligence artificielle sans anglais ?"


@pytest.fixture
def room(tmp_path: Path) -> TreeRoom:
    """Open a tree of networks."""
    return open_tree(tmp_path)


def _week(room: TreeRoom, who: str) -> Reply:
    reply = room.says(who, "/aide")
    assert Seen(Place.CHANNEL, reply.text).lines <= Place.CHANNEL.limit
    return reply


def _text(room: TreeRoom, who: str) -> str:
    return _week(room, who).text.replace("\u00a0", " ")


def _clicks(room: TreeRoom, who: str) -> dict[str, str]:
    """Return what can be done, by label, the options of menus among it."""
    buttons = _week(room, who).buttons
    found = [(each.label, f"{each.route} {each.argument}".strip()) for each in buttons]
    found += [(each.label, each.command) for button in buttons for each in button.options]
    return {label.replace("\u00a0", " "): command for label, command in found}


def _transmits(room: TreeRoom, who: str, asker: str, text: str = QUESTION) -> None:
    room.says(asker, f"/besoin {text}")
    room.clicks(who, "besoin transmettre", f"1 {text}", texte=text, territoire="nom")
    said = room.deliver()
    room.presses(asker, room.last(asker, said, "Êtes-vous d'accord"), "D'accord")


def test_a_need_that_arrived_waits_on_the_card_of_those_above(room: TreeRoom) -> None:
    _transmits(room, "amina", "louis")
    room.clock.forward(days=3)

    assert "**Ce qui monte** : 1 besoin attend votre décision depuis 3 jours" in _text(
        room, "rachid"
    )
    assert _clicks(room, "rachid")["Décider du besoin qui monte"] == "besoin décider 1"
    _transmits(room, "bruno", "ines", "Qui prête des tablettes ?")
    assert _clicks(room, "rachid")["Décider des besoins qui montent"] == "besoin transmis"


def test_an_answer_that_came_down_waits_on_the_card_of_those_below(room: TreeRoom) -> None:
    _transmits(room, "amina", "louis")
    room.clicks("rachid", "besoin prendre", "1")
    room.says("rachid", "/besoin répondre 1 Le module 3")

    assert "**Réponse d'au-dessus** : 1 attend votre choix" in _text(room, "amina")
    assert _clicks(room, "amina")["Lire la réponse à la n° 1"] == "besoin choisir 1"
    room.clicks("amina", "besoin publier", "1")
    assert "au-dessus" not in _text(room, "amina")


def test_a_summary_and_an_offer_are_proposed_in_their_time(room: TreeRoom) -> None:
    room.says("louis", f"/besoin {QUESTION}")
    room.clicks("amina", "besoin transmettre", f"1 {QUESTION}", texte=QUESTION, territoire="nom")
    room.deliver()
    assert "résumé" not in _text(room, "amina")
    room.clock.forward(days=12)
    assert _clicks(room, "amina")["Résumer la n° 1…"] == "besoin transmettre 1"

    room.clicks("amina", "besoin transmettre", "1 Qui forme ?", texte="Qui forme ?")
    room.clicks("rachid", "besoin prendre", "1")
    room.says("zoe", "/besoin répondre 1 Le Moulin, à Roanne", network="loire")
    assert "votre réponse est attendue plus haut" in _text(room, "amina")
    offer = _clicks(room, "amina")["Proposer la n° 1 plus haut"]
    assert offer == "besoin proposer-réponse 1"


@pytest.mark.parametrize("why", ["shared", "deferred", "old"])
def test_what_might_climb_is_suggested_where_a_network_is_above(room: TreeRoom, why: str) -> None:
    room.says("louis", f"/besoin {QUESTION}")
    room.says("nadia", f"/besoin {QUESTION}")
    assert "plus haut" not in _text(room, "amina")
    if why == "shared":
        room.says("zoe", "/besoin moi-aussi 1", network="loire")
        room.says("amina", "/besoin moi-aussi 1")
        said = "plusieurs personnes la partagent"
    elif why == "deferred":
        for _ in range(2):
            room.says("amina", "/besoin reporter 1 lettre")
        said = "elle a été reportée plusieurs fois"
    else:
        room.clock.forward(days=31)
        said = "elle attend depuis plus d'un mois"

    text = _text(room, "amina")

    assert f"**Question n° 1**, à transmettre plus haut ? {said.capitalize()}" in text
    assert _clicks(room, "amina")["Transmettre la n° 1…"] == "besoin transmettre 1"
    assert "transmettre plus haut" not in _text(room, "nadia")
    room.clicks("amina", "besoin transmettre", f"1 {QUESTION}", texte=QUESTION, territoire="nom")
    assert "transmettre plus haut" not in _text(room, "amina")


def test_what_another_territory_carries_is_suggested_without_a_word_of_it(room: TreeRoom) -> None:
    theirs = "Qui forme les aidants à l'intelligence artificielle, sans anglais ?"
    _transmits(room, "bruno", "ines", theirs)
    room.says("louis", f"/besoin {QUESTION}")
    assert "un autre territoire" not in _text(room, "amina").lower()

    room.clicks("rachid", "besoin prendre", "1")

    text = _text(room, "amina")
    assert "Un autre territoire porte un besoin proche" in text
    assert "aidants" not in text
    assert "Drôme" not in text


def test_a_private_question_is_never_suggested(room: TreeRoom) -> None:
    room.says("louis", f"/besoin privé {QUESTION}")
    room.says("louis", "/besoin transmettre 1")
    room.clock.forward(days=40)

    assert "plus haut" not in _text(room, "amina")
