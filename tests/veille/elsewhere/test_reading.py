"""The dates of a calendar, as publishers write them and as some would have us read them."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from bot.veille.elsewhere.reading import MOST_KEPT, read_calendar
from bot.veille.elsewhere.rules import CalendarEvent
from bot.veille.fetching.errors import NotAFeedError, UnreadableError
from bot.veille.fetching.parse import parse
from bot.veille.fetching.worker import Worker
from tests.veille.elsewhere.calendars import CALENDAR, PARIS, calendar, event
from tests.waiting import PATIENCE

NOW = datetime(2026, 11, 2, 8, 0, tzinfo=UTC)
BASE = "https://agenda.example.org/ical"


def starts(*events: str, head: str = "") -> list[str]:
    """Return when the dates of a calendar begin, as UTC."""
    _, found = read_calendar(calendar(*events, head=head or "NAME:Un agenda"), NOW)
    return [f"{each.starts:%d/%m/%y %H:%M}" for each in found]


def test_a_date_is_told_with_its_place_and_page_and_cancelled_ones_are_not() -> None:
    shown = event(
        PARIS,
        "DURATION:PT2H",
        "LOCATION:Médiathèque\\, Valcombe",
        "URL:https://a.example.org/1",
        title="Café <b>numérique</b>",
    )
    title, found = read_calendar(
        calendar(shown, event(PARIS, "STATUS:CANCELLED", title="Annulé", uid="2")), NOW
    )

    assert title == "Agenda du territoire"
    assert found == (
        CalendarEvent(
            title="Café numérique",
            starts=datetime(2026, 12, 3, 8, 30, tzinfo=UTC),
            ends=datetime(2026, 12, 3, 10, 30, tzinfo=UTC),
            place="Médiathèque, Valcombe",
            link="https://a.example.org/1",
        ),
    )


@pytest.mark.parametrize(
    ("start", "head", "told"),
    [
        ("DTSTART:20261203T083000Z", "", "03/12/26 08:30"),
        ("DTSTART;TZID=Indian/Reunion:20261203T093000", "", "03/12/26 05:30"),
        ("DTSTART;TZID=Romance Standard Time:20261203T093000", "", "03/12/26 08:30"),
        ("DTSTART:20261203T093000", "", "03/12/26 08:30"),
        ("DTSTART:20261203T093000", "X-WR-TIMEZONE:Indian/Reunion", "03/12/26 05:30"),
        ("DTSTART:20261203T093000", "X-WR-TIMEZONE:Ailleurs/Nulle_part", "03/12/26 08:30"),
        ("DTSTART;VALUE=DATE:20261203", "X-WR-TIMEZONE:Indian/Reunion", "03/12/26 00:00"),
    ],
)
def test_an_hour_is_that_of_its_zone_and_a_day_that_of_everyone(
    start: str, head: str, told: str
) -> None:
    assert starts(event(start), head=head) == [told]


def test_what_recurs_keeps_its_hour_through_a_clock_change_and_its_exceptions() -> None:
    weekly = event(
        "DTSTART;TZID=Europe/Paris:20261001T180000",
        "RRULE:FREQ=WEEKLY;BYDAY=TH;UNTIL=20261203T170000Z",
        "EXDATE;TZID=Europe/Paris:20261112T180000",
        "EXDATE;TZID=Europe/Paris:20261119T180000",
        "RDATE;TZID=Europe/Paris:20261205T180000",
    )
    moved = event(
        "RECURRENCE-ID;TZID=Europe/Paris:20261126T180000",
        "DTSTART;TZID=Europe/Paris:20261127T180000",
    )
    off = event(
        "RECURRENCE-ID;TZID=Europe/Paris:20261105T180000",
        "DTSTART;TZID=Europe/Paris:20261105T180000",
        "STATUS:CANCELLED",
    )

    assert starts(weekly, moved, off) == [
        "08/10/26 16:00",
        "15/10/26 16:00",
        "22/10/26 16:00",
        "29/10/26 17:00",
        "27/11/26 17:00",
        "03/12/26 17:00",
        "05/12/26 17:00",
    ]


@pytest.mark.parametrize(
    ("rule", "count"),
    [
        ("FREQ=YEARLY", 2),
        ("FREQ=WEEKLY;COUNT=4", 4),
        ("FREQ=DAILY;UNTIL=20261205", 3),
        ("FREQ=DAILY", 400),
        ("FREQ=SECONDLY", 1),
        ("FREQ=WEEKLY;INTERVAL=0", 1),
        ("FREQ=CHAQUE_JOUR", 1),
    ],
)
def test_what_recurs_for_ever_is_told_for_two_years_and_no_more(rule: str, count: int) -> None:
    assert len(starts(event(PARIS, f"RRULE:{rule}"))) == count


def test_what_is_past_or_far_ahead_is_left_out_and_the_soonest_are_kept() -> None:
    far = [event(f"DTSTART:{year}1203T093000", uid=str(year)) for year in (1990, 2026, 2060)]
    many = [event(f"RRULE:FREQ=DAILY;COUNT={400}", PARIS, uid=str(each)) for each in range(2)]

    assert starts(*far) == ["03/12/26 08:30"]
    assert len(starts(*many)) == 400  # the same title at the same hour is one
    others = [
        event("RRULE:FREQ=DAILY", PARIS, uid=str(each), title=f"Café {each}") for each in range(2)
    ]
    assert len(starts(*others)) == MOST_KEPT


@pytest.mark.parametrize(
    "wrong",
    [
        "DTSTART:demain",
        "DTEND:20261203T113000Z",
        "DTSTART:20261203T093000\r\nDTEND:hier",
        "DTSTART:99991231T235959Z\r\nRRULE:FREQ=YEARLY\r\nEXDATE:x",
    ],
)
def test_what_is_wrong_in_an_event_leaves_the_others(wrong: str) -> None:
    assert "03/12/26 08:30" in starts(event(PARIS), event(wrong, uid="2"))


def test_titles_and_links_are_plain_and_of_the_web() -> None:
    hostile = event(
        PARIS, "URL:javascript:alert(1)", title="@channel [x](https://a.fr) \\n<script>" + "a" * 300
    )
    _, (found,) = read_calendar(calendar(hostile), NOW)

    assert found.link == ""
    assert "<" not in found.title
    assert "\n" not in found.title
    assert len(found.title) <= 121


def test_a_length_is_never_negative_and_an_exhibition_is_told_of_a_week() -> None:
    _, found = read_calendar(
        calendar(
            event(PARIS, "DTEND;TZID=Europe/Paris:20261201T093000"),
            event("DTSTART;VALUE=DATE:20261204", "DTEND;VALUE=DATE:20270304", uid="2"),
        ),
        NOW,
    )

    assert [each.ends - each.starts for each in found] == [timedelta(), timedelta(days=7)]


@pytest.mark.parametrize("body", ["BEGIN:VCALENDAR\r\nDTSTART", "BEGIN:VCALENDAR\r\nX", "<html>"])
def test_what_is_no_calendar_is_no_feed_either(body: str) -> None:
    with pytest.raises(NotAFeedError):
        parse(body.encode(), "text/calendar", BASE, NOW)


async def test_a_calendar_is_read_in_the_process_and_comes_back_whole() -> None:
    async with Worker() as worker:
        feed = await worker.parse(CALENDAR.encode(), "text/calendar", BASE, NOW)

    assert feed == parse(CALENDAR.encode(), None, BASE, NOW)
    assert feed.articles == ()
    assert [each.title for each in feed.events or ()] == ["Journée des aidants", "Café numérique"]


async def test_a_rule_that_never_ends_costs_a_process_and_its_file_alone() -> None:
    endless = calendar(event(PARIS, "RRULE:FREQ=DAILY;BYMONTH=2;BYMONTHDAY=31"))
    async with Worker(time_limit=2.0) as worker:
        with pytest.raises(UnreadableError):
            await worker.parse(endless.encode() * 1, None, BASE, NOW)
        for each in worker._processes:
            each._time_limit = PATIENCE
        again = await worker.parse(CALENDAR.encode(), None, BASE, NOW)

    assert again.events


@pytest.mark.parametrize(
    ("zone", "day", "falls"),
    [
        ("Europe/Paris", datetime(2026, 12, 3, 22, 30, tzinfo=UTC), (True, True)),
        ("Europe/Paris", datetime(2026, 12, 3, 23, 30, tzinfo=UTC), (False, False)),
        ("Indian/Reunion", datetime(2026, 12, 2, 20, 30, tzinfo=UTC), (True, True)),
        ("America/Guadeloupe", datetime(2026, 12, 3, 3, 30, tzinfo=UTC), (False, False)),
    ],
)
def test_a_day_is_the_network_s_own(zone: str, day: datetime, falls: tuple[bool, bool]) -> None:
    timed = datetime(2026, 12, 3, 8, 30, tzinfo=UTC)
    whole = datetime(2026, 12, 3, tzinfo=UTC)
    events = (
        CalendarEvent(title="Café", starts=timed, ends=timed),
        CalendarEvent(
            title="Journée", starts=whole, ends=whole + timedelta(days=1), whole_days=True
        ),
    )

    assert tuple(each.falls_on(day, zone) for each in events) == falls
