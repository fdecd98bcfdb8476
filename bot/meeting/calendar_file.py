"""Meetings for people's own calendars: the file that goes with a message, and a network's feed.

METHOD:PUBLISH, without ATTENDEE or ORGANIZER. REQUEST is for people named by their mail address,
which we have not: Outlook then says that one is not invited and blocks its buttons
(dotnet-foundation/wg-maintainers#64), where PUBLISH opens as an appointment to keep. Proton takes
the standard's methods only (mlool/workday-calendar-extension#199).
RFC 5546 wants an ORGANIZER even so: with one, calendars take the copy for someone else's and offer
to write to them. RDV Service Public left it out (betagouv/rdv-service-public#1473). The name is in
CONTACT and in the description.

Times are in UTC, as meetings are kept: each calendar shows them at the wall time of its own place.
A zone's rules, which not all calendars read, would only matter to a meeting that recurs.

No VALARM: the bot reminds, and a feed that rings would ring for all who follow it.

`icalendar` is imported when first used: 3 MB and 30 ms that an idle bot does without.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

from bot.core.patterns import lazy_pattern
from bot.french.legible import legible
from bot.french.text import tidied

if TYPE_CHECKING:
    from icalendar import Calendar, Event, Timezone

REFRESH = timedelta(hours=1)
"""How often a calendar is asked to read the feed again; Google and Outlook take hours anyway."""

CONTENT_TYPE = "text/calendar"

_PRODUCT = "-//Courroie//Rencontres//FR"
_SPACES = lazy_pattern(r"[^\S\u00a0\u202f]+")
_WEB = lazy_pattern(r"https?://[^\s\x00-\x1f\x7f\"<>\\^`{|}]+", re.IGNORECASE)


@dataclass(frozen=True, slots=True, kw_only=True)
class Invitation:
    """A meeting, as it goes into a calendar.

    `uid` never changes; `sequence` is raised at each change of time, place or state. `start` is
    UTC. `place`, `link` and `organiser` may be empty.
    """

    uid: str
    sequence: int
    start: datetime
    minutes: int
    title: str
    place: str = ""
    link: str = ""
    description: str = ""
    organiser: str = ""
    cancelled: bool = False
    updated_at: datetime


def invitation_file(invitation: Invitation) -> str:
    """Write the file that puts a meeting into a calendar, or changes it there (same UID).

    Or takes it out: where a program does not heed CANCEL, the title says it: « Annulée : … ».
    """
    method = "CANCEL" if invitation.cancelled else "PUBLISH"
    return _written(_calendar(method), [invitation])


def calendar_feed(name: str, invitations: Sequence[Invitation], zone: str) -> str:
    """Write all the meetings of a network, cancelled ones too, for calendars that follow it.

    A cancelled meeting must stay for as long as someone may still have it in their calendar.
    """
    from icalendar import vText  # noqa: PLC0415

    calendar = _calendar("PUBLISH")
    title = vText(_line(name))  # what `icalendar` does not know it leaves unescaped
    calendar.add("name", title)
    calendar.add("x-wr-calname", title)
    calendar.add("x-wr-timezone", zone)
    calendar.add("refresh-interval", REFRESH, parameters={"VALUE": "DURATION"})
    calendar.add("x-published-ttl", "PT1H")
    if not invitations:
        calendar.add_component(_utc())
    return _written(calendar, sorted(invitations, key=lambda each: (each.start, each.uid)))


def _calendar(method: str) -> Calendar:
    from icalendar import Calendar  # noqa: PLC0415  see the module

    calendar = Calendar()
    calendar.add("version", "2.0")
    calendar.add("prodid", _PRODUCT)
    calendar.add("calscale", "GREGORIAN")
    calendar.add("method", method)
    return calendar


def _written(calendar: Calendar, invitations: Sequence[Invitation]) -> str:
    for invitation in invitations:
        calendar.add_component(_event(invitation))
    text: bytes = calendar.to_ical()
    return text.decode()


def _utc() -> Timezone:
    """Return what a feed without meetings holds: a calendar must hold something."""
    from icalendar import Timezone, TimezoneStandard  # noqa: PLC0415

    timezone, always = Timezone(), TimezoneStandard()
    timezone.add("tzid", "UTC")
    always.add("dtstart", datetime(1970, 1, 1))  # noqa: DTZ001  a wall time
    for name in ("tzoffsetfrom", "tzoffsetto"):
        always.add(name, timedelta())
    timezone.add_component(always)
    return timezone


def _event(invitation: Invitation) -> Event:
    from icalendar import Event  # noqa: PLC0415

    start = invitation.start.astimezone(UTC)
    place, link, organiser = (
        _line(invitation.place),
        _link(invitation.link),
        _line(invitation.organiser),
    )
    event = Event()
    event.add("uid", _line(invitation.uid))
    event.add("sequence", invitation.sequence)
    event.add("dtstamp", invitation.updated_at.astimezone(UTC))
    event.add("last-modified", invitation.updated_at.astimezone(UTC))
    event.add("dtstart", start)
    event.add("dtend", start + timedelta(minutes=invitation.minutes))
    event.add("summary", _title(invitation))
    event.add("status", "CANCELLED" if invitation.cancelled else "CONFIRMED")
    event.add("transp", "TRANSPARENT" if invitation.cancelled else "OPAQUE")
    event.add("class", "PUBLIC")
    for name, value in (
        ("location", place or link),  # where other tools put it, and calendars look for it
        ("url", link),
        ("contact", organiser),
        ("description", _description(invitation, link, organiser)),
    ):
        if value:
            event.add(name, value)
    return event


def _title(invitation: Invitation) -> str:
    title = _line(invitation.title) or "Rencontre"
    # Outlook shows a followed calendar's cancelled meetings as any other.
    return f"Annulée\u00a0: {title}" if invitation.cancelled else title


def _description(invitation: Invitation, link: str, organiser: str) -> str:
    told = (
        f"En visio\u00a0: {link}" if link else "",
        legible(tidied(invitation.description)),
        f"Rencontre organisée par {organiser}" if organiser else "",
    )
    return "\n\n".join(each for each in told if each)


def _line(text: str) -> str:
    """Return a text on one line, without what hides or disorders; its French spaces stay."""
    return _SPACES.sub(" ", legible(tidied(text))).strip()


def _link(text: str) -> str:
    """Return a web address as it is, nothing of what is none: a URL is written unescaped."""
    link = text.strip()
    return link if _WEB.fullmatch(link) else ""
