"""Fetching feeds, and the pages that people propose: an address in, an outcome out.

Conditional requests with verbatim validators. Only a chain of redirects that is permanent from
end to end is told as a move. Of an http address, https is tried first; see `Feed.addresses`.
"""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from http import HTTPStatus
from typing import Protocol, TypeVar
from urllib.parse import urlsplit

from bot.veille.feeds.rules import (
    Ailment,
    Collected,
    Failed,
    Feed,
    Gone,
    Outcome,
    Trouble,
    Unchanged,
)
from bot.veille.fetching.ask import Asker, HttpAnswer, Limits, Request, failed
from bot.veille.fetching.caching import fresh_for, retry_after, validator
from bot.veille.fetching.encoding import decode
from bot.veille.fetching.errors import NotAFeedError, UnreadableError
from bot.veille.fetching.page import announced_feeds, is_html, read_page
from bot.veille.fetching.parse import ParsedFeed
from bot.veille.fetching.turns import FailedError
from bot.veille.link import WebPage, secured

__all__ = ["Fetcher", "Limits", "Parser"]

Got = TypeVar("Got", bound=Outcome | WebPage)

_FEEDS = (
    "application/rss+xml, application/atom+xml, application/feed+json, application/rdf+xml, "
    "application/xml;q=0.9, text/xml;q=0.9, */*;q=0.5"
)
_PAGES = "text/html, application/xhtml+xml;q=0.9, */*;q=0.5"
_ANSWERED_WITH_DELAY = frozenset({403, 429, 500, 502, 503, 504})
_SAME_ON_HTTP = frozenset(
    (
        Ailment.UNKNOWN_HOST,
        Ailment.INTERNAL_ADDRESS,
        Ailment.BAD_ADDRESS,
        Ailment.TOO_BIG,
        Ailment.UNREADABLE,
        Ailment.NOT_A_PAGE,
    )
)
"""What went wrong by https and would by http: not asked twice."""


class Parser(Protocol):
    """What makes articles of bytes: `worker.Worker`, or a test's own."""

    async def parse(
        self, body: bytes, content_type: str | None, base_url: str, around: datetime | None = None
    ) -> ParsedFeed:
        """Raise NotAFeedError or UnreadableError where it cannot."""


@dataclass(eq=False)
class Fetcher(Asker):
    """A reader of feeds and pages, to be entered once (`async with`) and used by many tasks."""

    parser: Parser = field(kw_only=False)

    async def fetch(self, feed: Feed, now: datetime) -> Outcome:
        """Fetch a feed, whether due or not, and say what came of it; only cancellation raises."""
        return await _https_first(feed.addresses, lambda url: self._fetched(feed, url, now))

    async def page(self, url: str) -> WebPage | Failed:
        """Read what a web page says of itself, from its start; only cancellation raises."""
        first = secured(url)
        return await _https_first((first, url) if first else (url,), self._page)

    async def _fetched(self, feed: Feed, address: str, now: datetime) -> Outcome:
        validators = (
            ("If-None-Match", feed.etag),
            ("If-Modified-Since", feed.last_modified),
        )
        headers = {"Accept": _FEEDS} | {name: value for name, value in validators if value}
        request = Request(headers=headers, limit=self.limits.body, now=now)
        try:
            return await self._outcome(feed, await self.answer(address, request), now)
        except FailedError as error:
            return error.outcome
        except UnreadableError as error:
            return failed(Ailment.UNREADABLE, str(error))

    async def _outcome(self, feed: Feed, answer: HttpAnswer, now: datetime) -> Outcome:
        headers = answer.headers
        conditional = feed.etag is not None or feed.last_modified is not None
        unchanged = Unchanged(
            etag=validator(headers, "etag"),
            last_modified=validator(headers, "last-modified"),
            fresh_for=fresh_for(headers, now),
            moved_to=_move(feed.url, answer),
        )
        if answer.status == HTTPStatus.NOT_MODIFIED and conditional:
            return unchanged
        if answer.status == HTTPStatus.GONE and answer.permanent:
            return Gone()
        if answer.status != HTTPStatus.OK:
            return _refused(answer, now)
        content_type = headers.get("content-type")
        try:
            parsed = await self.parser.parse(answer.body, content_type, answer.url, now)
        except NotAFeedError as error:
            page = decode(answer.body, content_type)
            outcome = failed(Ailment.NOT_A_FEED, str(error))
            return replace(outcome, feeds=announced_feeds(page, answer.url))
        return Collected(
            articles=parsed.articles,
            events=parsed.events,
            title=parsed.title,
            etag=unchanged.etag,
            last_modified=unchanged.last_modified,
            fresh_for=unchanged.fresh_for,
            moved_to=unchanged.moved_to,
        )

    async def _page(self, url: str) -> WebPage | Failed:
        request = Request(headers={"Accept": _PAGES}, limit=self.limits.page, start_only=True)
        try:
            answer = await self.answer(url, request)
        except FailedError as error:
            return error.outcome
        if answer.status != HTTPStatus.OK:
            return _refused(answer, None)
        content_type = answer.headers.get("content-type")
        if not is_html(content_type, answer.body):
            return failed(Ailment.NOT_A_PAGE, f"content type {content_type!r}"[:100])
        return read_page(decode(answer.body, content_type), answer.url)


def _refused(answer: HttpAnswer, now: datetime | None) -> Failed:
    wait = retry_after(answer.headers, now) if answer.status in _ANSWERED_WITH_DELAY else None
    trouble = Trouble(ailment=Ailment.HTTP, status=answer.status)
    return Failed(trouble=trouble, retry_after=wait, detail=f"HTTP {answer.status}")


async def _https_first(addresses: Sequence[str], read: Callable[[str], Awaitable[Got]]) -> Got:
    """Return what the first address gives, or the next one where that may differ on http."""
    *firsts, last = addresses
    for address in firsts:
        got = await read(address)
        if not _may_differ_on_http(got):
            return got
    return await read(last)


def _may_differ_on_http(outcome: Outcome | WebPage) -> bool:
    """Tell whether https failed in a way that http may not; never for a server that is busy."""
    if not isinstance(outcome, Failed):
        return isinstance(outcome, Gone)
    ailment = outcome.trouble.ailment
    return not (outcome.retry_after or outcome.feeds or ailment in _SAME_ON_HTTP)


def _move(asked: str, answer: HttpAnswer) -> str | None:
    """Tell the new address after permanent redirects only, and never down from https to http."""
    downgraded = urlsplit(asked).scheme == "https" and urlsplit(answer.url).scheme != "https"
    return answer.url if answer.url != asked and answer.permanent and not downgraded else None
