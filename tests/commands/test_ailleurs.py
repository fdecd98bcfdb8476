"""Calendars from elsewhere: followed like feeds, shown when a date is planned and in the year."""

from __future__ import annotations

import asyncio
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import Connection

from bot.veille.elsewhere.rules import CalendarEvent
from bot.veille.feeds import collecting
from bot.veille.feeds import following_store as followings
from bot.veille.feeds.rules import Ailment, Collected, Failed, Feed, Outcome, Unchanged
from bot.veille.fetching.fetch import Fetcher
from bot.veille.fetching.guard import Guard
from bot.veille.fetching.worker import Worker
from tests.commands.gestures import presses, told
from tests.commands.test_flux import Web, tries
from tests.room import Room
from tests.veille.elsewhere.calendars import CALENDAR
from tests.veille.fetching.site import open_site
from tests.veille.fetching.test_fetch import LIMITS

ADDRESS = "https://wiki.example.org/?api/forms/2/entries/ical"
AT = datetime(2026, 12, 3, 8, 30, tzinfo=UTC)
CAFE = CalendarEvent(
    title="Café [numérique]", starts=AT, ends=AT + timedelta(hours=2), link="https://a.example/1"
)
DAY = CalendarEvent(
    title="Journée des aidants @channel",
    starts=datetime(2026, 12, 3, tzinfo=UTC),
    ends=datetime(2026, 12, 4, tzinfo=UTC),
    whole_days=True,
)
PLAN = "/rencontre planifier jeudi 3 décembre 14h, mairie"


def follows(room: Room, *events: CalendarEvent, name: str = "L'agenda du wiki") -> str:
    """Have Amina follow a calendar of these dates; return what she is told."""
    room.fills("amina", "veille flux ajouter", adresse=ADDRESS, nom=name)
    return tries(room, Web({ADDRESS: Collected(articles=(), events=events, title="Wiki")}))


def brings(room: Room, outcome: Outcome) -> None:
    """Let a collection of the calendar bring this."""

    def keep(db: Connection) -> None:
        (each,) = [each for each in followings.of_network(db, "loire") if each.address == ADDRESS]
        collecting.keep(db, each.feed, outcome, room.clock.now, {})

    room.store(keep)


def test_a_calendar_is_followed_like_a_feed_and_says_what_comes(room: Room) -> None:
    text = follows(room, CAFE, DAY)

    assert "suit **L'agenda du wiki**" in text
    assert "C'est un agenda, 2\u00a0dates à venir" in text
    assert "https://a.example/1" in text
    assert "L'agenda du wiki**" in room.says("louis", "/veille flux").text


def test_what_falls_on_the_day_is_told_as_a_meeting_is_planned(room: Room) -> None:
    follows(room, DAY, CAFE)

    planned = room.says("amina", PLAN).text

    assert "Ce jour-là, ailleurs\u00a0: Journée des aidants" in planned
    assert "@channel" not in planned.replace("@\u200bchannel", "")
    assert "(9\u00a0h\u00a030, L'agenda du wiki)." in planned
    moved = room.does("amina", "rencontre modifier vendredi 4 décembre 14h").text
    assert "ailleurs" not in moved


def test_the_channel_is_told_nothing_of_it(room: Room) -> None:
    follows(room, CAFE)
    room.says("amina", PLAN)
    room.does("amina", "rencontre annoncer")

    assert not any("Café" in message.text for message in room.outbox() if message.user is None)


def test_the_date_of_the_rhythm_says_it_to_the_coordination_alone(room: Room) -> None:
    thursday = datetime(2026, 11, 12, 13, 0, tzinfo=UTC)
    follows(room, replace(CAFE, starts=thursday, ends=thursday))

    assert "Ce jour-là, ailleurs" in room.says("amina", "/rencontre").text
    assert "ailleurs" not in room.says("louis", "/rencontre").text


def test_each_date_of_a_poll_says_what_falls_on_it(room: Room) -> None:
    follows(room, CAFE)

    opened = room.says("amina", "/rencontre sonder mardi 1/12 9h30 ; jeudi 3/12 14h").text

    first, second = [line for line in opened.splitlines() if line[:2] in ("1.", "2.")]
    assert "ailleurs" not in first
    assert "Ce jour-là, ailleurs\u00a0: [Café" in second


