"""Our lines to several servers: what falls due waits for one that is long away or not read yet."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass, replace
from datetime import timedelta
from pathlib import Path
from threading import Event
from typing import cast

import pytest

from bot.mattermost.listener import Listener
from bot.mattermost.signing import Signer
from bot.mattermost.socket import Heard, Sink, Socket
from bot.network.network import Home
from bot.network.served import Networks
from bot.servers import AWAY_AFTER, ServerConnection, ServerConnections
from tests.apart import Pair, pair_in
from tests.mattermost.coordinating import at_sight
from tests.room import Clock


def _lines(pair: Pair, clock: Clock) -> tuple[ServerConnections, ServerConnection]:
    lines = ServerConnections(pair.config, Networks(pair.config.served), clock)
    lines.open(Signer(pair.config.bot.secret), at_sight)
    return lines, dict(lines)["loire"]


@pytest.mark.parametrize(("away", "reached"), [(timedelta(0), True), (AWAY_AFTER, False)])
async def test_what_falls_due_waits_for_a_server_that_is_long_away(
    tmp_path: Path, away: timedelta, *, reached: bool
) -> None:
    clock = Clock()
    async with pair_in(tmp_path) as pair:
        lines, loire = _lines(pair, clock)
        assert not lines.reached("loire")
        assert not lines.serving
        await loire.roster.load()
        assert lines.reached("loire")
        assert not lines.reached("rhone")

        loire.socket.lost_at = clock.now - away

        assert lines.reached("loire") == reached
        assert lines.serving
        await lines.close()


async def test_who_was_named_coordinates_before_the_places_are_looked_for_anew(
    tmp_path: Path,
) -> None:
    """It went live a moment ago, and we are removed from its channel: someone is to be told."""
    clock = Clock()
    async with pair_in(tmp_path) as pair:
        networks = Networks(pair.config.served)
        lines = ServerConnections(pair.config, networks, clock)
        lines.open(Signer(pair.config.bot.secret), at_sight)
        roster = dict(lines)["loire"].roster
        invited = replace(networks["loire"], home=Home.CHAT, coordinators=(), live=False)
        networks.declared = [invited]
        await roster.load()
        networks["loire"] = replace(invited, coordinators=(f"louis:{pair.here.id}",), live=True)
        assert lines.coordinators("loire") == {pair.here.id}

        networks["ardeche"] = replace(networks["loire"], slug="ardeche", channel="ardeche")
        assert lines.coordinators("ardeche") == {pair.here.id}
        roster.left(pair.here.id, str(roster.channel_of("loire")))
        assert not lines.coordinators("loire")
        await lines.close()


@dataclass
class Listening:
    """A listener of which a test says whether it has caught up."""

    caught_up: bool = False

    async def hear(self, _event: Heard) -> None:
        """Take nothing."""


async def test_what_is_held_waits_until_all_that_was_said_is_known(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    clock, listener = Clock(), Listening()

    async def silent(_socket: Socket, _sink: Sink) -> None:
        await asyncio.Event().wait()

    monkeypatch.setattr(Socket, "run", silent)
    async with pair_in(tmp_path) as pair:
        lines, loire = _lines(pair, clock)
        assert not lines.hears("loire")
        listening = asyncio.create_task(lines.listen("loire", cast("Listener", listener)))
        await asyncio.sleep(0)
        assert not lines.hears("loire")

        listener.caught_up = True

        assert lines.hears("loire")
        assert not lines.hears("rhone")
        loire.socket.lost_at = clock.now
        assert not lines.hears("loire")
        listening.cancel()
        await asyncio.wait({listening})
        await lines.close()


async def test_what_texts_are_read_with_is_loaded_right_after_the_start(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    loaded = Event()
    monkeypatch.setattr("bot.app.read_ahead", loaded.set)
    async with pair_in(tmp_path) as pair, pair.bot():
        assert await asyncio.to_thread(loaded.wait, 60)
