from __future__ import annotations

import asyncio
import gzip
import time
import tracemalloc
import zlib
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from functools import partial

import pytest
from aiohttp import web
from httpx import Headers

from bot.veille.feeds.rules import Ailment, Collected, Failed, Feed, Gone, Outcome, Unchanged
from bot.veille.fetching.ask import HttpAnswer
from bot.veille.fetching.fetch import Fetcher, Limits, _move
from bot.veille.fetching.guard import Guard
from bot.veille.fetching.worker import Worker
from bot.veille.link import WebPage
from tests.veille.fetching import samples
from tests.veille.fetching.site import Site, believing, open_site, trickle
from tests.waiting import PATIENCE, until

NOW = datetime(2026, 11, 24, 9, 0, tzinfo=UTC)
AGENT = "Courroie/0 (essais; mailto:amina@reseau.example)"
LIMITS = Limits(
    total=PATIENCE, connect=PATIENCE, silence=PATIENCE, body=100_000, redirects=3, pause=0.0
)
HASTY = replace(LIMITS, total=0.5, silence=0.3)
LOOPBACK = Guard(["127.0.0.0/8"])
NEW = Feed(id=1, url="http://ville.example/flux")
FEED = replace(NEW, succeeded_at=NOW)
"""Read by http before: https is not tried again."""


@pytest.fixture
async def site() -> AsyncIterator[Site]:
    async with open_site() as site:
        yield site


@pytest.fixture
async def secure_site() -> AsyncIterator[Site]:
    async with open_site(secure=True) as site:
        yield site


PORTAIL = """<!doctype html><title>Le portail</title>
<meta property="og:title" content="L&#39;été au @channel"><meta name="description" content="Tout">
<link rel="alternate" type="application/rss+xml" href="/rss">"""


@asynccontextmanager
async def _fetcher(
    site: Site, *, guard: Guard = LOOPBACK, limits: Limits = LIMITS
) -> AsyncIterator[Fetcher]:
    async with (
        Worker() as parser,
        Fetcher(
            parser, agent=AGENT, guard=guard, limits=limits, resolver=site, tls=believing()
        ) as fetcher,
    ):
        yield fetcher


async def _fetched(
    site: Site, url: str = FEED.url, *, guard: Guard = LOOPBACK, limits: Limits = LIMITS
) -> Outcome:
    async with _fetcher(site, guard=guard, limits=limits) as fetcher:
        return await fetcher.fetch(replace(FEED, url=url), NOW)


def _ailment(outcome: Outcome | WebPage) -> Ailment:
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
    assert outcome.trouble.sentence == "le site demande d'attendre"
    assert outcome.retry_after == wait


@pytest.mark.parametrize("status", [429, 503])
async def test_a_busy_server_is_left_alone_for_its_other_feeds_too(site: Site, status: int) -> None:
    site.says("/flux", status=status, retry_after="3600")
    site.publishes("/autre")
    other = replace(FEED, id=2, url="http://ville.example/autre")

    async with _fetcher(site) as fetcher:
        await fetcher.fetch(FEED, NOW)
        held = await fetcher.fetch(other, NOW)
        elsewhere = await fetcher.fetch(replace(FEED, url="http://autre.example/autre"), NOW)

    assert isinstance(held, Failed)
    assert not held.asked
    assert held.trouble.sentence == (
        "le site demande d'attendre" if status == 429 else "le site est en panne"
    )
    assert held.retry_after is not None
    assert timedelta(minutes=59) < held.retry_after <= timedelta(hours=1)
    assert isinstance(elsewhere, Collected)
    assert [request.path for request in site.requests] == ["/flux", "/autre"]


async def test_a_server_that_was_busy_is_asked_again_once_its_time_has_come(site: Site) -> None:
    site.says("/flux", status=503, retry_after="1")

    async with _fetcher(site) as fetcher:
        await fetcher.fetch(FEED, NOW)
        site.publishes("/flux")
        await asyncio.sleep(1.05)

        assert isinstance(await fetcher.fetch(FEED, NOW), Collected)


async def test_a_server_that_is_busy_without_saying_for_how_long_holds_back_nothing(
    site: Site,
) -> None:
    site.says("/flux", status=503)
    site.publishes("/autre")

    async with _fetcher(site) as fetcher:
        await fetcher.fetch(FEED, NOW)

        assert isinstance(
            await fetcher.fetch(replace(FEED, url="http://ville.example/autre"), NOW), Collected
        )


