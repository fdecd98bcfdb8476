"""No fault that axe knows on the demo's page: on a phone and a desktop, light and dark."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Literal

import pytest
from playwright.async_api import Page, expect

from bot.network.address import Addresses, AddressKind
from sandbox.demo import bot_beside
from sandbox.play import opening
from tests import browsers
from tests.sandbox.people import Json
from tests.waiting import PATIENCE, eventually
from tests.whole.town import Village, village_in

pytest.importorskip("axe_playwright_python", reason="axe is not installed: make lock, then again")
pytestmark = browsers.NEEDED

TALL = 3_000
"""Pixels at which a whole channel is in sight: colours are only judged where they are seen."""

SCHEMES: Sequence[Literal["light", "dark"]] = ("light", "dark")


async def test_axe_finds_nothing_on_the_page(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(opening, "PATIENCE", PATIENCE)
    opening.begins(tmp_path)
    found: list[str] = []
    async with (
        village_in(tmp_path, feeds=True) as village,
        bot_beside(village.stage) as app,
        browsers.browser() as browser,
    ):
        await opening.live(village.stage, app)
        await village.types("louis", "/lettre abonner louis@exemple.fr")
        await eventually(lambda: _mail(village))
        for scheme in SCHEMES:
            for size in (browsers.PHONE, browsers.DESKTOP):
                page = await browsers.page_of(browser, size, scheme)
                faults = await _faults_of_all(village, page)
                found += [f"{scheme}, {size['width']}: {fault}" for fault in faults]
                await page.close()

    assert found == []


async def _faults_of_all(village: Village, page: Page) -> list[str]:
    """Look at the page as it opens, then at all that opens from it, then at the mails."""
    await page.goto(village.stage.sandbox.url)
    await expect(page.locator("#app")).to_have_attribute("data-who", "amina")
    size = page.viewport_size or browsers.DESKTOP
    await page.set_viewport_size({"width": size["width"], "height": TALL})
    faults = await browsers.faults_of(page)
    await page.set_viewport_size(size)

    await page.get_by_test_id("clock").click()
    faults += await browsers.faults_of(page)
    await page.keyboard.press("Escape")
    await expect(page.locator("#channel-title")).to_have_text("Courroie")
    faults += await _faults_of_the_pile(page)
    await _opens(page, "loire")
    composer = page.get_by_test_id("composer")
    await composer.fill("/")
    await expect(page.get_by_role("listbox")).to_be_visible()
    faults += await browsers.faults_of(page)
    await composer.fill("/aide")
    await page.get_by_test_id("send").click()
    await expect(page.get_by_text("Visible par vous seulement")).to_be_visible()
    faults += await browsers.faults_of(page)
    await composer.fill("/besoin")
    await page.get_by_test_id("send").click()
    await expect(page.get_by_test_id("dialog")).to_be_visible()
    await page.get_by_test_id("dialog-submit").click()
    faults += await browsers.faults_of(page)
    await page.get_by_test_id("dialog-cancel").click()
    await page.get_by_test_id("replies").last.click()
    await expect(page.get_by_test_id("thread")).to_be_visible()
    faults += await browsers.faults_of(page)
    await page.get_by_test_id("close-thread").click()
    if await _unfolds(page):
        faults += await browsers.faults_of(page)
    nadia = await village.person("nadia")
    for address in _pages(village, nadia.id):
        await page.goto(address)
        faults += await browsers.faults_of(page)
        if address.startswith(str(village.stage.config.bot.public_url)):
            faults += await browsers.reach_faults_of(page)
            await page.set_viewport_size(size)
    # The mail itself: where the sandbox shows it nothing may run, not even axe.
    await page.goto("about:blank")
    await page.set_content((await _mail(village))["html"])
    faults += await browsers.faults_of(page)
    return faults + await browsers.reach_faults_of(page)


async def _faults_of_the_pile(page: Page) -> list[str]:
    """Turn to its next thing by the keyboard alone, as someone who cannot see it."""
    card = page.get_by_test_id("message").last
    await expect(card).to_contain_text("sur")
    first = await card.inner_text()
    later = card.get_by_role("button", name="Plus tard")
    await later.focus()
    await asyncio.sleep(1)  # a press within a second of a change acts on nothing
    await page.keyboard.press("Enter")
    await expect(card).not_to_have_text(first)
    focused = page.locator("*:focus")
    await expect(focused).to_have_class("action default")
    assert await focused.evaluate("it => it.closest('[data-testid=message]') !== null")
    await expect(page.get_by_test_id("said").locator("p")).to_have_count(1)
    return await browsers.faults_of(page)


async def _opens(page: Page, channel: str) -> None:
    await _unfolds(page)
    await page.get_by_test_id(f"channel-{channel}").click()


async def _unfolds(page: Page) -> bool:
    """Open the list of channels, where it is folded away."""
    folded = page.get_by_role("button", name="Ouvrir la liste des canaux")
    if not await folded.is_visible():
        return False
    await folded.click()
    return True


async def _mail(village: Village) -> Json:
    """Return the first mail, nothing before it came."""
    async with village.town.http.get(f"{village.stage.sandbox.url}/sandbox/mails/1.json") as answer:
        found: Json = await answer.json() if answer.status == 200 else {}
        return found


def _pages(village: Village, coordinator: str) -> Iterator[str]:
    """Yield what is read outside the chat: the mails' pages, and the bot's own."""
    mails = f"{village.stage.sandbox.url}/sandbox/mails"
    yield from (mails, f"{mails}/1")
    config = village.stage.config.bot
    addresses = Addresses(config.secret.get_secret_value().encode(), str(config.public_url))
    for kind in (AddressKind.VEILLE, AddressKind.LETTER, AddressKind.REPORT):
        yield addresses.address(kind, "national", kind.version(0, {coordinator}))
