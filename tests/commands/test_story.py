"""The story: every change by every way in, with who, when, how."""

from __future__ import annotations

from datetime import timedelta

import pytest

from bot.question.rules import Change
from bot.talk.command import Via
from commands.besoin.reading import TOLD
from tests.commands.gestures import (
    asks_privately,
    checks,
    replies,
    sends_form,
    story,
    turns_into_question,
)
from tests.room import MONDAY, Room

SALLE = "Qui prête une salle à Brest ?"

WAYS = [Via.SLASH, Via.MENTION, Via.DIRECT]


def last(room: Room, number: int = 1) -> tuple[str, str, str, str]:
    event = story(room, number)[-1]
    return (event.change.value, event.who, event.how, event.detail)


@pytest.mark.parametrize(
    ("who", "typed", "change", "detail"),
    [
        ("zoé", "moi-aussi 1", "joined", ""),
        ("louis", "modifier 1 Qui prête un local ?", "edited", ""),
        ("louis", "thème 1 Logement", "themed", "Logement"),
        ("amina", "reporter 1 lettre", "deferred", "lettre"),
        ("zoé", "répondre 1 La Manufacture", "answered", ""),
        ("amina", "fermer 1 Déjà vu", "closed", "Déjà vu"),
        ("louis", "retirer 1", "withdrawn", ""),
        ("amina", "fusionner 1 2", "merged", "2"),
    ],
)
def test_each_change_is_told_with_who_when_and_how(
    room: Room, who: str, typed: str, change: str, detail: str
) -> None:
    room.says("louis", f"/besoin {SALLE}")
    room.says("zoé", "/besoin Où imprimer en grand format ?")
    room.clock.forward(hours=5)

    room.does(who, f"besoin {typed}")

    assert last(room) == (change, {"zoé": "zoe"}.get(who, who), "button", detail)
    assert [event.at for event in story(room)] == [MONDAY, MONDAY + timedelta(hours=5)]


@pytest.mark.parametrize("via", WAYS)
def test_a_deposit_begins_the_story(room: Room, via: Via) -> None:
    room.says("louis", f"/besoin {SALLE}", via=via)

    assert last(room) == ("asked", "louis", via.value, "")


def test_a_form_and_a_message_taken_for_a_question_tell_how_they_came(room: Room) -> None:
    sends_form(room, "louis", SALLE)
    turns_into_question(room, "amina", "zoé", "Où imprimer en grand format ?")

    assert last(room) == ("asked", "louis", "dialog", "")
    assert last(room, 2) == ("asked", "amina", "mention", "")


@pytest.mark.parametrize("via", [Via.BUTTON, Via.REACTION])
def test_buttons_and_reactions_are_told_so(room: Room, via: Via) -> None:
    room.says("louis", f"/besoin {SALLE}")
    room.clicks("zoé", "besoin moi-aussi", "1", via=via)
    assert last(room) == ("joined", "zoe", via.value, "")
    room.clicks("zoé", "besoin sans-moi", "1", via=via)
    assert last(room) == ("left", "zoe", via.value, "")

    checks(room, "louis", replies(room, "zoé", "La Manufacture"), via=via)
    assert last(room) == ("answered", "louis", via.value, "")

    room.clicks("louis", "besoin rouvrir", "1", via=via)
    assert last(room) == ("reopened", "louis", via.value, "La Manufacture")


def test_a_private_question_that_is_shared_tells_it(room: Room) -> None:
    asks_privately(room, "louis", SALLE)
    room.does("amina", "besoin collective 1")
    room.does("louis", "besoin retirer-mon-nom 1")

    assert last(room) == ("shared", "louis", "button", "")


@pytest.mark.parametrize(
    "typed",
    [
        "voir 1",
        "répondre 1 …",
        "modifier 1 Autre chose",
        "fermer 1 Raison",
        "rouvrir 1",
        "thème 1 girafe",
        "sans-moi 1",
    ],
)
def test_what_changes_nothing_adds_nothing(room: Room, typed: str) -> None:
    room.says("louis", f"/besoin {SALLE}")
    room.does("zoé", "besoin moi-aussi 1")
    room.plays("zoé" if "sans" not in typed else "amina", f"besoin {typed}")

    assert [event.change for event in story(room)] == [Change.ASKED, Change.JOINED]


def test_the_whole_story_is_read_in_order(room: Room) -> None:
    room.says("louis", f"/besoin {SALLE}")
    for who in ("zoé", "amina"):
        room.does(who, "besoin moi-aussi 1")
    room.does("zoé", "besoin sans-moi 1")
    room.does("amina", "besoin reporter 1 lettre")
    room.says("zoé", "besoin répondre 1 La Manufacture", via=Via.MENTION)
    room.clicks("louis", "besoin rouvrir", "1")
    room.does("amina", "besoin fermer 1 Déjà vu")

    shown = room.says("zoé", "/besoin voir 1").text

    told = [line.split("\u00a0: ", 1)[1] for line in shown.splitlines() if line.startswith("- ")]
    assert told == [
        "posée, par Louis",
        "2\u00a0personnes de plus sont concernées",
        "1\u00a0personne n'est plus concernée",
        "reportée à la prochaine lettre, par Amina",
        "réponse trouvée, par Zoé",
        "rouverte, par Louis\u00a0; la réponse d'avant\u00a0: La Manufacture",
        "fermée, par Amina",
    ]
    assert "La raison\u00a0: Déjà vu" in shown


def test_the_latest_of_a_long_story_are_told(room: Room) -> None:
    room.says("louis", f"/besoin {SALLE}")
    for _ in range(TOLD):
        room.does("amina", "besoin reporter 1 lettre")

    shown = room.says("zoé", "/besoin voir 1").text

    assert shown.count("\n- ") == TOLD
    assert "posée, par" not in shown


def test_the_story_outlives_its_people(room: Room) -> None:
    room.says("louis", f"/besoin {SALLE}")
    room.says("zoé", "/besoin répondre 1 La Manufacture")

    room.forgets(days=400)

    assert [event.who for event in story(room)] == ["", ""]
    shown = room.says("amina", "/besoin voir 1").text
    assert "- 2\u00a0novembre\u00a0: posée\n" in shown
    assert "Louis" not in shown
    assert "Zoé" not in shown


def test_those_who_came_after_a_first_purge_are_forgotten_in_their_turn(room: Room) -> None:
    room.says("louis", f"/besoin {SALLE}")
    room.says("zoé", "/besoin répondre 1 La Manufacture")
    room.forgets(days=400)
    room.does("amina", "besoin rouvrir 1")
    room.does("louis", "besoin moi-aussi 1")
    room.says("zoé", "/besoin répondre 1 L'auberge")

    room.forgets(days=400)

    assert {event.who for event in story(room)} == {""}
    shown = room.says("amina", "/besoin voir 1").text
    assert "Zoé" not in shown
    assert "L'auberge" in shown
