"""`/reseau rythme`: the three rules shown, changed, undone; and whoever holds a network sees it."""

from __future__ import annotations

import asyncio
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import Connection

from bot.core import occurrences, settings
from bot.dispatch import Dispatch
from bot.network import rhythms
from bot.network.network import Network
from bot.network.rhythm import parse_rhythm
from bot.network.schedule import Due
from bot.network.served import Networks, choice
from bot.talk.command import Command, Via
from bot.veille import digests
from scheduler.publish import Publisher
from tests.room import LOIRE, Room, caller
from tests.scheduler.sender import publisher

BETWEEN = "les mois sans rencontre, le 2e jeudi à 9 h"


def spaced(text: str) -> str:
    """Return a text with plain spaces, to be compared."""
    return text.replace("\u00a0", " ")


def publishes(room: Room) -> int:
    return asyncio.run(publisher(room).publish_due())


def restarts(room: Room, *networks: Network) -> Networks:
    """Start over the same database, with another configuration."""
    served = Networks(networks)
    room.store(lambda db: served.begin(db, room.clock.now))
    return served


def test_a_member_reads_the_three_rules_and_their_next_dates(room: Room) -> None:
    reply = room.says("louis", "/reseau rythme")

    text = spaced(reply.text)
    assert reply.private
    assert "**Rencontre** : le 2e jeudi, un mois sur deux, 9 h 30 (6 fois" in text
    assert "- jeudi 14 janvier 2027 à 9 h 30\n" in text
    assert "**Lettre** : jamais" in text
    assert "Ce réseau n'a pas de lettre." in text
    assert "**Veille** : le 1er mardi à 9 h (12 fois" in text
    assert reply.buttons == ()


def test_a_change_is_echoed(room: Room) -> None:
    told = spaced(room.does("amina", f"reseau changer-rythme lettre {BETWEEN}").text)

    assert f"**Lettre** : {BETWEEN}, au lieu de « jamais »" in told
    assert "- jeudi 10 décembre 2026 à 9 h\n" in told
    assert room.bot.networks["loire"].letter == parse_rhythm(BETWEEN)


def test_everyone_sees_the_new_rule_at_once_and_after_a_restart(room: Room) -> None:
    held = room.bot.networks

    reply = room.does("amina", "reseau changer-rythme rencontre le 3e mardi à 14 h")

    assert reply.reshapes
    assert held["loire"].meeting.text == "le 3e mardi à 14 h"
    assert held["national"].meeting.text == "le 2e jeudi, tous les 6 mois, 9 h 30"
    assert "mardi 17 novembre 2026" in spaced(room.says("louis", "/rencontre").text)
    assert restarts(room, LOIRE)["loire"].meeting == parse_rhythm("le 3e mardi à 14 h")


def test_what_was_before_comes_back_by_its_button(room: Room) -> None:
    room.does("amina", "reseau changer-rythme veille chaque lundi à 8 h 30")
    changed = room.does("amina", "reseau changer-rythme veille le 2 à 8 h")

    undo = changed.undo
    assert undo is not None
    back = room.clicks("amina", undo.route, undo.argument)

    assert "chaque lundi à 8 h 30, au lieu de" in back.text
    assert room.bot.networks["loire"].digest.text == "chaque lundi à 8 h 30"


def test_the_usual_rhythm_is_the_configuration_s(room: Room) -> None:
    room.does("amina", "reseau changer-rythme veille chaque lundi à 8 h 30")
    room.does("amina", "reseau changer-rythme rencontre le 1er mardi à 14 h")

    told = _submitted(room, "reseau changer-rythme", "habituel", "habituel", "habituel")

    assert "**Rencontre**" in told
    assert "**Veille**" in told
    assert "**Lettre**" not in told
    assert room.bot.networks["loire"] == LOIRE
    assert room.store(lambda db: settings.get(db, "loire", choice(Due.DIGEST))) == ""


