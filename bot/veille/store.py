"""Articles, kept once, and what each network has read of them."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, fields, replace
from datetime import datetime

from sqlalchemy import (
    ColumnElement,
    Connection,
    Select,
    Text,
    bindparam,
    delete,
    exists,
    func,
    insert,
    or_,
    select,
    union_all,
    update,
)

from bot.core.grouping import grouped
from bot.core.rows import Mapper
from bot.core.upsert import insert_or_ignore
from bot.veille.article import Article, Known, StoredArticle, Unread, Version
from bot.veille.feeds.following import FollowingStatus
from bot.veille.identity.deciding import Decision, Update
from bot.veille.link import canonical_link, is_home
from bot.veille.pick import Gift
from bot.veille.tables import (
    article_stems,
    article_versions,
    articles,
    contributions,
    feeds,
    publications,
    subscriptions,
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Published:
    """Where an article, or a copy of it, stood in the digest of `due`.

    `under` is the place of the one on the same subject under which it was told, 0 for most.
    """

    article: Unread
    due: datetime
    theme: str
    place: int
    brief: bool
    under: int = 0


_ARTICLES = Mapper(Article, articles.c, phrases=None)
_READ = [articles.c[each.name] for each in fields(Unread)]
_UNREAD = Mapper(Unread, _READ)
_TOLD = select(*_READ, publications).join(publications, publications.c.article == articles.c.id)
_PUBLISHED = Mapper(Published, _TOLD.selected_columns, article=_UNREAD.read, due="due_at")
SEARCHED = select(publications.c.network, func.min(publications.c.article).label("article"))
SEARCHED = SEARCHED.where(publications.c.due_at.is_not(None)).group_by(
    publications.c.network, publications.c.due_at, publications.c.place
)
"""What the search finds, of copies the first one: see SearchedKind."""
_IN_ORDER = (publications.c.due_at, publications.c.place, articles.c.id)
_OF_FEED = articles.c.feed == bindparam("of")
_ALL_KNOWN = (
    select(*(articles.c[each.name] for each in fields(Known) if each.name != "past"))
    .where(_OF_FEED)
    .order_by(articles.c.id)
)
_KNOWN = Mapper(Known, _ALL_KNOWN.selected_columns, past=None)
_VERSION = Mapper(Version, article_versions.c)
_PAGES_LEFT = (
    select(article_versions.c.article, article_versions.c.page)
    .distinct()
    .join(articles, articles.c.id == article_versions.c.article)
    .where(article_versions.c.page.not_in(["", articles.c.page]))
)
_ALL_PAST = (
    select(article_versions)
    .join(articles, articles.c.id == article_versions.c.article)
    .where(_OF_FEED)
    .order_by(article_versions.c.id)
)
_LATEST = (
    select(articles.c.id, articles.c.published)
    .where(_OF_FEED)
    .order_by(articles.c.published.desc(), articles.c.id)
    .limit(bindparam("count"))
)
_STORED = Mapper(StoredArticle, _LATEST.selected_columns)
_ADD = insert(articles)
_SPARE_OTHERS = insert_or_ignore(publications).from_select(
    ["network", "article"],
    select(bindparam("here", type_=Text), articles.c.id).where(
        _OF_FEED, articles.c.id.not_in(bindparam("but", expanding=True))
    ),
)


def known(db: Connection, feed: int) -> Sequence[Known]:
    """Return what was ever kept of a feed, oldest first."""
    rows = db.execute(_ALL_PAST, {"of": feed})
    past = grouped((row.article, _VERSION.read(row)) for row in rows)
    found = _KNOWN.all(db, _ALL_KNOWN, {"of": feed})
    return [replace(each, past=tuple(past[each.id])) if each.id in past else each for each in found]


def latest(db: Connection, feed: int, count: int) -> Sequence[StoredArticle]:
    """Return the last articles of a feed by the date of their publication, latest first."""
    return _STORED.all(db, _LATEST, {"of": feed, "count": count})


def keep(db: Connection, feed: int, decision: Decision, at: datetime) -> Sequence[Article]:
    """Write what a collection at this moment brought; return the new articles, dated."""
    new = [each.dated(at) for each in decision.new]
    rows = [
        {"feed": feed, "collected_at": at, "told": told.published, **columns(each)}
        for each, told in zip(new, decision.new, strict=True)
    ]
    if rows:
        db.execute(_ADD, rows)
    _change(db, decision.updated)
    past = [(each.id, each.was) for each in decision.updated if each.was]
    past += [(each.id, each.version) for each in decision.twins]
    if decision.beside:
        ids = last_ids(db, feed, len(new))
        called = [ids[each.guid, each.link, each.title] for each in new]
        past += [(called[place], version) for place, version in decision.beside]
    _remember(db, past)
    return new


def last_ids(db: Connection, feed: int, count: int) -> Mapping[tuple[str | None, str, str], int]:
    """Return the ids of the last articles that were kept of a feed, by guid, link and title."""
    columns = (articles.c.id, articles.c.guid, articles.c.link, articles.c.title)
    found = select(*columns).where(articles.c.feed == feed).order_by(articles.c.id.desc())
    return {(row.guid, row.link, row.title): row.id for row in db.execute(found.limit(count))}


def title_of(db: Connection, page: str) -> str:
    """Return the title of the article at a canonical link, "" when there is none."""
    found = select(articles.c.title).where(at_page(page)).order_by(articles.c.id)
    return db.execute(found.limit(1)).scalar() or ""


def unread(db: Connection, network: str) -> Sequence[Unread]:
    """Return what a network's feeds and members brought that was not published there.

    Newest first; not that of suspended feeds, nor a copy, brought by another feed, of a page that
    was published or spared. What members propose is only hidden by a copy that was published.
    """
    published = _copied(network, publications.c.due_at.is_not(None))
    proposed = articles.c.id.in_(_proposed(network))
    fresh = (articles.c.page == "") | ~_copied(network) | (proposed & ~published)
    found = (
        select(*_READ)
        .where(reaching(network), ~noted(network), fresh)
        .order_by(articles.c.published.desc(), articles.c.id.desc())
    )
    return _UNREAD.all(db, found)


def pages_left(db: Connection, some: Collection[int]) -> Mapping[int, Sequence[str]]:
    """Return the pages where articles, by their ids, were before; of those that moved only."""
    rows = db.execute(_PAGES_LEFT.where(article_versions.c.article.in_(some)))
    return grouped((row.article, row.page) for row in rows)


def told_without_page(
    db: Connection, network: str, since: datetime, until: datetime
) -> Sequence[Unread]:
    """Return the articles between two dates that have no page and were published or spared."""
    found = select(*_READ).where(
        articles.c.page == "", articles.c.published.between(since, until), noted(network)
    )
    return _UNREAD.all(db, found)


def publish(db: Connection, network: str, read: Sequence[Published]) -> None:
    """Note where articles stood in a digest; copies of one article share its place."""
    rows = [
        _PUBLISHED.values(each) | {"network": network, "article": each.article.id} for each in read
    ]
    if rows:
        db.execute(insert_or_ignore(publications), rows)


def published(
    db: Connection, network: str, dues: Collection[datetime], *, whole: bool = True
) -> Sequence[Published]:
    """Return what digests told, each in its order, the first copy of each article first.

    Unless `whole`, without most of what they told by its title alone.
    """
    found = _TOLD.where(publications.c.network == network, publications.c.due_at.in_(dues))
    if not whole:
        found = found.where(~publications.c.brief | (publications.c.under > 0))
    return _PUBLISHED.all(db, found.order_by(*_IN_ORDER))


def published_with(db: Connection, network: str, some: Collection[int]) -> Sequence[Published]:
    """Return where articles, by their ids, stood in the digests of a network, with their copies.

    Others may be among them that stood at the same places of other digests.
    """
    here = publications.c.network == network
    places = db.execute(
        select(publications.c.due_at, publications.c.place).where(
            here, publications.c.article.in_(some), publications.c.due_at.is_not(None)
        )
    ).all()
    found = _TOLD.where(
        here,
        publications.c.due_at.in_({row.due_at for row in places}),
        publications.c.place.in_({row.place for row in places}),
    )
    return _PUBLISHED.all(db, found.order_by(*_IN_ORDER))


def drop_stems(db: Connection) -> int:
    """Delete the words that served before one search found all; return how many."""
    return db.execute(delete(article_stems)).rowcount


def dues(db: Connection, network: str) -> Sequence[tuple[datetime, int]]:
    """Return the digests of a network that had articles, latest first, and how many they had."""
    count = func.count(publications.c.place.distinct())
    found = (
        select(publications.c.due_at, count.label("articles"))
        .where(publications.c.network == network, publications.c.due_at.is_not(None))
        .group_by(publications.c.due_at)
        .order_by(publications.c.due_at.desc())
    )
    return [(row.due_at, row.articles) for row in db.execute(found)]


def spare(db: Connection, network: str, past: Sequence[int]) -> None:
    """Note that a network is not to be shown these articles."""
    if past:
        rows = [{"network": network, "article": each, "due_at": None} for each in past]
        db.execute(insert_or_ignore(publications), rows)


def spare_others(db: Connection, network: str, feed: int, but: Collection[int]) -> None:
    """Note that a network is not to be shown the articles of a feed, but for some."""
    db.execute(_SPARE_OTHERS, {"here": network, "of": feed, "but": list(but)})


def spared(db: Connection, network: str, some: Collection[int]) -> frozenset[int]:
    """Return which of these articles a network is not to be shown."""
    found = select(publications.c.article).where(
        publications.c.network == network, publications.c.article.in_(some)
    )
    return frozenset(db.execute(found).scalars())


def reaching(network: str) -> ColumnElement[bool]:
    """Return the SQL condition of articles of a network's feeds, or brought by its members.

    What members proposed stays, though its feed is followed no more.
    """
    followed = select(subscriptions.c.feed).where(
        subscriptions.c.network == network,
        subscriptions.c.standing == FollowingStatus.FOLLOWED,
        subscriptions.c.opened_at.is_not(None),
    )
    brought = select(feeds.c.id).where(feeds.c.subscribed == members_feed(network))
    of_feeds = articles.c.feed.in_(union_all(followed, brought))
    return of_feeds | articles.c.id.in_(_proposed(network))


def at_page(page: str) -> ColumnElement[bool]:
    """Return the SQL condition of articles that are, or were, at a canonical link."""
    was = select(article_versions.c.article).where(article_versions.c.page == page)
    return (articles.c.page == page) | articles.c.id.in_(was)


def noted(network: str, *more: ColumnElement[bool]) -> ColumnElement[bool]:
    """Tell an article that a network has read, or was spared; `more` about its publication."""
    here = (publications.c.article == articles.c.id, publications.c.network == network)
    return exists(publications.c.article).where(*here, *more)


def _change(db: Connection, updates: Iterable[Update]) -> None:
    """Write what publishers changed; an article stays the one that was read."""
    for each in updates:
        values = columns(each.article) | {"told": each.told}
        db.execute(update(articles).where(articles.c.id == each.id).values(**values))


def _remember(db: Connection, past: Iterable[tuple[int, Version]]) -> None:
    """Keep what articles, by their ids, are no longer called."""
    rows = [
        {"article": article, "page": page_of(version.link), **_VERSION.values(version)}
        for article, version in past
    ]
    if rows:
        db.execute(insert(article_versions), rows)


def _proposed(network: str) -> Select[tuple[int]]:
    return select(contributions.c.article).filter_by(network=network, kind=Gift.PROPOSED)


def _copied(network: str, *more: ColumnElement[bool]) -> ColumnElement[bool]:
    """Tell an article that another feed brought too, where the network was told of that copy.

    Whichever of the two has another page since. Nested questions, so that no planner starts from
    all that the network was told.
    """
    twin, before = articles.alias(), article_versions.alias()
    was_told = (
        select(publications.c.article)
        .where(publications.c.network == network, publications.c.article == twin.c.id, *more)
        .correlate(twin)
        .exists()
    )
    told = (twin.c.feed != articles.c.feed, was_told)
    now = select(twin.c.id).where(twin.c.page == articles.c.page, *told)
    since = (
        select(twin.c.id)
        .join(before, before.c.article == twin.c.id)
        .where(before.c.page == articles.c.page, *told)
    )
    moved = (
        select(twin.c.id)
        .join(before, before.c.page == twin.c.page)
        .where(before.c.article == articles.c.id, before.c.page != "", *told)
    )
    return or_(*(each.correlate(articles).exists() for each in (now, since, moved)))


def members_feed(network: str) -> str:
    """Return what stands for the address of what a network's members bring.

    No feed that is fetched, nor one that the network follows by a number.
    """
    return f"courroie:liens:{network}"


def page_of(link: str) -> str:
    """Return what names an article's page: a site's front page names none."""
    page = canonical_link(link) if link else ""
    return "" if is_home(page) else page


def columns(article: Article) -> dict[str, object]:
    """Return the columns of an article that a publisher, or a member, gave.

    What it means is to be made out again.
    """
    return _ARTICLES.values(article) | {"page": page_of(article.link), "understood": False}
