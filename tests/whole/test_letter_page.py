"""The letters' page, feed and preview, on the bot as it runs."""

from __future__ import annotations

from html import unescape

import aiohttp

from bot.french.territories import of
from bot.letter.pages import day_of
from bot.network.address import Addresses, AddressKind
from tests.whole.town import Village


async def test_each_network_has_its_letters_under_the_public_address(village: Village) -> None:
    config = village.stage.config
    addresses = Addresses(config.bot.secret.get_secret_value().encode())
    public = str(config.bot.public_url).rstrip("/")
    today = day_of(village.stage.clock.now())

    async with village.bot(), aiohttp.ClientSession() as http:
        for network in config.networks:
            token = addresses.token(AddressKind.LETTER, network.slug)
            people = {(await village.person(each)).id for each in network.coordinators}
            version = AddressKind.DRAFT.version(today, people)
            draft = addresses.token(AddressKind.DRAFT, network.slug, version)
            for last in (token, f"{token}.atom", f"apercu/{draft}"):
                async with http.get(f"{public}/lettre/{last}") as answer:
                    assert answer.status == 200
                    assert f"La lettre {of(network.network.spoken)}" in unescape(
                        await answer.text()
                    )
            for last in (network.slug, f"{token}/1", f"apercu/{token}"):
                async with http.get(f"{public}/lettre/{last}") as answer:
                    assert answer.status == 404
