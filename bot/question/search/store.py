"""Questions found by their words and, where a model is installed, by what they mean.

Each way brings its candidates; all of them are weighed together: see `weighing`.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from sqlalchemy import Connection

from bot.question.search import meaning, wording
from bot.question.search.weighing import Evidence, likelihoods

NEAR = 0.25
"""The least likelihood to ask « cela répond-il à votre question ? »: of those whom nothing answers,
one in fourteen is asked, where the weights were fitted. See `bench.search_training`."""

NEAR_BY_WORDS = 0.29
"""The same where nothing but words is known: there, few are likely that are not right."""

FEW = 6
"""Words of what people type to search, at most; more tell a story, which lies further away."""

LEAST = 0.036
"""The least likelihood of what a few words find: of the right ones among the first three, one in
two hundred is less likely. See `bench.search_training`."""

HELD = 0.13
"""The least part of the words, the same where nothing else is known of a question."""

MOST = 0.5
"""The part of the words from which a question is close, however far its meaning seems."""

DOUBLE = 0.7
"""The least likelihood to propose two questions for merging: 19 in 20 of those are right."""


@dataclass(frozen=True, slots=True)
class Hit:
    """A question found, by its id; `score` is how likely it is to be what is sought, 0 to 1."""

    question: int
    score: float


def forget(db: Connection, question_id: int) -> None:
    """Remove a question from the search; does nothing when it is not there."""
    wording.forget(db, question_id)
    meaning.forget(db, question_id)


def search(
    db: Connection, network: str, query: str, *, limit: int, seeking: bytes | None = None
) -> Sequence[Hit]:
    """Return a network's questions that a query seems to seek, best first.

    `seeking` is the query's vector, where that is known. Questions of one score come newest first.
    What a few words are far from is left out. Any text is a query: none is an error.
    """
    found = weighed(db, network, query, seeking)
    hits = _ranked(query, found, limit)
    if len(query.split()) > FEW:
        return hits
    return [hit for hit in hits if _is_close(hit, found[hit.question])]


def weighed(
    db: Connection, network: str, query: str, seeking: bytes | None
) -> Mapping[int, Evidence]:
    """Return the evidence for each question that may match: its words' score and its cosine."""
    sought = wording.sought(db, network, query)
    candidates = wording.candidates(db, sought)
    if seeking is None:
        scores = wording.scores(db, sought, candidates)
        return {question: Evidence(score) for question, score in scores.items()}
    close = meaning.close(db, network, seeking, candidates)
    scores = wording.scores(db, sought, {*candidates, *close})
    return {
        question: Evidence(scores.get(question, 0.0), close.get(question))
        for question in scores.keys() | close.keys()
    }


def nearest(  # noqa: PLR0913  what is asked, by whom not
    db: Connection,
    network: str,
    text: str,
    *,
    limit: int,
    seeking: bytes | None = None,
    but: int | None = None,
) -> Sequence[Hit]:
    """Return the questions that ask nearly what a whole text asks, none less likely than NEAR.

    `but` is the question whose text it is, if it is kept: it rivals none of the others.
    """
    least = NEAR_BY_WORDS if seeking is None else NEAR
    others = {
        question: each
        for question, each in weighed(db, network, text, seeking).items()
        if question != but
    }
    return [hit for hit in _ranked(text, others, limit) if hit.score >= least]


def _ranked(query: str, found: Mapping[int, Evidence], limit: int) -> Sequence[Hit]:
    hits = sorted(likelihoods(query, found).items(), key=lambda each: (-each[1], -each[0]))
    return [Hit(question, score) for question, score in hits[:limit]]


def _is_close(hit: Hit, evidence: Evidence) -> bool:
    """Tell whether a hit is shown: slips far from any meaning still hold most of the words."""
    if evidence.close is None:
        return evidence.words >= HELD
    return hit.score >= LEAST or evidence.words >= MOST