def test_a_letter_between_meetings_follows_them(room: Room) -> None:
    room.does("amina", f"reseau changer-rythme lettre {BETWEEN}")

    reply = room.does(
        "amina", "reseau changer-rythme rencontre le 2e jeudi, un mois sur deux dès février, 9 h"
    )

    assert "La lettre, qui vient les mois sans rencontre, suit" in reply.text
    assert "- jeudi 14 janvier 2027 à 9" in spaced(reply.text)
    assert "Les rencontres déjà planifiées ne bougent pas" in reply.text


def test_a_letter_that_would_never_come_is_told(room: Room) -> None:
    room.does("amina", f"reseau changer-rythme lettre {BETWEEN}")

    reply = room.does("amina", "reseau changer-rythme rencontre le 2e jeudi à 9 h")

    assert "Aucune date\u00a0: chaque mois a déjà sa rencontre." in reply.text


def test_nothing_changes_when_the_rule_is_the_same(room: Room) -> None:
    reply = room.does("amina", "reseau changer-rythme veille le 1er mardi à 9 h")

    assert reply.text.startswith("Rien n'a changé")
    assert reply.buttons == ()
    assert not reply.reshapes


@pytest.mark.parametrize(
    ("typed", "told"),
    [
        ("rencontre jamais", "seule la lettre peut ne venir jamais"),
        ("veille les mois sans rencontre, le 2 à 9 h", "ne se dit que de la lettre"),
        ("rencontre le 2, une fois par an dès août, 9 h", "le mois d'août est au repos"),
        ("lettre le 2e jeudi", "il manque l'heure"),
        ("lettre le 2e jeudi à 9 h sauf en août", "je ne sais pas lire"),
        (f"veille le 2 à 9 h{' le' * 60}", "c'est trop long"),
    ],
)
def test_a_rule_that_is_not_understood_changes_nothing(room: Room, typed: str, told: str) -> None:
    reply = room.does("amina", f"reseau changer-rythme {typed}")

    assert reply.refused
    assert told in reply.text
    assert room.bot.networks["loire"] == LOIRE


def test_a_member_does_not_change_the_rhythm(room: Room) -> None:
    reply = room.does("louis", "reseau changer-rythme lettre jamais")

    assert "réservé à la coordination" in reply.text
    assert room.fills("louis", "reseau changer-rythme", rencontre="le 3e jeudi").refused


def test_signs_that_mean_nothing_are_not_kept(room: Room) -> None:
    room.does("amina", "reseau changer-rythme veille **le 2** à `9 h` (chaque mois) !")

    assert room.bot.networks["loire"].digest.text == "le 2 à 9 h chaque mois"


def test_the_form_shows_the_rules_and_changes_those_that_differ(room: Room) -> None:
    reply = room.says("amina", "/reseau rythme")
    (changing,) = reply.buttons
    dialog = room.clicks("amina", changing.route, changing.argument).dialog

    assert "#### Le rythme de la Loire" in reply.text
    assert dialog is not None
    assert [each.default for each in dialog.fields] == [
        "le 2e jeudi, un mois sur deux, 9 h 30",
        "jamais",
        "le 1er mardi à 9 h",
    ]
    command = _submitted(room, dialog.route, "le 3e jeudi à 9 h", "jamais", "chaque lundi à 9 h")

    assert "**Rencontre**" in command
    assert "**Veille**" in command
    assert "**Lettre**" not in command
    assert room.bot.networks["loire"].meeting.text == "le 3e jeudi à 9 h"


def test_one_bad_entry_of_the_form_changes_none(room: Room) -> None:
    told = _submitted(room, "reseau changer-rythme", "le 3e jeudi à 9 h", "souvent", "")

    assert "Je ne comprends pas le rythme «\u00a0souvent\u00a0»" in told
    assert room.bot.networks["loire"] == LOIRE


def test_a_form_left_as_it_was_changes_nothing(room: Room) -> None:
    told = _submitted(room, "reseau changer-rythme", LOIRE.meeting.text, "jamais", "")

    assert told.startswith("Rien n'a changé")


def test_the_rules_are_shown_to_who_says_the_bots_name(room: Room) -> None:
    room.says("amina", "reseau rythme", via=Via.MENTION)

    assert "#### Le rythme de la Loire" in room.said()[-1]


