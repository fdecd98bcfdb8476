"""Two sandboxes side by side: one world, two servers, each with its own people."""

from collections.abc import AsyncIterator
from dataclasses import dataclass
from pathlib import Path

import aiohttp
import aiosmtplib
import pytest
from playwright.async_api import ViewportSize, expect

from sandbox.play.player import Player
from sandbox.server.sandbox import Sandbox
from sandbox.server.seed import DROME
from tests import browsers
from tests.sandbox.people import Integration, Town
from tests.sandbox.test_mails import letter


@dataclass
class Pair:
    """The country's town and the Drôme's."""

    france: Town
    drome: Town


@pytest.fixture
async def pair(tmp_path: Path) -> AsyncIterator[Pair]:
    france = Sandbox(data_dir=tmp_path, port=0)
    drome = Sandbox(data_dir=tmp_path / "drome", port=0, seed=DROME)
    drome.stand_beside(france)
    jar = aiohttp.DummyCookieJar()
    async with france, drome, aiohttp.ClientSession(cookie_jar=jar) as http:
        yield Pair(*(Town(each, Integration(), http) for each in (france, drome)))


async def test_each_has_its_own_people_and_team(pair: Pair) -> None:
    ines = await pair.drome.person("ines")
    login = {"login_id": "bruno", "password": "courroie"}

    stranger = await (await pair.france.person("amina")).call("POST", "/users/login", login)

    assert stranger.status == 401
    assert (await ines.team())["name"] == "drome"
    assert (await ines.channel("drome"))["display_name"] == "26 - Drôme"


async def test_moving_the_clock_of_one_moves_both_and_tells_both(pair: Pair) -> None:
    listeners = [
        await (await pair.france.person("amina")).listens(),
        await (await pair.drome.person("ines")).listens(),
    ]

    async with pair.drome.http.post(
        f"{pair.drome.sandbox.url}/sandbox/clock", json={"advance_seconds": 86_400}
    ) as answer:
        assert answer.status == 200

    for listener in listeners:
        assert (await listener.next("sandbox_clock"))["data"]["offset"] == 86_400.0
    assert pair.france.sandbox.clock.offset == pair.drome.sandbox.clock.offset == 86_400.0


async def test_mails_are_caught_once_and_read_on_both(pair: Pair) -> None:
    port = pair.france.sandbox.mail_port
    await aiosmtplib.send(letter(), hostname="127.0.0.1", port=port, start_tls=False)

    for town in (pair.france, pair.drome):
        async with town.http.get(f"{town.sandbox.url}/sandbox/mails.json") as answer:
            assert [each["number"] for each in await answer.json()] == [1]


async def test_one_is_cut_and_comes_back_while_the_other_goes_on(pair: Pair) -> None:
    box = pair.drome.sandbox
    ines = await Player(pair.drome.http, box.url, "ines").enter()
    amina = await pair.france.person("amina")

    box.faults.cut()
    with pytest.raises(aiohttp.ClientError):
        await ines.says("drome", "pendant la coupure")
    assert (await amina.team())["name"] == "france"
    box.faults.clear()
    await ines.says("drome", "après la coupure")

    assert [each["message"] for each in await ines.all_in("drome")] == ["après la coupure"]
    await ines.leave()


async def test_one_that_was_stopped_comes_back_at_its_address(pair: Pair) -> None:
    url = pair.drome.sandbox.url
    await pair.drome.sandbox.stop()
    await pair.drome.sandbox.start()

    assert pair.drome.sandbox.url == url
    async with pair.france.http.get(f"{pair.france.sandbox.url}/sandbox/servers") as answer:
        told = await answer.json()
    assert [(one["name"], one["here"]) for one in told["servers"]] == [
        ("France", True),
        ("Drôme", False),
    ]
    assert told["servers"][1]["url"] == url
    assert "admin" not in [each["username"] for each in told["people"]]


@pytest.mark.skipif(not browsers.PATH.exists(), reason=f"no browser at {browsers.PATH}")
@pytest.mark.xdist_group("browser")
@pytest.mark.parametrize("size", [browsers.DESKTOP, browsers.PHONE], ids=["desktop", "phone"])
async def test_the_page_goes_from_one_to_the_other(pair: Pair, size: ViewportSize) -> None:
    async with browsers.browser() as browser:
        page = await browsers.page_of(browser, size)
        await page.goto(pair.france.sandbox.url)
        await expect(page.locator("#app")).to_have_attribute("data-who", "amina")
        await expect(page.get_by_test_id("switch-user").locator("option")).to_have_count(11)

        if size == browsers.PHONE:  # the servers stand with the clock there
            await page.get_by_test_id("clock").click()
        await page.get_by_test_id("server-Drôme").click()

        await expect(page.locator("#app")).to_have_attribute("data-who", "bruno")
        await expect(page.get_by_test_id("server-Drôme")).to_have_attribute("aria-current", "true")
        await expect(page.locator("#channel-title")).to_have_text("26 - Drôme")
        await page.get_by_test_id("switch-user").select_option("ines")
        await expect(page.locator("#app")).to_have_attribute("data-who", "ines")
        assert await page.evaluate("document.documentElement.scrollWidth <= innerWidth")
