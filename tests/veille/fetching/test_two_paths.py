"""The fast path and feedparser's must give a feed the same meaning."""

from __future__ import annotations

import sys
from collections import Counter
from collections.abc import Callable
from dataclasses import replace

import pytest
from hypothesis import given, settings

from bot.veille.article import Article
from bot.veille.fetching.errors import NotStrictError
from bot.veille.fetching.parse import ParsedFeed, parse, parse_lenient, parse_strict
from tests.amounts import examples
from tests.veille.fetching import corpus
from tests.veille.fetching.wellformed import feeds

BASE = "https://fabrique.example/rss/flux.xml"
REAL = corpus.real()


def _compared(name: str, body: bytes, paths: Counter[str]) -> ParsedFeed | None:
    """Read by both paths, and count which one would be taken; None where it is not the fast one."""
    try:
        fast = parse_strict(body, None, BASE)
    except NotStrictError:
        paths["slow"] += 1
        return None
    paths["fast"] += 1
    if body.lstrip(b"\xef\xbb\xbf \r\n")[:1] not in b"{[":
        _same(name, parse_lenient(body, None, BASE), fast)
    return fast


def _same(name: str, read: ParsedFeed, expected: ParsedFeed) -> None:
    assert read.title == expected.title, name
    for one, other in zip(read.articles, expected.articles, strict=True):
        assert _in_order(one) == _in_order(other), name


def _in_order(article: Article) -> Article:
    """Forget the order of tags, which means nothing."""
    return replace(article, tags=tuple(sorted(article.tags)))


def _told(capsys: pytest.CaptureFixture[str], what: str, paths: Counter[str]) -> None:
    with capsys.disabled():
        sys.stdout.write(f"\n{what}: {paths['fast']} by the fast path, {paths['slow']} by the slow")


def test_both_paths_read_the_same_in_our_feeds(capsys: pytest.CaptureFixture[str]) -> None:
    paths = Counter[str]()
    for name, body in corpus.ours().items():
        _compared(name, body, paths)

    _told(capsys, "our feeds", paths)
    assert not paths["slow"]


@pytest.mark.skipif(not REAL, reason=f"real feeds are not at {corpus.REAL}")
def test_both_paths_read_the_same_in_real_feeds(capsys: pytest.CaptureFixture[str]) -> None:
    paths = Counter[str]()
    for name, body in REAL.items():
        _compared(name, body, paths)

    _told(capsys, "real feeds", paths)
    assert paths["fast"] > 10 * paths["slow"]


@pytest.mark.parametrize("name", corpus.BREAKS)
def test_a_broken_feed_means_what_it_meant(name: str, capsys: pytest.CaptureFixture[str]) -> None:
    broken = corpus.BREAKS[name]
    paths = Counter[str]()
    real = {each: body for each, body in REAL.items() if len(body) < 30_000}
    for each, body in {**corpus.ours(), **real}.items():
        if each.endswith(".json") or body.startswith((b"\xff\xfe", b"\xfe\xff")):
            continue
        assert broken(body) != body, each
        _survives(each, body, broken, paths)

    _told(capsys, f"broken by {name}", paths)
    assert not paths["fast"]


def _survives(
    name: str, body: bytes, broken: Callable[[bytes], bytes], paths: Counter[str]
) -> None:
    expected = parse_strict(body, None, BASE)
    assert _compared(name, broken(body), paths) is None, name
    _same(name, parse(broken(body), None, BASE), expected)


@settings(examples(80), derandomize=True)
@given(feeds())
def test_both_paths_read_the_same_in_any_well_formed_feed(body: bytes) -> None:
    _compared("generated", body, Counter())


@settings(examples(30), derandomize=True)
@given(feeds())
def test_any_broken_feed_means_what_it_meant(body: bytes) -> None:
    _survives("generated", body, corpus.BREAKS["a bare ampersand"], Counter())
