"""One way to compare what people write: without accents, case, ligatures or typographic signs."""

from __future__ import annotations

import unicodedata
from itertools import filterfalse

_SIGNS = str.maketrans(
    {"’": "'", "‘": "'", "ʼ": "'", "œ": "oe", "Œ": "OE", "æ": "ae", "Æ": "AE"}
    | dict.fromkeys("‐‑‒–—−", "-")
)

_APART = str.maketrans("'-", "  ")


def fold(text: str) -> str:
    """Return a text as it is compared, never as it is shown: « Où qu’elle » is « ou qu'elle »."""
    return unaccented(text).casefold()


def unaccented(text: str) -> str:
    """Return a text as `fold` does, its capitals kept: « Où qu’elle » is « Ou qu'elle »."""
    if text.isascii():
        return text
    bare = unicodedata.normalize("NFKD", text.translate(_SIGNS))
    return "".join(filterfalse(unicodedata.combining, bare))


def folded_line(text: str) -> str:
    """Return what two spellings of a title or a name share: no case, accents, double spaces."""
    return " ".join(fold(text).split())


def bare_words(text: str) -> list[str]:
    """Return the folded words of a text, without any sign: « L'été-42 » has three."""
    return "".join(each if each.isalnum() else " " for each in spaced(text)).split()


def spaced(text: str) -> str:
    """Return a folded text whose apostrophes and hyphens are spaces: each word stands alone."""
    return fold(text).translate(_APART)
