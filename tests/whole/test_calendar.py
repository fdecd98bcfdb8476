"""The calendars' addresses, on the bot as it runs."""

from __future__ import annotations

import aiohttp

from bot.network.address import Addresses, AddressKind
from tests.whole.town import Village


async def test_each_network_has_its_calendar_under_the_public_address(village: Village) -> None:
    config = village.stage.config
    addresses = Addresses(config.bot.secret.get_secret_value().encode())
    place = f"{str(config.bot.public_url).rstrip('/')}/calendrier"

    async with village.bot(), aiohttp.ClientSession() as http:
        for network in config.networks:
            async with http.get(
                f"{place}/{addresses.token(AddressKind.CALENDAR, network.slug)}.ics"
            ) as answer:
                assert answer.status == 200
                assert f"X-WR-CALNAME:Rencontres\u00a0: {network.name}\r\n" in await answer.text()
        async with http.get(f"{place}/{'a' * 32}.ics") as answer:
            assert answer.status == 404