async def test_https_comes_before_http_and_is_told_as_a_move(secure_site: Site) -> None:
    secure_site.publishes("/flux")

    async with _fetcher(secure_site) as fetcher:
        outcome = await fetcher.fetch(NEW, NOW)

    assert isinstance(outcome, Collected)
    assert outcome.moved_to == "https://ville.example/flux"
    assert outcome.articles[0].link.startswith("https://ville.example/")
    assert [request.secure for request in secure_site.requests] == [True]


async def test_http_is_read_where_https_fails_and_asked_alone_from_then_on(site: Site) -> None:
    site.publishes("/flux")

    async with _fetcher(site) as fetcher:
        outcome = await fetcher.fetch(NEW, NOW)
        after = NEW.after(outcome, NOW)
        again = await fetcher.fetch(after, NOW)

    assert isinstance(outcome, Collected)
    assert outcome.moved_to is None
    assert isinstance(again, Collected)
    assert after.addresses == ("http://ville.example/flux",)
    assert len(site.requests) == 2


@pytest.mark.parametrize("status", [403, 404, 410, 500])
async def test_http_is_read_where_https_serves_something_else(
    secure_site: Site, status: int
) -> None:
    async def other(request: web.Request) -> web.Response:
        return web.Response(body=samples.RSS, status=status if request.secure else 200)

    secure_site.answers["/flux"] = other

    async with _fetcher(secure_site) as fetcher:
        assert isinstance(await fetcher.fetch(NEW, NOW), Collected)


@pytest.mark.parametrize(
    ("body", "status", "headers"),
    [
        (b"", 429, {"retry_after": "60"}),
        (b" " * 200_000, 200, {}),
        (b'<!doctype html><link rel="alternate" type="application/rss+xml" href="/r">', 200, {}),
    ],
)
async def test_what_https_answers_for_good_is_not_asked_again_by_http(
    secure_site: Site, body: bytes, status: int, headers: dict[str, str]
) -> None:
    secure_site.says("/flux", body, status, **headers)

    async with _fetcher(secure_site) as fetcher:
        assert isinstance(await fetcher.fetch(NEW, NOW), Failed)

    assert len(secure_site.requests) == 1


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
        ("javascript:alert(1)", Ailment.BAD_ADDRESS),
        ("mailto:amina@reseau.example", Ailment.BAD_ADDRESS),
        ("data:text/html,<b>oui</b>", Ailment.BAD_ADDRESS),
        ("tel:+33400000000", Ailment.BAD_ADDRESS),
        ("about:blank", Ailment.BAD_ADDRESS),
        ("http://é..fr/", Ailment.BAD_ADDRESS),
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
    assert _ailment(await _paged(site, FEED.url)) is ailment
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
        assert outcome.trouble.sentence == "le flux est trop gros pour être lu"


def _raw_deflate(body: bytes) -> bytes:
    packer = zlib.compressobj(wbits=-zlib.MAX_WBITS)
    return packer.compress(body) + packer.flush()


@pytest.mark.parametrize(
    ("encoding", "pack"),
    [
        ("gzip", gzip.compress),
        ("gzip", lambda body: gzip.compress(body[:99]) + gzip.compress(body[99:])),
        ("deflate", zlib.compress),
        ("deflate", _raw_deflate),
    ],
)
async def test_a_compressed_feed_is_read(
    site: Site, encoding: str, pack: Callable[[bytes], bytes]
) -> None:
    site.says("/flux", pack(samples.RSS.encode()), content_encoding=encoding)

    assert isinstance(await _fetched(site), Collected)
    assert encoding in site.requests[0].headers["Accept-Encoding"]


@pytest.mark.parametrize("pack", [partial(gzip.compress, compresslevel=1), zlib.compress])
async def test_a_bomb_takes_little_more_memory_than_the_limit_says(
    site: Site, pack: Callable[[bytes], bytes]
) -> None:
    encoding = "deflate" if pack is zlib.compress else "gzip"
    site.says("/flux", pack(b"\0" * 50_000_000), content_encoding=encoding)
    tracemalloc.start()
    outcome = await _fetched(site)
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()

    assert _ailment(outcome) is Ailment.TOO_BIG
    assert peak < 8_000_000


