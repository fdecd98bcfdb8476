"""Copies of one article, which several feeds bring."""

from __future__ import annotations

from collections.abc import Hashable, Iterable, Mapping, Sequence

from bot.french.folding import folded_line
from bot.veille.article import Unread


def grouped(
    articles: Iterable[Unread], left: Mapping[int, Sequence[str]]
) -> Sequence[tuple[Unread, ...]]:
    """Put the copies of one article together, the first one that was kept first.

    Copies have the same page, or one has the page that the other `left`, by its id; or, without a
    page, the same title on the same day. A feed brings no copy of its own articles: where it has
    two of a page, that page names neither.
    """
    ordered = sorted(articles, key=lambda each: each.id)
    groups: dict[Hashable, list[Unread]] = {}
    since: dict[Hashable, Hashable] = {
        page: _key(each) for each in ordered for page in left.get(each.id, ())
    }
    for each in ordered:
        key = _key(each)
        groups.setdefault(since.get(key, key), []).append(each)
    found: list[tuple[Unread, ...]] = []
    for group in groups.values():
        if len({each.feed for each in group}) == len(group):
            found.append(tuple(group))
        else:
            found += [(each,) for each in group]
    return sorted(found, key=lambda group: group[0].id)


def unlike(articles: Iterable[Unread], told: Iterable[Unread]) -> Sequence[Unread]:
    """Leave out the articles without a page of which another feed's copy is among `told`."""
    feeds: dict[Hashable, set[int]] = {}
    for each in told:
        feeds.setdefault(_key(each), set()).add(each.feed)
    return [
        each for each in articles if each.page or not feeds.get(_key(each), set()) - {each.feed}
    ]


def _key(article: Unread) -> Hashable:
    if article.page:
        return article.page
    title = folded_line(article.title)
    return (title, article.published.date()) if title else article.id
