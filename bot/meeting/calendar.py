"""What a calendar is told of a meeting, and of a zone's clock changes.

A calendar that gets a wall time asks for the rules of its zone with it: most know « Europe/Paris »,
not all do, and the rules change by law. They are read from zoneinfo, for the years told of.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from itertools import pairwise
from zoneinfo import ZoneInfo

RULE_YEARS = 8
"""Years looked at before a change is called yearly: a fifth Sunday comes in each month by then."""

_SCAN = timedelta(days=7)
"""No zone has moved its clocks twice in a week within living memory (tzdata, since 1970)."""

_WEEK = 7
_LAST = -1


@dataclass(frozen=True, slots=True, kw_only=True)
class Invitation:
    """A meeting, as it goes into a calendar.

    `uid` never changes; `sequence` is raised at each change of time, place or state. `start` is
    UTC, shown at the wall time of `zone` (IANA). `place`, `link` and `organiser` may be empty.
    """

    uid: str
    sequence: int
    start: datetime
    minutes: int
    zone: str
    title: str
    place: str = ""
    link: str = ""
    description: str = ""
    organiser: str = ""
    cancelled: bool = False
    updated_at: datetime

    def __post_init__(self) -> None:
        if self.start.utcoffset() is None or self.updated_at.utcoffset() is None:
            raise ValueError("an invitation's times are aware")
        if self.minutes <= 0:
            raise ValueError("an invitation lasts a minute at least")

    @property
    def end(self) -> datetime:
        """When it ends, UTC: the minutes are real ones, even across a clock change."""
        return self.start.astimezone(UTC) + timedelta(minutes=self.minutes)


@dataclass(frozen=True, slots=True, kw_only=True)
class YearlyRule:
    """« the last Sunday of March »: `weekday` from Monday = 0, `nth` from 1, or -1 for the last."""

    month: int
    weekday: int
    nth: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Observance:
    """A time that a zone keeps, called `name` (« CEST »), from each of its `onsets`.

    The onsets are wall times as read before the change, naive. With a `rule` the first of them
    recurs each year, for as long as the law stands.
    """

    name: str
    before: timedelta
    after: timedelta
    onsets: tuple[datetime, ...]
    rule: YearlyRule | None = None

    @property
    def daylight(self) -> bool:
        """Whether the clocks went forward."""
        return self.after > self.before


def observances(zone: str, first: datetime, last: datetime) -> Sequence[Observance]:
    """Return what a zone observes, enough to read any wall time from `first` to `last`."""
    place = ZoneInfo(zone)
    begin = datetime(first.astimezone(place).year - 1, 1, 1, tzinfo=UTC)
    final = max(last.astimezone(place).year + 1, begin.year + RULE_YEARS)
    years = range(begin.year, final + 1)
    groups: dict[tuple[str, timedelta, timedelta], list[datetime]] = {}
    for before, after in _changes(place, begin, datetime(final + 1, 1, 1, tzinfo=UTC)):
        left, reached = _offset(before), _offset(after)
        onset = (after.astimezone(UTC) + left).replace(tzinfo=None)
        groups.setdefault((after.tzname() or "", left, reached), []).append(onset)
    found = [
        Observance(
            name=name,
            before=before,
            after=after,
            onsets=tuple(onsets),
            rule=_yearly_rule(onsets, years),
        )
        for (name, before, after), onsets in groups.items()
    ]
    if found and all(each.rule for each in found):
        return found
    start = begin.astimezone(place)
    kept = _offset(start)
    opening = Observance(
        name=start.tzname() or "", before=kept, after=kept, onsets=(start.replace(tzinfo=None),)
    )
    return [opening, *found]


def _changes(
    place: ZoneInfo, begin: datetime, end: datetime
) -> Iterator[tuple[datetime, datetime]]:
    """Yield the last second before and the first after each change, in the zone."""
    count = (end - begin) // _SCAN + 1
    for low, high in pairwise(begin + _SCAN * step for step in range(count + 1)):
        if _kept(low, place) == _kept(high, place):
            continue
        before, after = low, high
        while after - before > timedelta(seconds=1):
            middle = before + timedelta(seconds=(after - before) // timedelta(seconds=2))
            if _kept(middle, place) == _kept(low, place):
                before = middle
            else:
                after = middle
        yield before.astimezone(place), after.astimezone(place)


def _yearly_rule(onsets: Sequence[datetime], years: range) -> YearlyRule | None:
    """Return the rule that a change follows in each of these years, None when there is none."""
    if [each.year for each in onsets] != list(years):
        return None
    kinds = {(each.month, each.weekday(), each.time()) for each in onsets}
    if len(kinds) > 1:
        return None
    ((month, weekday, _),) = kinds
    if all((each + timedelta(days=_WEEK)).month != month for each in onsets):
        return YearlyRule(month=month, weekday=weekday, nth=_LAST)
    places = {(each.day - 1) // _WEEK + 1 for each in onsets}
    if len(places) > 1:
        return None
    return YearlyRule(month=month, weekday=weekday, nth=places.pop())


def _kept(moment: datetime, place: ZoneInfo) -> tuple[timedelta, str | None]:
    local = moment.astimezone(place)
    return _offset(local), local.tzname()


def _offset(local: datetime) -> timedelta:
    return local.utcoffset() or timedelta()
