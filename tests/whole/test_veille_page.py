"""The veille's page and feed, on the bot as it runs."""

from __future__ import annotations

from html import unescape

import aiohttp

from bot.french.territories import of
from bot.network.address import Addresses, AddressKind
from tests.whole.town import Village


async def test_each_network_has_its_veille_under_the_public_address(village: Village) -> None:
    config = village.stage.config
    addresses = Addresses(config.bot.secret.get_secret_value().encode())
    public = str(config.bot.public_url).rstrip("/")

    async with village.bot(), aiohttp.ClientSession() as http:
        for network in config.networks:
            token = addresses.token(AddressKind.VEILLE, network.slug)
            for last in (token, f"{token}.atom"):
                async with http.get(f"{public}/veille/{last}") as answer:
                    assert answer.status == 200
                    assert f"La veille {of(network.network.spoken)}" in unescape(
                        await answer.text()
                    )
            async with http.get(f"{public}/veille/{network.slug}") as answer:
                assert answer.status == 404
