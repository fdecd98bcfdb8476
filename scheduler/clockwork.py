"""The beats: each job is woken at its own, and what it raises stops none of the others."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import UTC, datetime

import structlog
from apscheduler.executors.asyncio import AsyncIOExecutor
from apscheduler.schedulers.asyncio import AsyncIOScheduler

from bot.store.database import DatabaseAwayError

log = structlog.get_logger(__name__)


@dataclass(frozen=True, slots=True, kw_only=True)
class Beat:
    """A job and how often it is woken, in seconds."""

    name: str
    seconds: float
    job: Callable[[], Awaitable[object]]


@asynccontextmanager
async def clockwork(plan: Sequence[Beat], start: datetime) -> AsyncIterator[None]:
    """Wake the jobs at their beats from `start` on (UTC).

    A beat missed or late is run once, never twice at a time.

    At the end those under way are cut short and waited for: what they use is closed next.
    """
    running: set[asyncio.Task[None]] = set()
    scheduler = AsyncIOScheduler(
        timezone=UTC,
        executors={"default": AsyncIOExecutor()},
        job_defaults={"coalesce": True, "max_instances": 1, "misfire_grace_time": None},
    )
    for beat in plan:
        scheduler.add_job(
            _logged(beat, running),
            "interval",
            name=beat.name,
            seconds=beat.seconds,
            next_run_time=start,
        )
    scheduler.start()
    try:
        yield
    finally:
        scheduler.shutdown(wait=False)
        await asyncio.sleep(0)  # the scheduler stops in the loop's next turn
        for job in running:
            job.cancel()
        await asyncio.gather(*running, return_exceptions=True)


def _logged(beat: Beat, running: set[asyncio.Task[None]]) -> Callable[[], Awaitable[None]]:
    """Run a job; what it raises is logged, and the next beat tries again."""

    async def job() -> None:
        task = asyncio.current_task()
        if task is not None:
            running.add(task)
            task.add_done_callback(running.discard)
        try:
            await beat.job()
        except asyncio.CancelledError:
            log.debug("job_cut_short", job=beat.name)  # we stop: the scheduler has no use for it
        except DatabaseAwayError as error:
            log.warning("job_failed", job=beat.name, reason=f"the database is away: {error}")
        except Exception:
            log.exception("job_failed", job=beat.name)

    return job
