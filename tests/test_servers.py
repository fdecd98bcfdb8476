"""Our lines to several servers: what falls due waits for one that is long away."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path

import pytest

from bot.mattermost.signing import Signer
from bot.servers import AWAY_AFTER, ServerConnection, ServerConnections
from tests.apart import Pair, pair_in
from tests.room import Clock


def _lines(pair: Pair, clock: Clock) -> tuple[ServerConnections, ServerConnection]:
    networks = {each.slug: each.network for each in pair.config.networks}
    lines = ServerConnections(pair.config, networks, clock)
    lines.open(Signer(pair.config.bot.secret), {})
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
