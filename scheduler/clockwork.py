"""The beats: each job is woken at its own, and what it raises stops none of the others."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import AsyncIterator, Awaitable, Callable, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

import structlog
from apscheduler.executors.asyncio import AsyncIOExecutor
from apscheduler.schedulers.asyncio import AsyncIOScheduler
from apscheduler.triggers.base import BaseTrigger

from bot.core.database import DatabaseAwayError
from bot.core.measures import Measures

log = structlog.get_logger(__name__)


@dataclass(frozen=True, slots=True)
class Beat:
    """A job and how often it is woken, in seconds; `fast` for a clock that is moved by hand.

    `of` is whose it is, where each server or tool has its own.
    """

    name: str
    seconds: float
    job: Callable[[], Awaitable[object]]
    fast: float = 1.0
    of: str = ""

    @property
    def called(self) -> str:
        """What it is called in the log."""
        return f"{self.name} {self.of}".rstrip()


LOOK = 20.0
"""Seconds, on a clock that nobody sets, between two looks at the beats."""


class _Every(BaseTrigger):  # type: ignore[misc]
    """Wakes a job so long after it was woken: a clock that leaps ahead makes one beat, not many."""

    def __init__(self, start: datetime, interval: timedelta) -> None:
        self._start = start
        self.interval = interval

    def get_next_fire_time(self, previous_fire_time: datetime | None, now: datetime) -> datetime:
        """Return when the job is woken next."""
        return self._start if previous_fire_time is None else now + self.interval


@asynccontextmanager
async def clockwork(
    plan: Sequence[Beat],
    clock: Callable[[], datetime],
    *,
    start: datetime | None = None,
    look: float = LOOK,
    measures: Measures | None = None,
) -> AsyncIterator[None]:
    """Wake the jobs at their beats, from now on unless they `start` later; `clock` is the real one.

    A beat missed or late is run once, never twice at a time. A clock that ran ahead and comes back
    leaves beats that are far off: a look, each so many seconds, brings them back.

    At the end those under way are cut short and waited for: what they use is closed next.
    """
    running: set[asyncio.Task[None]] = set()
    # It warns of each beat that finds its job still at work.
    logging.getLogger("apscheduler.scheduler").setLevel(logging.ERROR)
    scheduler = AsyncIOScheduler(
        timezone=UTC,
        executors={"default": AsyncIOExecutor()},
        job_defaults={"coalesce": True, "max_instances": 1, "misfire_grace_time": None},
    )
    for beat in plan:
        scheduler.add_job(
            _logged(beat, running, measures or Measures()),
            _Every(start or clock(), timedelta(seconds=beat.seconds)),
            name=beat.called,
        )
    scheduler.start()
    looking = asyncio.create_task(_bring_back(scheduler, clock, look))
    running.add(looking)
    try:
        yield
    finally:
        scheduler.shutdown(wait=False)
        await asyncio.sleep(0)  # the scheduler stops in the loop's next turn
        for job in running:
            job.cancel()
        await asyncio.gather(*running, return_exceptions=True)


async def _bring_back(
    scheduler: AsyncIOScheduler, clock: Callable[[], datetime], look: float
) -> None:
    """Wake at once the jobs whose beat is farther off than it may ever be, until cancelled."""
    while True:
        await asyncio.sleep(look)
        now = clock()
        astray = [
            job for job in scheduler.get_jobs() if job.next_run_time - now > job.trigger.interval
        ]
        for job in astray:
            job.modify(next_run_time=now)
        if astray:
            log.warning("beats_brought_back", jobs=len(astray))


def _logged(
    beat: Beat, running: set[asyncio.Task[None]], measures: Measures
) -> Callable[[], Awaitable[None]]:
    """Run a job; what it raises is logged, and the next beat tries again."""

    async def job() -> None:
        task = asyncio.current_task()
        if task is not None:
            running.add(task)
            task.add_done_callback(running.discard)
        try:
            with measures.job_seconds.labels(beat.name, beat.of).time():
                await beat.job()
        except asyncio.CancelledError:
            log.debug("job_cut_short", job=beat.called)  # we stop: the scheduler has no use for it
        except DatabaseAwayError as error:
            log.warning("database_away", job=beat.called, reason=str(error))
        except Exception:
            log.exception("job_failed", job=beat.called)
        measures.job_ended_at.labels(beat.name, beat.of).set_to_current_time()

    return job
