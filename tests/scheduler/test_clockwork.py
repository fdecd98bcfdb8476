"""The beats and what is woken: a database that is away stops none of them for good."""

from __future__ import annotations

import asyncio
import logging
from datetime import UTC, datetime

import pytest
from structlog.testing import capture_logs

from bot.app import utc_now
from bot.core.database import DatabaseAwayError
from scheduler import waking
from scheduler.clockwork import Beat, clockwork
from scheduler.waking import Waking
from tests.waiting import PATIENCE

NOW = datetime(2026, 11, 2, 8, tzinfo=UTC)


class Work:
    """Raises these in turn, then does its work."""

    def __init__(self, *errors: Exception) -> None:
        self._errors = list(errors)
        self.done = asyncio.Event()

    async def __call__(self) -> None:
        if self._errors:
            raise self._errors.pop(0)
        self.done.set()


async def test_what_is_woken_tries_again_by_itself_while_the_database_is_away(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(waking, "AWAY_PAUSE", 0.0)
    work = Work(DatabaseAwayError("locked"), DatabaseAwayError("locked"))
    job = Waking(work, broken="test_broken")
    running = asyncio.create_task(job.run())
    with capture_logs() as log:
        job.wake()
        async with asyncio.timeout(PATIENCE):
            await work.done.wait()
    running.cancel()

    assert [(each["event"], each["log_level"]) for each in log] == [("test_broken", "warning")] * 2


async def test_a_beat_goes_on_at_its_next_after_the_database_was_away() -> None:
    work = Work(DatabaseAwayError("full"), LookupError("a defect"))
    with capture_logs() as log:
        async with clockwork([Beat(name="test", seconds=0.01, job=work)], utc_now):
            async with asyncio.timeout(PATIENCE):
                await work.done.wait()

    assert [each["log_level"] for each in log[:2]] == ["warning", "error"]


async def test_a_beat_has_its_name_in_the_scheduler_s_own_log(
    caplog: pytest.LogCaptureFixture,
) -> None:
    work = Work()
    with caplog.at_level(logging.INFO, logger="apscheduler"):
        async with clockwork([Beat(name="read feeds", seconds=60, job=work)], utc_now):
            await work.done.wait()

    assert 'Running job "read feeds (' in caplog.text