@pytest.mark.parametrize(
    ("encoding", "body"),
    [
        ("gzip", gzip.compress(samples.RSS.encode(), mtime=0)[:40] + samples.RSS.encode()),
        ("gzip", samples.RSS.encode()),
        ("deflate", b"\xff" * 50),
        ("br", samples.RSS.encode()),
        ("gzip, gzip", samples.RSS.encode()),
    ],
)
async def test_a_damaged_body_is_told(site: Site, encoding: str, body: bytes) -> None:
    site.says("/flux", body, content_encoding=encoding)

    assert _ailment(await _fetched(site)) is Ailment.UNREADABLE


async def test_an_unknown_compression_is_told(site: Site) -> None:
    site.says("/flux", b"\x1f\x9d\x90", content_encoding="compress")

    assert _ailment(await _fetched(site)) is Ailment.UNREADABLE


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
    answer = HttpAnswer(status=200, headers=Headers(), url="http://ville.example/b")

    assert _move("https://ville.example/a", answer) is None
    assert _move("http://ville.example/a", answer) == "http://ville.example/b"


async def _paged(site: Site, url: str, *, guard: Guard = LOOPBACK) -> WebPage | Failed:
    async with _fetcher(site, guard=guard) as fetcher:
        return await fetcher.page(url)


async def test_a_page_tells_its_title_its_summary_and_its_feeds(secure_site: Site) -> None:
    secure_site.says("/page", PORTAIL.encode(), content_type="text/html; charset=utf-8")
    secure_site.redirects("/court", "/page")

    page = await _paged(secure_site, "http://ville.example/court")

    assert page == WebPage(
        url="https://ville.example/page",
        title="L'été au @channel",
        summary="Tout",
        feeds=("https://ville.example/rss",),
    )


async def test_a_page_is_read_by_http_where_https_fails(site: Site) -> None:
    site.says("/page", PORTAIL.encode(), content_type="text/html")

    page = await _paged(site, "http://ville.example/page")

    assert isinstance(page, WebPage)
    assert page.url == "http://ville.example/page"


@pytest.mark.parametrize("encoding", ["", "gzip"])
async def test_the_start_of_a_page_is_enough_even_cut_within_a_letter(
    site: Site, encoding: str
) -> None:
    body = PORTAIL.encode() + "é".encode() * 2_000_000
    packed = gzip.compress(body) if encoding else body
    site.says("/page", packed, content_type="text/html", content_encoding=encoding or "identity")

    page = await _paged(site, "http://ville.example:8080/page")

    assert isinstance(page, WebPage)
    assert page.title == "L'été au @channel"


@pytest.mark.parametrize(
    ("url", "ailment"),
    [
        ("http://ville.example/image", Ailment.NOT_A_PAGE),
        ("http://ville.example/absente", Ailment.HTTP),
        ("http://ville.example/etrange", Ailment.UNREADABLE),
        ("http://ville.example/dedans", Ailment.INTERNAL_ADDRESS),
        ("http://10.0.0.1/", Ailment.INTERNAL_ADDRESS),
        ("http://inconnu.example/", Ailment.UNKNOWN_HOST),
        ("javascript:alert(1)", Ailment.BAD_ADDRESS),
        ("bonjour", Ailment.BAD_ADDRESS),
    ],
)
async def test_what_is_no_public_page_is_told(site: Site, url: str, ailment: Ailment) -> None:
    site.says("/image", b"GIF89a", content_type="image/gif")
    site.says("/absente", b"", 404)
    site.says("/etrange", b"x", content_encoding="compress")
    site.redirects("/dedans", "http://169.254.169.254/")

    found = await _paged(site, url)

    assert isinstance(found, Failed)
    assert found.trouble.ailment is ailment
    assert found.trouble.sentence


async def test_a_page_s_name_that_leads_inside_is_refused(site: Site) -> None:
    found = await _paged(site, "https://ville.example/page", guard=Guard())

    assert isinstance(found, Failed)
    assert found.trouble.ailment is Ailment.INTERNAL_ADDRESS
    assert site.requests == []


async def test_a_page_of_a_busy_host_is_not_asked_for(site: Site) -> None:
    site.says("/flux", status=429, retry_after="60")

    async with _fetcher(site) as fetcher:
        await fetcher.fetch(FEED, NOW)
        found = await fetcher.page("https://ville.example/page")

    assert isinstance(found, Failed)
    assert found.trouble.code == "http-429"
