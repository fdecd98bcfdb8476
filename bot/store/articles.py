"""Articles, kept once, and what each network has read of them."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import (
    ColumnElement,
    Connection,
    and_,
    bindparam,
    delete,
    exists,
    func,
    insert,
    or_,
    select,
    update,
)

from bot.domain.article import Article, Known, Update
from bot.domain.link import canonical_link
from bot.store.tables import articles, feeds, publications, subscriptions
from bot.store.upsert import insert_or_ignore

MEMBERS = "courroie:liens:"
"""What stands, before a network's slug, for the address of what its members bring: no feed that
is fetched, nor one that it follows by a number."""

MEMBERS_NAME = "Les membres du réseau"

TITLE_TRIES = 3
"""Times that a page is asked for its title."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Unread:
    """An article that a network has not read, and the id of the feed it came by.

    `brought` by its members, of whom that feed is none that is fetched.
    """

    id: int
    title: str
    link: str
    summary: str
    published: datetime
    feed: int
    brought: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Reached:
    """An article that a network reads or has read; its title is "" while it has none."""

    id: int
    title: str
    link: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Untitled:
    """A link that waits for its page's title: proposed `at`, asked for `tries` times."""

    id: int
    link: str
    at: datetime
    tries: int


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


def change(db: Connection, updates: Iterable[Update]) -> None:
    """Write what publishers changed; an article stays the one that was read."""
    for each in updates:
        db.execute(
            update(articles).where(articles.c.id == each.id).values(**_columns(each.article))
        )


def unread(db: Connection, network: str) -> Sequence[Unread]:
    """Return what a network's feeds and members brought that was not published there.

    Newest first; not that of suspended feeds.
    """
    found = (
        select(articles, (articles.c.feed == _members_feed(network)).label("brought"))
        .where(_reaches(network), ~_noted(network))
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
            brought=bool(row.brought),
        )
        for row in db.execute(found)
    ]


def publish(db: Connection, network: str, read: Sequence[int], due: datetime) -> None:
    """Note that a network has read these articles in the digest that fell due then."""
    _note(db, network, read, due)


def spare(db: Connection, network: str, past: Sequence[int]) -> None:
    """Note that a network is not to be shown these articles: they came before it followed."""
    _note(db, network, past, None)


def published_on(db: Connection, network: str, page: str) -> datetime | None:
    """Return when a network last read a page (its canonical link), None when it did not."""
    found = (
        select(func.max(publications.c.due_at))
        .join(articles, articles.c.id == publications.c.article)
        .where(publications.c.network == network, articles.c.page == page)
    )
    read: datetime | None = db.execute(found).scalar_one()
    return read


def to_come(db: Connection, network: str, page: str, *, proposed: bool = False) -> int | None:
    """Return the article of a page that a network may still read, None when there is none.

    The one of a feed that it follows first, else the one that members `proposed`, or this alone.
    """
    theirs = articles.c.feed == _members_feed(network)
    followed = _followed(network)
    found = (
        select(articles.c.id)
        .where(articles.c.page == page, theirs if proposed else or_(theirs, followed))
        .where(~_noted(network, publications.c.due_at.is_not(None)))
        .order_by(theirs, articles.c.id)
    )
    return db.execute(found.limit(1)).scalar_one_or_none()


def reached(db: Connection, network: str, number: int) -> Reached | None:
    """Return an article that a network reads, or has read, None for any other."""
    mine = or_(
        and_(_reaches(network), ~_noted(network)),
        _noted(network, publications.c.due_at.is_not(None)),
    )
    row = db.execute(select(articles).where(articles.c.id == number, mine)).one_or_none()
    return None if row is None else Reached(id=row.id, title=row.title, link=row.link)


def bring(db: Connection, network: str, article: Article, at: datetime) -> int:
    """Keep a link that a member proposes, as an article of the network's members."""
    key = f"{MEMBERS}{network}"
    row = {"subscribed": key, "url": key, "title": MEMBERS_NAME, "failures": 0, "stopped": True}
    db.execute(insert_or_ignore(feeds), row)
    feed = db.execute(select(feeds.c.id).where(feeds.c.subscribed == key)).scalar_one()
    values = {"feed": feed, "collected_at": at, **_columns(article.dated(at))}
    made: int = db.execute(insert(articles).returning(articles.c.id), values).scalar_one()
    return made


def show_after_all(db: Connection, network: str, article: int) -> None:
    """Have a network read an article that it was spared, since someone proposes it."""
    db.execute(
        delete(publications).where(
            publications.c.network == network,
            publications.c.article == article,
            publications.c.due_at.is_(None),
        )
    )


def take_away(db: Connection, network: str, article: int) -> None:
    """Drop an article that the network's members brought, unless it was published."""
    db.execute(
        delete(articles).where(
            articles.c.id == article,
            articles.c.feed == _members_feed(network),
            ~exists().where(publications.c.article == articles.c.id),
        )
    )


def untitled(db: Connection) -> Sequence[Untitled]:
    """Return the links of members that wait for their page's title, the oldest first."""
    brought = select(feeds.c.id).where(feeds.c.subscribed.startswith(MEMBERS))
    found = (
        select(articles)
        .where(articles.c.feed.in_(brought), articles.c.title == "")
        .where(articles.c.title_tries < TITLE_TRIES)
        .order_by(articles.c.id)
    )
    return [
        Untitled(id=row.id, link=row.link, at=row.collected_at, tries=row.title_tries)
        for row in db.execute(found)
    ]


def try_title(db: Connection, link: Untitled) -> bool:
    """Count one more try at a page; False when someone else makes it, or it is gone."""
    here = (articles.c.id == link.id, articles.c.title_tries == link.tries)
    return db.execute(update(articles).where(*here).values(title_tries=link.tries + 1)).rowcount > 0


def entitle(db: Connection, number: int, title: str, summary: str) -> None:
    """Give a link the title and summary of its page, unless it has a title."""
    here = (articles.c.id == number, articles.c.title == "")
    db.execute(update(articles).where(*here).values(title=title, summary=summary))


def _members_feed(network: str) -> ColumnElement[int]:
    return select(feeds.c.id).where(feeds.c.subscribed == f"{MEMBERS}{network}").scalar_subquery()


def _followed(network: str) -> ColumnElement[bool]:
    return exists().where(
        subscriptions.c.feed == articles.c.feed,
        subscriptions.c.network == network,
        subscriptions.c.standing == "followed",
        subscriptions.c.opened_at.is_not(None),
    )


def _reaches(network: str) -> ColumnElement[bool]:
    """Tell an article of a feed of the network, or one that its members brought."""
    return or_(_followed(network), articles.c.feed == _members_feed(network))


def _noted(network: str, *more: ColumnElement[bool]) -> ColumnElement[bool]:
    """Tell an article that the network has read, or was spared."""
    return exists().where(
        publications.c.article == articles.c.id, publications.c.network == network, *more
    )


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
