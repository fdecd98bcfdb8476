"""Tables of words, as they are looked for in a folded text.

In a table, words are apart by « | » or by lines; each is whole, unless « * » leaves its end open.
"""

from __future__ import annotations

import re

_LETTER_FIRST = re.compile(r"[a-z](?![?*+{])[^|]*(?:\([^()]*(?:\([^()]*\)[^()]*)*\)[^|()]*)*")
"""A word whose first letter stands for itself, and that is one alternative."""


def any_of(words: str, *patterns: str) -> re.Pattern[str]:
    """Return what finds any word of a table, or any other pattern.

    Words are grouped by their first letter: those of others are never tried.
    """
    each = (word.strip() for line in words.splitlines() for word in line.split(" | "))
    by_letter: dict[str, list[str]] = {}
    for word in filter(None, each):
        whole = word.removesuffix("*") + ("" if word.endswith("*") else r"\b")
        letter = whole[0] if _LETTER_FIRST.fullmatch(whole) else ""
        by_letter.setdefault(letter, []).append(whole.removeprefix(letter))
    groups = (
        f"{letter}(?:{'|'.join(ends)})" if letter else "|".join(ends)
        for letter, ends in by_letter.items()
    )
    return re.compile("|".join((rf"\b(?:{'|'.join(groups)})", *patterns)))
