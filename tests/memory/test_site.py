"""The site of a memory, in a browser: opened from a disk, searched, without a fault axe knows."""

from __future__ import annotations

from pathlib import Path

import pytest
from playwright.async_api import expect

from bot.memory.folder import write_folder
from bot.memory.writing import files
from tests import browsers
from tests.memory.lived import lives, memory_of
from tests.room import open_room

pytest.importorskip("axe_playwright_python", reason="axe is not installed: make lock, then again")
pytestmark = browsers.NEEDED


@pytest.fixture
def site(tmp_path: Path) -> Path:
    """Write the memory of a network to the disk; its first page."""
    room = open_room(tmp_path)
    lives(room)
    room.does("amina", "reseau mémoire-garder 2 1")
    write_folder(tmp_path / "loire", files(memory_of(room), room.bot.renderer))
    return tmp_path / "loire/index.html"


async def test_it_is_searched_from_a_disk_and_leads_to_what_is_found(site: Path) -> None:
    asked: list[str] = []
    async with browsers.browser() as browser:
        page = await browsers.page_of(browser, browsers.PHONE)
        page.on("request", lambda request: asked.append(request.url))
        await page.goto(site.as_uri())
        sought, found = page.get_by_label("Chercher dans la mémoire"), page.locator("#trouve li")

        await sought.fill("imprimantes cle usb")

        await expect(found).to_have_count(1)
        await expect(found.first).to_contain_text("Questions et réponses")
        await sought.fill("xylophone")
        await expect(page.get_by_role("status")).to_contain_text("Rien d'assez proche")
        await expect(found).to_have_count(0)
        await sought.fill("salle")
        await found.first.get_by_role("link").click()
        await expect(page.locator(":target h2")).to_have_text(
            "Qui prête une salle près de la gare ?"
        )

    assert [each for each in asked if not each.startswith("file:")] == []


async def test_axe_finds_nothing_in_light_or_dark_on_a_phone_or_a_desktop(site: Path) -> None:
    faults: list[str] = []
    pages = sorted((site.parent / "site").glob("*.html"))
    async with browsers.browser() as browser:
        for scheme in ("light", "dark"):
            for size in (browsers.PHONE, browsers.DESKTOP):
                page = await browsers.page_of(browser, size, scheme)
                for each in (site, *pages):
                    await page.goto(each.as_uri())
                    faults += await browsers.faults_of(page)
                await page.goto(site.as_uri())
                await page.get_by_label("Chercher dans la mémoire").fill("salle")
                await expect(page.locator("#trouve li").first).to_be_visible()
                faults += await browsers.faults_of(page)
        for each in (site, *pages):
            page = await browsers.page_of(browser, browsers.DESKTOP)
            await page.goto(each.as_uri())
            faults += await browsers.reach_faults_of(page)

    assert faults == []
