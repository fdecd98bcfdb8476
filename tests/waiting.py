"""How tests wait: for what they expect, and long enough for a busy machine."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from typing import TypeVar

import pytest

from sandbox.play import player

T = TypeVar("T")

PATIENCE = player.PATIENCE
"""Seconds after which something expected will never come: minutes.

It only keeps a test from hanging: nothing is promised within it, so it is never too long.
"""


async def eventually(look: Callable[[], Awaitable[T]]) -> T:
    """Look again and again until something is found, and return it."""
    found = await look()
    async with asyncio.timeout(PATIENCE):
        while not found:
            await asyncio.sleep(0.02)
            found = await look()
    return found


async def until(true: Callable[[], object]) -> None:
    """Wait until something is so that no event tells."""
    async with asyncio.timeout(PATIENCE):
        while not true():  # noqa: ASYNC110  nothing tells
            await asyncio.sleep(0.01)


async def time_passes(seconds: float, monkeypatch: pytest.MonkeyPatch) -> None:
    """Move the event loop's own clock on: what was to come within that time comes at once."""
    loop = asyncio.get_running_loop()
    before = loop.time
    monkeypatch.setattr(loop, "time", lambda: before() + seconds)
    for _ in range(100):
        await asyncio.sleep(0)
