"""The browser that the tests drive, where there is one, and the sizes that it has."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from importlib import resources
from pathlib import Path
from typing import Literal

import pytest
from playwright.async_api import Browser, Page, ViewportSize, async_playwright, expect

from tests.waiting import PATIENCE

PATH = Path("/usr/bin/chromium")
ARGUMENTS = ["--no-sandbox", "--disable-gpu", "--disable-background-networking"]
PHONE = ViewportSize(width=390, height=844)
DESKTOP = ViewportSize(width=1280, height=800)

NEEDED = [
    pytest.mark.skipif(not PATH.exists(), reason=f"no browser at {PATH}"),
    pytest.mark.xdist_group("browser"),
]
"""Marks of a module whose tests drive it: one module at a time, where there is one."""


@asynccontextmanager
async def browser() -> AsyncIterator[Browser]:
    """Open it."""
    async with async_playwright() as playwright:
        opened = await playwright.chromium.launch(
            executable_path=PATH, args=ARGUMENTS, timeout=PATIENCE * 1000
        )
        expect.set_options(timeout=PATIENCE * 1000)
        yield opened
        await opened.close()


async def page_of(
    browser: Browser, size: ViewportSize, scheme: Literal["dark", "light"] | None = None
) -> Page:
    """Open a page, where what is expected is waited for as everywhere in the tests."""
    page = await browser.new_page(viewport=size, color_scheme=scheme)
    page.set_default_timeout(PATIENCE * 1000)
    return page


_FAULTS = """async () => {
  const found = await axe.run({ rules: { "target-size": { enabled: true } } });
  return found.violations.flatMap((rule) => rule.nodes.map((node) => `${rule.id}: ${node.html}`));
}"""


async def faults_of(page: Page) -> list[str]:
    """Return what axe finds on a page as it is shown."""
    axe = resources.files("axe_playwright_python").joinpath("axe.min.js")
    await page.evaluate(axe.read_text(encoding="utf-8"))
    found: list[str] = await page.evaluate(_FAULTS)
    return [f"{page.url}: {fault}" for fault in found]
