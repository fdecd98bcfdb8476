"""What articles mean: their vectors, made by a job where a model is installed.

Those of another model, which are to be made anew, are as if they were not there.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass

from sqlalchemy import Connection, bindparam, delete, insert, select, update

from bot.core.rows import Mapper
from bot.meaning.model import NAME
from bot.veille.feeds.following import FollowingStatus
from bot.veille.store import members_feed
from bot.veille.tables import article_vectors, articles, feeds, subscriptions


@dataclass(frozen=True, slots=True, kw_only=True)
class ToldArticle:
    """An article of which it is to be made out what it means."""

    id: int
    title: str
    summary: str

    @property
    def text(self) -> str:
        """What counts of it."""
        return ". ".join(filter(None, (self.title, self.summary)))


def missing(db: Connection, *, limit: int) -> Sequence[ToldArticle]:
    """Return articles of feeds that some network follows, and of members, newest first.

    Those of which it is not known yet what they mean.
    """
    return _TOLD.all(db, _MISSING.limit(limit))


def keep(db: Connection, article: ToldArticle, vector: bytes) -> bool:
    """Save an article's vector; False when the article has changed meanwhile, or is gone."""
    here = _NOW & (articles.c.title == article.title) & (articles.c.summary == article.summary)
    known = update(articles).where(here).values(understood=True)
    if db.execute(known, {"of": article.id}).rowcount != 1:
        return False
    db.execute(_FORGET, {"gone": article.id})
    db.execute(insert(article_vectors), {"article": article.id, "model": NAME, "vector": vector})
    return True


def make_anew(db: Connection) -> int:
    """Have the vectors of other models made anew; return how many."""
    others = select(article_vectors.c.article).where(~_OURS)
    again = update(articles).where(articles.c.id.in_(others)).values(understood=False)
    return db.execute(again).rowcount


def of_articles(db: Connection, ids: Collection[int]) -> Mapping[int, bytes]:
    """Return the vectors of some articles, by their ids; those without one are missing."""
    if not ids:
        return {}
    near = article_vectors.c.article.between(min(ids), max(ids))  # no list of thousands of ids
    wanted = set(ids)
    rows = db.execute(_VECTORS.where(near))
    return {row.article: row.vector for row in rows if row.article in wanted}


_TOLD = Mapper(ToldArticle, [articles.c.id, articles.c.title, articles.c.summary])
_NOW = articles.c.id == bindparam("of")
_FORGET = delete(article_vectors).where(article_vectors.c.article == bindparam("gone"))
_READ = select(subscriptions.c.feed).where(subscriptions.c.standing == FollowingStatus.FOLLOWED)
_BROUGHT = select(feeds.c.id).where(feeds.c.subscribed.startswith(members_feed("")))
_MISSING = (
    select(articles.c.id, articles.c.title, articles.c.summary)
    .where(
        articles.c.feed.in_(_READ.union_all(_BROUGHT)),
        ~articles.c.understood,
        (articles.c.title != "") | (articles.c.summary != ""),
    )
    .order_by(articles.c.id.desc())
)
_OURS = article_vectors.c.model == NAME
_VECTORS = select(article_vectors.c.article, article_vectors.c.vector).where(_OURS)
