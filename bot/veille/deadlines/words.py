"""Tables of words, as they are looked for in a folded text.

In a table, words are apart by « | » or by lines; each is whole, unless « * » leaves its end open.
"""

from __future__ import annotations

import re

from bot.french.alternatives import by_first_letter


def any_of(words: str, *patterns: str) -> re.Pattern[str]:
    """Return what finds any word of a table, or any other pattern."""
    each = (word.strip() for line in words.splitlines() for word in line.split(" | "))
    whole = (
        word.removesuffix("*") if word.endswith("*") else rf"{word}\b"
        for word in filter(None, each)
    )
    return re.compile("|".join((rf"\b{by_first_letter('|'.join(whole))}", *patterns)))
