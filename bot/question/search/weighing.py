"""How likely a question is to be what is sought, from all that speaks for it."""

from __future__ import annotations

from dataclasses import dataclass
from math import exp


@dataclass(frozen=True, slots=True)
class Closeness:
    """How close a question is to what is sought, and its answer: cosines; 0 without an answer.

    `beyond` counts in standard deviations how much closer it is than others of the network.
    """

    told: float
    answer: float
    beyond: float


@dataclass(frozen=True, slots=True)
class Evidence:
    """What speaks for a question: the part of the query's words that it holds, and its meaning."""

    words: float
    meaning: Closeness | None


def likelihood(evidence: Evidence) -> float:
    """Weigh the evidence together: a logistic regression, 0 to 1."""
    close = evidence.meaning
    if close is None:
        return by_words(evidence.words)
    return _logistic(-6 + 5 * close.told + 1.5 * close.answer + 3.5 * evidence.words)


def by_words(words: float) -> float:
    """Weigh the words alone, 0 to 1."""
    return _logistic(-4 + 8 * words)


def _logistic(value: float) -> float:
    return 1 / (1 + exp(-value))
