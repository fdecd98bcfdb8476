"""An article of a feed: what makes it the same one as yesterday, and what counts as news.

Publishers change guids, move to https, re-date their items, shrink their feed and let it grow
again: none of that is news. The opposite trap is one link, or one guid, shared by all items.
So identity is decided on everything that was fetched at once against everything ever kept, by
the passes that `decide` lists; nothing is forgotten by count.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Collection, Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Self

from bot.french.folding import fold
from bot.veille.link import canonical_link, is_home

FIRST_NEWS = 5
"""Articles that a feed's first collection may announce."""

RECENT = timedelta(days=31)
"""Older articles are never news at a first collection: a month, the rhythm of a digest."""

_SAME_MOMENT = timedelta(minutes=1)
_SAME_DAY = timedelta(days=1)


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

    def dated(self, now: datetime) -> Self:
        """Give it a date one can sort by: undated takes `now`, the future is brought back to it."""
        if self.published is None or self.published > now:
            return replace(self, published=now)
        return self


@dataclass(frozen=True, slots=True, kw_only=True)
class Known:
    """What is kept of an article of one feed, as far as identity needs it."""

    id: int
    guid: str | None
    link: str
    title: str
    summary: str = ""
    published: datetime | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Update:
    """The article `id` has another title, link, guid or summary; its first date stays."""

    id: int
    article: Article


@dataclass(frozen=True, slots=True, kw_only=True)
class Decision:
    """What to write after a collection: `new` in the feed's order, `same` by id, untouched."""

    new: tuple[Article, ...] = ()
    updated: tuple[Update, ...] = ()
    same: tuple[int, ...] = ()


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


def decide(fetched: Sequence[Article], known: Collection[Known], now: datetime) -> Decision:
    """Tell news from what is already known of the same feed.

    An article may claim one known article, and each known article is claimed once. The passes,
    surest first, each over all articles still unrecognised:

    1. same guid, link and title;
    2. same guid, if no two articles share it;
    3. same link and title: the guid changed;
    4. same link, if no two articles share it, unless guid and title both changed and the date too;
    5. same title, if no two articles share it, and nothing contradicts it (see `_Match.by_title`).

    New articles come back dated (see `Article.dated`).
    """
    new, updated, same = [], [], []
    for article, found in _pairs(fetched, known):
        if found is None:
            new.append(article.dated(now))
        elif _differs(article, found):
            kept = found.published or article.dated(now).published
            updated.append(Update(id=found.id, article=replace(article, published=kept)))
        else:
            same.append(found.id)
    return Decision(new=tuple(new), updated=tuple(updated), same=tuple(same))


def first_news(items: Iterable[StoredArticle], now: datetime) -> tuple[StoredArticle, ...]:
    """Choose what a first collection, or a network's first subscription, announces.

    At most FIRST_NEWS of the RECENT ones, latest first; the rest is kept as already known.
    """
    recent = [item for item in items if now - item.published <= RECENT]
    recent.sort(key=lambda item: min(item.published, now), reverse=True)
    return tuple(recent[:FIRST_NEWS])


def folded_title(title: str) -> str:
    """Bring a title down to what two spellings of it share: no case, accents, double spaces."""
    return " ".join(fold(title).split())


@dataclass(frozen=True, slots=True)
class _Keys:
    """The normalised identity of an article, known or fetched; "" where it has none."""

    guid: str
    link: str
    title: str


_DATED_TAG = re.compile(r"tag:([^,]+),\d{4}(?:-\d\d){0,2}:(/.+)", re.IGNORECASE)


def _keys(article: Article | Known) -> _Keys:
    guid = (article.guid or "").strip()
    if (tag := _DATED_TAG.match(guid)) and tag[2].rstrip("/") in article.link:
        guid = f"tag:{tag[1]}:{tag[2]}"  # Django dates it by the last change
    elif guid.lower().startswith(("http://", "https://")):
        guid = canonical_link(guid, keep_fragment=True)
    return _Keys(
        guid=guid,
        link=canonical_link(article.link, keep_fragment=True) if article.link else "",
        title=folded_title(article.title),
    )


def _pairs(
    fetched: Sequence[Article], known: Collection[Known]
) -> Iterable[tuple[Article, Known | None]]:
    """Give each article with the known one that it is, or None for news.

    Most collections bring nothing: then nothing is normalised, which takes 90 ms for 5,000 known
    articles.
    """
    verbatim = {(each.guid, each.link, each.title): each for each in known}
    found = {(each.guid, each.link, each.title): each for each in reversed(fetched)}
    if found.keys() <= verbatim.keys():
        return [(article, verbatim[key]) for key, article in reversed(found.items())]
    if not known:
        return [(article, None) for article in _without_doubles(fetched)]
    match = _Match(_without_doubles(fetched), known)
    match.run()
    return match.pairs()


