"""What reading feeds costs: parsing by each path, deciding what is news, asking 500 publishers."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Callable, Iterable
from datetime import UTC, datetime
from statistics import median

from bot.veille.article import Article, Known
from bot.veille.feeds.rules import Feed, Unchanged
from bot.veille.fetching.fetch import Fetcher, Limits
from bot.veille.fetching.guard import Guard
from bot.veille.fetching.parse import parse_lenient, parse_strict
from bot.veille.fetching.worker import Worker
from bot.veille.identity.deciding import decide
from tests.veille.fetching.site import Site, open_site

_NOW = datetime(2026, 11, 24, 9, 0, tzinfo=UTC)
_BASE = "https://ville.example/flux"
_PUBLISHERS = 500


def figures() -> Iterable[tuple[str, float, str]]:
    """Give name, value and unit of each figure, in some three seconds."""
    feed = _wordpress_like(items=20)
    broken = feed.replace(b"</rss>", b"& </rss>")
    yield (
        "feed_parsed_fast_path",
        _ms(lambda: parse_strict(feed, None, _BASE)),
        "ms",
    )
    yield (
        "feed_parsed_feedparser",
        _ms(lambda: parse_lenient(feed, None, _BASE), 5),
        "ms",
    )
    yield "feed_parsed_worker_process", asyncio.run(_worker_ms(broken)), "ms"
    yield "news_decided_50_new_of_5000", _ms(_decision(4_950), 5), "ms"
    yield "news_decided_none_new_of_5000", _ms(_decision(4_900), 5), "ms"
    yield f"{_PUBLISHERS}_publishers_answering_304", asyncio.run(_unchanged_s()), "s"


def _ms(act: Callable[[], object], times: int = 20) -> float:
    return median(_seconds(act) for _ in range(times)) * 1000


def _seconds(act: Callable[[], object]) -> float:
    start = time.perf_counter()
    act()
    return time.perf_counter() - start


def _wordpress_like(items: int) -> bytes:
    text = "<p>Des mots, <em>encore</em> des mots&nbsp;: l&#8217;atelier du mardi.</p>\n" * 50
    return (
        '<?xml version="1.0" encoding="UTF-8"?><rss version="2.0" '
        'xmlns:content="http://purl.org/rss/1.0/modules/content/"><channel><title>Blog</title>'
        + "".join(
            f"<item><title>Billet {n}</title><link>https://ville.example/{n}</link>"
            f"<guid>https://ville.example/?p={n}</guid>"
            f"<pubDate>Mon, 23 Nov 2026 09:00:{n % 60:02} +0000</pubDate>"
            f"<description><![CDATA[{text[:300]}]]></description>"
            f"<content:encoded><![CDATA[{text}]]></content:encoded></item>"
            for n in range(items)
        )
        + "</channel></rss>"
    ).encode()


def _decision(first: int) -> Callable[[], object]:
    known = [
        Known(id=n, guid=f"{_BASE}?p={n}", link=f"{_BASE}/{n}", title=f"Billet {n}")
        for n in range(5_000)
    ]
    fetched = [
        Article(guid=f"{_BASE}?p={n}", link=f"{_BASE}/{n}", title=f"Billet {n}")
        for n in range(first, first + 100)
    ]
    return lambda: decide(fetched, known)


async def _worker_ms(body: bytes) -> float:
    async with Worker() as worker:
        await worker.parse(body, None, _BASE)
        spent = []
        for _ in range(5):
            start = time.perf_counter()
            await worker.parse(body, None, _BASE)
            spent.append(time.perf_counter() - start)
    return median(spent) * 1000


async def _unchanged_s() -> float:
    """Fetch from as many hosts as feeds, for a host is asked one thing at a time."""
    feeds = [
        Feed(id=n, url=f"http://{n}.ville.example/flux", etag='"a"') for n in range(_PUBLISHERS)
    ]
    async with open_site() as site, Worker() as worker, _fetcher(site, worker) as fetcher:
        site.says("/flux", status=304)
        start = time.perf_counter()
        outcomes = await asyncio.gather(*(fetcher.fetch(feed, _NOW) for feed in feeds))
        spent = time.perf_counter() - start
    assert all(isinstance(outcome, Unchanged) for outcome in outcomes)
    return spent


def _fetcher(site: Site, worker: Worker) -> Fetcher:
    return Fetcher(
        worker,
        agent="Courroie bench",
        guard=Guard(["127.0.0.0/8"]),
        limits=Limits(pause=0),
        resolver=site,
    )
