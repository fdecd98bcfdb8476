"""A network's veille outside the chat: its page and its feed, for whom it is meant."""

from __future__ import annotations

import re
from base64 import b64encode
from collections.abc import AsyncIterator
from dataclasses import replace
from datetime import datetime, timedelta
from hashlib import sha256
from pathlib import Path
from xml.etree import ElementTree as ET

import feedparser
import pytest
from sqlalchemy import Connection

from bot.core import counters
from bot.network.address import Addresses, AddressKind
from bot.pages import veille
from bot.pages.page import PageServer
from bot.talk import addressing
from bot.veille import pages as veille_pages
from bot.veille.deadlines.rules import Deadline
from bot.veille.digest import Digest, Entry, compose
from bot.veille.fetching.parse import parse_lenient, parse_strict
from bot.veille.pages import VeilleReading
from tests.pages.page_site import PageSite, served
from tests.room import LOIRE, MONDAY, Room, open_room

PUBLIC = "https://bot.example.org/bot"
ADDRESSES = Addresses(b"0123456789abcdef" * 2, PUBLIC)
TOKEN = ADDRESSES.token(AddressKind.VEILLE, "loire")
ATOM = "{http://www.w3.org/2005/Atom}"
HOSTILE = "a]]>b <script>alert(1)</script> \u202egauche\x00\x0b\ufffe & \"c\" 'd' </title> &amp;"


def entry(article: int, **changed: object) -> Entry:
    told: dict[str, object] = {
        "title": f"Article {article}",
        "link": f"https://a.example/{article}",
        "source": "Inclusion",
        "theme": "Droits",
        "published": MONDAY - timedelta(days=article),
        "summary": "Un résumé.",
    }
    return Entry(article=article, **{**told, **changed})  # type: ignore[arg-type]


def digest(number: int, *entries: Entry) -> Digest:
    due = MONDAY - timedelta(days=28 * number)
    return compose("42 - Loire", entries, due=due, made=due)


class Site(PageSite):
    """The pages behind a real server; itself what networks published."""

    def __init__(self, room: Room) -> None:
        super().__init__("/bot/veille/", TOKEN)
        self.room = room
        self.database = room.database
        self.clock = room.clock
        self.digests = [digest(0, entry(1, why="À lire"), entry(2), entry(3, brief=True))]
        self.coming: list[Deadline] = []
        self.reads = 0

    async def open(self, *, to_all: bool) -> None:
        """Let everybody read the Loire's veille, or no longer."""
        await self.database.run(
            lambda db: addressing.set_open(
                self.room.bot.context(db, LOIRE, self.clock.now), AddressKind.VEILLE, to_all=to_all
            )
        )

    def latest(self, _db: Connection, network: str, /) -> datetime | None:
        return self.digests[0].due if self.digests and network == "loire" else None

    def read(self, _db: Connection, network: str, limit: int, _now: datetime, /) -> VeilleReading:
        self.reads += 1
        found = self.digests[:limit] if network == "loire" else []
        return VeilleReading(digests=found, since=MONDAY, coming=self.coming)


