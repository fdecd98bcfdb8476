"""The invented feeds: new articles as the clock moves, and readers who come back."""

import re
import xml.etree.ElementTree as ET
from datetime import UTC, datetime, timedelta

import feedparser
import pytest
from multidict import CIMultiDictProxy

from sandbox.demo import SUGGESTED
from sandbox.server.feeds.articles import EPOCH, article, latest, sources
from tests.sandbox.people import Town

NOW = datetime(2026, 11, 24, 15, tzinfo=UTC)


@pytest.mark.parametrize("name", sorted(sources()))
def test_each_month_brings_articles_that_never_change(name: str) -> None:
    seen: dict[str, str] = {}
    for month in range(6):
        now = NOW + timedelta(days=30 * month)
        shown = latest(name, now)
        fresh = [one for one in shown if one.published > now - timedelta(days=30)]
        assert fresh
        assert all(one.published <= now for one in shown)
        assert shown == sorted(shown, key=lambda one: one.published, reverse=True)
        for one in shown:
            assert seen.setdefault(one.guid, one.title) == one.title


def test_nothing_exists_before_the_epoch() -> None:
    assert latest("hub", EPOCH - timedelta(days=1)) == []
    assert [one.number for one in latest("hub", EPOCH)] == [0]


@pytest.mark.parametrize("name", sorted(sources()))
def test_a_reader_sees_no_title_twice_nor_a_running_number(name: str) -> None:
    titles = [one.title for one in latest(name, EPOCH + timedelta(days=1_000))]

    assert len({*titles}) == len(titles)
    assert not [each for each in titles if re.search(r"(n°|version|épisode|lot) ?\d{2,}", each)]


def test_titles_carry_what_breaks_readers() -> None:
    titles = " ".join(article("inclusion", number).title for number in range(8))

    for difficulty in ("«", "|", "[", "@channel", "œ", "&nbsp;", "#"):
        assert difficulty in titles


async def _fetch(town: Town, file: str, **headers: str) -> tuple[int, CIMultiDictProxy[str], bytes]:
    named = {name.replace("_", "-"): value for name, value in headers.items()}
    url = f"{town.sandbox.url}/sandbox/feeds/{file}"
    async with town.http.get(url, headers=named, allow_redirects=False) as response:
        return response.status, response.headers, await response.read()


@pytest.mark.parametrize("file", ["inclusion.rss", "hub.atom", "nouvelle-adresse.rss"])
async def test_good_feeds_are_well_formed(town: Town, file: str) -> None:
    status, _, body = await _fetch(town, file)

    assert status == 200
    ET.fromstring(body)  # noqa: S314
    entries = feedparser.parse(body).entries
    assert len(entries) == 15
    assert all(entry.link.startswith(town.sandbox.url) for entry in entries)


async def test_the_broken_feed_can_be_read_in_part(town: Town) -> None:
    _, _, body = await _fetch(town, "casse.rss")

    with pytest.raises(ET.ParseError):
        ET.fromstring(body)  # noqa: S314
    parsed = feedparser.parse(body)
    assert parsed.bozo
    assert len(parsed.entries) >= 10


async def test_the_json_feed_is_a_json_feed(town: Town) -> None:
    async with town.http.get(f"{town.sandbox.url}/sandbox/feeds/aides.json") as response:
        feed = await response.json(content_type="application/feed+json")

    assert feed["version"] == "https://jsonfeed.org/version/1.1"
    assert feed["items"][0]["id"].startswith("tag:exemple.invalid,2024:aides:")


async def test_a_reader_who_has_it_gets_304(town: Town) -> None:
    _, headers, _ = await _fetch(town, "hub.atom")

    by_tag = await _fetch(town, "hub.atom", If_None_Match=headers["ETag"])
    by_date = await _fetch(town, "hub.atom", If_Modified_Since=headers["Last-Modified"])
    stale = await _fetch(
        town, "hub.atom", If_None_Match='"autre"', If_Modified_Since=headers["Last-Modified"]
    )

    assert (by_tag[0], by_date[0], stale[0]) == (304, 304, 200)
    assert by_tag[2] == b""
    town.sandbox.clock.advance(timedelta(days=6).total_seconds())
    later = await _fetch(town, "hub.atom", If_None_Match=headers["ETag"])
    assert later[0] == 200


async def test_what_the_demo_suggests_is_served(town: Town) -> None:
    for file, *_ in SUGGESTED:
        status, _, _ = await _fetch(town, file)
        assert status == 200, file


async def test_one_feed_moved_one_died_one_never_was(town: Town) -> None:
    moved = await _fetch(town, "demenage.rss")
    dead = await _fetch(town, "mort.rss")
    absent = await _fetch(town, "absent.rss")

    assert (moved[0], moved[1]["Location"]) == (301, "/sandbox/feeds/nouvelle-adresse.rss")
    assert dead[0] == 503
    assert "Retry-After" not in dead[1]  # it would be meant for all the feeds of this host
    assert absent[0] == 404


async def test_links_lead_to_a_page(town: Town) -> None:
    async with town.http.get(f"{town.sandbox.url}/sandbox/articles/hub/5") as response:
        assert "L'annuaire du réseau" in await response.text()
        assert response.headers["Content-Security-Policy"].startswith("default-src 'self'")
    async with town.http.get(f"{town.sandbox.url}/sandbox/articles/absent/5") as response:
        assert response.status == 404
