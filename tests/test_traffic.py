"""Who passes first: those who wait for an answer, then what can wait."""

from __future__ import annotations

import asyncio
import time

from bot.traffic import LONGEST_COURTESY, QUIET, Traffic


def test_a_lull_comes_at_once_when_nobody_was_there() -> None:
    assert _waited(Traffic()) < LONGEST_COURTESY / 2


def test_a_lull_comes_some_time_after_the_last_answer() -> None:
    traffic = Traffic()
    with traffic.answering():
        pass

    assert _waited(traffic) >= QUIET * 0.9


def test_courtesy_has_an_end() -> None:
    traffic = Traffic()
    with traffic.answering():
        assert LONGEST_COURTESY * 0.9 <= _waited(traffic) < LONGEST_COURTESY * 3


def _waited(traffic: Traffic) -> float:
    start = time.monotonic()
    asyncio.run(traffic.lull())
    return time.monotonic() - start
