"""Who coordinates changes: said to the others, to the network above, to who asked in private."""

from __future__ import annotations

from dataclasses import replace

import pytest

from bot.network.rights import Role
from bot.people import coordinators
from bot.people.coordinators import SeenName
from bot.question import store as questions
from bot.question.rules import UNSENT_ERASED_AFTER
from tests.commands.gestures import asks_privately, deliver, presses, told
from tests.room import ROLES, Room
from tests.rounds import goes

DETTES = "Comment parler de dettes sans blesser ?"


def settles(room: Room, **holders: str) -> None:
    seen = [SeenName(network="loire", name=name, user=user) for name, user in holders.items()]
    room.store(lambda db: coordinators.settle(db, seen, room.clock.now, questions.cards_of))


def test_a_name_that_another_account_took_is_said_once_to_those_who_coordinate(room: Room) -> None:
    settles(room, nadia="nadia", amina="amina")
    assert goes(room, "coordination") == 0
    settles(room, nadia="louis", amina="amina")

    assert goes(room, "coordination") == 1
    assert goes(room, "coordination") == 0

    [news] = told(room, "amina")
    assert "`@nadia`" in news.text
    assert "Ce compte ne coordonne pas" in news.text
    assert "courroie check" in news.text
    assert told(room, "louis") == []


def test_a_network_that_nobody_coordinates_is_told_to_the_level_above(room: Room) -> None:
    def nobody_here(network: str) -> frozenset[str]:
        return frozenset({"nadia"}) if network == "national" else frozenset()

    room.bot = replace(room.bot, coordinators_of=nobody_here)

    assert goes(room, "coordination") == 1
    assert goes(room, "coordination") == 0

    [news] = [each for each in room.outbox() if each.user == "nadia"]
    assert news.network == "national"
    assert "Plus personne ne coordonne **la Loire**" in news.text


def test_whoever_no_longer_coordinates_is_still_told_of_their_own_question(room: Room) -> None:
    settles(room, amina="amina")
    room.says("amina", "/besoin Qui prête une salle ?")
    room.says("zoé", "/besoin Qui connaît un traducteur ?")
    deliver(room)
    already = len(told(room, "amina"))
    for number in (1, 2):
        room.says("louis", f"/besoin répondre {number} en privé Appelez la mairie")
    assert len(told(room, "amina")) == already + 2

    settles(room, louis="louis")

    assert len(told(room, "amina")) == already + 1
    assert "n°\xa01" in told(room, "amina")[-1].text


def sent_to_amina(room: Room) -> None:
    """Have Louis ask in private, and have it read by Amina, who then coordinates no more."""
    asks_privately(room, "louis", DETTES)
    room.does("louis", "besoin transmettre 1")
    deliver(room)


def test_an_earlier_private_question_passes_on_with_its_authors_yes_alone(
    room: Room, monkeypatch: pytest.MonkeyPatch
) -> None:
    sent_to_amina(room)
    monkeypatch.setitem(ROLES, "amina", {"loire": Role.MEMBER})
    monkeypatch.setitem(ROLES, "nadia", {"loire": Role.COORDINATOR})
    assert "dettes" not in room.says("nadia", "/besoin liste").text

    assert goes(room, "unsent") == 1

    [news] = told(room, "louis")
    assert "la coordination de la Loire a changé" in news.text
    assert "avec son suivi s'il y en a un" in news.text
    assert "Sans votre accord" in news.text
    assert "l'efface après trente jours" in news.text
    assert told(room, "nadia") == []
    [button] = [each for each in news.buttons if each.label == "Transmettre"]
    presses(room, "louis", button)
    assert "dettes" in "".join(each.text for each in room.outbox() if each.user == "nadia")
    assert not room.says("nadia", "/besoin voir 1").refused
    assert room.says("amina", "/besoin voir 1").refused


def test_a_private_question_without_a_reader_waits_and_its_author_is_told_once(
    room: Room, monkeypatch: pytest.MonkeyPatch
) -> None:
    sent_to_amina(room)
    monkeypatch.setitem(ROLES, "amina", {"loire": Role.MEMBER})

    assert goes(room, "unsent") == 1
    assert goes(room, "unsent") == 0

    [news] = told(room, "louis")
    assert "Plus personne ne lit votre question privée" in news.text
    assert "Après trente jours, je l'efface" in news.text
    assert "Après trente jours, je l'efface" in room.says("louis", "/besoin voir 1").text
    assert "Transmettre" not in [each.label for each in news.buttons]
    room.clock.forward(days=UNSENT_ERASED_AFTER.days - 1)
    assert goes(room, "unsent") == 0
    assert "dettes" in room.says("louis", "/besoin mes").text
    room.clock.forward(days=1)
    assert goes(room, "unsent") == 1
    assert "dettes" not in room.says("louis", "/besoin mes").text
    assert "n'est plus lue par personne depuis trente jours" in told(room, "louis")[-1].text


def test_a_question_that_is_read_again_in_time_starts_its_thirty_days_anew(
    room: Room, monkeypatch: pytest.MonkeyPatch
) -> None:
    sent_to_amina(room)
    for _ in range(2):
        monkeypatch.setitem(ROLES, "amina", {"loire": Role.MEMBER})
        goes(room, "unsent")
        room.clock.forward(days=UNSENT_ERASED_AFTER.days - 1)
        goes(room, "unsent")
        monkeypatch.setitem(ROLES, "amina", {"loire": Role.COORDINATOR})
        assert goes(room, "unsent") == 0

    assert "dettes" in room.says("amina", "/besoin voir 1").text
