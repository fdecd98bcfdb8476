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


def spaced(text: str) -> str:
    """Return a folded text whose apostrophes and hyphens are spaces: each word stands alone."""
    return fold(text).translate(_APART)
