"""What the parts of a typed date say: a day, an hour, a length, or what can be none."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import Enum

from bot.french.dates.refusals import RefusalReason

MORNING, MIDDAY, AFTERNOON, EVENING = range(4)
"""Parts of a day."""


class DatePartKind(Enum):
    """What a part says."""

    DATE = "a day and a month, and a year when typed"
    FEAST = "a day that has a name, or one that is told from it"
    MONTH_DAY = "a day of a month left unsaid"
    NTH = "the nth weekday of a month, or its nth day"
    AHEAD = "so many days, weeks or months from today"
    DAY = "a day of the week"
    WEEK = "so many weeks from this one, or which week of the year"
    LATER = "so many minutes from now"
    CLOCK = "the hour at which it starts"
    SPAN = "the hours at which it starts and ends"
    END = "the hour at which it ends"
    LENGTH = "how long it takes"
    PART = "a part of the day"
    ZONE = "whose clock, and which season where an hour comes twice"
    REFUSED = "what can never be taken for one date"


DAYS_OF_DATE = frozenset(
    (
        DatePartKind.DATE,
        DatePartKind.FEAST,
        DatePartKind.MONTH_DAY,
        DatePartKind.NTH,
        DatePartKind.AHEAD,
    )
)
"""What tells a day: several may be said, « demain, samedi 3 octobre », if they agree."""

WHOLE_DATES = frozenset((DatePartKind.DATE, DatePartKind.FEAST, DatePartKind.NTH))
TELL_A_DAY = DAYS_OF_DATE | {DatePartKind.DAY, DatePartKind.WEEK}
HOURS = frozenset((DatePartKind.CLOCK, DatePartKind.SPAN, DatePartKind.LATER))


@dataclass(frozen=True, slots=True)
class DatePart:
    """A part that was read: its kind, its values by name, and the tokens it takes."""

    kind: DatePartKind
    values: Mapping[str, int]
    start: int
    end: int
    why: RefusalReason = RefusalReason.VAGUE
