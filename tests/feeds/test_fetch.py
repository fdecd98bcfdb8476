from __future__ import annotations

import asyncio
import gzip
import time
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from aiohttp import web
from httpx import Headers

from bot.domain.feed import Ailment, Collected, Failed, Feed, Gone, Outcome, Unchanged
from bot.feeds.fetch import Fetcher, Limits, _Answer, _move
from bot.feeds.guard import Guard
from bot.feeds.worker import Worker
from tests.feeds import samples
from tests.feeds.site import Site, open_site, trickle
from tests.waiting import PATIENCE, until

NOW = datetime(2026, 11, 24, 9, 0, tzinfo=UTC)
AGENT = "Courroie/0 (essais; mailto:amina@reseau.example)"
LIMITS = Limits(
    total=PATIENCE, connect=PATIENCE, silence=PATIENCE, body=100_000, redirects=3, pause=0.0
)
HASTY = replace(LIMITS, total=0.5, silence=0.3)
LOOPBACK = Guard(["127.0.0.0/8"])
FEED = Feed(id=1, url="http://ville.example/flux")


@pytest.fixture
async def site() -> AsyncIterator[Site]:
    async with open_site() as site:
        yield site


@asynccontextmanager
async def _fetcher(
    site: Site, *, guard: Guard = LOOPBACK, limits: Limits = LIMITS
) -> AsyncIterator[Fetcher]:
    async with (
        Worker() as parser,
        Fetcher(parser, agent=AGENT, guard=guard, limits=limits, resolver=site) as fetcher,
    ):
        yield fetcher


async def _fetched(
    site: Site, url: str = FEED.url, *, guard: Guard = LOOPBACK, limits: Limits = LIMITS
) -> Outcome:
    async with _fetcher(site, guard=guard, limits=limits) as fetcher:
        return await fetcher.fetch(replace(FEED, url=url), NOW)


def _ailment(outcome: Outcome) -> Ailment:
    assert isinstance(outcome, Failed)
    return outcome.trouble.ailment


async def test_a_feed_is_collected_with_what_the_next_request_needs(site: Site) -> None:
    site.publishes("/flux", etag='W/"a"', last_modified="hier", cache_control="max-age=7200")

    outcome = await _fetched(site)

    assert isinstance(outcome, Collected)
    assert outcome.title == "La Fabrique & co"
    assert outcome.articles[0].link == "http://ville.example/ateliers/1?utm_source=rss"
    assert (outcome.etag, outcome.last_modified) == ('W/"a"', "hier")
    assert outcome.fresh_for == timedelta(hours=2)
    assert outcome.moved_to is None
    assert site.requests[0].headers["User-Agent"] == AGENT


async def test_validators_go_back_verbatim_and_a_304_is_unchanged(site: Site) -> None:
    site.says("/flux", status=304, etag='"b"', expires="Tue, 24 Nov 2026 12:00:00 GMT")
    feed = replace(FEED, etag='W/"a, b"', last_modified="hier, 8 h")

    async with _fetcher(site) as fetcher:
        outcome = await fetcher.fetch(feed, NOW)

    assert isinstance(outcome, Unchanged)
    assert outcome.etag == '"b"'
    assert site.requests[0].headers["If-None-Match"] == 'W/"a, b"'
    assert site.requests[0].headers["If-Modified-Since"] == "hier, 8 h"


async def test_a_304_that_nobody_asked_for_is_a_failure(site: Site) -> None:
    site.says("/flux", status=304)

    outcome = await _fetched(site)

    assert isinstance(outcome, Failed)
    assert outcome.trouble.code == "http-304"


@pytest.mark.parametrize(
    ("value", "wait"),
    [("3600", timedelta(hours=1)), ("Tue, 24 Nov 2026 11:00:00 GMT", timedelta(hours=2))],
)
async def test_a_busy_server_says_when_to_come_back(
    site: Site, value: str, wait: timedelta
) -> None:
    site.says("/flux", status=429, retry_after=value)

    outcome = await _fetched(site)

    assert isinstance(outcome, Failed)
    assert outcome.trouble.sentence == "le serveur répond 429"
    assert outcome.retry_after == wait


