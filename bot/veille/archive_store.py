"""What a network published, found by its words and, where a model is installed, its meaning.

Words: accents folded, stems, the rarest ones first. Figures: `bench/archive.py`.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from heapq import nlargest
from math import log, sqrt
from statistics import fmean

from sqlalchemy import Connection, bindparam, func, insert, select

from bot.french.rarity import COMMON, READ, rarest
from bot.french.words import clauses, terms
from bot.meaning.vector import likeness_to
from bot.veille import meaning_store as meanings
from bot.veille.digest import Entry
from bot.veille.tables import article_stems

MOST_WORDS = 12
"""Words of a query that count."""

CLOSE = 0.28
"""The least cosine of a query and an article that shares none of its words."""

NEAREST = 3
"""Articles that share no word with a query, found by what it means: the closest ones."""

MANY = 30
"""Articles of which it is known how close to anything they usually are."""

WORDS = 1.2
"""What all words of a query, in a title, are worth beside a cosine."""

_TITLE, _WHY, _SUMMARY, _ABOUT = 10, 6, 4, 3
_USUAL = 50_000


@dataclass(frozen=True, slots=True)
class ArchiveHit:
    """A published article that was found, by its id; a `near` one shares no word with the query."""

    article: int
    near: bool = False


def index(db: Connection, network: str, entry: Entry) -> None:
    """Keep the words of an article that is being published."""
    weights: dict[str, int] = {}
    for text, weight in (
        (entry.title, _TITLE),
        (entry.why, _WHY),
        (entry.summary, _SUMMARY),
        (f"{entry.source} {entry.theme}", _ABOUT),
    ):
        for stem in terms(text):
            weights[stem] = max(weight, weights.get(stem, 0))
    rows = [
        {"network": network, "stem": stem, "article": entry.article, "weight": weight}
        for stem, weight in sorted(weights.items())
    ]
    if rows:
        db.execute(insert(article_stems), rows)


def search(  # noqa: PLR0913  what is sought, which part of what is found
    db: Connection,
    network: str,
    query: str,
    *,
    limit: int,
    offset: int = 0,
    seeking: bytes | None = None,
) -> Sequence[ArchiveHit]:
    """Return a network's published articles, best first, then the latest kept.

    `seeking` is the query's vector, where that is known.
    """
    scores = dict(_by_words(db, network, query))
    near: Mapping[int, float] = {}
    if seeking is not None:
        close = _by_meaning(db, network, seeking)
        near = _nearest({each: close[each] for each in close.keys() - scores.keys()}, close)
        scores = {each: WORDS * score + close.get(each, 0) for each, score in scores.items()}
        scores.update(near)
    best = nlargest(offset + limit, zip(scores.values(), scores, strict=True))
    return [ArchiveHit(article, near=article in near) for _, article in best[offset:]]


def _by_words(db: Connection, network: str, query: str) -> Mapping[int, float]:
    """Return the articles that share words with a query: which part of what it says, 1 at most."""
    worth: dict[str, float] = {}
    asked = clauses(query)[:MOST_WORDS]
    for clause in asked:
        for stem, value in {**clause.others, clause.stem: 1.0}.items():
            worth[stem] = max(clause.weight * value, worth.get(stem, 0))
    here = {"of": network}
    counted = {stem: db.execute(_HELD, here | {"stem": stem}).scalar_one() for stem in worth}
    held = {stem: count for stem, count in counted.items() if count}
    scores: dict[int, float] = {}
    for stem in rarest(worth, held):
        value = worth[stem] * _rarity(held[stem])
        for article, weight in db.execute(_ENTRIES, here | {"stem": stem}).all():
            scores[article] = scores.get(article, 0) + weight * value
    whole = _TITLE * sum(each.weight * _rarity(held.get(each.stem, 1)) for each in asked)
    return {article: min(1.0, score / whole) for article, score in scores.items()}


def _by_meaning(db: Connection, network: str, seeking: bytes) -> Mapping[int, float]:
    """Return how close the network's latest articles are to what is sought."""
    likeness = likeness_to(seeking)
    return {
        article: likeness(vector) for article, vector in meanings.of_published(db, network).items()
    }


def _nearest(others: Mapping[int, float], every: Mapping[int, float]) -> Mapping[int, float]:
    """Return the few that are closer than CLOSE, and than chance brings the closest of so many.

    The closest of n, were they strewn as a normal law does, is at some sqrt(2 ln n) deviations;
    of less than MANY the closest itself moves the deviation.
    """
    least = CLOSE
    if len(every) >= MANY:
        mean = fmean(every.values())
        spread = sqrt(fmean((each - mean) ** 2 for each in every.values()))
        least = max(least, mean + spread * sqrt(2 * log(len(every))))
    found = ((likeness, article) for article, likeness in others.items() if likeness >= least)
    return {article: likeness for likeness, article in nlargest(NEAREST, found)}


def _rarity(held: int) -> float:
    return log(1 + _USUAL / held)


_HERE = (
    article_stems.c.network == bindparam("of"),
    article_stems.c.stem == bindparam("stem"),
)
_HELD = select(func.count()).select_from(
    select(article_stems.c.article).where(*_HERE).limit(COMMON + 1).subquery()
)
_ENTRIES = (
    select(article_stems.c.article, article_stems.c.weight)
    .where(*_HERE)
    .order_by(article_stems.c.article.desc())
    .limit(READ)
)