def test_the_year_names_the_next_ones_and_counts_the_others(room: Room) -> None:
    weeks = [
        replace(CAFE, title=f"Café {week}", starts=AT + timedelta(weeks=week), ends=AT)
        for week in range(5)
    ]
    follows(room, *(replace(each, ends=each.starts) for each in weeks))

    year = room.says("louis", "/reseau").text

    assert "**Ailleurs**\u00a0: [Café 0]" in year
    assert "et 2\u00a0autres dates" in year


def test_its_rules_its_pause_and_its_removal_are_those_of_a_feed(room: Room) -> None:
    follows(room, CAFE, DAY)
    number = "2"

    room.fills("amina", "veille flux régler", number, sauf="aidants")
    assert "aidants" not in room.says("amina", PLAN).text
    room.does("amina", f"veille flux suspendre {number}")
    assert "ailleurs" not in room.says("amina", "/rencontre").text
    room.does("amina", f"veille flux reprendre {number}")
    assert "Café" in room.says("amina", "/rencontre").text
    room.does("amina", f"veille flux retirer {number}")
    assert "Café" not in room.says("amina", "/rencontre").text


def test_what_is_called_off_there_is_told_no_more_and_what_is_unchanged_stays(room: Room) -> None:
    follows(room, CAFE, DAY)
    brings(room, Unchanged())
    assert "Café" in room.says("amina", PLAN).text

    brings(room, Collected(articles=(), events=(DAY,)))

    assert "Café" not in room.says("amina", "/rencontre").text
    brings(room, Collected(articles=(), events=()))
    assert "ailleurs" not in room.says("amina", "/rencontre").text


def test_a_calendar_that_another_network_follows_is_known_at_once(room: Room) -> None:
    follows(room, CAFE)

    room.does("amina", f"veille flux tester {ADDRESS}")
    assert "suit ce flux" in room.does("amina", f"veille flux tester {ADDRESS}").text
    web = Web({})
    room.does("amina", "veille flux retirer 2")
    room.does("amina", f"veille flux tester {ADDRESS}")

    assert "C'est un agenda, 1\u00a0date à venir" in tries(room, web)
    assert web.asked == []
    presses(room, "amina", told(room, "amina")[-1].buttons[0])
    assert "Café" in room.says("amina", PLAN).text


@pytest.mark.parametrize(
    "typed", ["webcal://wiki.example.org/ical", "WEBCALS://wiki.example.org/ical"]
)
def test_the_address_that_calendars_are_given_by_is_read_by_https(room: Room, typed: str) -> None:
    room.says("amina", f"/veille flux {typed}")
    web = Web({})
    tries(room, web)

    assert web.asked == ["https://wiki.example.org/ical"]


def test_a_calendar_is_asked_for_only_if_it_changed_and_never_inside(room: Room) -> None:
    """Read one from a real server, by the guard and the process that feeds are read by."""

    async def read(guard: Guard, etag: str | None) -> Outcome:
        async with open_site() as site, Worker() as worker:
            site.says(
                "/ical",
                CALENDAR.encode(),
                200,
                content_type="text/calendar; charset=utf-8",
                etag='"a"',
            )
            if etag:
                site.says("/ical", status=304, etag=etag)
            async with Fetcher(
                worker, agent="Essai", guard=guard, limits=LIMITS, resolver=site
            ) as fetcher:
                now = room.clock.now
                feed = Feed(id=1, url="http://a.example/ical", etag=etag, succeeded_at=now)
                outcome = await fetcher.fetch(feed, now)
            if etag:
                assert site.requests[0].headers["If-None-Match"] == etag
            return outcome

    loopback = Guard(["127.0.0.0/8"])
    first = asyncio.run(read(loopback, None))
    assert isinstance(first, Collected)
    assert [each.title for each in first.events or ()] == ["Journée des aidants", "Café numérique"]
    assert first.title == "Agenda du territoire"
    assert isinstance(asyncio.run(read(loopback, first.etag)), Unchanged)
    refused = asyncio.run(read(Guard(), None))
    assert isinstance(refused, Failed)
    assert refused.trouble.ailment is Ailment.INTERNAL_ADDRESS