async def test_gone_is_gone_unless_a_passing_redirect_led_there(site: Site) -> None:
    site.says("/flux", status=410)
    site.redirects("/parti", "/flux", status=301)
    site.redirects("/ailleurs", "/flux", status=302)

    assert isinstance(await _fetched(site), Gone)
    assert isinstance(await _fetched(site, "http://ville.example/parti"), Gone)
    assert _ailment(await _fetched(site, "http://ville.example/ailleurs")) is Ailment.HTTP


async def test_only_an_all_permanent_chain_tells_a_move(site: Site) -> None:
    site.publishes("/flux")
    site.redirects("/1", "http://autre.example/2#haut", status=301)
    site.redirects("/2", "/flux", status=308)
    site.redirects("/3", "/4", status=301)
    site.redirects("/4", "/flux", status=307)

    permanent = await _fetched(site, "http://ville.example/1")
    passing = await _fetched(site, "http://ville.example/3")

    assert isinstance(permanent, Collected)
    assert isinstance(passing, Collected)
    assert permanent.moved_to == "http://autre.example/flux"
    assert passing.moved_to is None


async def test_a_redirect_to_a_page_moves_nothing(site: Site) -> None:
    site.redirects("/flux", "/portail", status=301)
    site.says("/portail", samples.NOT_FEEDS["a page"])

    assert _ailment(await _fetched(site)) is Ailment.NOT_A_FEED


async def test_a_page_given_for_a_feed_tells_the_feeds_that_it_announces(site: Site) -> None:
    site.says(
        "/flux",
        b'<!doctype html><link rel="alternate" type="application/rss+xml" href="/rss">',
    )

    outcome = await _fetched(site)

    assert isinstance(outcome, Failed)
    assert outcome.trouble.sentence == "ce n'est pas un flux"
    assert outcome.feeds == ("http://ville.example/rss",)


@pytest.mark.parametrize(
    ("target", "ailment"),
    [
        ("http://169.254.169.254/latest/meta-data/", Ailment.INTERNAL_ADDRESS),
        ("http://[::ffff:10.0.0.1]/", Ailment.INTERNAL_ADDRESS),
        ("file:///etc/passwd", Ailment.BAD_ADDRESS),
        ("http://ville.example:22/", Ailment.BAD_ADDRESS),
        ("http://a:b@ville.example/", Ailment.BAD_ADDRESS),
        ("http://[x/", Ailment.BAD_ADDRESS),
        ("/flux", Ailment.REDIRECTS),
        ("http://inconnu.example/", Ailment.UNKNOWN_HOST),
    ],
)
async def test_each_redirect_is_checked(site: Site, target: str, ailment: Ailment) -> None:
    site.redirects("/flux", target)

    assert _ailment(await _fetched(site)) is ailment
    assert {request.path for request in site.requests} == {"/flux"}


async def test_a_name_that_leads_inside_is_refused_without_a_request(site: Site) -> None:
    site.publishes("/flux")

    outcome = await _fetched(site, guard=Guard())

    assert isinstance(outcome, Failed)
    assert outcome.trouble.sentence == (
        "cette adresse est interne au réseau : elle n'est pas permise"
    )
    assert site.requests == []


async def test_a_host_allowed_by_name_may_be_inside_and_lends_its_pass_to_no_other(
    site: Site,
) -> None:
    site.publishes("/flux")
    site.redirects("/sortie", "http://ville.example/flux")
    guard = Guard(["intranet.example"])

    inside = await _fetched(site, "http://intranet.example:9000/flux", guard=guard)
    outside = await _fetched(site, "http://intranet.example/sortie", guard=guard)

    assert isinstance(inside, Collected)
    assert _ailment(outside) is Ailment.INTERNAL_ADDRESS


async def test_a_body_without_end_is_slow_and_a_silent_server_too(site: Site) -> None:
    async def silent(_: web.Request) -> web.Response:
        await asyncio.Event().wait()
        raise AssertionError

    site.answers["/flux"] = trickle
    site.answers["/silence"] = silent

    async with asyncio.timeout(PATIENCE):
        for path in ("flux", "silence"):
            outcome = await _fetched(site, f"http://ville.example/{path}", limits=HASTY)
            assert _ailment(outcome) is Ailment.SLOW


