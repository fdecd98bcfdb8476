"""What a network published, found by its words: accents folded, stems, the rarest ones first."""

from __future__ import annotations

from collections.abc import Sequence
from math import log

from sqlalchemy import Connection, case, func, insert, select

from bot.domain.digest import Entry
from bot.domain.words import clauses, terms
from bot.store.tables import article_stems

READ = 4_000
"""Entries read to find the articles of a query, its rarest words first: it costs no more, however
long the archive is."""

COMMON = 2_000
"""A stem in more articles than this is not counted further."""

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
    held = {stem: count for stem in worth if (count := _held(db, network, stem))}
    sought, read = list[str](), 0
    for stem in sorted(held, key=lambda stem: (held[stem], -worth[stem], stem)):
        read += held[stem]
        if sought and (read > READ or held[stem] > COMMON):
            break
        sought.append(stem)
    if not sought:
        return []
    here = (article_stems.c.network == network) & article_stems.c.stem.in_(sought)
    entries = select(article_stems).where(here)
    if held[sought[0]] > COMMON:
        entries = entries.order_by(article_stems.c.article.desc()).limit(READ)
    kept = entries.subquery()
    value_of = case(
        {stem: worth[stem] * log(1 + _USUAL / held[stem]) for stem in sought}, value=kept.c.stem
    )
    best = func.sum(kept.c.weight * value_of).desc()
    found = select(kept.c.article).group_by(kept.c.article).order_by(best, kept.c.article.desc())
    return db.execute(found.limit(limit).offset(offset)).scalars().all()


def _held(db: Connection, network: str, stem: str) -> int:
    """Count the articles that hold a stem, to COMMON and one."""
    first = (
        select(article_stems.c.article)
        .where(article_stems.c.network == network, article_stems.c.stem == stem)
        .limit(COMMON + 1)
        .subquery()
    )
    return db.execute(select(func.count()).select_from(first)).scalar_one()
