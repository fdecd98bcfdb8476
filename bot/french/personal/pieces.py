"""Numbers told in pieces: « 06 39 puis 98 et la suite 54 10 », « quatre fois le 7 ».

They are put together again, so that every detector reads them.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from bot.core.patterns import lazy_pattern

_FLAGS = re.IGNORECASE | re.ASCII

_TIMES_WORDS = {
    "deux": 2, "trois": 3, "quatre": 4, "cinq": 5, "six": 6, "sept": 7, "huit": 8,
}  # fmt: skip
_TIMES = rf"(?P<times>[2-8]|{'|'.join(_TIMES_WORDS)})"
_CHIFFRE = r"(?:le |la |l'|un |de suite (?:le )?)?(?:chiffre )?"
_REPEATED = lazy_pattern(
    rf"(?<![\w,.-]){_TIMES} (?:fois (?P<before>{_CHIFFRE})(?P<what>\d{{1,4}}|zero|un|deux)|"
    rf"zeros?)(?![\w%€]|[.,]\d)",
    _FLAGS,
)
_NUMBER_NEAR = lazy_pattern(
    r"(?:\b(?:codes?|pin|puk|mdp|passe|digicode|cadenas|combinaison|schema|portable|tel|numero|"
    r"num|telephone|secu)\b[^\n?!]{0,50}|(?<![\d,.])0[1-9](?: ?\d\d){0,4} ?,? ?(?:puis |et )?)$",
    _FLAGS,
)
_REACH = 70
_ONES = {"zero": "0", "un": "1", "deux": "2"}
_LONGEST = 10

_NEXT = r"(?:puis|ensuite|apres|enfin|derriere)"
_LAST = (
    r"(?:(?:(?:au|pour le) debut,? (?:et|puis))|(?:c'est )?(?:la suite|la fin|le reste)|(?:a|"
    r"pour) la fin|pour finir|suivi (?:de|du|des)|"
    r"suivie de|(?:ca |se )?(?:fini[st]|finissant|termine|terminant) par)"
)
_JOINED = lazy_pattern(
    rf"(?<=\d)(?: \([^()\d\n]{{2,30}}\))?(?:[ ,.;:(…-]{{1,4}}(?:et )?(?:{_NEXT}|{_LAST})"
    rf"(?: (?:et |{_NEXT}|{_LAST}|c'est|le|les|de)){{0,3}}[ :,.]{{1,3}}|"
    r"(?P<and>,? et ))(?=\d{1,10}(?!\w)(?P<end>\)?,? (?:a la fin|pour finir|derriere)\b)?)",
    _FLAGS,
)


_KEY = lazy_pattern(r"\d(?!\d)", re.ASCII)
"""« 34 00 puis 1 puis 3 »: the keys to press on a public line."""
_CODE = lazy_pattern(r"\b(?:codes?|pin|puk|digicode|cadenas|combinaison|mdp)\b", re.IGNORECASE)


def repeated(text: str) -> Iterator[tuple[int, int, str]]:
    """Give what is repeated in a code or a number: « deux fois 19 », « quatre zéros »."""
    for match in _REPEATED.finditer(text):
        what = (match["what"] or "0").lower()
        times = _TIMES_WORDS.get(match["times"].lower()) or int(match["times"])
        digits = _ONES.get(what, what) * times
        before = text[max(0, match.start() - _REACH) : match.start()]
        if len(digits) <= min(_LONGEST, len(match[0])) and _NUMBER_NEAR.search(before):
            yield match.start(), match.end(), digits


def joined(text: str) -> Iterator[tuple[int, int, str]]:
    """Give the words that only tell that a number goes on, with a space in their place."""
    for match in _JOINED.finditer(text):
        before = text[max(0, match.start() - _REACH) : match.start()]
        keys = _KEY.match(text, match.end()) and before[-2:].isdigit()
        told = not match["and"] or match["end"]
        if told and not (keys and not _CODE.search(before)):
            yield match.start(), match.end(), " "