async def test_a_server_that_hangs_up_is_silent(site: Site) -> None:
    async def hang_up(request: web.Request) -> web.Response:
        assert request.transport is not None
        request.transport.abort()
        return web.Response()

    site.answers["/flux"] = hang_up

    assert _ailment(await _fetched(site)) is Ailment.SILENT


async def test_a_secure_connection_that_fails_is_told(site: Site) -> None:
    outcome = await _fetched(site, "https://ville.example/flux")

    assert isinstance(outcome, Failed)
    assert outcome.trouble.sentence.startswith("la connexion sécurisée au site échoue")


async def test_a_bomb_and_a_big_feed_are_refused(site: Site) -> None:
    site.says("/flux", gzip.compress(b"\0" * 50_000_000), content_encoding="gzip")
    site.says("/gros", b" " * 200_000)

    for url in (FEED.url, "http://ville.example/gros"):
        outcome = await _fetched(site, url)
        assert isinstance(outcome, Failed)
        assert outcome.trouble.sentence == "le flux dépasse 5 Mo"


async def test_a_compressed_feed_is_read_and_an_unknown_compression_told(site: Site) -> None:
    site.says("/flux", gzip.compress(samples.RSS.encode()), content_encoding="gzip")
    site.says("/br", b"\x8b\x00\x80", content_encoding="br")

    assert isinstance(await _fetched(site), Collected)
    assert _ailment(await _fetched(site, "http://ville.example/br")) is Ailment.UNREADABLE


async def test_no_cookie_is_kept(site: Site) -> None:
    site.publishes("/flux", set_cookie="suivi=1; Path=/")

    async with _fetcher(site) as fetcher:
        await fetcher.fetch(FEED, NOW)
        await fetcher.fetch(FEED, NOW)

    assert all("Cookie" not in request.headers for request in site.requests)


async def test_one_request_at_a_time_a_host_and_a_pause_between(site: Site) -> None:
    site.publishes("/flux")
    start = time.monotonic()

    async with _fetcher(site, limits=replace(LIMITS, pause=0.05)) as fetcher:
        await asyncio.gather(*(fetcher.fetch(FEED, NOW) for _ in range(4)))

    assert time.monotonic() - start >= 0.15
    assert site.crowds == {"ville.example": 1}


async def test_a_bad_feed_delays_no_other_site(site: Site) -> None:
    site.answers["/flux"] = trickle
    site.publishes("/bon")

    async with _fetcher(site) as fetcher:
        bad = asyncio.create_task(fetcher.fetch(FEED, NOW))
        await until(lambda: site.requests)
        good = await asyncio.gather(
            *(fetcher.fetch(Feed(id=n, url=f"http://{n}.example/bon"), NOW) for n in range(2, 9))
        )
        assert not bad.done()
        bad.cancel()
        await asyncio.gather(bad, return_exceptions=True)

    assert all(isinstance(outcome, Collected) for outcome in good)


@pytest.mark.parametrize(
    "url", ["", "ville.example", "http://", "http://é" + "x" * 300 + ".example/"]
)
async def test_an_odd_address_is_a_failure_not_an_error(site: Site, url: str) -> None:
    assert _ailment(await _fetched(site, url)) is Ailment.BAD_ADDRESS


@pytest.mark.parametrize(
    ("url", "ailment"),
    [("http://localhost/", Ailment.INTERNAL_ADDRESS), ("http://a..b/", Ailment.BAD_ADDRESS)],
)
async def test_the_system_s_own_resolver_is_guarded_too(url: str, ailment: Ailment) -> None:
    async with Worker() as parser, Fetcher(parser, agent=AGENT, limits=LIMITS) as fetcher:
        outcome = await fetcher.fetch(replace(FEED, url=url), NOW)

    assert _ailment(outcome) is ailment


def test_a_move_never_goes_down_from_https_to_http() -> None:
    answer = _Answer(status=200, headers=Headers(), url="http://ville.example/b", hops=1)

    assert _move("https://ville.example/a", answer) is None
    assert _move("http://ville.example/a", answer) == "http://ville.example/b"
