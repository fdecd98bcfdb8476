"""« À rappeler »: the author of a private question would rather talk; no number is kept."""

from __future__ import annotations

import pytest

from tests.commands.gestures import labels, presses, told
from tests.room import Room


@pytest.fixture
def private(room: Room) -> Room:
    room.says("louis", "/besoin privé Comment parler à mon employeur ?")
    return room


def test_who_reads_it_is_told_to_call_once_it_is_sent(private: Room) -> None:
    receipt = private.says("louis", "/besoin voir 1")
    assert "Me rappeler plutôt" in labels(receipt)

    noted = private.does("louis", "besoin me-rappeler 1")
    assert "vous préférez un appel" in noted.text
    assert told(private, "amina") == []
    private.does("louis", "besoin transmettre 1")

    [message] = told(private, "amina")
    assert "**À rappeler**" in message.text
    assert "à rappeler" in private.says("amina", "/besoin liste").text
    assert "À rappeler" in private.says("amina", "/besoin voir 1").text


def test_sent_already_one_message_says_it_and_is_rewritten(private: Room) -> None:
    private.does("louis", "besoin transmettre 1")
    button = next(
        each
        for each in private.says("louis", "/besoin voir 1").buttons
        if each.label == "Me rappeler plutôt"
    )

    presses(private, "louis", button)
    presses(private, "louis", button)  # the same button takes it back
    assert "à rappeler" not in private.says("amina", "/besoin liste").text

    assert "Amina le sait" in presses(private, "louis", button).text
    calls = [each for each in private.outbox() if each.key == "question:loire:1:call:amina"]
    assert len(calls) == 1


def test_no_number_is_kept(private: Room) -> None:
    private.does("louis", "besoin transmettre 1")
    private.does("louis", "besoin me-rappeler 1")

    refused = private.does("louis", "besoin écrire 1 Mon numéro : 06 12 34 56 78")

    assert refused.refused
    assert not any("06 12" in message.text for message in private.outbox())
    assert "Je ne garde aucun numéro" in told(private, "amina")[-1].text


def test_only_its_author_asks_and_only_of_a_private_question(private: Room) -> None:
    private.says("louis", "/besoin Qui prête une salle à Brest ?")
    private.does("louis", "besoin transmettre 1")

    assert "n'est plus possible" in private.does("louis", "besoin me-rappeler 2").text
    for who in ("amina", "zoé"):
        assert private.does(who, "besoin me-rappeler 1").refused


def test_once_the_network_reads_it_nobody_is_to_call(private: Room) -> None:
    private.does("louis", "besoin me-rappeler 1")
    private.does("louis", "besoin retirer-mon-nom 1")

    assert "appel" not in "".join(private.said())
    assert "rappeler" not in private.says("zoé", "/besoin voir 1").text.lower()
