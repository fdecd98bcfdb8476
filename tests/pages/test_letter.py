"""The letters outside the chat: their pages, their feed, and the draft, for whom they are meant."""

from __future__ import annotations

import asyncio
import re
from base64 import b64encode
from collections.abc import AsyncIterator
from hashlib import sha256
from html.parser import HTMLParser
from pathlib import Path
from xml.etree import ElementTree as ET

import feedparser
import pytest

from bot.core import counters
from bot.letter import pages as letter_pages
from bot.network.address import Addresses, AddressKind
from bot.network.rights import Role
from bot.pages.site import pages
from tests.lettered import open_lettered
from tests.pages.page_site import PageSite, served
from tests.room import ROLES, Room

PUBLIC = "https://bot.example.org/bot"
ADDRESSES = Addresses(b"0123456789abcdef" * 2, PUBLIC)
TOKEN = ADDRESSES.token(AddressKind.LETTER, "loire")
ATOM = "{http://www.w3.org/2005/Atom}"
HOSTILE = "a]]>b <script>alert(1)</script> \u202egauche & \"c\" 'd' </title> &amp; <b onclick=x>"
VOID = frozenset({"meta", "link", "br"})


class Site(PageSite):
    """The pages behind a real server, over a room."""

    def __init__(self, room: Room) -> None:
        super().__init__("/bot/lettre/", TOKEN)
        self.room = room

    async def says(self, who: str, text: str) -> None:
        await asyncio.to_thread(self.room.says, who, text)

    async def does(self, who: str, words: str) -> None:
        await asyncio.to_thread(self.room.does, who, words)

    async def publishes(self, edito: str = "Bonjour à toutes et à tous") -> None:
        """Publish a letter with an édito, then let a day pass."""
        await self.says("amina", f"/lettre édito {edito}")
        await self.does("amina", "lettre publier confirmé")
        self.room.clock.forward(days=1)

    def preview(self, network: str = "loire") -> str:
        """Return the last parts of today's address of the draft."""
        day = letter_pages.day_of(self.room.clock.now)
        version = AddressKind.DRAFT.version(day, self.room.bot.coordinators_of(network))
        return f"apercu/{ADDRESSES.token(AddressKind.DRAFT, network, version)}"


@pytest.fixture
async def site(tmp_path: Path) -> AsyncIterator[Site]:
    room = open_lettered(tmp_path)
    site = Site(room)
    async with served(site, pages(room.database, room.bot, ADDRESSES)):
        yield site
    room.database.close()


async def test_before_the_first_letter_the_page_says_so_and_the_feed_is_whole(site: Site) -> None:
    status, _, text = await site.get()

    assert status == 200
    assert '<h1 dir="auto">La lettre de la Loire</h1>' in text
    assert "Aucune lettre n'est encore parue ici" in text
    root = ET.fromstring((await site.get(f"{TOKEN}.atom"))[2])  # noqa: S314
    assert root.findall(f"{ATOM}entry") == []
    assert root.findtext(f"{ATOM}updated") == "2026-11-02T08:00:00Z"


async def test_the_latest_letter_is_read_first_and_the_others_are_listed(site: Site) -> None:
    await site.publishes("La première")
    await site.publishes("La deuxième")

    status, headers, text = await site.get()
    first = (await site.get(f"{TOKEN}/1"))[2]

    assert status == 200
    assert "La deuxième" in text
    assert "La première" not in text
    assert f'href="{PUBLIC}/lettre/{TOKEN}/1"' in text
    assert "La première" in first
    assert f'href="{PUBLIC}/lettre/{TOKEN}/1" aria-current="page"' in first
    assert headers["Cache-Control"] == "private, max-age=300"
    assert headers["X-Robots-Tag"] == "noindex"
    assert headers["Referrer-Policy"] == "no-referrer"
    assert '<html lang="fr">' in text


async def test_letters_that_there_are_not_and_wrong_addresses_are_the_same_404(site: Site) -> None:
    await site.publishes()
    veille = ADDRESSES.token(AddressKind.VEILLE, "loire")
    wrong = [f"{TOKEN}/2", f"{TOKEN}/0001234", "a" * 32, veille, "loire", "apercu/" + "a" * 32]

    answers = [await site.get(each) for each in wrong]

    for _, headers, _ in answers:
        headers.pop("Date")
    assert answers[0][0] == 404
    assert all(each == answers[0] for each in answers)


async def test_a_renewed_address_leads_nowhere(site: Site) -> None:
    await site.room.database.run(lambda db: counters.next_value(db, "loire", "letter"))

    assert (await site.get())[0] == 404
    assert (await site.get(ADDRESSES.token(AddressKind.LETTER, "loire", 1)))[0] == 200


async def test_the_letters_numbers_and_the_addresses_have_counters_of_their_own(
    site: Site,
) -> None:
    await site.publishes()
    await site.publishes()

    assert (await site.get())[0] == 200


async def test_a_public_letter_is_found_by_the_networks_name(site: Site) -> None:
    await site.publishes()
    assert (await site.get("loire"))[0] == 404
    await site.does("amina", "lettre adresse publique confirmé")

    status, headers, text = await site.get("loire/1")

    assert status == 200
    assert headers["Cache-Control"] == "public, max-age=300"
    assert f'rel="canonical" href="{PUBLIC}/lettre/loire/1"' in text
    assert TOKEN not in text
    assert (await site.get("national"))[0] == 404


