"""« Votre première heure »: what a new network's coordination begins with, found from the facts."""

from __future__ import annotations

import pytest

from bot.pile.rules import PieceKind
from tests.pile_cases import fills, kinds, labels, opens, pile, presses, reads, waiting
from tests.room import Room
from tests.rounds import goes
from tests.scheduler.test_memberships import Chat, looks

GESTURES = (
    "dites au canal, en deux lignes, qui vous êtes et pourquoi je suis là",
    "choisissez trois flux pour la veille",
    "fixez la prochaine rencontre",
    "posez une question, pour essayer",
    "retrouvez les questions de l'an dernier",
)


@pytest.fixture
def room(room: Room) -> Room:
    """Return a room where the bot has just come into the channel."""
    looks(room, Chat())
    return room


def left(room: Room) -> list[str]:
    """Return which gestures wait for Amina, in order."""
    text = waiting(room)
    found = [each for each in GESTURES if f"**Votre première heure** : {each}." in text]
    assert found == sorted(found, key=text.index)
    return found


def test_the_gestures_are_shown_one_by_one_before_what_nobody_waits_for(room: Room) -> None:
    assert "**1 sur" in opens(room)
    assert GESTURES[0] in reads(room)
    assert kinds(room)[:5] == [PieceKind.FIRST_HOUR] * 5
    assert left(room) == [*GESTURES]


def test_a_network_where_the_bot_has_been_for_a_month_is_not_new(room: Room) -> None:
    room.clock.forward(days=31)

    assert left(room) == []


def test_members_are_shown_none_of_it(room: Room) -> None:
    assert "première heure" not in waiting(room, "louis")


def test_a_word_is_said_once_in_the_channel_and_taken_back(room: Room) -> None:
    opens(room)
    presses(room, "amina", "Écrire ce mot…")
    fills(room, "amina", "reseau dire-un-mot", "", "Bonjour à tous, essayez-le !")

    [said] = [each for each in room.outbox() if each.key == "word:loire"]
    assert said.user is None
    assert said.text.replace("\u00a0", " ") == (
        "**Un mot de la coordination**\n\n> Bonjour à tous, essayez-le !"
    )
    assert GESTURES[1] in reads(room)
    assert left(room) == [*GESTURES[1:]]
    assert room.fills("amina", "reseau dire-un-mot", texte="Encore moi").refused

    presses(room, "amina", "Annuler")
    assert "word:loire" not in {each.key for each in room.outbox()}
    assert left(room) == [*GESTURES]


def test_three_feeds_are_chosen_among_those_that_are_suggested(room: Room) -> None:
    opens(room)
    presses(room, "amina", "Laisser de côté")

    assert GESTURES[1] in reads(room)
    assert {"Suivre…", "Vie-publique"} <= {*labels(room)}


def test_a_gesture_that_was_made_in_any_way_is_no_longer_shown(room: Room) -> None:
    room.says("louis", "/besoin Qui prête une salle à Roanne ?")
    assert left(room) == [*GESTURES[:3], GESTURES[4]]
    room.says("amina", "/rencontre planifier jeudi 10 décembre 9h30, mairie")
    assert left(room) == [*GESTURES[:2], GESTURES[4]]
    room.does("amina", "reseau relire confirmé")
    assert left(room) == [*GESTURES[:2]]


def test_the_network_is_warned_once_the_words_and_their_day_were_seen(room: Room) -> None:
    asked = room.does("amina", "reseau relire")
    assert "**lundi 9 novembre" in asked.text.replace("\u00a0", " ")
    assert not any(each.key.startswith("past:") for each in room.outbox())

    said = room.does("amina", "reseau relire confirmé")
    assert "annoncée, pour le lundi 9" in said.did.replace("\u00a0", " ")
    assert said.undo is not None
    room.does("amina", f"{said.undo.route} {said.undo.argument}")
    assert GESTURES[4] in left(room)


def test_what_is_left_aside_does_not_come_back(room: Room) -> None:
    opens(room)
    presses(room, "amina", "Laisser de côté")
    room.clock.forward(days=1)

    opens(room)
    assert GESTURES[0] not in reads(room)
    assert GESTURES[1] in reads(room)


def test_its_pile_opens_by_itself_the_next_morning(room: Room) -> None:
    room.clock.forward(days=1)
    goes(room, "day")

    assert "Votre première heure" in pile(room).text
