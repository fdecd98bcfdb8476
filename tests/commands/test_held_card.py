"""A card that waits for its author to look at what was answered already."""

from __future__ import annotations

import pytest

from bot.core.message import Message, MessageKind
from tests.room import Room

ASKED = "Comment ouvrir un coffre-fort numérique à La Poste ?"
AGAIN = "Qui sait ouvrir un coffre-fort numérique à La Poste ?"


@pytest.fixture
def waiting(room: Room) -> Room:
    """Have the second question offered the first one's answer, and its card held."""
    room.says("louis", f"/besoin {ASKED}")
    room.says("amina", "/besoin répondre 1 Sur le site, en trois étapes")
    room.says("zoé", f"/besoin {AGAIN}")
    assert cards(room) == []
    return room


def cards(room: Room) -> list[Message]:
    """Return what would be said of the second question in the channel: its card, and rewritings."""
    return [
        each
        for each in room.outbox()
        if each.user is None and each.key.startswith("question:loire:2")
    ]


def test_what_is_edited_meanwhile_is_said_once_and_in_its_last_wording(waiting: Room) -> None:
    waiting.does("zoé", "besoin modifier 2 Un coffre-fort numérique, mais sans La Poste ?")

    waiting.does("zoé", "besoin poser 2")

    [card] = cards(waiting)
    assert card.kind is MessageKind.POST
    assert "sans La Poste" in card.text


def test_half_an_hour_without_a_word_shows_the_card(waiting: Room) -> None:
    waiting.clock.forward(minutes=29)
    waiting.settles()
    assert cards(waiting) == []

    waiting.clock.forward(minutes=1)
    waiting.settles()

    [card] = cards(waiting)
    assert AGAIN in card.text


@pytest.mark.parametrize(
    ("who", "line"),
    [
        ("zoé", "/besoin trouvé 2 1"),
        ("zoé", "/besoin retirer 2"),
        ("amina", "/besoin fusionner 2 1"),
    ],
)
def test_what_ends_meanwhile_never_rings_the_channel(waiting: Room, who: str, line: str) -> None:
    reply = waiting.plays(who, line)
    waiting.clock.forward(hours=1)
    waiting.settles()

    assert not reply.refused
    assert cards(waiting) == []


def test_what_is_reopened_after_that_has_its_card(waiting: Room) -> None:
    waiting.does("zoé", "besoin trouvé 2 1")

    waiting.does("zoé", "besoin rouvrir 2")

    [card] = cards(waiting)
    assert card.kind is MessageKind.POST
    assert AGAIN in card.text


def test_an_answer_given_meanwhile_is_on_the_card_that_comes(waiting: Room) -> None:
    waiting.says("amina", "/besoin répondre 2 Au guichet aussi")
    waiting.clock.forward(hours=1)
    waiting.settles()

    card, told = cards(waiting)
    assert "Réponse de" in card.text
    assert card.buttons[0].label == "Merci"
    assert told.thread == card.key
