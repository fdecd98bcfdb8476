"""Calendars: read again by a parser that knows nothing of ours, and line by line."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
import vobject
from hypothesis import given
from hypothesis import strategies as st

from bot.french.legible import legible
from bot.french.text import tidied
from bot.meeting.calendar_file import Invitation, calendar_feed, invitation_file

MEETING = Invitation(
    uid="loire-12@courroie",
    sequence=2,
    start=datetime(2026, 12, 3, 13, 0, tzinfo=UTC),
    minutes=150,
    title="Rencontre de décembre",
    place="Médiathèque de Valcombe, 3 rue des Écoles",
    description="- Accueil et visite\n- Questions ; besoins",
    organiser="Amina",
    updated_at=datetime(2026, 11, 2, 8, 0, tzinfo=UTC),
)
VIDEO = replace(MEETING, place="", link="https://visio.example.org/r?a=1;b=2,3")
HOSTILE = st.text(
    st.one_of(
        st.characters(),
        st.sampled_from("\r\n\t;,:\\\"'^\u2028\x85\x00\u202e\u00a0é😀\ud800"),
    )
) | st.sampled_from(
    ["fin\r\nEND:VCALENDAR", "a" * 200, "é" * 99, "😀" * 40, "\\n", "BEGIN:VALARM", "x\n y", "=;:"]
)


def test_the_file_says_when_where_and_what() -> None:
    event = read(invitation_file(MEETING)).vevent

    assert event.uid.value == "loire-12@courroie"
    assert event.sequence.value == "2"
    assert event.summary.value == "Rencontre de décembre"
    assert event.dtstart.value.isoformat() == "2026-12-03T13:00:00+00:00"
    assert event.dtend.value.isoformat() == "2026-12-03T15:30:00+00:00"
    assert event.location.value == "Médiathèque de Valcombe, 3 rue des Écoles"
    assert event.contact.value == "Amina"
    assert event.description.value == (
        "- Accueil et visite\n- Questions ; besoins\n\nRencontre organisée par Amina"
    )
    assert (event.status.value, event.transp.value) == ("CONFIRMED", "OPAQUE")
    assert event.dtstamp.value == event.last_modified.value == MEETING.updated_at


def test_nobody_is_asked_to_answer_by_mail() -> None:
    text = invitation_file(MEETING)

    assert read(text).method.value == "PUBLISH"
    assert not {"ATTENDEE", "ORGANIZER", "VALARM"} & set(re.findall(r"[A-Z]+", text))


def test_a_video_link_is_the_place_when_there_is_no_other() -> None:
    event = read(invitation_file(VIDEO)).vevent
    assert event.location.value == event.url.value == VIDEO.link
    assert event.description.value.startswith(f"En visio\u00a0: {VIDEO.link}\n\n")

    both = read(invitation_file(replace(VIDEO, place="Valcombe"))).vevent
    assert (both.location.value, both.url.value) == ("Valcombe", VIDEO.link)


@pytest.mark.parametrize(
    "link",
    [
        "javascript:alert(1)",
        "https://a.fr\r\nATTENDEE:mailto:x@y.fr",
        "https://a.fr/ b",
        "valcombe",
        "",
    ],
)
def test_what_is_no_web_address_is_no_link(link: str) -> None:
    assert "URL" not in invitation_file(replace(VIDEO, link=link))


def test_a_meeting_without_title_is_a_meeting() -> None:
    assert read(invitation_file(replace(MEETING, title=" \n"))).vevent.summary.value == "Rencontre"


def test_a_cancelled_meeting_is_taken_out_under_the_same_name() -> None:
    calendar = read(invitation_file(replace(MEETING, sequence=3, cancelled=True)))
    event = calendar.vevent

    assert calendar.method.value == "CANCEL"
    assert (event.uid.value, event.sequence.value) == (MEETING.uid, "3")
    assert (event.status.value, event.transp.value) == ("CANCELLED", "TRANSPARENT")
    assert event.summary.value == "Annulée\u00a0: Rencontre de décembre"


def test_a_feed_has_a_name_a_pace_and_every_meeting_in_order() -> None:
    later = replace(
        MEETING, uid="loire-13@courroie", start=MEETING.start + timedelta(days=70), cancelled=True
    )

    text = calendar_feed("Rencontres : Loire, 42", [later, MEETING], "Europe/Paris")
    calendar = read(text)

    assert calendar.x_wr_calname.value == "Rencontres : Loire, 42"
    assert calendar.x_wr_timezone.value == "Europe/Paris"
    assert "\r\nREFRESH-INTERVAL;VALUE=DURATION:PT1H\r\n" in text
    assert calendar.method.value == "PUBLISH"
    assert [each.uid.value for each in calendar.vevent_list] == [MEETING.uid, later.uid]
    assert [each.status.value for each in calendar.vevent_list] == ["CONFIRMED", "CANCELLED"]


def test_a_feed_is_the_same_as_long_as_nothing_changes() -> None:
    again = calendar_feed("Loire", [MEETING, VIDEO], "Europe/Paris")

    assert calendar_feed("Loire", [MEETING, VIDEO], "Europe/Paris") == again


def test_a_feed_without_meetings_still_holds_something() -> None:
    text = calendar_feed("Loire", [], "Europe/Paris")

    assert text.count("BEGIN:VTIMEZONE") == 1
    assert "VEVENT" not in text


def test_times_are_those_of_no_zone_that_a_calendar_might_not_know() -> None:
    text = calendar_feed("Loire", [MEETING], "Europe/Paris")

    assert "\r\nDTSTART:20261203T130000Z\r\n" in text
    assert "\r\nDTEND:20261203T153000Z\r\n" in text
    assert not {"TZID", "VTIMEZONE", "RRULE"} & set(re.findall(r"[A-Z]+", text))


@given(HOSTILE, HOSTILE, HOSTILE, HOSTILE)
def test_other_peoples_words_stay_in_their_place(
    title: str, place: str, description: str, organiser: str
) -> None:
    hostile = replace(
        MEETING, title=title, place=place, description=description, organiser=organiser
    )
    plain = invitation_file(replace(MEETING, title="x", place="x", description="x"))

    text = calendar_feed(title, [hostile], "Europe/Paris")

    _holds_to_the_standard(text)
    names = set(_names(text)) - {"NAME", "X-WR-CALNAME", "X-WR-TIMEZONE", "REFRESH-INTERVAL"}
    assert names - {"X-PUBLISHED-TTL"} <= set(_names(plain))
    assert text.count("\r\nBEGIN:") == 1  # an event
    event = read(text).vevent
    assert event.summary.value.split() == (_shown(title) or ["Rencontre"])
    told = event.description.value.split() if "description" in event.contents else []
    assert told[: len(_shown(description))] == _shown(description)


def read(text: str) -> vobject.base.Component:
    return vobject.readOne(text)


def _holds_to_the_standard(text: str) -> None:
    """RFC 5545, 3.1: lines end with CRLF, have 75 octets at most, are UTF-8, have no controls."""
    assert text.endswith("END:VCALENDAR\r\n")
    for line in text.encode().split(b"\r\n"):
        assert len(line) <= 75
        assert b"\r" not in line
        assert b"\n" not in line
        line.decode()
    assert not re.search(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f]", text)
    assert all(re.match(r"[A-Z-]+[;:]", whole) for whole in _unfolded(text))


def _names(text: str) -> Iterator[str]:
    for line in _unfolded(text):
        yield re.split("[;:]", line)[0]


def _unfolded(text: str) -> Sequence[str]:
    return text.replace("\r\n ", "").removesuffix("\r\n").split("\r\n")


def _shown(text: str) -> Sequence[str]:
    """Return the words that can be read of a text."""
    return legible(tidied(text)).split()
