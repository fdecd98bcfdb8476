"""How likely each question is to be what is sought, from all that speaks for it.

A logistic regression, fitted by `python -m bench.search_training`: its weights are the constants
below, in the order of the features.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from heapq import nlargest
from math import exp

BY_MEANING = (-4.361, 0.391, 0.047, 2.489, 0.272, 3.267, 6.628)
"""The constant; then what `features` gives where it is known what the query means."""

BY_WORDS = (-4.285, 3.103, 4.011, 6.197)
"""The constant; then what `features` gives of words alone."""

SIXTH = 5
"""Where a usual question stands, after those that may be what is sought."""


@dataclass(frozen=True, slots=True)
class Closeness:
    """How close a question is to what is sought, and its answer if it has one: cosines.

    `beyond` counts in standard deviations how much closer it is than others of the network.
    """

    told: float
    answer: float
    beyond: float


@dataclass(frozen=True, slots=True)
class Evidence:
    """What speaks for a question: the part of the query's words that it holds, and its meaning."""

    words: float
    close: Closeness | None = None

    @property
    def guess(self) -> float:
        """A first guess, for the comparison of questions with each other."""
        if self.close is None:
            return self.words
        return self.close.told + 0.3 * self.close.answer + 0.7 * self.words


def likelihoods(found: Mapping[int, Evidence]) -> Mapping[int, float]:
    """Return how likely each question is to be what is sought, 0 to 1."""
    return {
        question: _logistic(BY_WORDS if found[question].close is None else BY_MEANING, values)
        for question, values in features(found).items()
    }


def features(found: Mapping[int, Evidence]) -> Mapping[int, Sequence[float]]:
    """Return what is weighed of each question: its evidence, its lead over others.

    The lead is over the best of the others, and over the sixth.
    """
    best = nlargest(SIXTH + 1, (each.guess for each in found.values()))
    first, second, usual = best[0] if best else 0.0, best[1] if best[1:] else 0.0, best[-1:]
    values = {}
    for question, each in found.items():
        rival = second if each.guess == first else first
        leads = (each.guess - rival, each.guess - (usual[0] if len(best) > SIXTH else 0.0))
        close = each.close
        means = () if close is None else (close.told, close.beyond, close.answer)
        values[question] = (*means, each.words, *leads)
    return values


def _logistic(weights: Sequence[float], values: Sequence[float]) -> float:
    constant, *slopes = weights
    value = constant + sum(slope * each for slope, each in zip(slopes, values, strict=True))
    return 1 / (1 + exp(-max(-30.0, value)))
