"""Numbers as they are dictated: said in words, in digits and words, with the letter O for a zero.

`in_digits` writes them in digits, so that every detector reads them.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from bot.core.patterns import lazy_pattern
from bot.french.spoken import MONTH_NUMBERS

_SINGLES = {
    "zero": 0, "un": 1, "deux": 2, "trois": 3, "quatre": 4, "cinq": 5, "six": 6, "sept": 7,
    "huit": 8, "neuf": 9, "dix": 10, "onze": 11, "douze": 12, "treize": 13, "quatorze": 14,
    "quinze": 15, "seize": 16,
}  # fmt: skip
_TENS = {
    "vingt": 20, "vingts": 20, "trente": 30, "quarante": 40, "cinquante": 50, "soixante": 60,
    "septante": 70, "huitante": 80, "octante": 80, "nonante": 90,
}  # fmt: skip
_LARGE = {"cent": 100, "cents": 100, "mille": 1000, "mil": 1000}
_WORD = "|".join(sorted({**_SINGLES, **_TENS, **_LARGE}, key=len, reverse=True))
_TOKEN = rf"(?:(?<![a-z])(?:{_WORD})(?![a-z])|\d{{1,10}}+)"
_AND = r"(?:(?<=vingt)|(?<=rente)|(?<=ante))[ -]et[ -](?=un|onze)"
_RUN = lazy_pattern(
    rf"(?<![\w.,+/-]){_TOKEN}(?:(?:{_AND}|[ .,-]{{0,5}}+){_TOKEN}){{0,24}}(?![\w])",
    re.IGNORECASE | re.ASCII,
)
_PART = lazy_pattern(rf"{_WORD}|\d+|et|[.,]", re.IGNORECASE | re.ASCII)
_ANY = lazy_pattern(rf"(?<![a-z])(?:{_WORD}|premier)(?![a-z])", re.IGNORECASE | re.ASCII)

_MONTH = rf"(?:{'|'.join(MONTH_NUMBERS)})"
_BEFORE_MONTH = lazy_pattern(rf" (?:du mois de )?{_MONTH}\b", re.IGNORECASE | re.ASCII)
_AFTER_MONTH = lazy_pattern(
    rf"(?:{_MONTH}|\d{{1,2}} (?:du|/|barre) ?\d{{1,2}}) $", re.IGNORECASE | re.ASCII
)
_ARTICLE = lazy_pattern(r"un (?=[a-z])", re.IGNORECASE)
"""« né un quatorze juillet »."""

_TWO_DIGITS = rf"(?:(?:{_WORD})(?:[ -](?:et[ -])?(?:{_WORD})){{0,3}})"
_DAY_OF_MONTH = lazy_pattern(
    rf"(?<![\w-])(?P<day>{_TWO_DIGITS}|\d{{1,2}}) du "
    rf"(?P<month>{'|'.join(list(_SINGLES)[1:13])}|\d{{1,2}}) "
    rf"(?P<year>(?:(?:mille |dix-)neuf[ -]cents?[ -])?{_TWO_DIGITS})(?![\w-])",
    re.IGNORECASE | re.ASCII,
)
"""« le vingt-trois du deux soixante-huit »."""

_FIRST = lazy_pattern(rf"\bpremier(?= {_MONTH}\b)", re.IGNORECASE | re.ASCII)
_LONGEST_MONTH = 11

_STARTED = lazy_pattern(r"(?<![\w.,])0[67][^\d\n.!?]{0,30}$", re.ASCII)
_LONGEST_GAP = 34
_FEWEST_DIGITS = 3
"""A number of fewer digits is a count (« six ateliers »), save beside a month."""

_MIXED = lazy_pattern(r"0\d{9}|[12]\d{12}(?:\d\d)?|[3-6]\d{15}", re.ASCII)
"""What is said partly in words, partly in digits: a telephone's, a person's, a card's number."""

_LETTERS = lazy_pattern(
    r"(?<![\w+])(?:[0oO][1-79](?:[ ._-]{0,2}[\doOlI]{2}){4}"
    r"|[\doOlI]{2,6}(?:[ ._-][\doOlI]{1,6}){1,8}|[\doOlI]{8,20})(?!\w)",
    re.ASCII,
)
"""A phone's number, or figures in groups, typed with the letters O, l and I for 0 and 1."""

_AS_DIGITS = str.maketrans("oOlI", "0011")
_DIGIT = lazy_pattern(r"\d", re.ASCII)
_GROUPS = lazy_pattern(r"[\doOlI]+", re.ASCII)
_MOBILE = lazy_pattern(r"[0oO][67](?:[ ._-]?[\doOlI]){8}", re.ASCII)
_REAL_DIGITS = 6


def in_digits(text: str) -> Iterator[tuple[int, int, str]]:
    """Give the numbers that are not written in digits: where each starts and ends, its digits.

    They come in order, and apart. A number has at most as many digits as it had characters.
    """
    spelt = list(_spelt(text)) if _ANY.search(text) else []
    letters = ((match.start(), match.end(), match[0]) for match in _LETTERS.finditer(text))
    typed = [
        (start, end, number.translate(_AS_DIGITS))
        for start, end, number in letters
        if not number.replace(" ", "").isdecimal()
        and sum(map(str.isdigit, number)) >= _REAL_DIGITS
        and (_MOBILE.fullmatch(number) or all(map(_DIGIT.search, _GROUPS.findall(number))))
    ]
    place = 0
    for start, end, digits in sorted((*spelt, *typed)):
        if start >= place:
            yield start, end, digits
            place = end


