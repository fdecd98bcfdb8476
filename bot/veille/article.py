"""An article of a feed, and what a first collection tells of them."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from typing import Self

FIRST_NEWS = 5
"""Articles that a feed's first collection may announce."""

RECENT = timedelta(days=31)
"""Older articles are never news at a first collection: a month, the rhythm of a digest."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Article:
    """An article as a feed tells it; every text is plain, without tags nor entities.

    `link` is an absolute http(s) address, or "" when the feed gives none. `published` is UTC.
    `phrases` are the passages of the whole text that may tell a deadline: they are not kept.
    """

    guid: str | None = None
    link: str = ""
    title: str = ""
    summary: str = ""
    author: str = ""
    published: datetime | None = None
    tags: tuple[str, ...] = ()
    phrases: tuple[str, ...] = ()

    @property
    def version(self) -> Version:
        """What it is called now."""
        return Version(self.guid, self.link, self.title, self.published)

    def dated(self, now: datetime) -> Self:
        """Give it a date one can sort by: undated takes `now`, the future is brought back to it."""
        if self.published is None or self.published > now:
            return replace(self, published=now)
        return self


@dataclass(frozen=True, slots=True)
class Version:
    """What an article was called in its feed at a time, and the date that was told with it."""

    guid: str | None
    link: str
    title: str
    told: datetime | None = field(default=None, compare=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class Known:
    """What is kept of an article of one feed, as far as identity needs it.

    `published` is the first date that it had, `told` the last one that its feed told, None where
    it tells none. `past` are the versions that it no longer has.
    """

    id: int
    guid: str | None
    link: str
    title: str
    summary: str = ""
    published: datetime | None = None
    told: datetime | None = None
    past: tuple[Version, ...] = ()

    @property
    def version(self) -> Version:
        """What it is called now."""
        return Version(self.guid, self.link, self.title, self.told)


@dataclass(frozen=True, slots=True)
class StoredArticle:
    """An article that was kept, as far as its place in time goes."""

    id: int
    published: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Unread:
    """An article that a network has not read, and the id of the feed it came by.

    `page` is its canonical link, "" when there is none that names a page.
    """

    id: int
    title: str
    link: str
    summary: str
    published: datetime
    feed: int
    page: str = ""
    tags: tuple[str, ...] = ()


def first_news(items: Iterable[StoredArticle], now: datetime) -> tuple[StoredArticle, ...]:
    """Choose what a first collection, or a network's first subscription, announces.

    At most FIRST_NEWS of the RECENT ones, latest first; the rest is kept as already known.
    """
    recent = [item for item in items if now - item.published <= RECENT]
    recent.sort(key=lambda item: min(item.published, now), reverse=True)
    return tuple(recent[:FIRST_NEWS])
