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


_SPACED = """() => {
  for (const each of document.querySelectorAll("body *")) {
    each.style.lineHeight = "1.5";
    each.style.letterSpacing = "0.12em";
    each.style.wordSpacing = "0.16em";
  }
}"""
"""The spacing that someone may need (WCAG 1.4.12); a page's own policy lets no style sheet in."""

_TOO_WIDE = "() => document.documentElement.scrollWidth > innerWidth"

_PRESSABLE = """() => [...document.querySelectorAll("a[href], button, input, summary")]
  .filter((each) => each.checkVisibility() && each.type !== "hidden")"""

_FOCUSED = f"""() => {{
  const it = document.activeElement, style = getComputedStyle(it);
  return [({_PRESSABLE})().indexOf(it), style.outlineStyle !== "none"];
}}"""


async def reach_faults_of(page: Page) -> list[str]:
    """Return what is wrong at 400 %, with the text spaced or doubled, or by the keyboard alone."""
    faults = []
    count: int = await page.evaluate(f"() => ({_PRESSABLE})().length")
    reached = set()
    for _ in range(count):
        await page.keyboard.press("Tab")
        place, seen = await page.evaluate(_FOCUSED)
        reached.add(place)
        if not seen:
            faults.append(f"{page.url}: focus not seen on {place}")
    if reached != {*range(count)}:
        faults.append(f"{page.url}: not reached by Tab: { ({*range(count)} - reached) }")
    await page.set_viewport_size({"width": 320, "height": 640})
    for what, change in (("zoomed", "() => {}"), ("spaced", _SPACED)):
        await page.evaluate(change)
        if await page.evaluate(_TOO_WIDE):
            faults.append(f"{page.url}: scrolls sideways, {what}")
    await page.evaluate("() => { document.documentElement.style.fontSize = '200%'; }")
    await page.set_viewport_size({"width": 640, "height": 640})
    if await page.evaluate(_TOO_WIDE):
        faults.append(f"{page.url}: scrolls sideways, its text doubled")
    return faults
