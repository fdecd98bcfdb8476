"""Nothing comes twice, nothing new is hidden: made-up time-lapses, and real feeds made over."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta

import pytest

from bot.veille.article import Article
from bot.veille.fetching.errors import FeedError
from bot.veille.fetching.parse import parse
from tests.veille.fetching import corpus
from tests.veille.shelf import NOW, Shelf
from tests.veille.timelapse import Tally, watched

LIVES = 80


def test_nothing_comes_twice_and_nothing_new_is_hidden() -> None:
    wrong = {}
    for seed in range(LIVES):
        tally = watched(seed, Shelf().collect)
        if tally != Tally(tally.shown, twice=0, hidden=0):
            wrong[seed] = tally

    assert wrong == {}


def _rewritten(article: Article, old: str, new: str) -> Article:
    guid = article.guid and article.guid.replace(old, new, 1)
    return replace(article, guid=guid, link=article.link.replace(old, new, 1))


def _in_front(article: Article, front: str) -> Article:
    start, slashes, rest = article.link.partition("://")
    host, slash, path = rest.partition("/")
    link = f"{start}{slashes}{host}{front}{slash}{path}" if path else article.link
    guid = link if article.guid == article.link else article.guid
    return replace(article, guid=guid, link=link)


GESTURES: dict[str, Callable[[Article], Article]] = {
    "in front of each link, index.php": lambda each: _in_front(each, "/index.php"),
    "the same, escaped": lambda each: _in_front(each, "/index%2Ephp"),
    "to http": lambda each: _rewritten(each, "https://", "http://"),
    "with www": lambda each: _rewritten(each, "://", "://www."),
    "tracked": lambda each: replace(each, link=each.link and f"{each.link}#xtor=RSS-1"),
    "summed up": lambda each: replace(each, summary=f"{each.summary} …"),
    "redated": lambda each: replace(each, published=NOW),
}


@pytest.mark.parametrize("name", corpus.real() or ["none"])
def test_a_real_feed_may_be_made_over_again_and_again(name: str) -> None:
    if name not in corpus.real():
        pytest.skip("the real feeds are not here")
    try:
        articles = parse(corpus.real()[name], None, "https://site.example/flux").articles
    except FeedError:
        pytest.skip("not a feed")
    shelf = Shelf()
    told = len(shelf.collect(articles))
    twice = []
    for gesture, change in GESTURES.items():
        articles = tuple(map(change, articles))
        for feed in (articles[: len(articles) // 2], articles, articles[::-1]):
            twice += [(gesture, each.title) for each in shelf.collect(feed)]
    new = Article(guid="urn:new", link="https://site.example/new", title="Du neuf", published=NOW)

    assert twice == []
    assert told >= len(set(articles)) * 0.9
    assert shelf.receives(new, *articles, now=NOW + timedelta(hours=1)) == ["Du neuf"]
