"""`/health` and `/metrics`: what people and machines read of the bot."""

from __future__ import annotations

import aiohttp

from tests.waiting import eventually
from tests.whole.town import Village


async def test_health_is_ok_once_the_server_is_heard_and_degraded_while_it_is_not(
    village: Village,
) -> None:
    async with village.bot():
        assert await eventually(lambda: _status(village, "ok"))

        await village.stage.sandbox.stop()

        assert await eventually(lambda: _status(village, "degraded"))
        await village.stage.sandbox.start()


async def test_metrics_are_figures_without_anyones_words(village: Village) -> None:
    async with village.bot():
        assert await eventually(lambda: _status(village, "ok"))
        await village.types("louis", "/besoin Qui prête une salle à Brest ?")

        text = await _read(village, "metrics")

    assert 'courroie_socket_connected{server="bac"} 1.0' in text
    assert "courroie_outbox_failed 0.0" in text
    assert "courroie_feeds_failing" in text
    assert "courroie_mails_waiting 0.0" in text
    assert "Brest" not in text


async def _status(village: Village, expected: str) -> bool:
    return f'"status": "{expected}"' in await _read(village, "health")


async def _read(village: Village, page: str) -> str:
    address = str(village.stage.config.bot.public_url).rstrip("/")
    async with aiohttp.ClientSession() as http, http.get(f"{address}/{page}") as answer:
        assert answer.status == 200
        return await answer.text()
