"""The beats and what is woken: a database that is away stops none of them for good."""

from __future__ import annotations

import asyncio
import logging

import pytest
from structlog.testing import capture_logs
from structlog.typing import EventDict

from bot.app import utc_now
from bot.core.database import DatabaseAwayError
from scheduler import waking
from scheduler.clockwork import Beat, clockwork
from scheduler.waking import Woken
from tests.waiting import PATIENCE


class Work:
    """Raises these in turn, then does its work."""

    def __init__(self, *errors: Exception) -> None:
        self._errors = list(errors)
        self.done = asyncio.Event()

    async def __call__(self) -> None:
        if self._errors:
            raise self._errors.pop(0)
        self.done.set()


async def logged_until_done(work: Work) -> list[EventDict]:
    """Wake work until it is done, and return what was logged meanwhile."""
    job = Woken(work, broken="test_broken")
    running = asyncio.create_task(job.run())
    with capture_logs() as log:
        job.wake()
        async with asyncio.timeout(PATIENCE):
            await work.done.wait()
    running.cancel()
    return log


async def test_what_is_woken_tries_again_by_itself_while_the_database_is_away(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(waking, "AWAY_PAUSE", 0.0)

    log = await logged_until_done(Work(DatabaseAwayError("locked"), DatabaseAwayError("locked")))

    told = [(each["event"], each["job"], each["log_level"]) for each in log]
    assert told == [("database_away", "test_broken", "warning")] * 2


async def test_what_is_woken_ends_when_told_to_though_its_tasks_fail_at_that_moment() -> None:
    begun = asyncio.Event()

    async def fails_when_cut_short() -> None:
        begun.set()
        try:
            await asyncio.Event().wait()
        finally:
            raise LookupError("a defect")

    async def work() -> None:
        async with asyncio.TaskGroup() as group:
            group.create_task(fails_when_cut_short())

    job = Woken(work, broken="test_broken")
    running = asyncio.create_task(job.run())
    job.wake()
    await begun.wait()

    running.cancel()

    async with asyncio.timeout(PATIENCE):
        await asyncio.wait({running})
    assert running.cancelled()


async def test_the_database_away_for_each_of_its_tasks_is_no_defect(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(waking, "AWAY_PAUSE", 0.0)
    away = [DatabaseAwayError("locked"), DatabaseAwayError("locked")]

    log = await logged_until_done(Work(ExceptionGroup("two", away)))

    assert [each["log_level"] for each in log] == ["warning"]


async def test_a_beat_goes_on_at_its_next_after_the_database_was_away() -> None:
    work = Work(DatabaseAwayError("full"), LookupError("a defect"))
    with capture_logs() as log:
        async with clockwork([Beat(name="test", seconds=0.01, job=work)], utc_now):
            async with asyncio.timeout(PATIENCE):
                await work.done.wait()

    assert [each["log_level"] for each in log[:2]] == ["warning", "error"]


async def test_a_beat_that_finds_its_job_at_work_is_no_fact(
    caplog: pytest.LogCaptureFixture,
) -> None:
    held, passed = asyncio.Event(), asyncio.Queue[None]()

    async def passes() -> None:
        passed.put_nowait(None)

    slow, quick = Beat("slow", 0.01, held.wait), Beat("quick", 0.01, passes)
    async with clockwork([slow, quick], utc_now), asyncio.timeout(PATIENCE):
        for _ in range(5):
            await passed.get()
        held.set()

    assert caplog.text == ""


async def test_a_beat_has_its_name_in_the_scheduler_s_own_log(
    caplog: pytest.LogCaptureFixture,
) -> None:
    work = Work()
    with caplog.at_level(logging.INFO, logger="apscheduler"):
        async with clockwork([Beat(name="read feeds", seconds=60, job=work)], utc_now):
            await work.done.wait()

    assert 'Running job "read feeds (' in caplog.text
