"""Who coordinates a network that entered changes by those who do, and with the yes of each."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from bot.entry import handing
from bot.entry import store as entries
from bot.network.rights import Role
from bot.people import coordinators
from commands.reseau.settings import RELAY, SETTINGS
from tests.entry.entering import ROSE, SLUG, joins, labels, presses, told
from tests.entry.living import fills, in_office, living, takes
from tests.room import Room, caller
from tests.rounds import goes


@pytest.fixture
def room(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Room:
    return living(tmp_path, monkeypatch)


def test_a_member_is_proposed_to_and_coordinates_once_they_say_yes(room: Room) -> None:
    fills(room, "marc", handing.PROPOSE, "", "@louis")
    assert "Rien ne change avant son oui" in told(room, "marc")[-1].text
    assert in_office(room) == {"marc"}
    assert "proposée à louis" in presses(room, "marc", SETTINGS).text.replace("Louis", "louis")

    taken = presses(room, "louis", handing.TAKE)

    assert labels(taken.buttons) == ["Ce qui est en cours"]
    assert in_office(room) == {"marc", "louis"}
    assert "rejoint la coordination du réseau" in told(room, "marc")[-1].text
    again = fills(room, "marc", handing.PROPOSE, "", "@louis")
    assert again.field == "texte"
    assert "coordonne déjà" in again.text


def test_a_refused_handover_is_told_and_changes_nothing(room: Room) -> None:
    fills(room, "marc", handing.PROPOSE, "", "@louis")

    presses(room, "louis", handing.LEAVE_IT)

    assert "préfère ne pas coordonner" in told(room, "marc")[-1].text
    assert in_office(room) == {"marc"}
    assert presses(room, "louis", handing.TAKE).refused


def test_a_proposal_is_taken_back(room: Room) -> None:
    fills(room, "marc", handing.PROPOSE, "", "@louis")

    presses(room, "marc", handing.TAKE_BACK, "louis")

    assert presses(room, "louis", handing.TAKE).refused
    assert in_office(room) == {"marc"}
    assert room.store(lambda db: entries.proposed(db, SLUG)) == []


def test_only_a_member_is_proposed_to_and_one_at_a_time(room: Room) -> None:
    assert "Je ne trouve pas @absent" in fills(room, "marc", handing.PROPOSE, "", "@absent").text
    assert fills(room, "marc", handing.PROPOSE, "", "@louis @zoe").field == "texte"
    assert fills(room, "zoé", handing.PROPOSE, "", "@louis").refused
    assert presses(room, "zoé", handing.PROPOSE).refused


def test_who_is_removed_is_told_and_so_are_the_others(
    room: Room, monkeypatch: pytest.MonkeyPatch
) -> None:
    takes(room, monkeypatch, "louis")
    takes(room, monkeypatch, "zoé")
    asked = presses(room, "marc", handing.REMOVE, "louis")
    assert "Retirer Louis de la coordination" in asked.text
    assert in_office(room) == {"marc", "louis", "zoe"}

    presses(room, "marc", handing.REMOVE, asked.buttons[0].argument)

    assert in_office(room) == {"marc", "zoe"}
    assert "a mis fin à votre coordination" in told(room, "louis")[-1].text
    assert "a mis fin à la coordination de" in told(room, "zoe")[-1].text


def test_two_who_remove_each_other_are_decided_once(
    room: Room, monkeypatch: pytest.MonkeyPatch
) -> None:
    takes(room, monkeypatch, "louis")

    presses(room, "marc", handing.REMOVE, "louis confirmé")
    late = presses(room, "louis", handing.REMOVE, "marc confirmé")  # by a right that he had

    assert late.refused
    assert "Vous ne coordonnez plus ce réseau" in late.text
    assert in_office(room) == {"marc"}
    assert presses(room, "marc", handing.REMOVE, "louis confirmé").refused


def test_who_resigns_is_asked_first_and_the_others_are_told(
    room: Room, monkeypatch: pytest.MonkeyPatch
) -> None:
    takes(room, monkeypatch, "louis")
    asked = presses(room, "louis", handing.REMOVE, "louis")
    assert "seront averties" in asked.text
    assert in_office(room) == {"marc", "louis"}

    presses(room, "louis", handing.REMOVE, asked.buttons[-1].argument)

    assert in_office(room) == {"marc"}
    assert "ne coordonne plus le réseau" in told(room, "marc")[-1].text
    assert presses(room, "louis", handing.REMOVE, "louis confirmé").refused


def test_the_last_one_who_leaves_is_told_to_the_level_above_which_names_a_successor(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    joins(monkeypatch, "amina", national=Role.COORDINATOR)
    room = living(tmp_path, monkeypatch, above="national")
    assert "Plus personne ne le coordonnera" in presses(room, "marc", handing.REMOVE, "marc").text

    presses(room, "marc", handing.REMOVE, "marc confirmé")
    joins(monkeypatch, "marc", **{SLUG: Role.MEMBER})

    news = told(room, "amina")[-1]
    assert "Plus personne ne coordonne **l'Ardèche**" in news.text
    assert (labels(news.buttons), news.buttons[0].network) == (["Proposer quelqu'un…"], SLUG)
    assert goes(room, "coordination") == 0  # told once
    assert presses(room, "zoé", handing.PROPOSE).refused
    assert presses(room, "amina", handing.PROPOSE).dialog is not None
    fills(room, "amina", handing.PROPOSE, "", "@zoe")
    presses(room, "zoé", handing.TAKE)

    assert in_office(room) == {"zoe"}
    assert "coordonne désormais" in told(room, "amina")[-1].text
    joins(monkeypatch, "zoé", **{SLUG: Role.COORDINATOR})
    late = fills(room, "amina", handing.PROPOSE, "", "@louis")
    assert "c'est à elle de proposer" in late.text


def test_without_a_level_above_who_administrates_is_told_and_names_someone(
    room: Room, monkeypatch: pytest.MonkeyPatch
) -> None:
    presses(room, "marc", handing.REMOVE, "marc confirmé")
    joins(monkeypatch, "marc", **{SLUG: Role.MEMBER})

    news = told(room, "rose")[-1]
    assert labels(news.buttons) == ["Proposer quelqu'un…"]
    rose = replace(ROSE, roles={})
    text, fields = "@louis", {"texte": "@louis"}
    assert not presses(room, rose, handing.PROPOSE, text, fields=fields).refused
    presses(room, "louis", handing.TAKE)
    assert in_office(room) == {"louis"}
    assert "coordonne désormais" in told(room, "rose")[-1].text


def test_a_freed_name_gives_nothing_and_a_renamed_account_stays(room: Room) -> None:
    fills(room, "marc", handing.PROPOSE, "", "@louis")
    renamed = replace(caller("louis"), names=("louis.b", "Louis"))
    presses(room, renamed, handing.TAKE)

    rows = room.store(lambda db: coordinators.of(db, [SLUG]))

    assert {(each.name, each.user) for each in rows} == {("marc", "marc"), ("louis.b", "louis")}


def test_the_relay_is_shown_then_handed_to_who_coordinates_too(
    room: Room, monkeypatch: pytest.MonkeyPatch
) -> None:
    takes(room, monkeypatch, "louis")
    room.says("zoé", "/besoin Qui prête une salle à Annonay ?", network=SLUG)
    room.says("zoé", "/besoin en privé : Mon employeur me doit des heures", network=SLUG)

    page = presses(room, "marc", RELAY)

    assert "Qui prête une salle à Annonay" in page.text
    assert "employeur" not in page.text
    assert "**Promis**" in page.text
    assert "**À venir**" in page.text
    assert labels(page.buttons) == ["Remettre à @louis"]
    presses(room, "marc", RELAY, "louis")
    handed = told(room, "louis")[-1]
    assert "vous passe le relais" in handed.text
    assert "Qui prête une salle à Annonay" in handed.text
    assert "employeur" not in handed.text


def test_an_earlier_private_question_waits_for_its_authors_yes(
    room: Room, monkeypatch: pytest.MonkeyPatch
) -> None:
    room.says("zoé", "/besoin en privé : Mon employeur me doit des heures", network=SLUG)
    presses(room, "zoé", "besoin transmettre", "1")
    assert "employeur" in presses(room, "marc", "besoin voir", "1").text
    takes(room, monkeypatch, "louis")
    presses(room, "marc", handing.REMOVE, "marc confirmé")
    joins(monkeypatch, "marc", **{SLUG: Role.MEMBER})

    assert presses(room, "louis", "besoin voir", "1").refused
    assert presses(room, "marc", "besoin voir", "1").refused
    goes(room, "unsent")
    asked = told(room, "zoe")[-1]
    assert "Louis" in room.said()[-1] or "louis" in asked.text
    presses(room, "zoé", "besoin transmettre", "1")
    assert "employeur" in presses(room, "louis", "besoin voir", "1").text


def test_without_a_reader_a_private_question_waits_and_says_so(
    room: Room, monkeypatch: pytest.MonkeyPatch
) -> None:
    room.says("zoé", "/besoin en privé : Mon employeur me doit des heures", network=SLUG)
    presses(room, "zoé", "besoin transmettre", "1")
    presses(room, "marc", handing.REMOVE, "marc confirmé")
    joins(monkeypatch, "marc", **{SLUG: Role.MEMBER})

    goes(room, "unsent")

    assert "personne" in told(room, "zoe")[-1].text
    assert "employeur" not in "".join(each.text for each in told(room, "louis"))