@pytest.fixture
async def site(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> AsyncIterator[Site]:
    room = open_room(tmp_path)
    site = Site(room)
    monkeypatch.setattr(veille_pages, "read", site.read)
    routes = [
        PageServer(replace(each, latest=site.latest), room.database, room.bot, ADDRESSES).route
        for each in veille.PAGES
    ]
    async with served(site, routes):
        yield site
    room.database.close()


async def test_the_page_is_for_whoever_has_the_address_and_not_for_search_engines(
    site: Site,
) -> None:
    status, headers, text = await site.get()

    assert status == 200
    assert headers["Content-Type"] == "text/html; charset=utf-8"
    assert headers["Cache-Control"] == "private, max-age=300"
    assert headers["X-Robots-Tag"] == "noindex"
    assert headers["Referrer-Policy"] == "no-referrer"
    assert headers["X-Content-Type-Options"] == "nosniff"
    assert "default-src 'none'" in headers["Content-Security-Policy"]
    assert "<h1>La veille de la Loire</h1>" in text
    assert f'href="{PUBLIC}/veille/{TOKEN}.atom"' in text
    assert "Article 1" in text
    assert "À lire" in text


async def test_a_public_veille_is_found_by_the_networks_name_until_it_is_private_again(
    site: Site,
) -> None:
    assert [(await site.get(each))[0] for each in ("loire", "loire.atom")] == [404, 404]
    await site.open(to_all=True)

    status, headers, text = await site.get("loire")
    feed = (await site.get("loire.atom"))[2]

    assert status == 200
    assert headers["Cache-Control"] == "public, max-age=300"
    assert "X-Robots-Tag" not in headers
    assert 'name="robots"' not in text
    assert TOKEN not in text + feed
    assert (await site.get("national"))[0] == 404
    await site.open(to_all=False)
    assert [(await site.get(each))[0] for each in ("loire", "loire.atom")] == [404, 404]


async def test_a_renewed_address_and_any_wrong_one_are_the_same_404(site: Site) -> None:
    await site.get()
    await site.database.run(lambda db: counters.next_value(db, "loire", "veille"))
    calendar = ADDRESSES.token(AddressKind.CALENDAR, "loire")
    wrong = [TOKEN, f"{TOKEN}.atom", "a" * 32, calendar, "loire", "ailleurs", "x.y", f"{TOKEN}/"]

    answers = [await site.get(each) for each in wrong]

    for _, headers, _ in answers:
        headers.pop("Date")
    assert answers[0][0] == 404
    assert all(each == answers[0] for each in answers)
    renewed = ADDRESSES.token(AddressKind.VEILLE, "loire", 1)
    assert (await site.get(renewed))[0] == 200


async def test_a_page_is_made_once_until_something_is_published(site: Site) -> None:
    _, headers, _ = await site.get()
    await site.get()
    assert (await site.get(If_None_Match=headers["ETag"]))[0] == 304
    assert site.reads == 1

    site.digests.insert(0, digest(-1, entry(9)))
    status, _, text = await site.get(If_None_Match=headers["ETag"])
    assert (status, site.reads) == (200, 2)
    assert "Article 9" in text

    site.clock.forward(minutes=6)
    await site.get()
    assert site.reads == 3


async def test_older_digests_are_on_further_pages(site: Site) -> None:
    site.digests = [digest(each, entry(each + 1)) for each in range(25)]

    first, second, third = [(await site.get(f"{TOKEN}?page={each}"))[2] for each in (1, 2, 3)]

    assert [each.count("<time datetime=") // 2 for each in (first, second, third)] == [12, 12, 1]
    assert f"{TOKEN}?page=2" in first
    assert f'{TOKEN}" rel="prev"' in second
    assert "plus anciennes" not in third
    for wrong in ("4", "0", "-1", "x", "²", "9" * 30):
        assert (await site.get(f"{TOKEN}?page={wrong}"))[0] == 404


async def test_an_empty_veille_says_so_and_its_feed_is_whole(site: Site) -> None:
    site.digests = []

    assert "Rien n'a encore été publié" in (await site.get())[2]
    root = ET.fromstring((await site.get(f"{TOKEN}.atom"))[2])  # noqa: S314
    assert root.findtext(f"{ATOM}updated") == "2026-11-02T08:00:00Z"
    assert root.findall(f"{ATOM}entry") == []


async def test_the_feed_has_what_atom_asks_for(site: Site) -> None:
    status, headers, text = await site.get(f"{TOKEN}.atom")
    root = ET.fromstring(text)  # noqa: S314
    links = {each.get("rel"): each.get("href") for each in root.findall(f"{ATOM}link")}

    assert status == 200
    assert headers["Content-Type"] == "application/atom+xml; charset=utf-8"
    assert root.get("{http://www.w3.org/XML/1998/namespace}lang") == "fr"
    assert root.findtext(f"{ATOM}author/{ATOM}name") == "42 - Loire"
    assert links["self"] == f"{PUBLIC}/veille/{TOKEN}.atom"
    ids = [each.findtext(f"{ATOM}id") for each in (root, *root.findall(f"{ATOM}entry"))]
    assert ids == [
        "tag:bot.example.org,2026-11-02:bot/veille/loire",
        "tag:bot.example.org,2026-11-02:bot/veille/loire/1",
        "tag:bot.example.org,2026-11-02:bot/veille/loire/2",
        "tag:bot.example.org,2026-11-02:bot/veille/loire/3",
    ]
    for each in (root, *root.findall(f"{ATOM}entry")):
        assert each.findtext(f"{ATOM}updated") == "2026-11-02T08:00:00Z"
        assert each.findtext(f"{ATOM}title")


@pytest.mark.parametrize("parse", [parse_strict, parse_lenient])
async def test_another_network_can_follow_it(site: Site, parse: object) -> None:
    headers, text = (await site.get(f"{TOKEN}.atom"))[1:]

    found = parse(text.encode(), headers["Content-Type"], PUBLIC)  # type: ignore[operator]

    assert found.title == "La veille de la Loire"
    assert [(each.title, each.link, each.summary) for each in found.articles] == [
        ("Article 1", "https://a.example/1", "Un résumé."),
        ("Article 2", "https://a.example/2", "Un résumé."),
        ("Article 3", "https://a.example/3", "Un résumé."),
    ]
    assert {each.author for each in found.articles} == {"Inclusion"}
    assert {each.published for each in found.articles} == {MONDAY}


@pytest.mark.parametrize(
    "link", ["javascript:alert(1)", "java\nscript:alert(1)", "data:text/html,x", "//a.example", ""]
)
async def test_hostile_words_and_links_are_words_and_no_links(site: Site, link: str) -> None:
    words = {"title": HOSTILE, "summary": HOSTILE, "source": HOSTILE, "theme": HOSTILE}
    site.digests = [digest(0, entry(1, link=link, why=HOSTILE, **words))]
    site.coming = [
        Deadline(
            network="loire",
            number=1,
            title=HOSTILE,
            link=link,
            ends=None,
            at=MONDAY,
            phrase=HOSTILE,
        )
    ]

    page = (await site.get())[2]
    feed = (await site.get(f"{TOKEN}.atom"))[2]

    for text in (page, feed):
        assert "<script" not in text
        assert not re.search(r"[\x00-\x08\x0b\u202e\ufffe]", text)
        assert not re.search(r'href="(java|data:text|//)', text)
    read = feedparser.parse(feed)
    assert not read.bozo
    assert read.entries[0].link == f"{PUBLIC}/veille/{TOKEN}#n1"
    assert 'href="java' not in read.entries[0].content[0].value


async def test_a_title_that_nobody_can_see_is_given_words_of_ours(site: Site) -> None:
    site.digests = [digest(0, entry(1, title="\u3164\u2800\u0335", link="https://www.a.example/b"))]

    page = (await site.get())[2]
    feed = feedparser.parse((await site.get(f"{TOKEN}.atom"))[2])

    assert ">Article sans titre (www.a.example)</a>" in page
    assert feed.entries[0].title == "Article sans titre (www.a.example)"


async def test_a_quote_does_not_leave_a_link(site: Site) -> None:
    site.digests = [digest(0, entry(1, link='https://a.example/"><b onclick="x'))]

    for last in (TOKEN, f"{TOKEN}.atom"):
        assert "<b " not in (await site.get(last))[2]


async def test_the_style_is_the_only_thing_that_the_policy_lets_in(site: Site) -> None:
    _, headers, text = await site.get()

    style = re.findall(r"<style>(.*?)</style>", text, re.DOTALL)
    known = b64encode(sha256(style[0].encode()).digest()).decode()
    assert f"style-src 'sha256-{known}'" in headers["Content-Security-Policy"]
    assert " style=" not in text
    assert "<script" not in text
