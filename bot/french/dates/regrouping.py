"""Hours that go together, and bare numbers that are hours because they stand beside their day."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from bot.french.dates.clocks import HOUR
from bot.french.dates.kinds import DAYS_OF_DATE, TELL_A_DAY, WHOLE_DATES, DatePart, DatePartKind
from bot.french.dates.tokens import Token

_BETWEEN = frozenset((",", "-", ":", "(", "/", "|", "de", "a"))
_MOST_BETWEEN = 3
_HOUR_AND_LENGTH = 2
_LONGEST_FIRST = 4 * HOUR
_ASIDE = frozenset(
    ("avance", "retard", "pause", "trajet", "route", "marche", "voiture", "bus", "train", "pied",
     "avant", "apres", "battement")
)  # fmt: skip
_OF = frozenset(("de", "d", "'", "en", "a"))
_COUNTED = frozenset(
    ("groupe", "groupes", "sera", "serons", "sommes", "est", "equipe", "equipes", "niveau", "jauge",
     "effectif", "capacite", "age", "ages", "enfants", "classe", "classes", "tables", "nous")
)  # fmt: skip
"""Before « de 9 à 12 », what is counted so."""
_NOT_ITS_END = frozenset(("ou", "et", "puis", "plutot", "pardon", "oups", "finalement"))
_FIELDS = frozenset(("-", "/"))
_WORKED = range(7 * HOUR, 22 * HOUR)
_LONGEST = 8 * HOUR


def is_beside_day(tokens: Sequence[Token], day: DatePart | None, part: DatePart) -> bool:
    """Tell whether bare numbers may be hours: right after a day, in order, when people are up."""
    # After a number, another is no day of a month.
    allowed = DAYS_OF_DATE if part.values["beside_day"] else DAYS_OF_DATE | {DatePartKind.DAY}
    beside = day is not None and day.kind in allowed and _joined(tokens, day, part)
    return beside and _in_order(part)


def regrouped(tokens: Sequence[Token], read: Sequence[DatePart]) -> Sequence[DatePart]:
    """Join « 9h30 12h30 », part « / 14h / 2h », and tell which bare numbers are hours for sure."""
    kept: list[DatePart] = []
    for part in _to_come(read):
        if part.kind is DatePartKind.LENGTH and _is_aside(tokens, part):
            continue
        before = kept[-1] if kept and _joined(tokens, kept[-1], part) else None
        if before and _is_end(tokens, before, part):
            hours = {"clock": before.values["clock"], "end": part.values["clock"]}
            kept[-1] = DatePart(DatePartKind.SPAN, hours, before.start, part.end)
            continue
        if before and before.kind is DatePartKind.DAY and _is_stuck(tokens, part):
            kept[-1] = replace(before, values={**before.values, "maybe": part.values["hour"]})
        kept.extend(_fields(tokens, _sure(tokens, before, part)))
    return _length_first(tokens, kept)


def _is_aside(tokens: Sequence[Token], part: DatePart) -> bool:
    """Tell whether a length is not the meeting's: « 15 min en avance », « 1h de route »."""
    before, after = (_over(tokens, part.start - 1, -1), _over(tokens, part.end, 1))
    return before in _ASIDE - {"avant", "apres"} or after in _ASIDE


def _over(tokens: Sequence[Token], at: int, step: int) -> str:
    """Return the word on one side, past « de » or « en »."""
    while 0 <= at < len(tokens) and tokens[at].plain in _OF:
        at += step
    return tokens[at].plain if 0 <= at < len(tokens) else ""


def _to_come(read: Sequence[DatePart]) -> Sequence[DatePart]:
    """Leave out « hier » where another day is told: « mardi 9h, comme dit hier »."""
    told = [part for part in read if part.kind not in TELL_A_DAY or not _is_over(part)]
    return told if any(part.kind in TELL_A_DAY for part in told) else read


def _is_over(part: DatePart) -> bool:
    return part.kind is DatePartKind.AHEAD and part.values.get("days", 0) < 0