def test_what_fell_due_before_the_change_is_not_owed(room: Room) -> None:
    room.clock.forward(days=2)  # the digest of Tuesday fell due while the bot was away
    room.does("amina", "reseau changer-rythme veille le 1er lundi à 9 h")

    assert publishes(room) == 1  # the national one's only
    assert [each.network for each in room.outbox() if each.channel is None] == ["national"]


def test_a_rule_changed_the_day_it_was_done_does_not_come_twice(room: Room) -> None:
    room.clock.now = datetime(2026, 11, 3, 8, 5, tzinfo=UTC)
    publishes(room)
    room.does("amina", "reseau changer-rythme veille chaque mardi à 9 h 30")

    room.clock.forward(hours=1)
    assert publishes(room) == 0
    room.clock.forward(days=7)
    assert publishes(room) == 1
    assert room.store(lambda db: occurrences.last(db, "loire", digests.DIGEST)) == datetime(
        2026, 11, 10, 8, 30, tzinfo=UTC
    )


def test_a_rule_changed_in_the_configuration_owes_nothing_of_before(room: Room) -> None:
    room.clock.forward(days=18)
    weekly = replace(LOIRE, digest=parse_rhythm("le 15 à 9 h"))

    served = restarts(room, weekly)

    now = room.clock.now
    assert room.store(lambda db: rhythms.owed(db, served["loire"], Due.DIGEST, now)) is None
    later = now + timedelta(days=30)
    assert room.store(lambda db: rhythms.owed(db, served["loire"], Due.DIGEST, later)) == datetime(
        2026, 12, 15, 8, tzinfo=UTC
    )


def test_a_restart_with_the_same_configuration_still_owes_what_was_missed(room: Room) -> None:
    room.clock.forward(days=18)

    served = restarts(room, LOIRE)

    now = room.clock.now
    assert room.store(lambda db: rhythms.owed(db, served["loire"], Due.DIGEST, now)) is not None


def test_a_network_that_gets_a_letter_owes_none_of_the_past(room: Room) -> None:
    room.clock.forward(days=40)
    lettered = replace(LOIRE, letter=parse_rhythm("le 20 à 9 h"))

    served = restarts(room, lettered)

    now = room.clock.now
    assert room.store(lambda db: rhythms.owed(db, served["loire"], Due.LETTER, now)) is None


def test_a_kept_rule_that_cannot_be_read_any_more_gives_way(room: Room) -> None:
    room.store(lambda db: settings.put(db, "loire", choice(Due.DIGEST), "quand il pleut"))

    assert restarts(room, LOIRE)["loire"] == LOIRE


def test_a_rule_that_could_not_be_taken_up_is_told_all_the_same(room: Room) -> None:
    def breaks(_db: Connection) -> None:
        raise RuntimeError("no memory left")

    bot = replace(room.bot, reread=breaks)
    command = Command(
        text="lettre le 3 à 9 h",
        caller=caller("amina"),
        via=Via.BUTTON,
        channel="loire-channel",
        network="loire",
        route="reseau changer-rythme",
    )

    reply = asyncio.run(Dispatch(room.database, bot).answer(command))

    assert "le 3 à 9 h, au lieu de" in reply.text
    assert restarts(room, LOIRE)["loire"].letter == parse_rhythm("le 3 à 9 h")


def test_a_rule_changed_during_the_last_look_publishes_nothing(room: Room) -> None:
    room.clock.forward(days=2)

    async def looks() -> int:
        room.bot.networks["loire"] = replace(LOIRE, digest=parse_rhythm("le 20 à 9 h"))  # type: ignore[index]
        return 0

    publisher = Publisher(room.database, room.bot, looks, lambda: None)

    assert asyncio.run(publisher.publish_due()) == 1
    assert {each.network for each in room.outbox()} == {"national"}


def _submitted(room: Room, route: str, meeting: str, letter: str, digest: str) -> str:
    reply = room.asks(
        Command(
            text=meeting,
            caller=caller("amina"),
            via=Via.DIALOG,
            channel="loire-channel",
            network="loire",
            route=route,
            fields={"rencontre": meeting, "lettre": letter, "veille": digest},
            on_the_spot=True,
        )
    )
    return reply.text or room.said()[-1]
