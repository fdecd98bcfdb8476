"""Bare numbers that are hours because they stand beside their day, lengths of something else."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from bot.french.dates.clocks import HOUR
from bot.french.dates.kinds import DAYS_OF_DATE, WHOLE_DATES, DatePart, DatePartKind
from bot.french.dates.tokens import Token

_BETWEEN = frozenset((",", "-", ":", "(", "/", "|", "de", "a"))
_MOST_BETWEEN = 3
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
_WORKED = range(7 * HOUR, 22 * HOUR)


def is_beside_day(tokens: Sequence[Token], day: DatePart | None, part: DatePart) -> bool:
    """Tell whether bare numbers may be hours: right after a day, in order, when people are up."""
    # After a number, another is no day of a month.
    allowed = DAYS_OF_DATE if part.values["beside_day"] else DAYS_OF_DATE | {DatePartKind.DAY}
    beside = day is not None and day.kind in allowed and _joined(tokens, day, part)
    return beside and _in_order(part)


def regrouped(tokens: Sequence[Token], read: Sequence[DatePart]) -> Sequence[DatePart]:
    """Tell which bare numbers are hours for sure; leave out the lengths of something else."""
    kept: list[DatePart] = []
    for part in read:
        if part.kind is DatePartKind.LENGTH and _is_aside(tokens, part):
            continue
        before = kept[-1] if kept and _joined(tokens, kept[-1], part) else None
        if before and before.kind is DatePartKind.DAY and _is_stuck(tokens, part):
            kept[-1] = replace(before, values={**before.values, "maybe": part.values["hour"]})
        kept.append(_sure(tokens, before, part))
    return kept


def _is_aside(tokens: Sequence[Token], part: DatePart) -> bool:
    """Tell whether a length is not the meeting's: « 15 min en avance », « 1h de route »."""
    before, after = (_over(tokens, part.start - 1, -1), _over(tokens, part.end, 1))
    return before in _ASIDE - {"avant", "apres"} or after in _ASIDE


def _over(tokens: Sequence[Token], at: int, step: int) -> str:
    """Return the word on one side, past « de » or « en »."""
    while 0 <= at < len(tokens) and tokens[at].plain in _OF:
        at += step
    return tokens[at].plain if 0 <= at < len(tokens) else ""


def _joined(tokens: Sequence[Token], before: DatePart, part: DatePart) -> bool:
    if part.start - before.end > _MOST_BETWEEN:
        return False
    return all(token.plain in _BETWEEN for token in tokens[before.end : part.start])


def _in_order(part: DatePart) -> bool:
    values = part.values
    start = values.get("clock", values.get("hour", 0) * HOUR)
    end = values.get("end", values["until"] * HOUR if "until" in values else start + 1)
    return start in _WORKED and start < end


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
