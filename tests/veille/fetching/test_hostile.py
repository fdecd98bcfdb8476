from __future__ import annotations

import html
import re
import time
from datetime import UTC, datetime
from functools import partial

from hypothesis import given
from hypothesis import strategies as st
from markdown_it import MarkdownIt

from bench.client import pings, seen
from bot.talk import markdown
from bot.talk.markdown import typeset
from bot.talk.render import link_to, titled
from bot.veille.article import Article
from bot.veille.digest import Entry
from bot.veille.fetching.errors import FeedError
from bot.veille.fetching.item import ADDRESS_LIMIT, SUMMARY_LIMIT, TITLE_LIMIT
from bot.veille.fetching.parse import ARTICLE_LIMIT, ParsedFeed, parse
from bot.veille.fetching.text import headline
from bot.veille.fetching.worker import Worker
from bot.veille.identity.deciding import decide
from tests.amounts import examples
from tests.costs import costs_at_most
from tests.veille.fetching import hostile
from tests.waiting import PATIENCE

BASE = "https://fabrique.example/flux"
NOW = datetime(2026, 11, 24, 9, 0, tzinfo=UTC)
MOST = 10
"""How many times what an honest feed of its length takes a hostile one may take."""

BIGGEST = "100,000 items"
"""A document that is only long."""

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
    shown = seen(f"- {said} (source)")
    assert not shown.alive, said
    assert shown.links == ([markdown.link_target(entry.link)] if entry.link else [])
    assert any(not each.isspace() for each in shown.text.removesuffix("(source)")), said


def test_a_hostile_feed_does_no_harm() -> None:
    faults, read = [], 0
    for name in sorted(hostile.FEEDS.keys() - hostile.DOCUMENTS.keys()):
        body = hostile.FEEDS[name]
        feed = _parsed(body)
        honest = hostile.honest(len(body))
        if not costs_at_most(MOST, partial(_parsed, body), partial(_parsed, honest)):
            faults.append(f"{name}: slow")
        if feed:
            read += 1
            try:
                _harmless(feed)
            except AssertionError as error:
                faults.append(f"{name}: {error}")

    assert faults == []
    assert read > 250


async def test_hostile_documents_take_bounded_time_and_memory_and_spare_the_next_one() -> None:
    """The worker's own limit holds memory down; none takes much longer than one that is long."""
    spent = {}
    async with Worker(time_limit=PATIENCE) as worker:
        await worker.parse(b"<rss><channel><title>Bon</title>", None, BASE)
        for name, body in hostile.DOCUMENTS.items():
            before = _spent(worker)
            try:
                feed = await worker.parse(body, None, BASE)
            except FeedError as error:
                assert "not parsed in" not in str(error), name  # noqa: PT017
            else:
                _harmless(feed)
            spent[name] = _spent(worker) - before
        assert (await worker.parse(b"<rss><channel><title>Bon</title>", None, BASE)).title == "Bon"

    assert [name for name in spent if spent[name] > 4 * spent[BIGGEST]] == []


def _spent(worker: Worker) -> float:
    """Return the seconds of processor that the parsing process has used; none once it is dead."""
    child = worker._processes[-1].id
    return 0.0 if child is None else time.clock_gettime(~child << 3 | 2)  # as Linux names them


def _parsed(body: bytes) -> ParsedFeed | None:
    try:
        return parse(body, None, BASE)
    except FeedError:
        return None


def test_there_are_hostile_feeds_enough() -> None:
    assert len(set(hostile.FEEDS.values())) >= 200


# fmt: off
_INGREDIENTS = st.sampled_from((
    "@all", "@channel", "&#64;here", "＠all", ":smile:", ":+1:", ":)", "<3", "$x$", "$", "~bilan",
    "#tag", "**", "_", "`", "```", "~~", "[", "]", "](", "]: ", ")", "![", "[a](javascript:b)",
    "|", "> ", "# ", "- ", "1. ", "<b>", "</b>", "<script>x</script>", "<!--", "-->", "<![CDATA[",
    "]]>", "&lt;", "&amp;", "amp;", "&#38;", "lt;b&gt;", "&nbsp;", "&#8203;", "https://a.fr/b",
    "www.a.fr", "a.fr/b", "mailto:a", "a@b.fr", "\\", "C:\\d", "\u200b", "\u202e", "\u3164",
    "\u0335\u0351\u0323", "👩🏽\u200d💻", "\u200d", "🇫", "\x1b[31m", "\n", "\t", "\u2028", " ",
    "  ", "mot", "É", "'", "!", ":", "/",
))
# fmt: on


@examples(300)
@given(st.lists(_INGREDIENTS, max_size=12).map("".join))
def test_no_mixture_of_tricks_does_harm(words: str) -> None:
    for kept in (headline(words, TITLE_LIMIT), words):  # the other was kept before it was cleaned
        said = typeset(link_to(kept, "https://a.example/1"))
        shown = seen(f"- {said} (source)")

        assert shown.alive == []
        assert shown.links == ["https://a.example/1"]
        assert shown.text.removesuffix("(source)").strip()
        assert "\n" not in said
        assert not pings(said)
        assert titled(kept).strip()
        assert len(titled(kept)) <= TITLE_LIMIT
    _harmless(parse(hostile._says_in_json(words), None, BASE))


@examples(100)
@given(
    st.text(
        alphabet=st.sampled_from("@channel#[]()|*_~`\\<>&;:/ -+1.\u200b\u202e\ue000é\n"),
        max_size=40,
    )
)
def test_any_words_do_no_harm(words: str) -> None:
    for body in (hostile._says(words), hostile._says_in_json(words)):
        _harmless(parse(body, None, BASE))
