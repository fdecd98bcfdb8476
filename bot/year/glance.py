"""A network's year at a glance: what each month had, has and will have; how regular it is.

Twelve months at most: the six before this one that the network knew, which say whether the dynamic
holds, this one, and the five to come, which hold the next date of any rule that recurs twice a
year. A month counts when it has
a *sequence*: a meeting held, or a letter published. The veille comes besides. August is at rest,
so never missing. Regularity looks back on the twelve months before this one.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import Enum
from zoneinfo import ZoneInfo

from bot.core.grouping import grouped
from bot.core.labels import Labelled
from bot.french.workdays import AUGUST
from bot.network.schedule import Due, month_of, months_later

BEHIND = 6
"""Months shown before the present one."""

AHEAD = 5
"""Months shown after the present one."""

TOLD = 10
"""Months of a message, so that a phone shows it whole."""

LOOKED_BACK = 12
"""Months before the present one over which regularity is counted."""

FIRST_WORD_DAY = 10
"""Day of the month before from which coordinators are told that nothing is planned."""


class State(Enum):
    """Where one meeting, letter or digest stands.

    `UNTOLD`: a meeting that was planned, whose date is past, and that nobody began with us.
    `PROPOSED`: a date of the rhythm for which nobody planned a meeting.
    """

    DONE = "done"
    PLANNED = "planned"
    UNTOLD = "untold"
    PROPOSED = "proposed"


@dataclass(frozen=True, slots=True, kw_only=True)
class YearEvent:
    """A meeting, a letter or a digest of some month (UTC); `number` is 0 where it has none yet.

    A `draft` is a meeting whose date only coordinators know; `people` came to one that was held, 0
    where they were not counted.
    """

    due: Due
    at: datetime
    state: State
    number: int = 0
    draft: bool = False
    people: int = 0


class MonthMark(Labelled):
    """What a month comes to; `label` is the French word for it."""

    DONE = "done", "fait"
    PLANNED = "planned", "prévu"
    UNTOLD = "untold", "à confirmer"
    TO_PLAN = "to plan", "à planifier"
    EMPTY = "empty", "rien de prévu"
    MISSED = "missed", "rien"
    REST = "rest", "repos"
    BEFORE = "before", "avant le réseau"

    @property
    def silent(self) -> bool:
        """Whether nothing is planned there, though something should be."""
        return self in (MonthMark.TO_PLAN, MonthMark.EMPTY)


@dataclass(frozen=True, slots=True, kw_only=True)
class YearMonth:
    """One month: its first moment in the network's zone, its mark, its events in order.

    `present` tells whether it is the present one.
    """

    first: datetime
    mark: MonthMark
    events: tuple[YearEvent, ...] = ()
    present: bool = False

    @property
    def sequences(self) -> tuple[YearEvent, ...]:
        """Its meetings and letters."""
        return tuple(each for each in self.events if each.due is not Due.DIGEST)

    @property
    def digests(self) -> tuple[YearEvent, ...]:
        """Its digests."""
        return tuple(each for each in self.events if each.due is Due.DIGEST)

    @property
    def meetings(self) -> tuple[YearEvent, ...]:
        """The meetings that were held there."""
        return self._done(Due.MEETING)

    @property
    def people(self) -> int:
        """All who came to them, each as often as they came."""
        return sum(each.people for each in self.meetings)

    @property
    def letters(self) -> tuple[YearEvent, ...]:
        """The letters that came out there."""
        return self._done(Due.LETTER)

    def _done(self, due: Due) -> tuple[YearEvent, ...]:
        return tuple(each for each in self.events if each.due is due and each.state is State.DONE)


@dataclass(frozen=True, slots=True, kw_only=True)
class Glance:
    """The year: `regular` of the `counted` past months had a sequence."""

    months: tuple[YearMonth, ...]
    regular: int
    counted: int

    @property
    def present(self) -> YearMonth:
        """The present month."""
        return next(each for each in self.months if each.present)

    def ahead(self, now: datetime) -> tuple[YearEvent, ...]:
        """Return the next meeting, letter and digest that are shown, if any, the soonest first."""
        found: dict[Due, YearEvent] = {}
        for month in self.months:
            for event in month.events:
                if event.at > now:
                    found.setdefault(event.due, event)
        return tuple(sorted(found.values(), key=lambda event: event.at))

    @property
    def told(self) -> tuple[YearMonth, ...]:
        """The last TOLD months: what a message tells, where the picture shows all of them."""
        return self.months[-TOLD:]


def look(events: Iterable[YearEvent], *, began: datetime, now: datetime, zone: str) -> Glance:
    """Put a network's events in their months and count how regular it is; `zone` is IANA's."""
    this, events = month_of(now, zone), list(events)
    shown = (months_later(this, count) for count in range(-BEHIND, AHEAD + 1))
    past = (months_later(this, -count) for count in range(1, LOOKED_BACK + 1))
    lived = (each for each in past if each.month != AUGUST)
    counted = known(months_of(lived, events, began=began, now=now, zone=zone))
    return Glance(
        months=known(months_of(shown, events, began=began, now=now, zone=zone)),
        regular=sum(each.mark is MonthMark.DONE for each in counted),
        counted=len(counted),
    )


def known(months: Iterable[YearMonth]) -> tuple[YearMonth, ...]:
    """Return the months that the network knew."""
    return tuple(each for each in months if each.mark is not MonthMark.BEFORE)


def months_of(
    firsts: Iterable[datetime],
    events: Iterable[YearEvent],
    *,
    began: datetime,
    now: datetime,
    zone: str,
) -> Iterator[YearMonth]:
    """Yield months of an IANA zone, by their first moments, with their events in order."""
    ordered = sorted(events, key=lambda event: event.at)
    found = grouped((month_of(each.at, zone), each) for each in ordered)
    this = month_of(now, zone)
    for first in firsts:
        own = tuple(found.get(first, ()))
        mark = _mark(first, own, began=began, this=this)
        yield YearMonth(first=first, mark=mark, events=own, present=first == this)


def end(now: datetime, zone: str) -> datetime:
    """Return the first moment after the months that are shown."""
    return months_later(month_of(now, zone), AHEAD + 1)


def month_to_tell(now: datetime, zone: str) -> datetime:
    """Return the first moment of the month that may be told of today, in an IANA zone.

    From FIRST_WORD_DAY on the coming one, September in July; before, the one that has begun.
    """
    this = month_of(now, zone)
    if now.astimezone(ZoneInfo(zone)).day < FIRST_WORD_DAY:
        return this
    coming = months_later(this, 1)
    return months_later(this, 2) if coming.month == AUGUST else coming


def _mark(
    month: datetime, events: Sequence[YearEvent], *, began: datetime, this: datetime
) -> MonthMark:
    """Say what a month comes to: the best that it has, else why it has nothing."""
    states = {each.state for each in events if each.due is not Due.DIGEST}
    for state, mark in _BEST_FIRST:
        if state in states:
            return mark
    if month < min(began, this):
        return MonthMark.BEFORE
    if month.month == AUGUST:
        return MonthMark.REST
    if month < this:
        return MonthMark.MISSED
    return MonthMark.TO_PLAN if State.PROPOSED in states else MonthMark.EMPTY


_BEST_FIRST = (
    (State.DONE, MonthMark.DONE),
    (State.PLANNED, MonthMark.PLANNED),
    (State.UNTOLD, MonthMark.UNTOLD),
)
