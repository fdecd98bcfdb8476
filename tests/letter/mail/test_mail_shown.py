"""A letter's mail on screens of both sizes, in a real browser: skipped where there is none."""

from __future__ import annotations

from dataclasses import replace
from email import message_from_bytes, policy
from pathlib import Path

import pytest
from playwright.async_api import async_playwright

from tests.letter.mail.test_writing import LETTER, mail

BROWSER = Path("/usr/bin/chromium")
ARGUMENTS = ["--no-sandbox", "--disable-gpu", "--disable-background-networking"]

pytestmark = [
    pytest.mark.skipif(not BROWSER.exists(), reason=f"no browser at {BROWSER}"),
    pytest.mark.xdist_group("browser"),
]

ENDLESS = f"https://exemple.org/{'dossier' * 30}"


@pytest.mark.parametrize("width", [320, 390, 1280])
async def test_no_word_is_so_long_that_a_mail_must_be_moved_sideways(width: int) -> None:
    long = replace(LETTER, html=f'{LETTER.html}<ul><li>Voir <a href="#">{ENDLESS}</a></li></ul>')
    part = message_from_bytes(mail(long), policy=policy.default).get_body(("html",))
    assert part is not None

    async with async_playwright() as playwright:
        browser = await playwright.chromium.launch(executable_path=BROWSER, args=ARGUMENTS)
        page = await browser.new_page(viewport={"width": width, "height": 800})
        await page.set_content(part.get_content())
        taken = await page.evaluate("document.documentElement.scrollWidth")
        await browser.close()

    assert taken <= width
