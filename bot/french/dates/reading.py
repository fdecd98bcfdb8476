"""Dates, hours and lengths typed in French, with what is left: « jeudi 3 décembre 14h, mairie »."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time
from zoneinfo import ZoneInfo

from bot.french.dates.clocks import DAY, HOUR, NO_SUCH_HOUR, NOON
from bot.french.dates.days import chosen_day
from bot.french.dates.refusals import RefusalReason, WhenError
from bot.french.dates.rules import MORNING, DatePart, DatePartKind
from bot.french.dates.sorting import sort_out
from bot.french.dates.tokens import Token, tokenize, visible
from bot.french.spoken import CITIES, long_day, whose_hour


@dataclass(frozen=True, slots=True, kw_only=True)
class Typed:
    """What was typed, kept for the questions to ask: a date alone no longer tells it.

    `wall` is the naive local time as typed, even where clocks skip it; `weekday` the day named
    (Monday = 0); `other` another day that the words may mean; `at` the moment of typing (UTC).
    """

    wall: datetime
    at: datetime
    weekday: int | None = None
    other: date | None = None
    year: bool = False
    season: bool = False


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


def read_when(text: str, *, now: datetime, zone: str) -> When:
    """Read a date, its hour, and its length when there is one, from `now` in an IANA zone.

    The order is free, accents and case do not matter, slips in days and months are forgiven.
    Nothing is guessed: WhenError says what is missing or wrong, and `doubts` what should be
    asked before the date is taken. An hour that clocks skip is moved forward by the gap; one
    that they repeat is the first, unless « heure d'hiver » is said.
    """
    shown = visible(unicodedata.normalize("NFC", text))
    tokens = tokenize(shown)
    found, left = sort_out(tokens)
    local = now.astimezone(ZoneInfo(zone))
    if not found.keys() & _TELLS_SOMETHING:
        raise WhenError(RefusalReason.NOTHING)
    minutes = _start(found)
    at = time(*divmod(minutes, HOUR)) if minutes is not None else time(23, 59)
    day = chosen_day(found, local.replace(tzinfo=None), at)
    if minutes is None:
        vague = _part_of_day(found) is not None
        raise WhenError(
            RefusalReason.NO_HOUR_IN_PART if vague else RefusalReason.NO_HOUR, long_day(day.on)
        )
    fold = _fold(found, zone, local)
    wall = datetime.combine(day.on, at)
    return When(
        start=wall.replace(tzinfo=ZoneInfo(zone), fold=fold or 0).astimezone(UTC),
        minutes=_length(found, minutes),
        rest=_rest(shown, tokens, left),
        typed=Typed(
            wall=wall,
            at=now,
            weekday=day.weekday,
            other=day.other,
            year=day.year_typed,
            season=fold is not None,
        ),
    )


_TELLS_SOMETHING = frozenset(DatePartKind) - {
    DatePartKind.LENGTH,
    DatePartKind.ZONE,
    DatePartKind.END,
}


def _start(found: Mapping[DatePartKind, DatePart]) -> int | None:
    """Return the minutes since midnight at which it starts."""
    clock = found.get(DatePartKind.CLOCK) or found.get(DatePartKind.SPAN)
    if clock is None:
        return None
    minutes = clock.values.get("clock", clock.values.get("hour", 0) * HOUR)
    if minutes == NO_SUCH_HOUR or not 0 <= minutes < DAY:
        raise WhenError(RefusalReason.NO_SUCH_HOUR)
    part = _part_of_day(found)
    if part == MORNING and minutes > NOON:
        raise WhenError(RefusalReason.NOT_IN_PART)
    return minutes + NOON if part not in {None, MORNING} and 0 < minutes < NOON else minutes


def _part_of_day(found: Mapping[DatePartKind, DatePart]) -> int | None:
    values = [
        found[kind].values for kind in (DatePartKind.PART, DatePartKind.AHEAD) if kind in found
    ]
    return next((each["part"] for each in values if "part" in each), None)


def _length(found: Mapping[DatePartKind, DatePart], start: int) -> int | None:
    """Return the minutes from the start to the end, or those that were typed."""
    lengths = set()
    if DatePartKind.LENGTH in found:
        lengths.add(found[DatePartKind.LENGTH].values["length"])
    for kind in (DatePartKind.SPAN, DatePartKind.END):
        if kind in found:
            lengths.add(_until(found[kind].values, start))
    if len(lengths) > 1:
        raise WhenError(RefusalReason.TWO_LENGTHS)
    minutes = lengths.pop() if lengths else None
    if minutes is not None and minutes > DAY:
        raise WhenError(RefusalReason.TOO_LONG)
    if minutes is not None and minutes <= 0:
        raise WhenError(RefusalReason.NO_LENGTH)
    return minutes


def _until(values: Mapping[str, int], start: int) -> int:
    end = values.get("end", values.get("clock", 0))
    if end == NO_SUCH_HOUR:
        raise WhenError(RefusalReason.NO_SUCH_HOUR)
    if end <= start:
        raise WhenError(RefusalReason.END_FIRST)
    return end - start


def _fold(found: Mapping[DatePartKind, DatePart], zone: str, local: datetime) -> int | None:
    """Return which of two equal hours is meant when it is said; refuse another zone's clock."""
    if DatePartKind.ZONE not in found:
        return None
    values = found[DatePartKind.ZONE].values
    if "city" in values and tuple(CITIES)[values["city"]] != zone:
        raise WhenError(RefusalReason.OTHER_CLOCK, whose_hour(local))
    return values.get("fold")


def _rest(shown: str, tokens: Sequence[Token], left: Sequence[range]) -> str:
    """Return the runs of tokens that were left, without the punctuation that joined them."""
    runs = [
        shown[tokens[run.start].start : tokens[run.stop - 1].end]
        for run in left
        if any(tokens[at].says_something for at in run)
    ]
    return _COMMAS.sub(", ", " ".join(runs)).strip(_EDGES)


_COMMAS = re.compile(r"\s*[,;](?:\s*[,;.])*\s*")
_EDGES = " \t\r\n,;.:?!-–—•|/"
