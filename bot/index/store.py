"""Documents found by their words and, where a model is installed, by what they mean.

Each way brings its candidates; all of them are weighed together: see `weighing`.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from sqlalchemy import ColumnElement, Connection, Select, exists, literal, select

from bot.core.columns import Id
from bot.index import meaning, wording
from bot.index.rules import QUESTIONS, DocumentKind, DocumentText, Kinds, SearchedDocument
from bot.index.tables import documents
from bot.index.weighing import Evidence, likelihoods

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
    """A document found; `score` is how likely it is to be what is sought, 0 to 1.

    It is `close` unless it is far, and only less so than all others.
    """

    document: SearchedDocument
    score: float
    close: bool = True

    @property
    def question(self) -> int:
        """The id of the question that it is."""
        return self.document.ref


def index(db: Connection, read: DocumentText) -> None:
    """Keep the words of a document, in place of those kept before."""
    number = read.document.number
    wording.index(db, number, read.network, text=read.text, answer=read.more, theme=read.about)


def forget(db: Connection, document: SearchedDocument, network: str) -> None:
    """Remove a document from the search; does nothing when it is not there."""
    wording.forget(db, document.number, network)
    meaning.forget(db, document.number, network)


def missing(
    db: Connection, kind: DocumentKind, standing: Select[Any], *, limit: int
) -> Sequence[tuple[str, int]]:
    """Return some of what should be found and is not, by network and ref; `standing` selects all.

    See SearchedKind.
    """
    network, ref, found = _found_as(kind, standing)
    rows = db.execute(select(network, ref).where(~exists().where(found)).order_by(ref).limit(limit))
    return [(slug, number) for slug, number in rows]


def forget_gone(db: Connection, kind: DocumentKind, standing: Select[Any]) -> int:
    """Forget what is found and should not be; return how much that was. See `missing`."""
    *_, found = _found_as(kind, standing)
    of_kind = documents.c.question.between(kind.first, kind.last) & ~exists().where(found)
    gone = db.execute(select(documents.c.network, documents.c.question).where(of_kind)).all()
    for network, number in gone:
        forget(db, SearchedDocument.numbered(number), network)
    return len(gone)


def _found_as(
    kind: DocumentKind, standing: Select[Any]
) -> tuple[ColumnElement[str], ColumnElement[int], ColumnElement[bool]]:
    """Return a network and a ref of what should be found, and whether a document is that."""
    network, ref = standing.subquery().c
    same = documents.c.question == ref + literal(kind.first, Id)
    return network, ref, (documents.c.network == network) & same


def search(  # noqa: PLR0913  what is sought, among what
    db: Connection,
    network: str,
    query: str,
    *,
    limit: int,
    seeking: bytes | None = None,
    kinds: Kinds = QUESTIONS,
) -> Sequence[Hit]:
    """Return a network's documents of some kinds that a query seems to seek, best first.

    `seeking` is the query's vector, where that is known. Those of one score come newest first.
    What a few words are far from is left out; a story is shown it, as far. Any text is a query:
    none is an error.
    """
    found = weighed(db, network, query, seeking, kinds)
    hits = [
        replace(hit, close=_is_close(hit, found[hit.document.number]))
        for hit in _ranked(query, found, limit)
    ]
    return hits if len(query.split()) > FEW else [hit for hit in hits if hit.close]


def weighed(
    db: Connection,
    network: str,
    query: str,
    seeking: bytes | None,
    kinds: Kinds = QUESTIONS,
) -> Mapping[int, Evidence]:
    """Return the evidence for each document that may match: its words' score and its cosine."""
    sought = wording.sought(db, network, query, kinds)
    candidates = wording.candidates(db, sought)
    if seeking is None:
        scores = wording.scores(db, sought, candidates)
        return {number: Evidence(score) for number, score in scores.items()}
    close = meaning.close(db, network, seeking, candidates, kinds)
    scores = wording.scores(db, sought, {*candidates, *close})
    return {
        number: Evidence(scores.get(number, 0.0), close.get(number))
        for number in scores.keys() | close.keys()
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
        number: each
        for number, each in weighed(db, network, text, seeking).items()
        if number != but
    }
    return [hit for hit in _ranked(text, others, limit) if hit.score >= least]


def _ranked(query: str, found: Mapping[int, Evidence], limit: int) -> Sequence[Hit]:
    hits = sorted(likelihoods(query, found).items(), key=lambda each: (-each[1], -each[0]))
    return [Hit(SearchedDocument.numbered(number), score) for number, score in hits[:limit]]


def _is_close(hit: Hit, evidence: Evidence) -> bool:
    """Tell whether a hit is shown: slips far from any meaning still hold most of the words."""
    if evidence.close is None:
        return evidence.words >= HELD
    return hit.score >= LEAST or evidence.words >= MOST
