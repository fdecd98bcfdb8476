"""Which part of a date stands for another that is taken back, and what it keeps of it."""

from __future__ import annotations

from dataclasses import replace

from bot.french.dates.clocks import HOUR
from bot.french.dates.kinds import WHOLE_DATES, DatePart, DatePartKind
from bot.french.dates.refusals import RefusalReason

EXACT = {
    DatePartKind.DAY: 0,
    DatePartKind.AHEAD: 0,
    DatePartKind.MONTH_DAY: 1,
    DatePartKind.FEAST: 2,
    DatePartKind.NTH: 2,
    DatePartKind.DATE: 2,
}
"""What tells a day, and how exactly: « non le lundi » does not replace « le 3 décembre »."""

STARTS = frozenset((DatePartKind.CLOCK, DatePartKind.SPAN))
"""What tells when it starts."""

_FIRST_HOUR = 7 * HOUR
"""Before it, the second hour of « 14h non 2h » tells how long."""

_OF_MONTH = frozenset(("month", "mm", "yyyy", "year", "years"))
_TOLD_FROM = frozenset(("offset", "beside"))
_NEXT = frozenset(("weeks", "next", "last"))


def stands_for(new: DatePart, old: DatePart) -> bool:
    """Tell whether a part says as much as the one that is taken back."""
    if old.kind in EXACT and new.kind in EXACT:
        unsaid = new.kind is DatePartKind.DAY and old.values.keys() & _NEXT - new.values.keys()
        exact = EXACT[new.kind] >= EXACT[old.kind] or _takes_month(new, old)
        return exact and not unsaid
    if old.kind is DatePartKind.REFUSED:
        vague = old.why is RefusalReason.VAGUE
        return vague and (new.kind in WHOLE_DATES or _takes_month(new, old))
    if old.kind is DatePartKind.CLOCK:
        return new.kind in STARTS and (_start(new) >= _FIRST_HOUR or _start(old) < _FIRST_HOUR)
    return new.kind is old.kind


def _start(part: DatePart) -> int:
    return part.values.get("clock", part.values.get("hour", 0) * HOUR)


def _takes_month(new: DatePart, old: DatePart) -> bool:
    """Tell whether « le 13 » may be of the month of « le 12 mars », that it stands for.

    After « pas avant le 6 décembre », « le 8 » is, and « le 3 » is not.
    """
    if old.kind is DatePartKind.REFUSED:
        dated = "months" not in new.values and old.values.keys() >= {"nd", "month"}
        return new.kind is DatePartKind.MONTH_DAY and dated and new.values["dd"] >= old.values["nd"]
    told = (old.values.keys() & _TOLD_FROM) or "months" in new.values
    return new.kind is DatePartKind.MONTH_DAY and old.kind is DatePartKind.DATE and not told


def with_month(new: DatePart, old: DatePart) -> DatePart:
    """Return a part with the month of the one that it stands for, if it had none."""
    if not _takes_month(new, old):
        return new
    month = {name: value for name, value in old.values.items() if name in _OF_MONTH}
    return replace(new, kind=DatePartKind.DATE, values={**new.values, **month})
