"""Tables of words, as they are looked for in a folded text.

In a table, words are apart by « | » or by lines; each is whole, unless « * » leaves its end open.
"""

from __future__ import annotations

import re


def any_of(words: str, *patterns: str) -> re.Pattern[str]:
    """Return what finds any word of a table, or any other pattern."""
    each = (word.strip() for line in words.splitlines() for word in line.split(" | "))
    known = "|".join(
        word.removesuffix("*") + ("" if word.endswith("*") else r"\b") for word in each if word
    )
    return re.compile("|".join((rf"\b(?:{known})", *patterns)))