async def test_a_page_is_made_again_once_a_letter_is_published(site: Site) -> None:
    await site.publishes("La première")
    _, headers, _ = await site.get()
    assert (await site.get(If_None_Match=headers["ETag"]))[0] == 304

    await site.publishes("La deuxième")

    assert "La deuxième" in (await site.get(If_None_Match=headers["ETag"]))[2]


async def test_the_feed_has_what_atom_asks_for(site: Site) -> None:
    await site.publishes("La première")
    await site.publishes("La deuxième")

    status, headers, text = await site.get(f"{TOKEN}.atom")
    read = feedparser.parse(text)

    assert status == 200
    assert headers["Content-Type"] == "application/atom+xml; charset=utf-8"
    assert not read.bozo
    assert read.feed.id == "tag:bot.example.org,2026-11-02:bot/lettre/loire"
    assert [each.id for each in read.entries] == [
        "tag:bot.example.org,2026-11-03:bot/lettre/loire/2",
        "tag:bot.example.org,2026-11-02:bot/lettre/loire/1",
    ]
    assert read.entries[0].link == f"{PUBLIC}/lettre/{TOKEN}/2"
    assert read.entries[0].content[0].value.startswith('<p dir="auto">La deuxième</p>')


async def test_the_draft_is_seen_at_an_address_that_does_not_last(site: Site) -> None:
    await site.says("amina", "/lettre édito Un brouillon")
    last = site.preview()

    status, headers, text = await site.get(last)

    assert status == 200
    assert headers["Cache-Control"] == "no-store"
    assert headers["X-Robots-Tag"] == "noindex"
    assert "Un brouillon" in text
    assert "Aperçu\u00a0: cette lettre n'est pas encore parue" in text
    await site.says("amina", "/lettre édito Un autre brouillon")
    assert "Un autre brouillon" in (await site.get(last))[2]
    site.room.clock.forward(days=1)
    assert (await site.get(last))[0] == 200
    site.room.clock.forward(days=1)
    assert (await site.get(last))[0] == 404


async def test_whoever_coordinates_no_longer_sees_the_draft_no_longer(
    site: Site, monkeypatch: pytest.MonkeyPatch
) -> None:
    last = site.preview()
    assert (await site.get(last))[0] == 200

    monkeypatch.setitem(ROLES, "amina", {"loire": Role.MEMBER})
    monkeypatch.setitem(ROLES, "zoé", {"loire": Role.COORDINATOR})

    assert (await site.get(last))[0] == 404
    assert (await site.get(site.preview()))[0] == 200


async def test_looking_at_the_draft_publishes_nothing(site: Site) -> None:
    await site.get(site.preview())

    assert "Aucune lettre" in (await site.get())[2]


async def test_hostile_words_are_words(site: Site) -> None:
    for text in (f"/besoin certifié {HOSTILE} ?", "/besoin reporter 1 lettre"):
        await site.says("amina", text)
    await site.does("amina", f"lettre répondre 1 {HOSTILE}")
    await site.does("amina", f"lettre retenir {HOSTILE}")
    await site.does("amina", f"lettre titre {HOSTILE}")
    await site.does("louis", f'lettre proposer https://a.example/"><script>x {HOSTILE}')
    await site.publishes(HOSTILE)

    page, feed = (await site.get())[2], (await site.get(f"{TOKEN}.atom"))[2]

    for text in (page, feed):
        assert "<script" not in text
        assert "<b " not in text
        assert "\u202e" not in text
    read = feedparser.parse(feed)
    assert not read.bozo
    assert "<script" not in read.entries[0].content[0].value
    assert Balance.of(page) == []


async def test_the_style_is_the_only_thing_that_the_policy_lets_in(site: Site) -> None:
    await site.publishes()
    _, headers, text = await site.get()

    style = re.findall(r"<style>(.*?)</style>", text, re.DOTALL)
    known = b64encode(sha256(style[0].encode()).digest()).decode()
    assert f"style-src 'sha256-{known}'" in headers["Content-Security-Policy"]
    assert " style=" not in text


class Balance(HTMLParser):
    """Looks for elements that are left open, or closed out of turn."""

    def __init__(self) -> None:
        super().__init__()
        self.open: list[str] = []
        self.wrong: list[str] = []

    @classmethod
    def of(cls, text: str) -> list[str]:
        """Return what is wrong in a page."""
        read = cls()
        read.feed(text)
        return [*read.wrong, *read.open]

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:  # noqa: ARG002
        """Note that an element opens."""
        if tag not in VOID:
            self.open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        """Note that one closes."""
        if not self.open or self.open.pop() != tag:
            self.wrong.append(tag)


async def test_an_old_letter_is_read_where_mails_lead_to_it(
    site: Site, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("bot.pages.letter.LISTED", 1)
    await site.publishes("Le premier édito")
    await site.publishes("Le deuxième édito")

    status, _, page = await site.get(f"{TOKEN}/1")

    assert status == 200
    assert "Le premier édito" in page
    assert (await site.get(f"{TOKEN}/3"))[0] == 404
