"""Dates, hours and lengths typed in French, with what is left: « jeudi 3 décembre 14h, mairie »."""

from __future__ import annotations

import unicodedata
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from bot.core.patterns import lazy_pattern
from bot.french.dates.asking import about_bare_hour, about_day, about_midnight, about_words
from bot.french.dates.clocks import CUT_HOUR, DAY, HOUR, NOON
from bot.french.dates.days import chosen_day
from bot.french.dates.kinds import AFTERNOON, EVENING, MIDDAY, MORNING, DatePart, DatePartKind
from bot.french.dates.meant import Day
from bot.french.dates.questions import Doubt
from bot.french.dates.refusals import RefusalReason, WhenError
from bot.french.dates.sorting import sort_out
from bot.french.dates.tokens import Token, tokenize, visible
from bot.french.spoken import CITIES, clock, long_day, whose_hour


@dataclass(frozen=True, slots=True, kw_only=True)
class Typed:
    """What was typed, kept for the questions to ask: a date alone no longer tells it.

    `wall` is the naive local time as typed, even where clocks skip it; `at` the moment of typing
    (UTC), `here` the same on the local clock; `asked` what the words themselves leave open;
    `instead` a day to come that a past one may be a slip for.
    """

    wall: datetime
    at: datetime
    here: datetime
    year: bool = False
    season: bool = False
    asked: tuple[Doubt, ...] = ()
    instead: date | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class When:
    """A moment that was read: its start in UTC, its length in minutes when one was given.

    `rest` holds the words that are no part of it, in order and as they were typed.
    """

    start: datetime
    minutes: int | None = None
    rest: str = ""
    typed: Typed

    @property
    def wall(self) -> datetime:
        """The naive local time as typed."""
        return self.typed.wall

    def on_another(self, day: date) -> str:
        """Return the same words on another day, as one would type them."""
        length = f"{self.minutes} min" if self.minutes else ""
        return ", ".join(filter(None, (f"{long_day(day)} à {clock(self.wall)}", length, self.rest)))

    @property
    def other(self) -> date | None:
        """The one other day to come that the words may mean, None where there is no such thing."""
        named = (*(each.other for each in self.typed.asked), self.typed.instead)
        at = self.wall.time()
        days = {day for day in named if day and datetime.combine(day, at) > self.typed.here}
        return days.pop() if len(days) == 1 else None


def read_when(text: str, *, now: datetime, zone: str) -> When:
    """Read a date, its hour, and its length when there is one, from `now` in an IANA zone.

    The order is free, accents and case do not matter, slips in days and months are forgiven.
    Nothing is guessed: WhenError says what is missing or wrong, and `doubts` what should be
    asked before the date is taken. An hour that clocks skip is moved forward by the gap; one
    that they repeat is the first, unless « heure d'hiver » is said.
    """
    shown = visible(unicodedata.normalize("NFC", text))
    tokens = tokenize(shown)
    parts = sort_out(tokens)
    found = parts.found
    clocks = ZoneInfo(zone)
    local = now.astimezone(clocks)
    if not found.keys() & _TELLS_SOMETHING:
        raise WhenError(RefusalReason.NOTHING)
    rest = _rest(shown, tokens, parts.left)
    if DatePartKind.LATER in found:
        part = found[DatePartKind.LATER]
        words = _words(shown, tokens, range(part.start, part.end))
        return _later(found, now, clocks, rest, words)
    minutes = _start(found)
    at = time(*divmod(minutes % DAY, HOUR)) if minutes is not None else time(23, 59)
    day = chosen_day(found, _naive(now, clocks), at)
    asked = [*about_day(day)]
    if parts.unread:
        asked.append(about_words(day, _words(shown, tokens, parts.unread)))
    if minutes is None:
        raise _no_hour(found, day, asked, local.date())
    fold = _fold(found, zone, local)
    wall = datetime.combine(day.on, at)
    if minutes >= DAY:
        asked.append(about_midnight(day))
    if any("bare" in part.values for part in found.values()):
        asked.append(about_bare_hour(at))
    return When(
        start=wall.replace(tzinfo=clocks, fold=fold or 0).astimezone(UTC),
        minutes=_length(found, minutes % DAY),
        rest=rest,
        typed=Typed(
            wall=wall,
            at=now,
            here=_naive(now, clocks),
            year=day.year_typed,
            season=fold is not None,
            asked=tuple(asked),
            instead=day.instead,
        ),
    )


_TELLS_SOMETHING = frozenset(DatePartKind) - {
    DatePartKind.LENGTH,
    DatePartKind.ZONE,
    DatePartKind.END,
}


def _later(
    found: Mapping[DatePartKind, DatePart], now: datetime, clocks: ZoneInfo, rest: str, words: str
) -> When:
    """Return « dans une heure », from the minute of typing.

    « Dans 48 h » mostly counts days, and says nothing of the hour.
    """
    values = found[DatePartKind.LATER].values
    minutes = values.get("length", values.get("hours", 0) * HOUR)
    if minutes <= 0:
        raise WhenError(RefusalReason.NO_LENGTH)
    start = now.replace(second=0, microsecond=0) + timedelta(minutes=minutes)
    wall = _naive(start, clocks)
    return When(
        start=start,
        minutes=_length(found, wall.hour * HOUR + wall.minute),
        rest=rest,
        typed=Typed(
            wall=wall,
            at=now,
            here=_naive(now, clocks),
            season=True,
            asked=() if minutes % DAY else (about_words(Day(on=wall.date()), words),),
        ),
    )


