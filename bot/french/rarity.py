"""Which words of a query are read first, so that a search costs no more the more there is."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TypeVar

COMMON = 2_000
"""A word in more texts than this is not counted further: it tells few apart."""

READ = 4_000
"""Entries read to find the texts of a query; the rarest words go first."""

Word = TypeVar("Word", int, str)


def rarest(worth: Mapping[Word, float], held: Mapping[Word, int]) -> list[Word]:
    """Return the words of a query to look for, rarest first, reading at most READ entries.

    `held` counts the texts that hold each word, to COMMON and one; `worth` settles the order of
    equals. At least one word is returned, if any is held: when even that one is common, its newest
    READ entries are to be read.
    """
    found, read = list[Word](), 0
    for word in sorted(held, key=lambda word: (held[word], -worth[word], word)):
        read += held[word]
        if found and (read > READ or held[word] > COMMON):
            break
        found.append(word)
    return found
