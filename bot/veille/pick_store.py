"""What coordinators of a network made of articles."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence

from sqlalchemy import Connection, bindparam, case, func, select, update

from bot.core.rows import Mapper
from bot.core.upsert import insert_or_replace
from bot.veille.pick import Pick, Verdict
from bot.veille.tables import articles, picks

_PICKS = Mapper(Pick, picks.c)
_KEPT = (picks.c.verdict == Verdict.KEPT) | picks.c.pinned
_DROPPED = picks.c.verdict == Verdict.DROPPED
_BY_FEED = (
    select(
        articles.c.feed,
        func.sum(case((_KEPT, 1), else_=0)).label("kept"),
        func.sum(case((_DROPPED, 1), else_=0)).label("dropped"),
    )
    .join(picks, picks.c.article == articles.c.id)
    .where(picks.c.network == bindparam("of"))
    .group_by(articles.c.feed)
)


def of_articles(db: Connection, network: str, ids: Collection[int]) -> Mapping[int, Pick]:
    """Return what was decided of some articles, by their ids."""
    if not ids:
        return {}
    near = picks.c.article.between(min(ids), max(ids))  # no list of thousands for the database
    wanted = set(ids)
    found = _PICKS.all(db, select(picks).where(picks.c.network == network, near))
    return {each.article: each for each in found if each.article in wanted}


def save(db: Connection, pick: Pick, copies: Sequence[int]) -> None:
    """Keep a decision about all copies of an article, in place of those that were made of any.

    It then stands though one copy goes: its feed put aside, a member's proposal taken back.
    """
    rows = [_PICKS.values(pick) | {"article": each} for each in sorted(copies)]
    db.execute(insert_or_replace(picks), rows)


def take_up(db: Connection, network: str, article: int) -> None:
    """Have an article that was dropped from a past digest be undecided for the next one.

    What was decided of a digest goes with it.
    """
    dropped = (picks.c.network == network, picks.c.article == article, _DROPPED)
    db.execute(update(picks).where(*dropped).values(verdict=Verdict.UNDECIDED))


def by_feed(db: Connection, network: str) -> Mapping[int, tuple[int, int]]:
    """Return how many articles of each feed were kept or pinned, and how many dropped."""
    return {row.feed: (row.kept, row.dropped) for row in db.execute(_BY_FEED, {"of": network})}
