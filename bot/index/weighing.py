"""How likely each question is to be what is sought, from all that speaks for it.

Two logistic regressions: of words and meaning, and of words where nothing else is known. Both are
fitted by `python -m bench.search_training`, which prints the constants below.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from heapq import nlargest
from math import exp, log1p

BY_MEANING = (-10.09, 6.22, 10.89, 0.58)
"""The constant, then what words, meaning and the `length` of what is sought are worth.

A lead over the others, as of words, carries less well from one archive to another: of four by other
hands it offered to up to 15 % for nothing, and without it to 8 % at most.
"""

BY_WORDS = (-3.7, 1.17, 6.15, 4.92)
"""The same of `by_words`, where nothing but words is known."""

USUAL = 0.12
"""The part of the words that the sixth question usually holds: for a network that has fewer."""

SIXTH = 5
"""Where a usual question stands, after those that may be what is sought."""


@dataclass(frozen=True, slots=True)
class Evidence:
    """What speaks for a question: the part of the query's words that it holds, and a cosine.

    `close` is how close what it means is to what is sought, None where that is not known.
    """

    words: float
    close: float | None = None


def likelihoods(query: str, found: Mapping[int, Evidence]) -> Mapping[int, float]:
    """Return how likely each question is to be what is sought, 0 to 1.

    Those of which the meaning is not known yet are compared with each other only.
    """
    words = {number: each.words for number, each in found.items() if each.close is None}
    likely = {
        number: _likelihood(BY_WORDS, values)
        for number, values in zip(words, by_words(words.values()), strict=True)
    }
    sought = length(query)
    for number, each in found.items():
        if each.close is not None:
            likely[number] = _likelihood(BY_MEANING, (each.words, each.close, sought))
    return likely


def length(query: str) -> float:
    """Return how long what is sought is: a long story lies less close to what it wants."""
    return log1p(len(query.split()))


def by_words(some: Iterable[float]) -> Sequence[Sequence[float]]:
    """Return what tells how likely each is: its words, its lead over the best and the sixth."""
    held = list(some)
    first, second, *_, sixth = nlargest(SIXTH + 1, [*held, *[USUAL] * (SIXTH + 1)])
    return [(words, words - (second if words == first else first), words - sixth) for words in held]


def _likelihood(weights: Sequence[float], values: Sequence[float]) -> float:
    constant, *slopes = weights
    value = constant + sum(slope * each for slope, each in zip(slopes, values, strict=True))
    return 1 / (1 + exp(-max(-30.0, value)))
