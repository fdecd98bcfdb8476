"""Readers of single words: days, months, ordinals, numbers in letters, cities of clocks."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import lru_cache

from bot.french.dates.grammar import Reader
from bot.french.dates.tokens import Token, tokenize
from bot.french.spoken import CITIES, DAYS, MONTH_NUMBERS, SHORT_MONTH_NUMBERS

_DAYS = {day: number for number, day in enumerate(DAYS)}
_SHORT_DAYS = {day[:3]: number for day, number in _DAYS.items()}
_UNITS = (
    "un", "deux", "trois", "quatre", "cinq", "six", "sept", "huit", "neuf", "dix", "onze", "douze",
    "treize", "quatorze", "quinze", "seize",
)  # fmt: skip
_TENS = {"vingt": 20, "trente": 30, "quarante": 40, "cinquante": 50}
_NUMBERS = {word: number for number, word in enumerate(_UNITS, start=1)} | _TENS | {"une": 1}
_TAKE_UNITS = frozenset((10, 20, 30, 40, 50))
_ADDED = range(1, 10)
_ORDINALS = {
    "premier": 1, "deuxieme": 2, "second": 2, "troisieme": 3, "quatrieme": 4, "cinquieme": 5,
    "dernier": -1,
}  # fmt: skip
_ENDINGS = frozenset(("er", "ere", "e", "eme", "nd", "ieme"))
_BY_LETTERS = 5
"""A shorter word is not corrected: « mais » is no « mars »."""
_TWO_ERRORS = 8
"""From this length on two errors are forgiven: « septmbree »."""
_AFTER_DAY = frozenset(("a", "prochain", "en", "le", "matin", "de", "."))
_YEARS = range(1900, 2200)
_SHORT_YEARS = range(25, 60)


def may_begin(word: str) -> bool:
    """Tell whether a reader of single words may read something that begins with a word."""
    if word in _ALL or word.isdecimal():
        return True
    return _nearest(word, _days_by_letter()) is not None


_ALL = frozenset(
    (*_DAYS, *_SHORT_DAYS, *MONTH_NUMBERS, *SHORT_MONTH_NUMBERS, *_NUMBERS, *_ORDINALS)
)


def day(tokens: Sequence[Token], at: int) -> tuple[int, int] | None:
    """Read a day of the week, 0 to 6; shortened or misspelt only where a date goes on."""
    word = tokens[at].plain
    if word in _DAYS:
        return _DAYS[word], at + 1
    following = tokens[at + 1] if at + 1 < len(tokens) else None
    goes_on = following and (following.number is not None or following.plain in _AFTER_DAY)
    if not goes_on:
        return None
    if word in _SHORT_DAYS:
        return _after_point(tokens, at, _SHORT_DAYS[word])
    number = _nearest(word, _days_by_letter())
    return None if number is None else (number, at + 1)


def month(tokens: Sequence[Token], at: int) -> tuple[int, int] | None:
    """Read a month, 1 to 12: whole, shortened, or misspelt by a letter or two."""
    word = tokens[at].plain
    if word in SHORT_MONTH_NUMBERS:
        return _after_point(tokens, at, SHORT_MONTH_NUMBERS[word])
    number = MONTH_NUMBERS.get(word) or _nearest(word, _months_by_letter())
    return None if number is None else (number, at + 1)


def ordinal(tokens: Sequence[Token], at: int) -> tuple[int, int] | None:
    """Read « 1er », « 2e », « troisième », « dernier » (-1)."""
    token = tokens[at]
    if token.plain in _ORDINALS:
        return _ORDINALS[token.plain], at + 1
    ending = tokens[at + 1].plain if at + 1 < len(tokens) else ""
    return (token.number, at + 2) if token.number and ending in _ENDINGS else None


def count(tokens: Sequence[Token], at: int) -> tuple[int, int] | None:
    """Read a number of at most two digits, or one in letters: « dix-huit », « trente »."""
    token = tokens[at]
    if token.number is not None:
        return _digits(tokens, at, range(100), 1)
    first = _NUMBERS.get(token.plain)
    if first is None:
        return None
    after = [each.plain for each in tokens[at + 1 : at + 3]]
    unit = _NUMBERS.get(after[-1], 0) if after[:1] == ["-"] else 0
    if first in _TAKE_UNITS and unit in _ADDED:
        return first + unit, at + 3
    return first, at + 1


def city(tokens: Sequence[Token], at: int) -> tuple[int, int] | None:
    """Read the city of a zone of the Republic: its place in `CITIES`."""
    for index, words in enumerate(_city_words()):
        if tuple(token.plain for token in tokens[at : at + len(words)]) == words:
            return index, at + len(words)
    return None


def _month_day(tokens: Sequence[Token], at: int) -> tuple[int, int] | None:
    if tokens[at].plain == "premier":
        return 1, at + 1
    return _digits(tokens, at, range(100), 1)


def _month_number(tokens: Sequence[Token], at: int) -> tuple[int, int] | None:
    return _digits(tokens, at, range(1, 13), 1)


def _above_twelve(tokens: Sequence[Token], at: int) -> tuple[int, int] | None:
    return _digits(tokens, at, range(13, 100), 2)


def _long_year(tokens: Sequence[Token], at: int) -> tuple[int, int] | None:
    return _digits(tokens, at, _YEARS, 4)


def _any_year(tokens: Sequence[Token], at: int) -> tuple[int, int] | None:
    short = _digits(tokens, at, _SHORT_YEARS, 2)
    return (short[0] + 2000, short[1]) if short else _long_year(tokens, at)


def _no_year(tokens: Sequence[Token], at: int) -> tuple[int, int] | None:
    """Read four figures or more where a year stands, that are none a date may have."""
    figures = tokens[at].plain
    long = figures.isdecimal() and len(figures) >= len("2026")
    return (0, at + 1) if long and _any_year(tokens, at) is None else None


def _minute(tokens: Sequence[Token], at: int) -> tuple[int, int] | None:
    return _digits(tokens, at, range(100), 1)


def _two_figures(tokens: Sequence[Token], at: int) -> tuple[int, int] | None:
    found = _digits(tokens, at, range(100), 2)
    if found or tokens[at].number is not None:
        return found
    said = count(tokens, at)
    return said if said and said[0] not in _ADDED else None


def _digits(
    tokens: Sequence[Token], at: int, allowed: range, fewest: int
) -> tuple[int, int] | None:
    token = tokens[at]
    if token.number is None or token.number not in allowed:
        return None
    return (token.number, at + 1) if token.end - token.start >= fewest else None


WORDS: Mapping[str, Reader] = {
    "day": day,
    "month": month,
    "ord": ordinal,
    "n": count,
    "city": city,
    "dd": _month_day,
    "mm": _month_number,
    "over12": _above_twelve,
    "yyyy": _long_year,
    "year": _any_year,
    "noyear": _no_year,
    "min": _minute,
    "min2": _two_figures,
}


def _after_point(tokens: Sequence[Token], at: int, value: int) -> tuple[int, int]:
    pointed = at + 1 < len(tokens) and tokens[at + 1].plain == "."
    return value, at + 1 + pointed


def _nearest(word: str, known: Mapping[str, Sequence[tuple[str, int]]]) -> int | None:
    """Return the one value whose word differs by a slip; the first letter is never one."""
    if len(word) < _BY_LETTERS - 1 or not word.isascii() or len(word) > len("septembre") + 2:
        return None
    found = {value for each, value in known.get(word[0], ()) if _slips(word, each)}
    return found.pop() if len(found) == 1 else None


@lru_cache(maxsize=1024)
def _slips(word: str, meant: str) -> bool:
    # Loaded at the first error of typing: 8 ms and 3.5 MB.
    from rapidfuzz.distance import OSA  # noqa: PLC0415

    if len(meant) < _BY_LETTERS:
        return False
    allowed = 2 if len(meant) >= _TWO_ERRORS else 1
    return OSA.distance(word, meant, score_cutoff=allowed) <= allowed


@lru_cache(maxsize=1)
def _days_by_letter() -> Mapping[str, Sequence[tuple[str, int]]]:
    return _by_letter(_DAYS)


@lru_cache(maxsize=1)
def _months_by_letter() -> Mapping[str, Sequence[tuple[str, int]]]:
    return _by_letter(MONTH_NUMBERS)


def _by_letter(words: Mapping[str, int]) -> Mapping[str, Sequence[tuple[str, int]]]:
    return {
        first: [(word, value) for word, value in words.items() if word[0] == first]
        for first in {word[0] for word in words}
    }


@lru_cache(maxsize=1)
def _city_words() -> tuple[tuple[str, ...], ...]:
    return tuple(tuple(token.plain for token in tokenize(name)) for name in CITIES.values())
