"""Calendars of our own making, as YesWiki, Mobilizon, Nextcloud and OpenAgenda write them."""

from __future__ import annotations


def calendar(*events: str, head: str = "X-WR-CALNAME:Agenda du territoire") -> str:
    """Return a calendar of these events."""
    lines = ["BEGIN:VCALENDAR", "VERSION:2.0", "PRODID:-//Essai//FR", *head.splitlines()]
    return "\r\n".join([*lines, *events, "END:VCALENDAR", ""])


def event(*lines: str, title: str = "Café numérique", uid: str = "1") -> str:
    """Return an event with these properties."""
    return "\r\n".join(["BEGIN:VEVENT", f"UID:{uid}", f"SUMMARY:{title}", *lines, "END:VEVENT"])


PARIS = "DTSTART;TZID=Europe/Paris:20261203T093000"
"""Thursday 3 December 2026, 9 h 30 in Paris."""

CALENDAR = calendar(
    event(PARIS, "DTEND;TZID=Europe/Paris:20261203T113000", "URL:https://a.example.org/1"),
    event("DTSTART;VALUE=DATE:20261203", title="Journée des aidants", uid="2"),
    event(PARIS, "STATUS:CANCELLED", title="Un atelier annulé", uid="3"),
)
