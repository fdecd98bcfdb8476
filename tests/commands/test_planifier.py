"""Planning a meeting: doubts asked first, announced, moved, called off, dates skipped."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from bot.meeting import store as meetings
from bot.meeting.rules import MeetingStatus
from bot.talk.command import Command, Via
from bot.talk.reply import Reply
from tests.commands.gestures import presses, told
from tests.room import LOIRE, Room, caller, open_room

PLAN = "/rencontre planifier jeudi 3 décembre 14h, 2h30, médiathèque de Valcombe"


@pytest.fixture
def announced(room: Room) -> Room:
    room.says("amina", PLAN)
    room.does("amina", "rencontre annoncer")
    return room


def test_a_member_reads_the_date_of_the_rhythm_until_a_meeting_is_announced(room: Room) -> None:
    assert (
        "**jeudi 12\u00a0novembre 2026 à 9\u00a0h\u00a030" in room.says("louis", "rencontre").text
    )
    room.says("amina", PLAN)
    assert "Valcombe" not in room.says("louis", "/rencontre").text
    room.does("amina", "rencontre annoncer")

    assert "Valcombe" in room.says("louis", "/rencontre").text


def test_the_agenda_of_a_meeting_fits_the_time_that_is_planned(room: Room) -> None:
    short = room.says("amina", "/rencontre planifier jeudi 3 décembre 14h, 2h, médiathèque")

    assert "dépasse" not in short.text
    [meeting] = room.store(lambda db: meetings.coming(db, "loire"))
    assert [each.minutes for each in meeting.agenda.parts] == [20, 20, 30, 50]
    assert meeting.agenda.minutes == meeting.minutes


def test_a_doubtful_date_is_asked_about_and_confirmed(room: Room) -> None:
    asked = room.says("amina", "/rencontre planifier samedi 5 décembre 14h, mairie")
    assert asked.refused
    assert "samedi 5\u00a0décembre" in asked.text

    done = presses(room, "amina", asked.buttons[0])

    assert "Rencontre en préparation (n°\u00a01)" in done.text
    assert "mairie" in done.text


def test_a_date_that_may_be_another_is_taken_as_either_by_a_button(room: Room) -> None:
    asked = room.says("amina", "/rencontre planifier mardi 3 décembre de 14h à 16h, mairie")
    keep, other = asked.buttons

    assert (keep.label, other.label) == (
        "Confirmer cette date",
        "Plutôt le mardi 1er\u00a0décembre",
    )
    done = presses(room, "amina", other)

    assert "mardi 1er\u00a0décembre" in done.text
    assert "mairie" in done.text


def test_a_form_with_a_doubtful_date_keeps_its_place_and_its_link(room: Room) -> None:
    dialog = room.says("amina", "/rencontre planifier").dialog
    assert dialog is not None
    asked = room.asks(
        Command(
            text="samedi 5 décembre 14h",
            caller=caller("amina"),
            via=Via.DIALOG,
            channel="loire-channel",
            network="loire",
            route=dialog.route,
            fields={"duree": "2h", "lieu": "Mairie", "visio": "https://visio.example.org/a"},
            on_the_spot=True,
        )
    )

    done = presses(room, "amina", asked.buttons[0])

    assert "2\u00a0h, Mairie, en visio\u00a0: https://visio.example.org/a" in done.text


def sends(room: Room, route: str, text: str, **fields: str) -> Reply:
    """Send the form of a meeting, as its window does."""
    return room.asks(
        Command(
            text=text,
            caller=caller("amina"),
            via=Via.DIALOG,
            channel="loire-channel",
            network="loire",
            route=route,
            fields=fields,
        )
    )


@pytest.mark.parametrize("via", [Via.SLASH, Via.MENTION, Via.DIRECT])
@pytest.mark.parametrize(
    ("where", "place", "link"),
    [
        ("https://visio.example.org/a", "", "https://visio.example.org/a"),
        ("visio : meet.example.org/Reseau42", "", "https://meet.example.org/Reseau42"),
        ("Mairie et visio https://v.example.org/a.", "Mairie", "https://v.example.org/a"),
        ("visio", "visio", ""),
        ("en visioconférence", "en visioconférence", ""),
        ("à préciser", "à préciser", ""),
        ("Salle 2.1 de la M.J.C/annexe", "Salle 2.1 de la M.J.C/annexe", ""),
    ],
)
def test_a_place_is_a_place_and_a_link_a_link(
    room: Room, via: Via, where: str, place: str, link: str
) -> None:
    room.says("amina", f"/rencontre ~loire planifier jeudi 3 décembre 14h, {where}", via=via)

    (meeting,) = room.store(lambda db: meetings.with_status(db, "loire", (MeetingStatus.DRAFT,)))
    assert (meeting.place, meeting.link) == (place, link)


@pytest.mark.parametrize(
    ("lieu", "visio", "place", "link"),
    [
        ("https://visio.example.org/a", "", "", "https://visio.example.org/a"),
        ("Mairie", "visio.example.org", "Mairie", "https://visio.example.org"),
        ("visio", "https://visio.example.org/a", "", "https://visio.example.org/a"),
        ("visio", "", "visio", ""),
        ("à préciser", " ", "à préciser", ""),
    ],
)
def test_a_form_takes_a_link_in_either_entry(
    room: Room, lieu: str, visio: str, place: str, link: str
) -> None:
    for route in ("rencontre planifier", "rencontre modifier"):
        sends(room, route, "jeudi 3 décembre 14h", lieu=lieu, visio=visio)

        (meeting,) = room.store(
            lambda db: meetings.with_status(db, "loire", (MeetingStatus.DRAFT,))
        )
        assert (meeting.place, meeting.link) == (place, link)


@pytest.mark.parametrize(
    "visio", ["pas un lien", "demain", "javascript:alert(1)", "mailto:a@b.fr", "http://[x", "x:y"]
)
def test_what_is_no_link_is_refused_with_a_sentence(room: Room, visio: str) -> None:
    for route in ("rencontre planifier", "rencontre modifier"):
        if route == "rencontre modifier":
            room.says("amina", "/rencontre planifier jeudi 3 décembre 14h, mairie")
        reply = sends(room, route, "vendredi 4 décembre 14h", lieu="Mairie", visio=visio)

        assert reply.refused
        assert "Je ne lis pas ce lien de visio" in reply.text


@pytest.mark.parametrize(
    ("where", "ways"),
    [
        ("mairie", ["Je viens", "Je ne viens pas"]),
        ("visio https://v.example.org/a", ["En visio", "Je ne viens pas"]),
        ("mairie, visio https://v.example.org/a", ["Je viens", "En visio", "Je ne viens pas"]),
    ],
)
def test_an_announcement_offers_the_ways_there_are_to_come(
    room: Room, where: str, ways: list[str]
) -> None:
    room.says("amina", f"/rencontre planifier jeudi 3 décembre 14h, {where}")
    room.does("amina", "rencontre annoncer")

    [post] = room.outbox()
    assert [button.label for button in post.buttons] == [*ways, "Ordre du jour", "Plus…"]
    assert post.file is not None
    assert "SEQUENCE:0" in post.file.content


def test_a_place_may_be_known_later_and_the_same_moment_is_not_planned_twice(room: Room) -> None:
    planned = room.says("amina", "/rencontre planifier jeudi 3 décembre 14h")

    assert "3\u00a0h, lieu à préciser." in planned.text
    assert "déjà planifiée" in room.says("amina", PLAN).text


def test_moved_those_who_come_are_told_and_calendars_follow(announced: Room) -> None:
    announced.does("louis", "rencontre présence 1 place")
    announced.does("zoé", "rencontre présence 1 no")

    announced.does("amina", "rencontre modifier jeudi 10 décembre 14h")

    [news] = told(announced, "louis")
    assert "jeudi 10\u00a0décembre" in news.text
    assert news.file is not None
    assert "SEQUENCE:1" in news.file.content
    assert told(announced, "zoé") == []


def test_called_off_those_who_come_are_told_why_and_calendars_drop_it(announced: Room) -> None:
    announced.does("louis", "rencontre présence 1 place")

    announced.does("amina", "rencontre annuler La salle n'est plus libre")

    [news] = told(announced, "louis")
    assert "La salle n'est plus libre" in news.text
    assert news.file is not None
    assert "METHOD:CANCEL" in news.file.content
    assert announced.does("louis", "rencontre présence 1 place").refused


def test_a_draft_is_moved_and_called_off_without_a_word(room: Room) -> None:
    room.says("amina", PLAN)
    room.does("amina", "rencontre modifier jeudi 10 décembre 14h")
    room.does("amina", "rencontre annuler La salle n'est plus libre")

    assert room.outbox() == []


def test_a_skipped_date_is_proposed_no_more(room: Room) -> None:
    said = room.does("amina", "rencontre sauter").text

    assert "14\u00a0janvier 2027" in said
    assert "12\u00a0novembre" not in said[said.index("prochaines dates") :]
    assert "14\u00a0janvier 2027" in room.says("louis", "/rencontre").text


@pytest.mark.parametrize("typed", ["planifier jeudi 3 décembre 14h", "annoncer", "sauter"])
def test_only_coordinators_plan(room: Room, typed: str) -> None:
    for who in ("louis", "gaspard", "marc"):
        assert room.does(who, f"rencontre {typed}").refused


def test_a_meeting_that_was_never_held_gives_way_to_the_next(room: Room) -> None:
    room.says("amina", "/rencontre planifier jeudi 3 décembre 14h, médiathèque de Valcombe")
    room.says("amina", "/rencontre planifier mardi 15 décembre 14h, mairie de Brézieux")
    room.clock.forward(days=32)
    assert "n°\u00a01" in room.says("amina", "/rencontre").text
    room.clock.forward(days=5)

    assert "n°\u00a02" in room.says("amina", "/rencontre").text


VIDEO = "https://visio.example.org/reseau-42"


@pytest.fixture
def equipped(tmp_path: Path) -> Iterator[Room]:
    """Open a room whose network has a video room."""
    room = open_room(tmp_path, loire=replace(LOIRE, video=VIDEO))
    yield room
    room.database.close()


@pytest.mark.parametrize(
    ("where", "place", "link"),
    [
        ("visio", "", VIDEO),
        ("en visioconférence", "", VIDEO),
        ("Mairie et visio", "Mairie", VIDEO),
        ("Mairie, en visio aussi", "Mairie", VIDEO),
        ("visio uniquement", "", VIDEO),
        ("visio : v.example.org/a", "", "https://v.example.org/a"),
        ("http://v.example.org/a", "", "https://v.example.org/a"),
        ("Mairie", "Mairie", ""),
        ("Mairie, sans visio", "Mairie, sans visio", ""),
        ("salle de visio de la mairie", "salle de visio de la mairie", ""),
        ("pas en visio, à la mairie", "pas en visio, à la mairie", ""),
    ],
)
def test_video_without_a_link_is_the_room_of_the_network(
    equipped: Room, where: str, place: str, link: str
) -> None:
    equipped.says("amina", f"/rencontre planifier jeudi 3 décembre 14h, {where}")
    equipped.does("amina", "rencontre annoncer")

    (meeting,) = equipped.store(
        lambda db: meetings.with_status(db, "loire", (MeetingStatus.ANNOUNCED,))
    )
    assert (meeting.place, meeting.link) == (place, link)
    [post] = equipped.outbox()
    assert post.file is not None
    assert bool(link) is ("En visio" in [each.label for each in post.buttons])
    assert link in post.text
    assert not link or f"URL:{link}" in post.file.content


@pytest.mark.parametrize(
    ("visio", "link"), [("Visio", VIDEO), ("", ""), ("v.fr/a", "https://v.fr/a")]
)
def test_the_form_takes_the_room_of_the_network_for_one_word(
    equipped: Room, visio: str, link: str
) -> None:
    sends(equipped, "rencontre planifier", "jeudi 3 décembre 14h", lieu="Mairie", visio=visio)

    (meeting,) = equipped.store(
        lambda db: meetings.with_status(db, "loire", (MeetingStatus.DRAFT,))
    )
    assert (meeting.place, meeting.link) == ("Mairie", link)


def test_a_date_that_was_voted_for_by_video_has_the_room_of_the_network(equipped: Room) -> None:
    equipped.says("amina", "/rencontre sonder en visio : mardi 8/12 9h30 ; jeudi 10/12 14h")
    equipped.does("amina", "rencontre choisir 1 2")

    assert VIDEO in equipped.says("amina", "/rencontre").text