def _without_doubles(fetched: Sequence[Article]) -> list[Article]:
    """Leave out what stands there twice: only those that share a title are looked at closer."""
    titles = [folded_title(each.title) for each in fetched]
    count = Counter(titles)
    seen: dict[_Keys | int, Article] = {}
    for place, (article, title) in enumerate(zip(fetched, titles, strict=True)):
        seen.setdefault(_keys(article) if count[title] > 1 else place, article)
    return list(seen.values())


def _differs(article: Article, known: Known) -> bool:
    return (article.guid, article.link, article.title, article.summary) != (
        known.guid,
        known.link,
        known.title,
        known.summary,
    )


class _Match:
    """One comparison of a fetched feed with what is known of it; used once."""

    def __init__(self, fetched: Sequence[Article], known: Collection[Known]) -> None:
        self._articles = fetched
        self._known = list(known)
        keys, known_keys = [_keys(each) for each in fetched], [_keys(each) for each in self._known]
        bare = _links_told_apart_by_fragment([*keys, *known_keys])
        self._keys = [_drop_fragment(each, bare) for each in keys]
        self._known_keys = [_drop_fragment(each, bare) for each in known_keys]
        self._found: list[int | None] = [None] * len(fetched)
        self._claimed: set[int] = set()

    def run(self) -> None:
        """Make the passes, surest first."""
        self._pass(lambda key: key, lambda _key: True)
        guid, link, title = self._sole("guid"), self._sole("link"), self._sole("title")
        self._pass(lambda key: key.guid, lambda key: key.guid in guid and not is_home(key.guid))
        self._pass(lambda key: (key.link, key.title), lambda key: key.link != "")
        self._pass(
            lambda key: key.link,
            lambda key: key.link in link and not is_home(key.link),
            self._by_link,
        )
        moved = bool(self._known) and not self._claimed and len(self._articles) > 1
        self._pass(
            lambda key: key.title,
            lambda key: key.title in title,
            lambda mine, its: moved or self._by_title(mine, its),
        )

    def pairs(self) -> Iterable[tuple[Article, Known | None]]:
        """Give what was found."""
        for article, found in zip(self._articles, self._found, strict=True):
            yield article, None if found is None else self._known[found]

    def _pass(
        self,
        key: Callable[[_Keys], object],
        usable: Callable[[_Keys], bool],
        agree: Callable[[int, int], bool] = lambda _mine, _its: True,
    ) -> None:
        waiting: dict[object, list[int]] = {}
        for its, keys in enumerate(self._known_keys):
            if its not in self._claimed and usable(keys):
                waiting.setdefault(key(keys), []).append(its)
        for mine, keys in enumerate(self._keys):
            if self._found[mine] is not None or not usable(keys):
                continue
            for its in waiting.get(key(keys), ()):
                if its not in self._claimed and agree(mine, its):
                    self._found[mine] = its
                    self._claimed.add(its)
                    break

    def _sole(self, name: str) -> set[str]:
        """Values borne by one article at most, among the fetched ones and among the known ones."""
        counts = [
            Counter(getattr(key, name) for key in keys) for keys in (self._keys, self._known_keys)
        ]
        values = set().union(*counts) - {""}
        return {value for value in values if all(count[value] <= 1 for count in counts)}

    def _by_link(self, mine: int, its: int) -> bool:
        """Refuse only where the guid, the title and the moment all say another article."""
        guids = self._keys[mine].guid, self._known_keys[its].guid
        if "" in guids or guids[0] == guids[1]:
            return True
        return self._apart(mine, its, default=_SAME_DAY) <= _SAME_MOMENT

    def _by_title(self, mine: int, its: int) -> bool:
        """Accept a title alone if it is all there is, or the date is the same to a day.

        A monthly « Revue de presse » has a new guid, a new link and a new date each time: news.
        A site that changes every address keeps the dates, or (in `run`) loses them all at once.
        """
        mine_keys, its_keys = self._keys[mine], self._known_keys[its]
        if mine_keys.link == its_keys.link == "" and "" in (mine_keys.guid, its_keys.guid):
            return True
        return self._apart(mine, its, default=RECENT) < _SAME_DAY

    def _apart(self, mine: int, its: int, *, default: timedelta) -> timedelta:
        first, second = self._articles[mine].published, self._known[its].published
        return default if first is None or second is None else abs(first - second)


def _links_told_apart_by_fragment(keys: Iterable[_Keys]) -> set[str]:
    """Addresses, without fragment, of which more than one fragment is seen."""
    fragments: dict[str, set[str]] = {}
    for key in keys:
        address, _, fragment = key.link.partition("#")
        fragments.setdefault(address, set()).add(fragment)
    return {address for address, seen in fragments.items() if len(seen) > 1}


def _drop_fragment(key: _Keys, told_apart: set[str]) -> _Keys:
    address = key.link.partition("#")[0]
    return key if address in told_apart else replace(key, link=address)
