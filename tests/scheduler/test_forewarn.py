"""Coordinators are warned of a silent month: early, in private, in working hours, once."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime
from functools import partial

import pytest
from sqlalchemy import Connection

from bot.meeting import store as meetings
from bot.network.network import Network
from bot.talk.command import Via
from bot.year import forewarning, glances
from bot.year.rules import month_to_tell
from tests.room import Room
from tests.rounds import goes

BETWEEN = "le 2e jeudi, les mois sans rencontre, 9 h 30"


def warns(room: Room) -> int:
    return goes(room, "forewarn")


def silent_at_a_glance(room: Room, network: Network, db: Connection) -> bool:
    """Tell whether the year's picture shows the month that is told of today as silent."""
    ctx = room.bot.context(db, network, room.clock.now)
    first = month_to_tell(ctx.now, network.timezone)
    return next(each for each in glances.look(ctx).months if each.first == first).mark.silent


def at(room: Room, when: str) -> None:
    """Make it some moment in Paris's winter, or an hour later in its summer."""
    room.clock.now = datetime.fromisoformat(when).replace(tzinfo=UTC)


def told(room: Room) -> list[str]:
    return [each.replace("\u00a0", " ") for each in room.said()]


def with_letter(room: Room) -> Network:
    room.says("amina", f"/reseau rythme lettre {BETWEEN}")
    return room.bot.networks["loire"]


def test_a_month_with_nothing_planned_is_told_from_the_tenth_before(room: Room) -> None:
    at(room, "2026-12-09T10:00")
    warns(room)
    before = len(room.outbox())

    at(room, "2026-12-10T10:00")
    assert warns(room) == 1

    message = room.outbox()[-1]
    assert len(room.outbox()) == before + 1
    assert message.user == "amina"
    text = told(room)[-1]
    assert text.startswith("Rien n'est encore prévu en janvier 2027 pour 42 - Loire")
    assert "`/rencontre planifier jeudi 14 janvier 2027 à 9 h 30, <lieu" in text
    (button,) = message.buttons
    assert button.label == "Planifier une rencontre"


def test_it_is_told_once(room: Room) -> None:
    at(room, "2026-12-10T10:00")
    assert warns(room) == 1

    at(room, "2026-12-11T10:00")
    assert warns(room) == 0


def test_the_button_opens_the_form_on_the_rhythm_s_date_and_its_date_is_understood(
    room: Room,
) -> None:
    at(room, "2026-12-10T10:00")
    warns(room)
    (button,) = room.outbox()[-1].buttons

    dialog = room.clicks("amina", button.route, button.argument).dialog

    assert dialog is not None
    date = dialog.fields[0].default
    assert date.replace("\u00a0", " ") == "jeudi 14 janvier 2027 à 9 h 30"
    room.says("amina", f"/{dialog.route} {date}, médiathèque de Valcombe")
    (meeting,) = room.store(lambda db: meetings.coming(db, "loire"))
    assert meeting.at == datetime(2027, 1, 14, 8, 30, tzinfo=UTC)
    assert room.clicks("louis", button.route, button.argument).refused


@pytest.mark.parametrize("argument", ["", "2020-01-01T10:00:00+00:00", "bientôt", "2027-01-14"])
def test_a_button_without_a_date_to_come_leaves_it_open(room: Room, argument: str) -> None:
    dialog = room.clicks("amina", "rencontre planifier pour", argument).dialog

    assert dialog is not None
    assert dialog.fields[0].default == ""


def test_where_no_form_opens_the_typed_command_is_told(room: Room) -> None:
    reply = room.clicks("amina", "rencontre planifier pour", "", via=Via.DIALOG)

    assert "/rencontre planifier" in reply.text


def test_a_planned_meeting_even_a_draft_is_something(room: Room) -> None:
    room.says("amina", "/rencontre planifier jeudi 14 janvier 2027 9h30, médiathèque")
    at(room, "2026-12-10T10:00")

    assert warns(room) == 0


@pytest.mark.parametrize(
    "before", ["/reseau", "/lettre sauter", "/lettre reporter jeudi 17 décembre"]
)
def test_the_look_at_all_networks_finds_what_the_year_shows_of_each(
    room: Room, before: str
) -> None:
    with_letter(room)
    assert not room.says("amina", before).refused
    networks = [*room.bot.networks.values()]
    told = 0

    for day in range(0, 400, 2):
        at(room, "2026-12-01T10:00")
        room.clock.forward(days=day)
        looked = room.store(lambda db: forewarning.silent(db, networks, room.clock.now))
        for network in networks:
            silent = room.store(partial(silent_at_a_glance, room, network))
            assert silent == (network.slug in looked), (network.slug, room.clock.now)
            told += silent

    assert told


def test_a_letter_to_come_is_something(room: Room) -> None:
    with_letter(room)
    at(room, "2026-11-10T10:00")

    assert warns(room) == 0  # the letter of December comes by itself


@pytest.mark.parametrize(
    "undone", ["/rencontre sauter", "/rencontre annuler La salle n'est plus disponible"]
)
def test_a_skipped_date_or_a_cancelled_meeting_is_nothing(room: Room, undone: str) -> None:
    at(room, "2026-12-01T10:00")
    if "annuler" in undone:
        room.says("amina", "/rencontre planifier jeudi 14 janvier 2027 9h30, médiathèque")
    room.says("amina", undone)
    at(room, "2026-12-10T10:00")

    assert warns(room) == 1
    assert "`/rencontre planifier <date et heure>, <lieu" in told(room)[-1]
    assert room.outbox()[-1].buttons[0].argument == ""


def test_when_the_month_begins_empty_one_gentler_word_comes_then_no_more(room: Room) -> None:
    at(room, "2026-12-10T10:00")
    warns(room)
    at(room, "2027-01-04T10:00")

    assert warns(room) == 1
    text = told(room)[-1]
    assert text.startswith("Le mois de janvier 2027 commence")
    assert "je ne vous en reparlerai pas" in text
    at(room, "2027-01-05T10:00")
    assert warns(room) == 0


def test_nothing_more_is_said_when_the_month_found_its_meeting(room: Room) -> None:
    at(room, "2026-12-10T10:00")
    warns(room)
    room.says("amina", "/rencontre planifier vendredi 22 janvier 2027 14h, médiathèque")
    at(room, "2027-01-04T10:00")

    assert warns(room) == 0


def test_august_is_never_told_and_september_is_in_july(room: Room) -> None:
    at(room, "2027-07-12T10:00")

    assert warns(room) == 1
    assert "septembre 2027" in told(room)[-1]
    for day in ("2027-08-03T10:00", "2027-08-12T10:00"):
        at(room, day)
        assert warns(room) == 0


@pytest.mark.parametrize("when", ["2026-12-10T05:00", "2026-12-12T10:00", "2026-12-25T10:00"])
def test_nothing_is_said_at_night_on_weekends_or_bank_holidays(room: Room, when: str) -> None:
    at(room, when)

    assert warns(room) == 0


def test_nothing_is_noted_while_nobody_can_be_told(room: Room) -> None:
    at(room, "2026-12-10T10:00")
    bot = room.bot
    room.bot = replace(bot, reached=lambda _network: False)
    assert warns(room) == 0
    room.bot = replace(bot, coordinators=lambda _network: frozenset())
    assert warns(room) == 0
    room.bot = bot

    assert warns(room) == 1


def test_where_a_network_has_letters_a_letter_is_proposed_too(room: Room) -> None:
    with_letter(room)
    at(room, "2026-12-10T10:00")
    warns(room)

    assert "Une lettre compte aussi : `/lettre`." in told(room)[-1]
