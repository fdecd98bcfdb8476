"""Who passes first: those who wait for an answer, then what can wait."""

from __future__ import annotations

import asyncio
import time

import pytest

from bot.core.traffic import LONGEST_COURTESY, QUIET, Traffic
from tests.waiting import time_passes


async def test_a_lull_comes_at_once_when_nobody_was_there() -> None:
    lull = asyncio.create_task(Traffic().lull())
    await asyncio.sleep(0)

    assert lull.done()


async def test_a_lull_comes_some_time_after_the_last_answer() -> None:
    traffic = Traffic()
    start = time.monotonic()
    with traffic.answering():
        pass

    await traffic.lull()

    assert time.monotonic() - start >= QUIET


async def test_courtesy_has_an_end(monkeypatch: pytest.MonkeyPatch) -> None:
    traffic = Traffic()
    with traffic.answering():
        lull = asyncio.create_task(traffic.lull())
        await asyncio.sleep(0)
        assert not lull.done()

        await time_passes(LONGEST_COURTESY, monkeypatch)

        assert lull.done()
