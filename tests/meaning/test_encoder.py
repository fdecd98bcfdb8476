"""The model's process: started when needed, killed, slow, absent; and what it makes of texts."""

from __future__ import annotations

import asyncio
import os
import signal
from collections.abc import AsyncIterator

import pytest

from bot.core.child import Child
from bot.meaning import encoder as encoders
from bot.meaning.encoder import Encoder
from bot.meaning.vector import likeness_to
from tests.waiting import PATIENCE

DARK = "mon écran est tout noir"


@pytest.fixture
async def encoder(monkeypatch: pytest.MonkeyPatch) -> AsyncIterator[Encoder]:
    monkeypatch.setattr(encoders, "WITHIN", 60.0)
    async with Encoder() as made:
        yield made


async def test_texts_that_mean_alike_lie_closer(encoder: Encoder) -> None:
    dark, off, room = await encoder.encode(
        [DARK, "l'ordinateur ne s'allume plus", "qui prête une salle ?"]
    )

    closeness = likeness_to(dark)
    assert closeness(off) > closeness(room) + 0.1


async def test_what_was_understood_is_at_hand(encoder: Encoder) -> None:
    assert encoder.vector(DARK) is None

    await encoder.understand(DARK)

    assert [encoder.vector(DARK)] == list(await encoder.encode([DARK]))


async def test_many_ask_at_once(encoder: Encoder) -> None:
    texts = [f"question {number}" for number in range(40)]

    await asyncio.gather(*(encoder.understand(text) for text in [*texts, *texts]))

    assert all(encoder.vector(text) for text in texts)


async def test_only_the_latest_stay_at_hand(
    encoder: Encoder, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(encoders, "REMEMBERED", 2)

    for text in ("un", "deux", "trois"):
        await encoder.understand(text)

    assert [bool(encoder.vector(text)) for text in ("un", "deux", "trois")] == [False, True, True]


async def test_a_killed_process_is_started_again(encoder: Encoder) -> None:
    await encoder.understand("avant")
    os.kill(encoder.process or 0, signal.SIGKILL)

    await encoder.understand("après")

    assert encoder.vector("après")


async def test_nobody_waits_longer_than_told(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(encoders, "WITHIN", 0.0)
    async with Encoder() as encoder:
        await encoder.understand(DARK)  # the process has not even started

        assert encoder.vector(DARK) is None


async def test_what_cannot_be_made_out_is_left() -> None:
    async with Encoder(Child("bot.meaning.nothing", time_limit=PATIENCE)) as encoder:
        await encoder.understand(DARK)

        assert encoder.vector(DARK) is None
        assert list(await encoder.encode([DARK])) == []


async def test_a_process_that_hangs_is_given_up() -> None:
    async with Encoder(Child("http.server", "0", time_limit=0.3)) as encoder:
        assert list(await encoder.encode([DARK])) == []
        assert encoder.process is None


def test_without_the_extra_nothing_is_asked() -> None:
    assert Encoder(installed=False).ready() is None
