"""How likely each question is to be what is sought, from all that speaks for it.

First what each is worth, by which they are ranked: the log-odds of a choice among them all. Then
how likely it is that it answers at all: a logistic regression, by its worth and its lead over
others. Both are fitted by `python -m bench.search_training`, which prints the constants below.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from heapq import nlargest
from math import exp


@dataclass(frozen=True, slots=True)
class Weights:
    """What is worth how much: `told`, `answer` and `words` times what `Evidence` says.

    `usual` is what the sixth of a network is worth, in the place of it where there are fewer;
    `odds` the constant, then what `features` gives.
    """

    told: float
    answer: float
    words: float
    usual: float
    odds: Sequence[float]


BY_MEANING = Weights(
    told=11.17, answer=8.17, words=7.75, usual=4.0, odds=(-2.876, -0.036, 0.425, 0.404)
)
"""Where it is known what the query and the question mean."""

BY_WORDS = Weights(
    told=0.0, answer=0.0, words=14.49, usual=1.57, odds=(-3.893, 0.123, 0.356, 0.349)
)
"""Where nothing but words is known."""

SIXTH = 5
"""Where a usual question stands, after those that may be what is sought."""


@dataclass(frozen=True, slots=True)
class Closeness:
    """How close a question is to what is sought, and its answer if it has one: cosines."""

    told: float
    answer: float


@dataclass(frozen=True, slots=True)
class Evidence:
    """What speaks for a question: the part of the query's words that it holds, and its meaning."""

    words: float
    close: Closeness | None = None


def likelihoods(found: Mapping[int, Evidence]) -> Mapping[int, float]:
    """Return how likely each question is to be what is sought, 0 to 1.

    Those of which the meaning is not known yet are compared with each other only.
    """
    by_words = {number: each for number, each in found.items() if each.close is None}
    by_meaning = {number: each for number, each in found.items() if each.close is not None}
    return {
        number: _logistic(weights.odds, values)
        for weights, some in ((BY_WORDS, by_words), (BY_MEANING, by_meaning))
        for number, values in features(weights, some).items()
    }


def features(weights: Weights, found: Mapping[int, Evidence]) -> Mapping[int, Sequence[float]]:
    """Return what tells how likely each is: its worth, its lead over the best and the sixth."""
    worths = {number: _worth(weights, each) for number, each in found.items()}
    usual = [weights.usual] * (SIXTH + 1)
    first, second, *_, sixth = nlargest(SIXTH + 1, [*worths.values(), *usual])
    return {
        number: (worth, worth - (second if worth == first else first), worth - sixth)
        for number, worth in worths.items()
    }


def _worth(weights: Weights, evidence: Evidence) -> float:
    close = evidence.close or Closeness(0.0, 0.0)
    return (
        weights.told * close.told + weights.answer * close.answer + weights.words * evidence.words
    )


def _logistic(odds: Sequence[float], values: Sequence[float]) -> float:
    constant, *slopes = odds
    value = constant + sum(slope * each for slope, each in zip(slopes, values, strict=True))
    return 1 / (1 + exp(-max(-30.0, value)))
