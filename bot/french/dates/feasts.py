"""Feasts that people name in place of a date: « veille de Noël », « mardi gras ».

Days that move with Easter: the days from it, as the Church counts them. The mothers' feast is the
last Sunday of May, or the first of June where that is Pentecost (Code de l'action sociale et des
familles, D215-1).
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from functools import partial

from dateutil.easter import easter

from bot.core.patterns import lazy_pattern
from bot.french.dates.grammar import as_expression, first_words, match
from bot.french.dates.meant import weekdays
from bot.french.dates.tokens import Token, ValueAndNext

_SUNDAY, _THURSDAY = 6, 3


@dataclass(frozen=True, slots=True)
class Feast:
    """A feast: how it is written, its day in a year, whether its name alone is a date for sure.

    « Noël » may only be what a tea party is called. `second` gives the other day that the name may
    mean: « Pâques » is a Sunday, or its Monday.
    """

    pattern: str
    day_in: Callable[[int], date]
    sure: bool = False
    second: Callable[[date], date] | None = None


def feast(tokens: Sequence[Token], at: int) -> ValueAndNext | None:
    """Read a feast: its place in `FEASTS`."""
    for index, each in enumerate(FEASTS):
        begins = tokens[at].plain in first_words(each.pattern)[0]
        found = match(each.pattern, {}, tokens, at) if begins else None
        if found:
            return index, found.end
    return None


def _on(month: int, day: int) -> Callable[[int], date]:
    return lambda year: date(year, month, day)


def _after_easter(days: int) -> Callable[[int], date]:
    return lambda year: easter(year) + timedelta(days=days)


def _day_after(on: date) -> date:
    return on + timedelta(days=1)


def _sunday_of_kings(on: date) -> date:
    """Return the Sunday on which France keeps the Epiphany: from the 2nd to the 8th of January."""
    return date(on.year, 1, 8) - timedelta(days=date(on.year, 1, 8).isoweekday() % 7)


def _nth(weekday: int, rank: int, month: int, year: int) -> date:
    return weekdays(year, month, weekday)[rank - 1]


def _mothers(year: int) -> date:
    last = weekdays(year, 5, _SUNDAY)[-1]
    return last + timedelta(weeks=1) if last == easter(year) + timedelta(days=49) else last


FEASTS: Sequence[Feast] = (
    Feast("reveillon du|de|d la|le|l? '? jour? de? l? '? nouvel|premier|an an?", _on(12, 31)),
    Feast("reveillon de? la? saint|st -? sylvestre|silvestre", _on(12, 31)),
    Feast("reveillon de? noel", _on(12, 24)),
    Feast("saint|st -? sylvestre|silvestre", _on(12, 31)),
    Feast("noel", _on(12, 25)),
    Feast("jour de|d l ' an", _on(1, 1), sure=True),
    Feast("premier|1er de|d l ' an", _on(1, 1), sure=True),
    Feast("1 er de|d l ' an", _on(1, 1), sure=True),
    Feast("nouvel an", _on(1, 1)),
    Feast("epiphanie", _on(1, 6), second=_sunday_of_kings),
    Feast("chandeleur", _on(2, 2)),
    Feast("saint|st -? valentin", _on(2, 14)),
    Feast("mardi -? gras", _after_easter(-47), sure=True),
    Feast("mercredi des cendres", _after_easter(-46), sure=True),
    Feast("journee internationale? des droits des femmes", _on(3, 8)),
    Feast("fete des grand|grands -? meres", partial(_nth, _SUNDAY, 1, 3)),
    Feast("dimanche des rameaux", _after_easter(-7), sure=True),
    Feast("rameaux", _after_easter(-7)),
    Feast("jeudi saint", _after_easter(-3), sure=True),
    Feast("vendredi saint", _after_easter(-2), sure=True),
    Feast("samedi saint", _after_easter(-1), sure=True),
    Feast("dimanche de paques", _after_easter(0), sure=True),
    Feast("lundi de paques", _after_easter(1), sure=True),
    Feast("paques", _after_easter(0), second=_day_after),
    Feast("fete du travail", _on(5, 1)),
    Feast("jeudi de l? '? ascension", _after_easter(39), sure=True),
    Feast("ascension", _after_easter(39)),
    Feast("dimanche de|d la? l? '? pentecote", _after_easter(49), sure=True),
    Feast("lundi de|d la? l? '? pentecote", _after_easter(50), sure=True),
    Feast("pentecote", _after_easter(49), second=_day_after),
    Feast("fete des meres", _mothers),
    Feast("fete des peres", partial(_nth, _SUNDAY, 3, 6)),
    Feast("fete de la musique", _on(6, 21)),
    Feast("fete nationale", _on(7, 14)),
    Feast("assomption", _on(8, 15)),
    Feast("halloween", _on(10, 31)),
    Feast("toussaint", _on(11, 1)),
    Feast("jour|fete des morts|defunts", _on(11, 2)),
    Feast("armistice", _on(11, 11)),
    Feast("beaujolais nouveau", partial(_nth, _THURSDAY, 3, 11)),
)

_OF_SAINTS: Sequence[Feast] = (
    Feast("saint|st -? jean", _on(6, 24)),
    Feast("saint|st -? michel", _on(9, 29)),
    Feast("saint|st -? martin", _on(11, 11)),
    Feast("sainte|ste -? catherine", _on(11, 25)),
    Feast("saint|st -? nicolas", _on(12, 6)),
)
"""Read in articles only, where words around tell a term: they name many places and halls."""


def _first_words(feasts: Sequence[Feast]) -> frozenset[str]:
    return frozenset[str]().union(*(first_words(each.pattern)[0] for each in feasts))


_IN_PROSE = (*FEASTS, *_OF_SAINTS)
FEAST = lazy_pattern(
    rf"\b(?<!-)(?=(?:la |l'|les? )?(?:{'|'.join(sorted(_first_words(_IN_PROSE)))})\b)"
    r"(?:la |l'|les? )?(?:"
    + "|".join(f"({as_expression(each.pattern)})" for each in _IN_PROSE)
    + r")\b(?![ -]d['eu])"
)
"""A feast in a folded text; its group says which, for `day_of_feast`."""


def day_of_feast(group: int, year: int) -> date:
    """Return the day, in a year, of the feast that a group of FEAST has read."""
    return _IN_PROSE[group - 1].day_in(year)
