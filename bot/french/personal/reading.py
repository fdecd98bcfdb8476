"""A text as the detectors read it: plain letters and digits, each with its place in the original.

Accents, typographic spaces and signs, invisible characters hide nothing then, and a span found
in the plain text is told in the original's own characters.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from typing import Self

from bot.core.patterns import lazy_pattern
from bot.french.personal.numerals import in_digits
from bot.french.personal.pieces import joined, repeated


@dataclass(frozen=True, slots=True)
class PlainText:
    """`plain[i]` was read at `origins[i]` of a text of `length` characters."""

    plain: str
    origins: Sequence[int]
    length: int

    @classmethod
    def of(cls, text: str, *, but: re.Pattern[str] | None = None) -> Self:
        """Read a text: a URL becomes line breaks, for its numbers are nobody's, `but` some."""
        letters = list(map(_plain, text.replace("->", " :").replace("=>", " :")))
        origins: Sequence[int] = range(len(text))
        if not all(letters):
            origins = [place for place, letter in enumerate(letters) if letter]

        def blank(url: re.Match[str]) -> str:
            return url[0] if but is not None and but.match(url[0]) else "\n" * len(url[0])

        return cls(_URL.sub(blank, "".join(letters)), origins, len(text))

    def in_digits(self) -> Self:
        """Return the same text with digits for the numbers that are said in words, or in pieces."""
        return self.rewritten(in_digits).rewritten(repeated).rewritten(joined)

    def rewritten(self, told: Callable[[str], Iterator[tuple[int, int, str]]]) -> Self:
        """Return the text with what `told` gives in place of what it read: start, end, words.

        They are in order, apart, and no longer than what they replace.
        """
        parts: list[str] = []
        origins: list[int] = []
        place = 0
        for start, end, digits in told(self.plain):
            parts += [self.plain[place:start], digits]
            origins += self.origins[place:start]
            origins += self.origins[start : start + len(digits)]
            place = end
        if not parts:
            return self
        origins += self.origins[place:]
        return replace(self, plain="".join([*parts, self.plain[place:]]), origins=origins)

    def span(self, start: int, end: int) -> tuple[int, int]:
        """Return the span of the original, combining marks included."""
        after = self.origins[end] if end < len(self.origins) else self.length
        return self.origins[start], after


_URL = lazy_pattern(r"(?:https?://|www\.)\S+", re.IGNORECASE)

_SIGNS = {
    "’": "'", "‘": "'", "ʼ": "'", "«": '"', "»": '"', "“": '"', "”": '"', "№": "#", "º": "°",
    "œ": "o", "Œ": "O", "æ": "a", "Æ": "A", "ø": "o", "Ø": "O", "ł": "l", "Ł": "L", "đ": "d",
    "Đ": "D", "ı": "i", "ß": "s", "−": "-",
    "→": ":", "⇒": ":", "➡": ":", "·": ".", "•": ".", "\u2028": "\n", "\u2029": "\n",
}  # fmt: skip


@lru_cache(maxsize=2_048)
def _plain(character: str) -> str:
    """Return one plain character, or none for a mark that has no place of its own."""
    if character.isascii() or character in _SIGNS:
        return _SIGNS.get(character, character)
    category = unicodedata.category(character)
    if category in {"Mn", "Me", "Cf"}:
        return ""
    if category in {"Zs", "Pd"}:
        return " " if category == "Zs" else "-"
    if category == "Nd":
        return str(unicodedata.decimal(character))
    return unicodedata.normalize("NFKD", character)[0]
