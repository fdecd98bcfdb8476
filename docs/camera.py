"""Takes pictures of the sandbox's page, as someone sees it on a phone or on a desktop."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from enum import Enum
from pathlib import Path

from playwright.async_api import Browser, Locator, Page, async_playwright

from sandbox.play.player import PATIENCE, Json

IMAGES = Path(__file__).parent / "images"
HEAVIEST = 150_000
"""Bytes of one picture."""

_TALL = 2_000
"""Pixels."""

_PATIENCE = PATIENCE * 1000
"""Milliseconds."""

_CHROMIUM = "/usr/bin/chromium"
_ARGUMENTS = ["--no-sandbox", "--disable-gpu", "--disable-background-networking"]


class Screen(Enum):
    """A screen: its width, its height, and how many of its dots make a pixel of the page."""

    PHONE = (390, 780, 1.5)
    DESKTOP = (1000, 700, 1.0)


class TooHeavyError(Exception):
    """A picture is heavier than HEAVIEST."""


@dataclass(frozen=True, slots=True)
class Camera:
    """The page, opened by people, and a folder for its pictures."""

    browser: Browser
    url: str
    folder: Path

    @asynccontextmanager
    async def seen_by(self, who: str, screen: Screen) -> AsyncIterator[Page]:
        """Open the page as someone, until it shows their channel."""
        width, height, dots = screen.value
        context = await self.browser.new_context(
            viewport={"width": width, "height": height},
            device_scale_factor=dots,
            color_scheme="light",
            locale="fr-FR",
            reduced_motion="reduce",
        )
        context.set_default_timeout(_PATIENCE)
        page = await context.new_page()
        await page.goto(f"{self.url}/?as={who}")
        await page.locator(f"#app[data-who={who}]").wait_for()
        try:
            yield page
        finally:
            await context.close()

    async def whole(self, page: Page, name: str) -> None:
        """Take all that is on the screen."""
        self._keep(name, await page.screenshot())

    async def part(self, shown: Locator, name: str) -> None:
        """Take one part of the page, on a screen tall enough for all of it."""
        size = shown.page.viewport_size
        if size is not None:
            await shown.page.set_viewport_size({"width": size["width"], "height": _TALL})
        await shown.scroll_into_view_if_needed()
        self._keep(name, await shown.screenshot())

    def _keep(self, name: str, picture: bytes) -> None:
        if len(picture) > HEAVIEST:
            raise TooHeavyError(f"{name}: {len(picture)} bytes")
        (self.folder / f"{name}.png").write_bytes(picture)


async def types(page: Page, text: str) -> None:
    """Type something in the composer, and send it."""
    await page.get_by_test_id("composer").fill(text)
    await page.get_by_test_id("send").click()


async def opens_robot(page: Page, screen: Screen) -> None:
    """Go to what the robot wrote to oneself."""
    if screen is Screen.PHONE:
        await page.locator("#open-side").click()
    await page.locator("#directs").get_by_text("Courroie").first.click()
    await page.locator("#channel-title", has_text="Courroie").wait_for()


async def whispered(page: Page, words: str) -> Locator:
    """Wait until the last of what one is told alone has these words; return it."""
    told = page.locator(".message.whispered").last
    await told.get_by_text(words).first.wait_for()
    return told


def message(page: Page, post: Json) -> Locator:
    """Return a message on the page."""
    return page.locator(f"#messages [data-post-id='{post['id']}']")


@asynccontextmanager
async def camera(url: str, folder: Path) -> AsyncIterator[Camera]:
    """Open a browser, whose pictures go to an existing folder."""
    async with async_playwright() as playwright:
        browser = await playwright.chromium.launch(
            executable_path=_CHROMIUM, args=_ARGUMENTS, timeout=_PATIENCE
        )
        try:
            yield Camera(browser, url, folder)
        finally:
            await browser.close()
