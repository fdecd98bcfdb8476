"""What a few words find in published minutes: decisions, actions, and what was spoken of."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Connection

from bot.french.words import terms
from bot.meeting import note_store
from bot.meeting import store as meetings
from bot.meeting.rules import MeetingStatus

MOST = 3
"""Lines of minutes that a search shows."""

_LEAST = 0.5
"""The least part of the words sought that a line holds."""


@dataclass(frozen=True, slots=True)
class MinutesLine:
    """A line of minutes: what it is (« Décision »), its words, and its meeting's number and date.

    >>> MinutesLine(3, datetime(2026, 3, 5), "Décision", "Un atelier commun").number
    3
    """

    number: int
    at: datetime
    label: str
    text: str


def recalled(db: Connection, network: str, query: str) -> Sequence[MinutesLine]:
    """Return the lines of published minutes that hold most of a query's words, the best first.

    Of those that hold as many, the latest come first.
    """
    sought = {*terms(query)}
    weighed = [
        (len(sought & {*terms(line.text)}) / max(len(sought), 1), line)
        for line in _lines(db, network)
    ]
    close = [each for each in weighed if each[0] >= _LEAST]
    close.sort(key=lambda each: (each[0], each[1].at), reverse=True)
    return [line for _, line in close[:MOST]]


def _lines(db: Connection, network: str) -> Iterator[MinutesLine]:
    for number, at, note in note_store.reported(db, network):
        yield MinutesLine(number, at, note.kind.label, note.text)
    for meeting in meetings.with_status(db, network, (MeetingStatus.REPORTED,)):
        for item in meeting.agenda.items:
            if item.covered and not item.ref:  # a question, an article is found as itself
                yield MinutesLine(meeting.number, meeting.at, "Point abordé", item.text)