def _spelt(text: str) -> Iterator[tuple[int, int, str]]:
    for match in _FIRST.finditer(text):
        yield match.start(), match.end(), "1"
    for match in _DAY_OF_MONTH.finditer(text):
        day, month, year = (_digits(match[part]) for part in ("day", "month", "year"))
        yield match.start(), match.end(), f"{day}/{month}/{year}"
    for match in _RUN.finditer(text):
        if match[0].replace(" ", "").isdecimal() or not _ANY.search(match[0]):
            continue
        if any(map(str.isdigit, match[0])):
            digits = _digits(match[0])
            before = text[max(0, match.start() - _LONGEST_GAP) : match.start()]
            if _MIXED.fullmatch(digits) or (
                len(digits) > _FEWEST_DIGITS and _STARTED.search(before)
            ):
                yield match.start(), match.end(), digits
            continue
        a_day = _BEFORE_MONTH.match(text, match.end())
        start = match.start() + (len("un ") if a_day and _ARTICLE.match(match[0]) else 0)
        digits = _telephone(text[start : match.end()])
        before = text[max(0, start - _LONGEST_MONTH) : start]
        dated = a_day or (len(digits) > 1 and _AFTER_MONTH.search(before))
        a_start = len(digits) > 1 and digits.startswith("0")  # « son zéro six c'est trente-neuf … »
        if len(digits) >= _FEWEST_DIGITS or a_start or dated:
            yield start, match.end(), digits


def _telephone(run: str) -> str:
    """Read a number in pairs, « zéro quatre » then « vingt-sept », when it has ten figures so."""
    digits = _digits(run)
    if not digits.startswith("0") or len(digits) == _TEN:
        return digits
    pairs = _digits(run, pairs=True)
    return pairs if len(pairs) == _TEN else digits


def _digits(run: str, *, pairs: bool = False) -> str:
    """Read « trente-neuf quatre-vingt-dix-huit douze » as 399812: each number as it is said."""
    written, number, zero = [], _Number(), False
    for part in _PART.findall(run.lower()):
        if part == "et":
            continue
        if part.isdecimal() or part in ".," or not number.takes(part):
            written.append(number.digits)
            number = _Number()
        if part.isdecimal():
            written.append(part)
        elif part not in ".,":
            number.add(part)
            if pairs and zero and 0 < _SINGLES.get(part, 0) < _TEN:
                written.append(number.digits)
                number = _Number()
        zero = part == "zero"
    return "".join([*written, number.digits])


class _Number:
    """One number while it is said, word after word."""

    def __init__(self) -> None:
        self._thousands = 0
        self._rest: int | None = None
        self._units = False
        """Whether « deux » may follow: after « septante », not after « soixante-dix »."""

    @property
    def digits(self) -> str:
        """What was said so far, "" for nothing."""
        if self._rest is None and not self._thousands:
            return ""
        return str(self._thousands + (self._rest or 0))

    def takes(self, word: str) -> bool:
        """Tell whether a word goes on with this number: « vingt » after « quatre »."""
        rest = self._rest
        if rest is None:
            return not self._thousands or word != "zero"
        if word in _LARGE:
            return 1 < rest < _TWENTY or (_LARGE[word] == _THOUSAND and rest > 1)
        if word in _TENS:
            four_twenties = word.startswith("vingt") and rest % _HUNDRED == _FOUR
            return four_twenties or (rest > 0 and rest % _HUNDRED == 0)
        return _follows(_SINGLES[word], rest) or (self._units and 0 < _SINGLES[word] < _TEN)

    def add(self, word: str) -> None:
        """Go on with a word that is taken."""
        rest = self._rest or 0
        self._units = word in {"septante", "nonante"}
        if word in _LARGE:
            large = _LARGE[word]
            if large == _THOUSAND:
                self._thousands, self._rest = max(rest, 1) * large, None
            else:
                self._rest = max(rest, 1) * large
        elif word.startswith("vingt") and rest % _HUNDRED == _FOUR:
            self._rest = rest - _FOUR + _FOUR * _TENS[word]
        else:
            self._rest = rest + (_TENS.get(word) or _SINGLES.get(word, 0))


def _follows(value: int, rest: int) -> bool:
    """Tell whether 0 to 16 is said after a number: « trois » after « vingt » or « cent »."""
    below = rest % _HUNDRED
    if value == 0 or below == 0:
        return value > 0 and rest > 0
    if value >= _TEN:
        return below in {60, 80}
    if below in {10, 70, 90}:
        return value > _SIX  # « dix-sept »: the others have words of their own
    return below > _TEN and below % _TEN == 0


_FOUR, _SIX, _TEN, _TWENTY, _HUNDRED, _THOUSAND = 4, 6, 10, 20, 100, 1_000
