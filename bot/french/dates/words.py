"""Readers of single words: days, months, cities of clocks; and the table of all readers."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import lru_cache, partial

from bot.french.dates import numbers
from bot.french.dates.grammar import Reader
from bot.french.dates.numbers import NUMBER_WORDS, digits
from bot.french.dates.tokens import Token, ValueAndNext, tokenize
from bot.french.spoken import CITIES, DAYS, MONTH_NUMBERS, SHORT_MONTH_NUMBERS

_DAYS = {day: number for number, day in enumerate(DAYS)}
_SHORTEST = 3
_SHORT_DAYS = {
    day[:length]: number for day, number in _DAYS.items() for length in range(_SHORTEST, len(day))
}
"""« jeu », « merc »: as many letters as anyone cares to type."""

_SHORT_MONTHS = {
    month[:length]: number
    for month, number in MONTH_NUMBERS.items()
    for length in range(_SHORTEST + 1, len(month))
    if sum(each.startswith(month[:length]) for each in MONTH_NUMBERS) == 1
} | dict(SHORT_MONTH_NUMBERS)
"""« octo. », « juill »: as many letters as tell one month from the others, and the usual ones."""

_BY_LETTERS = 5
"""A shorter word is not corrected: « mais » is no « mars »."""
_TWO_ERRORS = 8
"""From this length on two errors are forgiven: « septmbree »."""
_AFTER_DAY = frozenset(
    (
        "a",
        "prochain",
        "proch",
        "pro",
        "en",
        "le",
        "matin",
        "soir",
        "aprem",
        "apres",
        "midi",
        "de",
        ".",
    )
)


def day(tokens: Sequence[Token], at: int) -> ValueAndNext | None:
    """Read a day of the week, 0 to 6; shortened or misspelt only where a date goes on."""
    word = tokens[at].plain
    if word in _DAYS:
        return _DAYS[word], at + 1
    following = tokens[at + 1] if at + 1 < len(tokens) else None
    goes_on = following and (
        following.number is not None or following.plain in _AFTER_DAY | NUMBER_WORDS
    )
    if not goes_on:
        return None
    if word in _SHORT_DAYS:
        return _after_point(tokens, at, _SHORT_DAYS[word])
    number = _nearest(word, _DAYS)
    return None if number is None else (number, at + 1)


def month(tokens: Sequence[Token], at: int) -> ValueAndNext | None:
    """Read a month, 1 to 12: whole, shortened, or misspelt by a letter or two."""
    word = tokens[at].plain
    if word in _SHORT_MONTHS:
        return _after_point(tokens, at, _SHORT_MONTHS[word])
    number = MONTH_NUMBERS.get(word) or _nearest(word, MONTH_NUMBERS)
    return None if number is None else (number, at + 1)


def is_like_a_month(word: str) -> bool:
    """Tell whether an unknown word may be a month that was typed too badly to be read."""
    # Loaded as `_slips` does.
    from rapidfuzz.distance import OSA  # noqa: PLC0415

    return len(word) >= _SHORTEST and any(
        month[0] == word[0] and OSA.distance(word, month) <= (1 if len(month) < _BY_LETTERS else 2)
        for month in MONTH_NUMBERS
    )


def city(tokens: Sequence[Token], at: int) -> ValueAndNext | None:
    """Read the city of a zone of the Republic: its place in `CITIES`."""
    for index, words in enumerate(_city_words()):
        if tuple(token.plain for token in tokens[at : at + len(words)]) == words:
            return index, at + len(words)
    return None


def _noun(tokens: Sequence[Token], at: int) -> ValueAndNext | None:
    """Read a word that a bare number may count: « 14 places », « 12 rue des Lilas »."""
    word = tokens[at].plain
    goes_on = word in _AFTER_A_NUMBER or word in NUMBER_WORDS
    return None if goes_on or not word.isalpha() else (0, at + 1)


_AFTER_A_NUMBER = frozenset(
    (
        "a", "de", "des", "vers", "entre", "le", "midi", "minuit", "pour", "pendant", "durant",
        "duree", "en", "dans", "jusqu", "jusqua", "jusque", "au", "aux", "avec", "chez", "et",
        "ou", "puis", "prochain", "proch", "si", "car", "mais", "donc", "sauf", "sans", "comme",
        "quand", "merci", "svp", "stp", "ok", "on", "je", "matin", "soir",
        "apres", "aprem", "apm", "visio",
    )
)  # fmt: skip

WORDS: Mapping[str, Reader] = {
    "day": day,
    "month": month,
    "ord": numbers.ordinal,
    "word": _noun,
    "n": numbers.count,
    "many": numbers.many,
    "letters": numbers.in_letters,
    "city": city,
    "dd": numbers.month_day,
    "nd": numbers.day_number,
    "mm": partial(digits, allowed=range(1, 13), fewest=1),
    "mm2": numbers.month_in_two,
    "over12": partial(digits, allowed=range(13, 100), fewest=2),
    "two": numbers.two_digits,
    "yyyy": numbers.long_year,
    "year": numbers.any_year,
    "noyear": numbers.no_year,
    "noshort": numbers.no_short_year,
    "digit": numbers.one_digit,
    "min": partial(digits, allowed=range(100), fewest=1),
    "min2": numbers.said_minute,
}


def _after_point(tokens: Sequence[Token], at: int, value: int) -> tuple[int, int]:
    pointed = at + 1 < len(tokens) and tokens[at + 1].plain == "."
    return value, at + 1 + pointed


def _nearest(word: str, known: Mapping[str, int]) -> int | None:
    """Return the one value whose word differs by a slip; the first letter is never one."""
    if len(word) < _BY_LETTERS - 1 or not word.isascii() or len(word) > len("septembre") + 2:
        return None
    found = {known[each] for each in known if each[0] == word[0] and _slips(word, each)}
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
def _city_words() -> tuple[tuple[str, ...], ...]:
    return tuple(tuple(token.plain for token in tokenize(name)) for name in CITIES.values())
