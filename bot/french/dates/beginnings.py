"""Which readers may read something where a word stands, so that most rules are never tried."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from bot.french.dates.clocks import FIRST_WORDS
from bot.french.dates.feasts import FEAST_WORDS
from bot.french.dates.numbers import NUMBER_WORDS
from bot.french.dates.tokens import Token
from bot.french.dates.words import WORDS, may_begin_day, may_begin_month

_OF_ONE_TOKEN = frozenset(("mm", "mm2", "over12", "two", "noshort", "min"))
"""What reads figures, and nothing more: tried on the word itself."""


def may_begin(reader: str, word: str) -> bool:
    """Tell whether a reader, by its name, may read something that begins with a word."""
    if reader in _OF_ONE_TOKEN:
        return WORDS[reader]((Token(word, 0, len(word)),), 0) is not None
    return _BEGINS.get(reader, _is_number)(word)


def _is_number(word: str) -> bool:
    return word.isdecimal() or word in NUMBER_WORDS


def _is_hour(word: str) -> bool:
    return word in FIRST_WORDS or _is_number(word)


def _is_year(word: str) -> bool:
    return word == "deux" or WORDS["yyyy"]((Token(word, 0, len(word)),), 0) is not None


_BEGINS: Mapping[str, Callable[[str], bool]] = {
    "day": may_begin_day,
    "month": may_begin_month,
    "feast": lambda word: word in FEAST_WORDS,
    "range": str.isdecimal,
    "hhmm": str.isdecimal,
    "letters": lambda word: word in NUMBER_WORDS,
    "dd": lambda word: word.isdecimal() or word == "premier",
    "yyyy": _is_year,
    "clock": _is_hour,
    "lunch": _is_hour,
    "length": _is_hour,
    "surely": _is_hour,
}
