"""A typed text cut into words, numbers and signs, each with its place in the text."""

from __future__ import annotations

from dataclasses import dataclass

from bot.core.patterns import lazy_pattern
from bot.french.folding import fold

ValueAndNext = tuple[int, int]
"""What a reader of tokens has read: its value, and the place of the token that follows."""

_TOKEN = lazy_pattern(r"https?://\S+|\d+|[^\W\d_]+|[-=]>|\S")
_INVISIBLE = lazy_pattern("[\u00ad\u200b-\u200f\u2060\ufeff]")
_LONGEST_NUMBER = 4
"""Digits: a year. A longer number is no part of a date, and is left alone."""
_DASHES = frozenset(("->", "=>", *"→⇒➡➔⟶–—‐‑−"))


@dataclass(frozen=True, slots=True)
class Token:
    """One word, number or sign; `plain` is without accents or case, dashes are all « - »."""

    plain: str
    start: int
    end: int

    @property
    def number(self) -> int | None:
        """The number that digits make, None for a word and for what is too long to be read."""
        if self.end - self.start > _LONGEST_NUMBER or not self.plain.isdecimal():
            return None
        return int(self.plain)

    @property
    def says_something(self) -> bool:
        """Whether it is more than a punctuation mark."""
        return any(character.isalnum() for character in self.plain)


def visible(text: str) -> str:
    """Return a text without the characters that would cut a word in two unseen."""
    return _INVISIBLE.sub("", text)


def tokenize(text: str) -> tuple[Token, ...]:
    """Cut a text; an address is one token, and « 14h30 » is three. Never raises."""
    return tuple(
        Token("-" if found[0] in _DASHES else fold(found[0]), found.start(), found.end())
        for found in _TOKEN.finditer(text)
    )
