"""The bytes of a feed to articles, by the fast path or the slow one; of a calendar, to its dates.

RSS 0.9x, 1.0, 2.0, Atom 0.3, 1.0 and JSON Feed. A strictly well-formed document takes the fast
path, in the bot itself (`parse_strict`); anything else takes feedparser, in the worker process.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from bot.core.patterns import lazy_pattern
from bot.veille.article import Article
from bot.veille.elsewhere.rules import CalendarEvent, is_calendar
from bot.veille.fetching.encoding import decode
from bot.veille.fetching.errors import NotAFeedError, NotStrictError, UnreadableError
from bot.veille.fetching.item import TITLE_LIMIT, FeedItem, article_of
from bot.veille.fetching.jsonfeed import read_json
from bot.veille.fetching.strict import read_strict
from bot.veille.fetching.text import headline

LENIENT_LIMIT = 3_000_000
"""Bytes that feedparser is given: it spends 8 s on 10 MB, more than proportionally."""

ARTICLE_LIMIT = 1_000
"""Articles taken from one document, from its top: the latest, in all but odd feeds."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ParsedFeed:
    """What a document says: its title, if any, and its articles in its order.

    `events` are the dates of a calendar, None of any other document.
    """

    title: str | None
    articles: tuple[Article, ...]
    events: tuple[CalendarEvent, ...] | None = None


def parse(
    body: bytes, content_type: str | None, base_url: str, around: datetime | None = None
) -> ParsedFeed:
    """Read a feed by whichever path suits; may load feedparser and take seconds.

    `content_type` is the server's header; a calendar is read `around` a moment, or not at all.
    Raises NotAFeedError or UnreadableError.
    """
    try:
        return parse_strict(body, content_type, base_url)
    except NotStrictError:
        return parse_lenient(body, content_type, base_url, around)


def parse_strict(body: bytes, content_type: str | None, base_url: str) -> ParsedFeed:
    """Read a well-formed feed. Raises NotStrictError where `parse_lenient` may do better.

    Raises NotAFeedError for what no reader could take for a feed.
    """
    document = decode(body, content_type)
    if not document:
        raise NotAFeedError("the document is empty")
    if is_calendar(document):
        raise NotStrictError("a calendar")
    read = read_json if document[0] in "{[" else read_strict
    return _feed(*read(document, base_url))


def parse_lenient(
    body: bytes, content_type: str | None, base_url: str, around: datetime | None = None
) -> ParsedFeed:
    """Read a feed by feedparser, or the dates of a calendar.

    Raises NotAFeedError, or UnreadableError past LENIENT_LIMIT.
    """
    if len(body) > LENIENT_LIMIT:
        raise UnreadableError(f"{len(body)} bytes of malformed XML")
    from bot.veille.fetching.lenient import read_lenient  # noqa: PLC0415 - 13 MB, for the worker only

    document = decode(body, content_type)
    if around is not None and is_calendar(document):
        from bot.veille.elsewhere.reading import read_calendar  # noqa: PLC0415 - likewise

        title, events = read_calendar(document, around)
        return ParsedFeed(title=title or None, articles=(), events=events)
    return _feed(*read_lenient(document, base_url, ARTICLE_LIMIT))


_NOTHING = lazy_pattern(
    r"(?:pas de|pas d'|aucune?|no) (?:fiches?|annonces?|articles?|actualités?|entry|entries)\b",
    re.IGNORECASE,
)


def _feed(title: str, items: Iterable[FeedItem]) -> ParsedFeed:
    made = (article_of(item) for item in list(items)[:ARTICLE_LIMIT])
    articles = tuple(article for article in made if article is not None)
    if len(articles) == 1 and _stands_for_nothing(articles[0]):
        articles = ()
    return ParsedFeed(title=headline(title, TITLE_LIMIT) or None, articles=articles)


def _stands_for_nothing(article: Article) -> bool:
    """Recognise the only item of YesWiki's empty feeds: « Pas de fiches », twice, dated now."""
    return article.title == article.summary and _NOTHING.match(article.title) is not None
