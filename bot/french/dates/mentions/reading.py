"""All the dates that a text mentions, written out or counted, each told once."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace

from bot.core.patterns import lazy_pattern
from bot.french.dates.mentions.counted import RESTATED, counted_dates
from bot.french.dates.mentions.hours import hour_of_all
from bot.french.dates.mentions.mention import Mention
from bot.french.dates.mentions.written import written_dates

_SAME = lazy_pattern(r"[^.!?;\d]{1,80}")
_MOVED = lazy_pattern(r".*\b(?:report|repouss|decal|prolong|recul|avanc|pass(?:e|era)\b)")
_CUE = lazy_pattern(r"\b(?:jusqu'au|avant|d'ici|pour)\b")


def mentions(text: str) -> tuple[Mention, ...]:
    """Return the dates of a folded text, in order."""
    found = list(_in_month(text, written_dates(text)))
    for each in tuple(counted_dates(text, found)):
        _join(text, found, each)
    hour = hour_of_all(text)
    if hour:
        found = [each if each.at else replace(each, at=hour) for each in found]
    return tuple(sorted(found, key=lambda each: each.start))


def _join(text: str, found: list[Mention], counted: Mention) -> None:
    """Add a counted date, unless it is written out right after, or overlaps another."""
    for at, each in enumerate(found):
        if each.start < counted.end and counted.start < each.end:
            more = counted.shift or counted.ends
            if more and counted.end == each.end and not (each.shift or each.ends):
                found[at] = counted
            return
        if counted.end <= each.start and RESTATED.fullmatch(text, counted.end, each.start):
            if not _CUE.search(text, counted.end, each.start):
                found[at] = replace(each, lead=min(each.lead, counted.lead))
            return
    found.append(counted)


def _in_month(text: str, dates: Iterable[Mention]) -> Iterator[Mention]:
    """Give a day alone the month that was just told: « le 3 juin, envoi pour le 20 »."""
    last: Mention | None = None
    for each in dates:
        alone = each.day and not (each.month or each.weekday)
        between = _SAME.fullmatch(text, last.end, each.start) if last and alone else None
        if last and last.month and last.day and each.day and between:
            later = each.day > last.day
            if later or _MOVED.match(between[0]):
                month = last.month if later else last.month % 12 + 1
                year = last.year if later else None
                yield replace(each, month=month, year=year, vague=True)
                continue
        last = each if each.month and each.nth is None else None
        yield each
