"""The page of « le point »: there only while it is given; one page once printed, axe at zero."""

from __future__ import annotations

import asyncio
from importlib import resources
from pathlib import Path

import pytest
from aiohttp import ClientSession
from aiohttp.test_utils import TestServer
from aiohttp.web import Application

from bot.network.address import Addresses, AddressKind
from bot.pages.site import pages, under
from bot.year.giving import SHOW
from tests import browsers
from tests.room import LOIRE, open_room
from tests.year_cases import FIGURES, RENDER, SHEETS

ADDRESSES = Addresses(b"0123456789abcdef" * 2)
_WORDING = {"advisers": "conseillères et conseillers numériques"}


async def test_it_is_there_only_while_it_is_given(tmp_path: Path) -> None:
    room = open_room(tmp_path)
    application = Application()
    application.add_routes(under("/bot", pages(room.database, room.bot, ADDRESSES)))
    page = f"/bot/point/{ADDRESSES.token(AddressKind.SHEET, 'loire')}?annee="
    async with TestServer(application) as server, ClientSession(server.make_url("/")) as http:

        async def status(address: str) -> int:
            async with http.get(address) as answer:
                assert "secret" not in await answer.text()
                return answer.status

        await asyncio.to_thread(room.clicks, "amina", SHOW, "2026")
        assert await status(f"{page}2026") == 404
        room.clock.forward(days=2)
        await asyncio.to_thread(room.clicks, "amina", "reseau donner-point", "2026")
        assert await status(f"{page}2026") == 200
        for wrong in ("", "2025", "x", "-1", "9" * 30, "²"):
            assert await status(f"{page}{wrong}") == 404
        async with http.get(f"{page}2026") as answer:
            assert answer.headers["X-Robots-Tag"] == "noindex"
            assert "default-src 'none'" in answer.headers["Content-Security-Policy"]
        await asyncio.to_thread(room.clicks, "amina", "reseau retirer-point", "2026 confirmé")
        assert await status(f"{page}2026") == 404
    room.database.close()


@pytest.mark.parametrize("told", FIGURES)
def test_anyones_words_are_only_words(told: object) -> None:
    page = _written(told)

    assert "<script" not in page
    assert 'href="java' not in page
    assert "\u202e" not in page


def _written(told: object) -> str:
    content = RENDER("reseau/point_content.html.j2", told=told, network=LOIRE)
    style = f"{RENDER('veille/page.css')}\n{RENDER('reseau/bilan.css')}"
    about = {"network": LOIRE, "sheet": SHEETS[1], "style": style, "wording": _WORDING}
    return RENDER("reseau/point.html.j2", **about).replace("<p>Un mot.</p>", content)


class TestInABrowser:
    pytestmark = browsers.NEEDED

    async def test_it_is_one_page_once_printed_and_axe_finds_nothing(self) -> None:
        package = pytest.importorskip("axe_playwright_python", reason="axe is not installed")
        axe = resources.files(package).joinpath("axe.min.js").read_text(encoding="utf-8")
        async with browsers.browser() as browser:
            for scheme in ("light", "dark"):
                page = await browsers.page_of(browser, browsers.PHONE, scheme)
                await page.set_content(_written(FIGURES[0]))
                await page.evaluate(axe)
                found = await page.evaluate("async () => (await axe.run()).violations")
                assert found == []
                printed = await page.pdf(prefer_css_page_size=True)
                assert printed.count(b"/Type /Page\n") == 1