def _naive(moment: datetime, clocks: ZoneInfo) -> datetime:
    return moment.astimezone(clocks).replace(tzinfo=None)


def _no_hour(
    found: Mapping[DatePartKind, DatePart], day: Day, asked: Sequence[Doubt], today: date
) -> WhenError:
    """Return what is missing, with all that is already wrong with the day."""
    vague = _part_of_day(found) is not None
    why = RefusalReason.NO_HOUR_IN_PART if vague else RefusalReason.NO_HOUR
    first = [each.sentence for each in asked]
    if day.on < today:
        first.append(f"Le {long_day(day.on)} est déjà passé.")
    if day.number in _HOURS_OF_DAY and not vague:
        first.append(f"Si {day.number} est une heure, écrivez « {day.number} h ».")
    return WhenError(why, long_day(day.on), first=" ".join(first))


_HOURS_OF_DAY = range(7, 22)
"""A number that may as well be an hour: « mardi 15 »."""


def _start(found: Mapping[DatePartKind, DatePart]) -> int | None:
    """Return the minutes since midnight at which it starts, DAY or more for « minuit »."""
    hour = found.get(DatePartKind.CLOCK) or found.get(DatePartKind.SPAN)
    part = _part_of_day(found)
    if hour is None:
        told = DatePartKind.AHEAD in found and DatePartKind.PART not in found
        return NOON if told and part == MIDDAY else None
    values = hour.values
    minutes = values.get("clock", values.get("hour", 0) * HOUR + values.get("min", 0))
    _require_hour(minutes, DAY + HOUR)
    if minutes >= DAY or part is None:
        return minutes
    return _in_part(minutes, part)


def _in_part(minutes: int, part: int) -> int:
    """Return the hour that is meant in a part of the day: « mardi soir 7h » is 19 h."""
    first, last = _SPANS[part]
    later = minutes + NOON if part != MORNING and 0 < minutes < NOON else minutes
    meant = minutes if first <= minutes <= last else later
    if not first <= meant <= last:
        raise WhenError(RefusalReason.NOT_IN_PART)
    return meant


_SPANS: Mapping[int, tuple[int, int]] = {
    MORNING: (0, NOON),
    MIDDAY: (11 * HOUR, 15 * HOUR),
    AFTERNOON: (NOON, 20 * HOUR),
    EVENING: (16 * HOUR, DAY - 1),
}
"""The first and the last minute at which something starts in a part of the day."""


def _part_of_day(found: Mapping[DatePartKind, DatePart]) -> int | None:
    values = (part.values for part in found.values())
    return next((each["part"] for each in values if "part" in each), None)


def _length(found: Mapping[DatePartKind, DatePart], start: int) -> int | None:
    """Return the minutes from the start to the end, or those that were typed."""
    lengths = set()
    if DatePartKind.LENGTH in found:
        lengths.add(found[DatePartKind.LENGTH].values["length"])
    for kind in (DatePartKind.SPAN, DatePartKind.END):
        if kind in found:
            end = _end(found[kind].values)
            in_half = end <= start < end + NOON and _part_of_day(found) in {AFTERNOON, EVENING}
            lengths.add((end + NOON if in_half else end) - start)
    if len(lengths) > 1:
        raise WhenError(RefusalReason.TWO_LENGTHS)
    minutes = lengths.pop() if lengths else None
    if minutes is not None and minutes > DAY:
        raise WhenError(RefusalReason.TOO_LONG)
    if minutes is not None and minutes <= 0:
        ends = found.keys() & {DatePartKind.SPAN, DatePartKind.END}
        raise WhenError(RefusalReason.END_FIRST if ends else RefusalReason.NO_LENGTH)
    return minutes


def _end(values: Mapping[str, int]) -> int:
    """Return the minutes since midnight at which it ends."""
    bare = values["until"] * HOUR if "until" in values else None
    end = values.get("end", values.get("clock", 0)) if bare is None else bare
    _require_hour(end, DAY + 1)
    return end


def _require_hour(minutes: int, below: int) -> None:
    """Raise WhenError for what is read of no hour, and for one that is too late."""
    if minutes == CUT_HOUR:
        raise WhenError(RefusalReason.CUT_HOUR)
    if not 0 <= minutes < below:
        raise WhenError(RefusalReason.NO_SUCH_HOUR)


def _fold(found: Mapping[DatePartKind, DatePart], zone: str, local: datetime) -> int | None:
    """Return which of two equal hours is meant when it is said; refuse another zone's clock."""
    if DatePartKind.ZONE not in found:
        return None
    values = found[DatePartKind.ZONE].values
    if "other" in values or ("city" in values and tuple(CITIES)[values["city"]] != zone):
        raise WhenError(RefusalReason.OTHER_CLOCK, whose_hour(local))
    return values.get("fold")


def _words(shown: str, tokens: Sequence[Token], run: range) -> str:
    return shown[tokens[run.start].start : tokens[run.stop - 1].end].strip(_EDGES)


def _rest(shown: str, tokens: Sequence[Token], left: Sequence[range]) -> str:
    """Return the runs of tokens that were left, without the punctuation that joined them."""
    runs = [
        shown[tokens[run.start].start : tokens[run.stop - 1].end]
        for run in left
        if any(tokens[at].says_something for at in run)
    ]
    return _COMMAS.sub(", ", " ".join(runs)).strip(_EDGES)


_COMMAS = lazy_pattern(r"\s*[,;](?:\s*[,;.])*\s*")
_EDGES = " \t\r\n,;.:?!-–—•|/"
