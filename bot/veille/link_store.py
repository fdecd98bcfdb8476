"""The links that members bring: articles of a source that each network has of its own."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import ColumnElement, Connection, delete, exists, func, insert, or_, select, update

from bot.core.rows import Mapper
from bot.core.upsert import insert_or_ignore
from bot.talk.markdown import readable
from bot.veille.article import Article
from bot.veille.link import canonical_link
from bot.veille.store import at_page, columns, members_feed, noted, reaching
from bot.veille.tables import articles, feeds, publications

MEMBERS_NAME = "Les membres du réseau"

TITLE_TRIES = 3
"""Times that a page is asked for its title."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Untitled:
    """A link that waits for its page's title: proposed `at`, asked for `tries` times."""

    id: int
    link: str
    at: datetime
    tries: int


_UNTITLED = Mapper(Untitled, articles.c, at="collected_at", tries="title_tries")


def published_on(db: Connection, network: str, page: str) -> datetime | None:
    """Return when a network last read a page (its canonical link), None when it did not."""
    found = (
        select(func.max(publications.c.due_at))
        .join(articles, articles.c.id == publications.c.article)
        .where(publications.c.network == network, at_page(page))
    )
    read: datetime | None = db.execute(found).scalar_one()
    return read


def to_come(db: Connection, network: str, page: str, *, proposed: bool = False) -> int | None:
    """Return the article of a page that a network may still read, None when there is none.

    The one of a feed that it follows first, else the one that members `proposed`, or this alone.
    """
    theirs = _theirs(network)
    found = (
        select(articles.c.id)
        .where(at_page(page), theirs if proposed else reaching(network))
        .where(~noted(network, publications.c.due_at.is_not(None)))
        .order_by(theirs, articles.c.id)
    )
    return db.execute(found.limit(1)).scalar_one_or_none()


def is_to_come(db: Connection, network: str, article: int) -> bool:
    """Tell whether an article has come out in no digest of a network."""
    published = noted(network, publications.c.due_at.is_not(None))
    found = select(articles.c.id).where(articles.c.id == article, ~published)
    return db.execute(found).first() is not None


def called(db: Connection, network: str, number: int) -> str | None:
    """Return the title of an article that a network reads, or has read, None for any other.

    Its address stands for it while it has none.
    """
    mine = or_(
        reaching(network) & ~noted(network),
        noted(network, publications.c.due_at.is_not(None)),
    )
    found = select(articles.c.title, articles.c.link).where(articles.c.id == number, mine)
    row = db.execute(found).first()
    return None if row is None else row.title or readable(row.link)


def bring(db: Connection, network: str, article: Article, at: datetime) -> int:
    """Keep a link that a member proposes, as an article of the network's members.

    Its page is known even where it is a site's front page, which names no article of a feed.
    """
    key = members_feed(network)
    row = {"subscribed": key, "url": key, "title": MEMBERS_NAME, "failures": 0, "stopped": True}
    db.execute(insert_or_ignore(feeds), row)
    feed = db.execute(select(feeds.c.id).where(feeds.c.subscribed == key)).scalar_one()
    page = canonical_link(article.link)
    values = {"feed": feed, "collected_at": at, **columns(article.dated(at)), "page": page}
    made: int = db.execute(insert(articles).returning(articles.c.id), values).scalar_one()
    return made


def show_after_all(db: Connection, network: str, article: int) -> bool:
    """Have a network read an article that someone proposes; return whether it was spared it."""
    spared = (
        publications.c.network == network,
        publications.c.article == article,
        publications.c.due_at.is_(None),
    )
    return db.execute(delete(publications).where(*spared)).rowcount > 0


def take_away(db: Connection, network: str, article: int) -> None:
    """Drop an article that the network's members brought, unless it was published."""
    db.execute(
        delete(articles).where(
            articles.c.id == article,
            _theirs(network),
            ~exists().where(publications.c.article == articles.c.id),
        )
    )


def untitled(db: Connection) -> Sequence[Untitled]:
    """Return the links of members that wait for their page's title, the oldest first."""
    brought = select(feeds.c.id).where(feeds.c.subscribed.startswith(members_feed("")))
    found = (
        select(articles)
        .where(articles.c.feed.in_(brought), articles.c.title == "")
        .where(articles.c.title_tries < TITLE_TRIES)
        .order_by(articles.c.id)
    )
    return _UNTITLED.all(db, found)


def try_title(db: Connection, link: Untitled) -> bool:
    """Count one more try at a page; False when someone else makes it, or it is gone."""
    here = (articles.c.id == link.id, articles.c.title_tries == link.tries)
    return db.execute(update(articles).where(*here).values(title_tries=link.tries + 1)).rowcount > 0


def entitle(db: Connection, number: int, title: str, summary: str) -> None:
    """Give a link the title and summary of its page, unless it has a title."""
    here = (articles.c.id == number, articles.c.title == "")
    db.execute(update(articles).where(*here).values(title=title, summary=summary, understood=False))


def _theirs(network: str) -> ColumnElement[bool]:
    feed = select(feeds.c.id).where(feeds.c.subscribed == members_feed(network))
    return articles.c.feed == feed.scalar_subquery()
