"""One bot, two Mattermost servers: each has its own people, questions and troubles."""

from __future__ import annotations

from collections.abc import AsyncIterator, Awaitable, Callable
from datetime import timedelta
from pathlib import Path
from statistics import median

import pytest

from bot import servers
from bot.core.errors import ServerAwayError
from bot.mattermost import errors
from bot.mattermost.errors import TokenRefusedError
from sandbox.server.sandbox import Sandbox
from tests.apart import TROUBLES, Mend, Pair, pair_in, refuses_the_token
from tests.waiting import eventually

MOST = 3
"""How many times the usual delay a healthy server may take to answer, whatever another does."""

LOOKS = 9
"""How often the delay is measured before it is said to be longer: the machine may be busy."""

ASKED = 12
WAITING = 6


@pytest.fixture
async def pair(tmp_path: Path) -> AsyncIterator[Pair]:
    async with pair_in(tmp_path) as opened:
        yield opened


@pytest.fixture
def impatient(monkeypatch: pytest.MonkeyPatch) -> None:
    """Ask again soon where the token is refused."""
    monkeypatch.setattr(servers, "REFUSED_WAIT", 0.5)
    monkeypatch.setattr(errors, "REFUSED_WAIT", 0.5)


async def test_each_server_has_its_own_questions(pair: Pair) -> None:
    async with pair.bot():
        await pair.here.says("loire", "@courroie besoin Qui prête une salle ici ?")
        await pair.there.says("loire", "@courroie besoin Qui prête une salle là-bas ?")
        here = await pair.here.reads("loire", "Question n° 1")
        there = await pair.there.reads("loire", "Question n° 1")

        assert "ici" in here["message"]
        assert "là-bas" in there["message"]
        assert "Question n°\u00a01" in await pair.here.types("loire", "/besoin voir 1")


async def test_a_server_that_is_down_at_the_start_does_not_stop_the_other(pair: Pair) -> None:
    await pair.second.stop()
    async with pair.bot() as running:
        await pair.here.says("loire", "@courroie besoin Qui prête une salle ici ?")
        card = await pair.here.reads("loire", "Question n° 1")

        assert "ici" in card["message"]
        assert not running.done()
    await pair.second.start()


@pytest.mark.usefixtures("impatient")
@pytest.mark.parametrize("trouble", TROUBLES.values(), ids=TROUBLES)
async def test_the_trouble_of_a_server_delays_no_other_and_loses_nothing(
    pair: Pair, trouble: Callable[[Sandbox], Awaitable[Mend]]
) -> None:
    async with pair.bot() as running:
        await pair.heard()
        usual = median(await pair.delays(ASKED))
        mend = await trouble(pair.second)
        for number in range(WAITING):
            key = ("question", "announcement")[number % 2]
            await pair.writes(f"{key}:relayed{number}", f"Nouvelle relayée {number}.")
        for _ in range(LOOKS):
            if (delay := median(await pair.delays(ASKED))) < MOST * usual:
                break
        assert not running.done()
        await mend()
        pair.first.clock.advance(61)  # the minute that the rate's limit asks for
        await pair.heard()

        said = [post["message"] for post in await pair.there.all_in("loire")]
    assert delay < MOST * usual
    assert sorted(text for text in said if "relayée" in text) == [
        f"Nouvelle relayée {number}." for number in range(WAITING)
    ]


async def test_a_limit_of_the_rate_is_obeyed_by_its_server_alone(pair: Pair) -> None:
    async with pair.bot():
        await pair.heard()
        mend = await TROUBLES["limits the rate"](pair.second)
        await pair.writes("question:relayed", "Nouvelle relayée.")
        await pair.is_refused()
        await mend()
        await pair.writes("question:another", "Une autre.")
        await pair.delays(3)
        assert not [
            post for post in await pair.there.all_in("loire") if "relayée" in post["message"]
        ]
        pair.first.clock.advance(61)

        await pair.there.reads("loire", "Nouvelle relayée")
        await pair.there.reads("loire", "Une autre")


async def test_what_a_server_missed_for_days_comes_once_and_says_that_it_is_late(
    pair: Pair,
) -> None:
    async with pair.bot():
        await pair.heard()
        await pair.second.stop()
        await pair.writes("question:relayed", "Nouvelle relayée.")
        await pair.delays(1)
        pair.first.clock.advance(timedelta(days=3).total_seconds())
        await pair.second.start()

        late = await pair.there.reads("loire", "Nouvelle relayée")
        await pair.heard()
        said = [post["message"] for post in await pair.there.all_in("loire")]

    assert late["message"].startswith("_Avec du retard")
    assert len([text for text in said if "relayée" in text]) == 1


async def test_a_refused_token_is_told_and_stops_nobody_else(pair: Pair) -> None:
    pair.second.faults.error(status=401, times=None)
    async with pair.bot() as running:

        async def told() -> bool:
            found = await pair.health()
            return bool(found["servers"]["rhone"]["token_refused"])

        await eventually(told)
        await pair.here.says("loire", "@courroie besoin Qui prête une salle ici ?")
        await pair.here.reads("loire", "Question n° 1")

        health = await pair.health()
        assert health["status"] == "degraded"
        assert not health["servers"]["loire"]["token_refused"]
        assert not running.done()


async def test_the_bot_stops_once_every_server_refuses_its_token(pair: Pair) -> None:
    async with pair.bot() as running:
        await pair.heard()
        await refuses_the_token(pair.second)
        await refuses_the_token(pair.first)

        with pytest.raises(TokenRefusedError) as refused:
            await running

    assert isinstance(refused.value, ServerAwayError)