def _length_first(tokens: Sequence[Token], read: Sequence[DatePart]) -> Sequence[DatePart]:
    """Take an hour of the night, said before that of a day, for a length: « 2h le 3 mars à 9h »."""
    clocks = [part for part in read if part.kind is DatePartKind.CLOCK]
    if len(clocks) != _HOUR_AND_LENGTH or clocks[0].values.keys() != {"clock"}:
        return read
    first, second = clocks
    either = _is_aside(tokens, first) or any(
        token.plain in _NOT_ITS_END for token in tokens[first.end : second.start]
    )
    short = 0 < first.values["clock"] <= _LONGEST_FIRST and _WORKED.start <= second.values.get(
        "clock", 0
    )
    if either or not short:
        return read
    length = replace(first, kind=DatePartKind.LENGTH, values={"length": first.values["clock"]})
    return [length if part is first else part for part in read]


def _joined(tokens: Sequence[Token], before: DatePart, part: DatePart) -> bool:
    if part.start - before.end > _MOST_BETWEEN:
        return False
    return all(token.plain in _BETWEEN for token in tokens[before.end : part.start])


def _in_order(part: DatePart) -> bool:
    values = part.values
    start = values.get("clock", values.get("hour", 0) * HOUR)
    end = values.get("end", values["until"] * HOUR if "until" in values else start + 1)
    return start in _WORKED and start < end


def _is_end(tokens: Sequence[Token], before: DatePart, part: DatePart) -> bool:
    """Tell whether a second hour, right after a first, is its end: an hour later at least."""
    clocks = before.kind is part.kind is DatePartKind.CLOCK and before.end == part.start
    apart = tokens[part.start - 1].end < tokens[part.start].start
    plain = clocks and {"clock"} == part.values.keys() and "clock" in before.values
    follows = tokens[part.end].plain if part.end < len(tokens) else ""
    return (
        plain
        and apart
        and follows not in _NOT_ITS_END
        and 0 <= before.values["clock"] <= part.values["clock"] - HOUR
    )


def _is_stuck(tokens: Sequence[Token], part: DatePart) -> bool:
    """Tell whether a part is « 14-16h », after a weekday: of a 14th, or from 14 h."""
    hours = part.kind is DatePartKind.SPAN and "hour" in part.values
    return hours and tokens[part.start].number == part.values["hour"]


def _sure(tokens: Sequence[Token], before: DatePart | None, part: DatePart) -> DatePart:
    """Return a part without its doubt on a bare number, where it can only be an hour."""
    if "bare" not in part.values or not _in_order(part):
        return part
    if part.kind is DatePartKind.CLOCK and "beside_day" not in part.values:
        sure = before is not None and before.kind in WHOLE_DATES
    else:
        sure = "beside_day" not in part.values or (
            before is not None and before.kind in DAYS_OF_DATE
        )
    if part.kind is DatePartKind.SPAN and part.start:
        sure = sure and tokens[part.start - 1].plain not in _COUNTED
    values = {name: value for name, value in part.values.items() if name != "bare"}
    return replace(part, values=values) if sure else part


def _fields(tokens: Sequence[Token], part: DatePart) -> Sequence[DatePart]:
    """Part an hour and a length that the sign between all the fields made look like an end."""
    values, start = part.values, part.start
    if part.kind is not DatePartKind.SPAN or not values.keys() >= {"clock", "end"}:
        return (part,)
    signs = [at for at in range(start, part.end) if _is_field(tokens, at)]
    set_apart = signs and _is_field(tokens, start - 1)
    same = set_apart and tokens[signs[0]].plain == tokens[start - 1].plain
    if not same or not 0 < values["end"] <= min(values["clock"], _LONGEST):
        return (part,)
    return (
        DatePart(DatePartKind.CLOCK, {"clock": values["clock"], "sure": 1}, start, signs[0]),
        DatePart(DatePartKind.LENGTH, {"length": values["end"]}, signs[0] + 1, part.end),
    )


def _is_field(tokens: Sequence[Token], at: int) -> bool:
    """Tell whether a sign stands alone, with a space on both sides."""
    if not 0 < at < len(tokens) - 1 or tokens[at].plain not in _FIELDS:
        return False
    return tokens[at - 1].end < tokens[at].start and tokens[at].end < tokens[at + 1].start
