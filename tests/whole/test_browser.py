"""The whole thing in a real browser, as someone tries it: skipped where there is none."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import AsyncExitStack
from datetime import timedelta
from pathlib import Path

import pytest
from playwright.async_api import Locator, Page, expect

from tests import browsers
from tests.waiting import eventually
from tests.whole.town import village_in

pytestmark = browsers.NEEDED


@pytest.fixture(params=[browsers.DESKTOP, browsers.PHONE], ids=["desktop", "phone"])
async def page(request: pytest.FixtureRequest, tmp_path: Path) -> AsyncIterator[Page]:
    """Open the demo's page as Louis, in his département's channel; its errors fail the test.

    The next date is a digest's.
    """
    async with (
        village_in(tmp_path, feeds=True) as village,
        browsers.browser() as browser,
        AsyncExitStack() as on,
    ):
        clock, loire = village.stage.clock, village.networks["loire"]
        (due,) = loire.digest.next_dates(clock.now(), loire.timezone, 1)
        clock.move_to(max(clock.now(), due - timedelta(days=1)))
        await on.enter_async_context(village.bot())
        opened = await browsers.page_of(browser, request.param)
        errors: list[str] = []
        opened.on("pageerror", lambda error: errors.append(str(error)))
        await opened.goto(village.stage.sandbox.url)
        await _becomes(opened, "louis")
        await expect(opened.get_by_test_id("channel-loire")).to_have_attribute(
            "aria-current", "page"
        )
        yield opened
        assert errors == []


async def test_a_month_is_seen_on_the_page(page: Page) -> None:
    card = _card(page, 1)
    await _says(page, "/besoin Qui prête une salle à Brézieux ?")
    await expect(page.get_by_text("paraît dans le canal")).to_be_visible()
    await expect(card).to_contain_text("Louis Perrot")

    await _says(page, "/besoin")
    await page.get_by_test_id("dialog").get_by_label("Votre question").fill("Qui a la malle ?")
    await page.get_by_test_id("dialog-submit").click()
    await expect(page.get_by_test_id("dialog")).to_have_count(0)
    await expect(_card(page, 2)).to_contain_text("Qui a la malle")

    await _becomes(page, "zoe")
    await card.get_by_test_id("action-moiaussi").click()
    await expect(card).to_contain_text("Elle concerne 2\u00a0personnes")
    await card.get_by_test_id("action-reponse").click()
    await page.get_by_test_id("dialog").get_by_label("Votre réponse").fill("La Manufacture")
    await page.get_by_test_id("dialog-submit").click()
    await expect(card).to_contain_text("Réponse de Zoé Lambert")

    await page.get_by_test_id("clock").click()
    await page.get_by_test_id("clock-next").click()
    await page.keyboard.press("Escape")
    digest = page.get_by_test_id("message").filter(has_text="La veille de la Loire")
    await expect(digest).to_be_visible()
    await expect(digest.get_by_role("link").first).to_be_visible()
    assert await page.evaluate("document.documentElement.scrollWidth <= innerWidth")


async def test_the_life_of_a_question_is_seen_on_the_page(page: Page) -> None:
    await _says(page, "/besoin")
    form = page.get_by_test_id("dialog")
    await form.get_by_label("Votre question").fill("Comment ouvrir un coffre-fort numérique ?")
    await form.get_by_label("Thème").select_option("Bureautique")
    await form.get_by_label("Qui la voit").select_option("Le réseau, sans mon nom")
    await page.get_by_test_id("dialog-submit").click()
    await expect(_card(page, 1)).to_contain_text("posée sans nom (Bureautique)")

    await _says(page, "/besoin Son portable, le 06 39 98 12 34, est-il le bon ?")
    refused = page.get_by_test_id("message").filter(has_text="Je n'ai rien enregistré")
    await refused.get_by_test_id("action-certifier").click()
    await expect(_card(page, 2)).to_contain_text("06 39 98 12 34")

    await _becomes(page, "zoe")
    await _says(page, "/besoin répondre 1 Sur le site, en trois étapes")
    await expect(_card(page, 1)).to_contain_text("Réponse de Zoé Lambert")
    await _says(page, "/besoin Qui sait ouvrir un coffre-fort numérique ?")
    await expect(page.get_by_text("paraît dans le canal").last).to_be_visible()
    await _opens_direct(page)
    offer = page.get_by_test_id("message").filter(has_text="Avant que le réseau ne lise")
    await offer.get_by_role("button", name="Cela répond à ma question").click()
    await expect(page.get_by_text("le réseau n'a pas à la lire")).to_be_visible()

    await _says(page, "/reseau ~loire bilan")
    picture = page.get_by_role("img", name="bilan-de-l-annee-loire")
    await expect(picture).to_be_visible()
    await expect(picture).to_have_js_property("complete", value=True)
    assert await picture.evaluate("image => image.naturalWidth") == 760
    assert await page.evaluate("document.documentElement.scrollWidth <= innerWidth")


async def test_the_letter_by_mail_is_asked_for_received_and_left_by_clicks(page: Page) -> None:
    await _says(page, "/lettre abonner louis@exemple.fr")
    await expect(page.get_by_text("ouvrez-le et confirmez")).to_be_visible()
    await _opens_mails(page)
    await _opens_mail(page, "Recevoir la lettre")
    asked = await _follows(page, "Recevoir la lettre")
    await asked.get_by_role("button", name="Recevoir la lettre").click()
    await expect(asked.get_by_text("est confirmé")).to_be_visible()
    await asked.close()

    await page.get_by_role("link", name="Retour au canal").click()
    await _becomes(page, "amina")
    await _says(page, "/lettre")
    await page.get_by_role("button", name="Publier", exact=True).click()
    await page.get_by_role("button", name="Publier la lettre").click()
    await expect(page.get_by_text("est parue").first).to_be_visible()
    await _opens_mails(page)
    await _opens_mail(page, "La lettre de la Loire,")
    assert await page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    left = await _follows(page, "Ne plus recevoir la lettre")
    await left.get_by_role("button", name="Ne plus recevoir").click()
    await expect(left.get_by_text("C'est fait")).to_be_visible()
    await left.close()
    async with page.context.expect_page() as again:
        await page.get_by_role("button", name="Se désabonner").click()
    await expect((await again.value).get_by_text("Vous ne recevez plus la lettre")).to_be_visible()


async def _opens_mails(page: Page) -> None:
    """Open the mails that the bot sent, behind the date on a phone."""
    if not await page.get_by_test_id("mails").is_visible():
        await page.get_by_test_id("clock").click()
    await page.get_by_test_id("mails").click()


async def _opens_mail(page: Page, subject: str) -> None:
    """Open a mail of the list, which is looked at anew until the mail is there."""
    mail = page.get_by_role("link", name=subject)

    async def look() -> bool:
        await page.get_by_role("link", name="Actualiser").click()
        return await mail.count() > 0

    await eventually(look)
    await mail.click()


async def _follows(page: Page, link: str) -> Page:
    """Follow a link of the mail that is shown, to a tab of its own."""
    async with page.context.expect_page() as opened:
        await page.frame_locator("iframe").get_by_role("link", name=link).click()
    return await opened.value


async def _becomes(page: Page, name: str) -> None:
    """Be someone else, until the page is theirs."""
    await page.get_by_test_id("switch-user").select_option(name)
    await expect(page.locator("#app")).to_have_attribute("data-who", name)


async def _opens_direct(page: Page) -> None:
    """Open the direct messages of the bot, by the list of channels if it is folded away.

    Only once one is there: the list is drawn anew then, and a click in the middle of it is lost.
    """
    await expect(page.get_by_test_id("channel-courroie").locator(".badge")).to_have_count(1)
    folded = page.get_by_role("button", name="Ouvrir la liste des canaux")
    if await folded.is_visible():
        await folded.click()
    await page.get_by_test_id("channel-courroie").click()


def _card(page: Page, number: int) -> Locator:
    title = page.locator("strong", has_text=f"Question n°\u00a0{number}")
    return page.get_by_test_id("message").filter(has=title)


async def _says(page: Page, text: str) -> None:
    await page.get_by_test_id("composer").fill(text)
    await page.get_by_test_id("send").click()
