from __future__ import annotations

import html
import re
import sys
import time
from datetime import UTC, datetime

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from markdown_it import MarkdownIt

from bot.talk import markdown
from bot.talk.render import link_to
from bot.veille.article import Article
from bot.veille.digest import Entry
from bot.veille.fetching.errors import FeedError
from bot.veille.fetching.item import ADDRESS_LIMIT, SUMMARY_LIMIT, TITLE_LIMIT
from bot.veille.fetching.parse import ARTICLE_LIMIT, ParsedFeed, parse
from bot.veille.fetching.worker import Worker
from bot.veille.identity.deciding import decide
from tests.veille.fetching import hostile

BASE = "https://fabrique.example/flux"
NOW = datetime(2026, 11, 24, 9, 0, tzinfo=UTC)
SLOW = 8.0
"""Seconds that one document may take, on a busy machine; most take a few thousandths."""

_MARKDOWN = MarkdownIt("commonmark").enable("table").enable("strikethrough")
_RINGS = re.compile(r"@(?:all|channel|here)\b", re.IGNORECASE)
_TARGET = re.compile(r"\]\([^()\s]*\)")
_HIDDEN = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069\ud800-\uf8ff]")


def _harmless(feed: ParsedFeed) -> None:
    """Check what would be kept and said of a feed."""
    assert len(feed.articles) <= ARTICLE_LIMIT
    decide(feed.articles, ())
    for article in feed.articles[:20]:
        _storable(article)
        for words in (article.title or article.summary or article.link, feed.title or "x"):
            _link_is_whole(_entry(article, words))
        for text in (article.title, article.summary, article.author, *article.tags):
            _says_nothing_loud(markdown.escape(text))


def _storable(article: Article) -> None:
    texts = (article.guid or "", article.link, article.title, article.summary, article.author)
    for text in (*texts, *article.tags):
        assert "\x00" not in text
        text.encode()
    assert len(article.title) <= TITLE_LIMIT
    assert len(article.summary) <= SUMMARY_LIMIT
    assert len(article.link) <= ADDRESS_LIMIT
    assert article.link == "" or article.link.lower().startswith(("http://", "https://"))
    assert article.published is None or article.published.year >= 1990


def _entry(article: Article, words: str) -> Entry:
    return Entry(article=1, title=words, link=article.link, source="s", theme="t", published=NOW)


def _says_nothing_loud(text: str) -> None:
    assert not _HIDDEN.search(text), text
    assert not _RINGS.search(html.unescape(text)), text
    assert "\n" not in text


def _link_is_whole(entry: Entry) -> None:
    """Check that a line of a digest holds the article's link, whole, and does nothing else."""
    said = link_to(entry.title, entry.link)
    _says_nothing_loud(_TARGET.sub("]", said))
    blocks = _MARKDOWN.parse(f"- {said} (source)")
    assert {each.type for each in blocks if each.nesting == 1} == {
        "bullet_list_open",
        "list_item_open",
        "paragraph_open",
    }, said
    (line,) = [each for each in blocks if each.type == "inline"]
    inside = line.children or []
    links = [str(each.attrs["href"]) for each in inside if each.type == "link_open"]
    if entry.link:
        assert links == [_MARKDOWN.normalizeLink(markdown.link_target(entry.link))], said
    assert {each.type for each in inside} <= {"text", "link_open", "link_close", "text_special"}


def test_a_hostile_feed_does_no_harm() -> None:
    faults, read = [], 0
    for name in sorted(hostile.FEEDS.keys() - hostile.DOCUMENTS.keys()):
        start = time.perf_counter()
        try:
            feed = parse(hostile.FEEDS[name], None, BASE)
        except FeedError:
            feed = None
        if time.perf_counter() - start > SLOW:
            faults.append(f"{name}: slow")
        if feed:
            read += 1
            try:
                _harmless(feed)
            except AssertionError as error:
                faults.append(f"{name}: {error}")

    assert faults == []
    assert read > 250


async def test_hostile_documents_take_bounded_time_and_memory_and_spare_the_next_one(
    capsys: pytest.CaptureFixture[str],
) -> None:
    """The worker's own limits hold memory down; here each document has half of its time."""
    spent = {}
    async with Worker(time_limit=SLOW) as worker:
        for name, body in hostile.DOCUMENTS.items():
            start = time.perf_counter()
            try:
                feed = await worker.parse(body, None, BASE)
            except FeedError as error:
                assert "not parsed in" not in str(error), name  # noqa: PT017
            else:
                _harmless(feed)
            spent[name] = time.perf_counter() - start
        assert (await worker.parse(b"<rss><channel><title>Bon</title>", None, BASE)).title == "Bon"
    slowest = max(spent, key=spent.__getitem__)
    with capsys.disabled():
        sys.stdout.write(
            f"\n{len(hostile.FEEDS)} hostile feeds; the slowest document, "
            f"{slowest}: {spent[slowest]:.2f} s"
        )


def test_there_are_hostile_feeds_enough() -> None:
    assert len(set(hostile.FEEDS.values())) >= 200


@settings(max_examples=100, deadline=None)
@given(
    st.text(
        alphabet=st.sampled_from("@channel#[]()|*_~`\\<>&;:/ -+1.\u200b\u202e\ue000é\n"),
        max_size=40,
    )
)
def test_any_words_do_no_harm(words: str) -> None:
    for body in (hostile._says(words), hostile._says_in_json(words)):
        _harmless(parse(body, None, BASE))
