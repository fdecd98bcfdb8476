"""What a visitor of the demo finds: a network that has lived for a month."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator
from contextlib import suppress
from datetime import timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import aiohttp
import pytest

from bot.app import App
from bot.talk.markdown import typeset
from sandbox.demo import bot_beside, next_stop
from sandbox.play import opening
from sandbox.play.people import labels
from sandbox.play.player import Json, Player, text_of
from tests.waiting import until
from tests.whole.town import Village, key_of, village_in

AWAY: list[Json] = 2 * [{"status": "failing", "database": "does not answer in time"}]
"""What `/health` answers while the database is away: it tells no figure."""


async def test_the_demo_opens_on_a_network_that_lives(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked = away_at_first(monkeypatch)
    assert opening.begins(tmp_path)
    async with (
        village_in(tmp_path, feeds=True) as village,
        bot_beside(village.stage) as app,
    ):
        assert await opening.live(village.stage, app)
        assert len(asked) > len(AWAY)

        loire = [key_of(post) for post in await village.posts()]
        national = [key_of(post) for post in await village.posts("national")]
        aura = [key_of(post) for post in await village.posts("aura")]
        drome = [key_of(post) for post in await village.posts("drome")]
        to_decide = await village.letter_with("rachid", "Un besoin monte jusqu'à")
        to_publish = await village.letter_with("bruno", "répond à la question n° 1")
        *_, pile = await village.letters("amina")
        unread = [await _unread(village, name) for name in ("loire", "national")]
        assert village.stage.clock.offset == 0.0
        stops = list(_stops(village, app))

    for card in (
        "presentation:loire",
        "question:loire:1",
        "question:loire:4",
        "meeting:loire:1",
        "idea:loire:1",
    ):
        assert card in loire
    assert any(key.startswith("digest:loire:") for key in loire)
    assert "poll:national:1" in national
    assert "question:aura:1" in aura
    assert {"question:drome:1", "meeting:drome:1"} <= {*drome}
    assert "Prendre" in labels(to_decide)
    assert "Publier" in labels(to_publish)
    assert "1 sur " in text_of(pile).replace("**", "")
    assert "Plus tard" in labels(pile)
    assert unread == [0, 0]
    assert "Monday 9" in stops
    assert "Tuesday 14" in stops
    assert not opening.begins(tmp_path)


async def test_the_page_is_open_at_once_and_says_what_is_still_laid_out(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(opening, "PATIENCE", 0.01)
    said: list[str] = []
    told: list[Json] = []
    serving = asyncio.create_task(opening.serve_demo(tmp_path, 0, said.append))
    async with aiohttp.ClientSession() as http:
        await until(lambda: serving.done() or bool(said))
        address = said[0].split(" : ")[1]
        while not told or told[-1]["laying"]:
            async with http.get(f"{address}/sandbox/clock") as answer:
                told.append(await answer.json())
    await until(lambda: serving.done() or typeset(opening.CUT) in said)
    serving.cancel()
    with suppress(asyncio.CancelledError):
        await serving

    assert told[0]["laying"] == [*opening.CHAPTERS]
    assert typeset(opening.CUT) in said


def away_at_first(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """Have the bot's health be that of one whose database is away, at first; return who asked."""
    asked: list[str] = []
    looks_up = Player.looks_up

    async def looked_up(self: Player, url: str) -> Json:
        asked.append(url)
        return AWAY[len(asked) - 1] if len(asked) <= len(AWAY) else await looks_up(self, url)

    monkeypatch.setattr(Player, "looks_up", looked_up)
    return asked


def _stops(village: Village, app: App) -> Iterator[str]:
    """Go from stop to stop for three weeks, as the page's clock does; yield their day and hour."""
    clock, zone = village.stage.clock, village.networks["loire"].timezone
    until_then = clock.now() + timedelta(weeks=3)
    while clock.move_to(next_stop(app)) < until_then:
        yield f"{clock.now().astimezone(ZoneInfo(zone)):%A %-H}"


async def _unread(village: Village, name: str) -> int:
    louis = await village.person("louis")
    channel = await louis.channel(name)
    member = await louis.get(f"/channels/{channel['id']}/members/me")
    return int(channel["total_msg_count"]) - int(member["msg_count"])
