"""What a network published, found by its words: accents folded, stems, the rarest ones first."""

from __future__ import annotations

from collections.abc import Sequence
from heapq import nlargest
from math import log

from sqlalchemy import Connection, bindparam, func, insert, select

from bot.french.rarity import COMMON, READ, rarest
from bot.french.words import clauses, terms
from bot.veille.digest import Entry
from bot.veille.tables import article_stems

MOST_WORDS = 12
"""Words of a query that count."""

_TITLE, _WHY, _SUMMARY, _ABOUT = 10, 6, 4, 3
_USUAL = 50_000


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


def search(
    db: Connection, network: str, query: str, *, limit: int, offset: int = 0
) -> Sequence[int]:
    """Return the ids of a network's published articles, best first, then the latest kept."""
    worth: dict[str, float] = {}
    for clause in clauses(query)[:MOST_WORDS]:
        for stem, value in {**clause.others, clause.stem: 1.0}.items():
            worth[stem] = max(clause.weight * value, worth.get(stem, 0))
    here = {"of": network}
    counted = {stem: db.execute(_HELD, here | {"stem": stem}).scalar_one() for stem in worth}
    held = {stem: count for stem, count in counted.items() if count}
    scores: dict[int, float] = {}
    for stem in rarest(worth, held):
        value = worth[stem] * log(1 + _USUAL / held[stem])
        for article, weight in db.execute(_ENTRIES, here | {"stem": stem}).all():
            scores[article] = scores.get(article, 0) + weight * value
    best = nlargest(offset + limit, zip(scores.values(), scores, strict=True))
    return [article for _, article in best[offset:]]


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
