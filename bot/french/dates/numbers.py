"""Readers of numbers, in digits or letters: « 12 », « vingt-deux », « avant-dernier »."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from bot.french.dates.tokens import Token, ValueAndNext

_UNITS = (
    "un", "deux", "trois", "quatre", "cinq", "six", "sept", "huit", "neuf", "dix", "onze", "douze",
    "treize", "quatorze", "quinze", "seize",
)  # fmt: skip
_TENS = {
    "vingt": 20,
    "trente": 30,
    "quarante": 40,
    "cinquante": 50,
    "soixante": 60,
    "septante": 70,
    "huitante": 80,
    "nonante": 90,
}
_NUMBERS = {word: number for number, word in enumerate(_UNITS, start=1)} | _TENS | {"une": 1}
_NUMBERS |= {"onz": 11, "douz": 12, "quatorz": 14, "quinz": 15, "quatr": 4}
SPELLED: Mapping[str, int] = {
    **{word: _NUMBERS[word] for word in (*_UNITS, "une", "vingt", "trente")},
    **{f"dix-{_UNITS[at]}": 11 + at for at in range(6, 9)},
    **{f"vingt-{_UNITS[at]}": 21 + at for at in range(9)},
    **{f"{ten}{et}un": _TENS[ten] + 1 for ten in ("vingt", "trente") for et in (" et ", "-et-")},
    "premier": 1,
}
"""The days of a month in folded letters, for texts too long for tokens."""

IN_LETTERS = "|".join(sorted(SPELLED, key=len, reverse=True))
"""Any of them, as a regular expression."""

_AFTER_TEN = frozenset((7, 8, 9))
_BELOW_TEN = range(1, 10)
_BELOW_TWENTY = range(1, 20)
_FIVE = 5

ORDINALS = {
    "premier": 1, "deuxieme": 2, "second": 2, "troisieme": 3, "quatrieme": 4, "cinquieme": 5,
    "dernier": -1, "premiere": 1, "seconde": 2, "derniere": -1,
}  # fmt: skip
_FIRST_ENDINGS = frozenset(("er", "ere", "ier", "iere"))
_ENDINGS = _FIRST_ENDINGS | {"e", "eme", "nd", "ieme"}
_YEARS = range(1900, 2200)
_SHORT_YEARS = range(25, 60)
_NEAR_YEARS = range(2020, 2041)
_AS_HOURS = range(700, 2200)

NUMBER_WORDS = frozenset((*_NUMBERS, *ORDINALS, "avant", "tout"))
"""The words with which a number or a rank in letters begins."""


def count(tokens: Sequence[Token], at: int) -> ValueAndNext | None:
    """Read a number of at most two digits, or one in letters: « dix-huit », « trente »."""
    if tokens[at].number is not None:
        return digits(tokens, at, range(100), 1)
    return in_letters(tokens, at)


def many(tokens: Sequence[Token], at: int) -> ValueAndNext | None:
    """Read a number of at most three digits, or one in letters."""
    return digits(tokens, at, range(1000), 1) or in_letters(tokens, at)


def in_letters(tokens: Sequence[Token], at: int) -> ValueAndNext | None:
    """Read a number below a hundred in letters, its words joined by dashes, spaces or « et »."""
    first = _NUMBERS.get(tokens[at].plain)
    if first is None:
        return None
    here = at + 1
    if first == 4 and (score := _joined(tokens, here, ("vingt", "vingts"))):  # noqa: PLR2004
        first, here = 80, score
    added = _added(tokens, here, first)
    return (first + added[0], added[1]) if added else (first, here)


def _added(tokens: Sequence[Token], at: int, to: int) -> ValueAndNext | None:
    """Read what is added to a ten: « -deux », « et un », « dix-sept » to sixty."""
    if to in _BELOW_TWENTY and to != 10:  # noqa: PLR2004
        return None
    here = at + (_plain(tokens, at) == "-")
    and_one = _plain(tokens, here) == "et"
    here += and_one
    here += and_one and _plain(tokens, here) == "-"
    unit = _NUMBERS.get(_plain(tokens, here), 0)
    if to == 10:  # noqa: PLR2004
        return (unit, here + 1) if unit in _AFTER_TEN and not and_one else None
    if and_one and unit not in {1, 11}:
        return None
    if unit == 10 and to in {60, 80}:  # noqa: PLR2004
        more = _added(tokens, here + 1, 10)
        return (10 + more[0], more[1]) if more else (10, here + 1)
    allowed = _BELOW_TWENTY if to in {60, 80} else _BELOW_TEN
    return (unit, here + 1) if unit in allowed else None


def ordinal(tokens: Sequence[Token], at: int) -> ValueAndNext | None:
    """Read « 1er », « 2e », « troisième », « dernier » (-1), « avant-dernier » (-2)."""
    token = tokens[at]
    if token.plain == "avant" and (end := _joined(tokens, at + 1, ("dernier",))):
        return -2, end
    if token.plain == "tout":
        at += 1
    found = ORDINALS.get(_plain(tokens, at))
    if found is not None:
        return found, at + 1
    return (token.number, at + 2) if token.number and _plain(tokens, at + 1) in _ENDINGS else None


def month_day(tokens: Sequence[Token], at: int) -> ValueAndNext | None:
    """Read a day of a month in digits, « 1er » or « premier »."""
    if tokens[at].plain == "premier":
        return 1, at + 1
    found = digits(tokens, at, range(100), 1)
    first = found and found[0] == 1 and _plain(tokens, at + 1) in _FIRST_ENDINGS
    return (1, at + 2) if first else found


def day_number(tokens: Sequence[Token], at: int) -> ValueAndNext | None:
    """Read a day of a month in digits or in letters."""
    return month_day(tokens, at) or in_letters(tokens, at)


def month_in_two(tokens: Sequence[Token], at: int) -> ValueAndNext | None:
    """Read a month in exactly two digits."""
    return digits(tokens, at, range(1, 13), 2) if two_digits(tokens, at) else None


def two_digits(tokens: Sequence[Token], at: int) -> ValueAndNext | None:
    """Read a number of exactly two digits, such as the month of « 06 08 »."""
    token = tokens[at]
    found = digits(tokens, at, range(100), 2)
    return found if token.end - token.start == 2 else None  # noqa: PLR2004


def one_digit(tokens: Sequence[Token], at: int) -> ValueAndNext | None:
    """Read a single digit, of minutes that lack their second one: « 14h3 »."""
    token = tokens[at]
    return digits(tokens, at, range(10), 1) if token.end - token.start == 1 else None


def said_minute(tokens: Sequence[Token], at: int) -> ValueAndNext | None:
    """Read minutes in two digits or in letters; below ten, only « cinq » is ever said alone."""
    if tokens[at].number is not None:
        return digits(tokens, at, range(100), 2)
    if tokens[at].plain == "zero":
        unit = in_letters(tokens, at + 1) if at + 1 < len(tokens) else None
        return unit if unit and unit[0] in _BELOW_TEN else None
    said = in_letters(tokens, at)
    return said if said and (said[0] == _FIVE or said[0] not in _BELOW_TEN) else None


def long_year(tokens: Sequence[Token], at: int) -> ValueAndNext | None:
    """Read a year in four digits, or in letters: « deux mille vingt-sept »."""
    if tokens[at].plain != "deux":
        return digits(tokens, at, _YEARS, 4)
    here = _joined(tokens, at + 1, ("mille",))
    if here is None:
        return None
    here += _plain(tokens, here) == "-"
    rest = in_letters(tokens, here) if here < len(tokens) else None
    return (2000 + rest[0], rest[1]) if rest else None


def any_year(tokens: Sequence[Token], at: int) -> ValueAndNext | None:
    """Read a year, of two digits where it can be no other: « 27 »."""
    short = digits(tokens, at, _SHORT_YEARS, 2)
    return (short[0] + 2000, short[1]) if short else long_year(tokens, at)


def no_year(tokens: Sequence[Token], at: int) -> ValueAndNext | None:
    """Read four digits or more where a year stands, that are none a date may have."""
    written = tokens[at].plain
    long = written.isdecimal() and len(written) >= len("2026")
    read = any_year(tokens, at) or four_digits(tokens, at)
    return (0, at + 1) if long and read is None else None


def four_digits(tokens: Sequence[Token], at: int) -> ValueAndNext | None:
    """Read the minutes since midnight of « 1430 »: an hour of the day, and no year of these."""
    found = digits(tokens, at, _AS_HOURS, 4)
    if found is None or found[0] in _NEAR_YEARS or found[0] % 5 or found[0] % 100 >= 60:  # noqa: PLR2004
        return None
    return found[0] // 100 * 60 + found[0] % 100, at + 1


def no_short_year(tokens: Sequence[Token], at: int) -> ValueAndNext | None:
    """Read two digits where a year stands, that are none a date may have: « 15/12/24 »."""
    return None if any_year(tokens, at) else two_digits(tokens, at)


def digits(tokens: Sequence[Token], at: int, allowed: range, fewest: int) -> ValueAndNext | None:
    """Read a number in digits, among those allowed, of `fewest` digits at least."""
    token = tokens[at]
    if token.number is None or token.number not in allowed:
        return None
    return (token.number, at + 1) if token.end - token.start >= fewest else None


def _joined(tokens: Sequence[Token], at: int, words: Sequence[str]) -> int | None:
    """Return the place after one of these words, with or without a dash before it."""
    here = at + (_plain(tokens, at) == "-")
    return here + 1 if _plain(tokens, here) in words else None


def _plain(tokens: Sequence[Token], at: int) -> str:
    return tokens[at].plain if at < len(tokens) else ""
