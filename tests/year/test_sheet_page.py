"""The page of « le point »: one page once printed, axe at zero, words that are only words."""

from __future__ import annotations

from importlib import resources

import pytest

from tests import browsers
from tests.room import LOIRE
from tests.year_cases import FIGURES, RENDER, SHEET

_WORDING = {"advisers": "conseillères et conseillers numériques"}


@pytest.mark.parametrize("told", FIGURES)
def test_anyones_words_are_only_words(told: object) -> None:
    page = _written(told)

    assert "<script" not in page
    assert 'href="java' not in page
    assert "\u202e" not in page


def _written(told: object) -> str:
    content = RENDER("reseau/point_content.html.j2", told=told, network=LOIRE)
    style = f"{RENDER('veille/page.css')}\n{RENDER('reseau/bilan.css')}"
    about = {"network": LOIRE, "sheet": SHEET, "given": True, "style": style, "wording": _WORDING}
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
                assert await browsers.reach_faults_of(page) == []
