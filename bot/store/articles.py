"""Articles, kept once, and what each network has read of them."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Connection, bindparam, insert, select, update

from bot.domain.article import Article, Known, Update
from bot.domain.link import canonical_link
from bot.store.tables import articles, publications, subscriptions
from bot.store.upsert import insert_or_ignore


@dataclass(frozen=True, slots=True, kw_only=True)
class Unread:
    """An article that a network has not read, and the id of the feed it came by."""

    id: int
    title: str
    link: str
    summary: str
    published: datetime
    feed: int


@dataclass(frozen=True, slots=True)
class Kept:
    """An article that was kept, as far as its place in time goes."""

    id: int
    published: datetime


_OF_FEED = articles.c.feed == bindparam("of")
_KNOWN = (
    select(*(articles.c[name] for name in ("id", "guid", "link", "title", "summary", "published")))
    .where(_OF_FEED)
    .order_by(articles.c.id)
)
_DATES = select(articles.c.id, articles.c.published).where(_OF_FEED).order_by(articles.c.id)


def known(db: Connection, feed: int) -> Sequence[Known]:
    """Return what was ever kept of a feed, oldest first."""
    return [
        Known(
            id=row.id,
            guid=row.guid,
            link=row.link,
            title=row.title,
            summary=row.summary,
            published=row.published,
        )
        for row in db.execute(_KNOWN, {"of": feed})
    ]


def dates(db: Connection, feed: int) -> Sequence[Kept]:
    """Return when all that was ever kept of a feed was published, oldest kept first."""
    return [Kept(row.id, row.published) for row in db.execute(_DATES, {"of": feed})]


def add(db: Connection, feed: int, new: Sequence[Article], at: datetime) -> None:
    """Keep new articles, which must be dated."""
    if new:
        rows = [{"feed": feed, "collected_at": at, **_columns(each)} for each in new]
        db.execute(insert(articles), rows)


def ids(db: Connection, feed: int, count: int) -> Mapping[tuple[str | None, str, str], int]:
    """Return the ids of the last articles that were kept of a feed, by guid, link and title."""
    columns = (articles.c.id, articles.c.guid, articles.c.link, articles.c.title)
    found = select(*columns).where(articles.c.feed == feed).order_by(articles.c.id.desc())
    return {(row.guid, row.link, row.title): row.id for row in db.execute(found.limit(count))}


def title_of(db: Connection, page: str) -> str:
    """Return the title of the article at a canonical link, "" when there is none."""
    found = select(articles.c.title).where(articles.c.page == page).order_by(articles.c.id)
    return db.execute(found.limit(1)).scalar() or ""


def change(db: Connection, updates: Iterable[Update]) -> None:
    """Write what publishers changed; an article stays the one that was read."""
    for each in updates:
        db.execute(
            update(articles).where(articles.c.id == each.id).values(**_columns(each.article))
        )


def unread(db: Connection, network: str) -> Sequence[Unread]:
    """Return what a network's feeds brought that was not published there, newest first."""
    read = publications.alias()
    found = (
        select(articles)
        .join(subscriptions, subscriptions.c.feed == articles.c.feed)
        .outerjoin(read, (read.c.article == articles.c.id) & (read.c.network == network))
        .where(
            subscriptions.c.network == network,
            subscriptions.c.opened_at.is_not(None),
            read.c.article.is_(None),
        )
        .order_by(articles.c.published.desc(), articles.c.id.desc())
    )
    return [
        Unread(
            id=row.id,
            title=row.title,
            link=row.link,
            summary=row.summary,
            published=row.published,
            feed=row.feed,
        )
        for row in db.execute(found)
    ]


def publish(db: Connection, network: str, read: Sequence[int], due: datetime) -> None:
    """Note that a network has read these articles in the digest that fell due then."""
    _note(db, network, read, due)


def spare(db: Connection, network: str, past: Sequence[int]) -> None:
    """Note that a network is not to be shown these articles: they came before it followed."""
    _note(db, network, past, None)


def spared(db: Connection, network: str, some: Collection[int]) -> frozenset[int]:
    """Return which of these articles a network is not to be shown."""
    found = select(publications.c.article).where(
        publications.c.network == network, publications.c.article.in_(some)
    )
    return frozenset(db.execute(found).scalars())


def _note(db: Connection, network: str, read: Sequence[int], due: datetime | None) -> None:
    if read:
        rows = [{"network": network, "article": each, "due_at": due} for each in read]
        db.execute(insert_or_ignore(publications), rows)


def _columns(article: Article) -> dict[str, object]:
    return {
        "guid": article.guid,
        "link": article.link,
        "title": article.title,
        "summary": article.summary,
        "author": article.author,
        "tags": list(article.tags),
        "published": article.published,
        "page": canonical_link(article.link) if article.link else "",
    }
