"""What the clock asks for, one module a job; `Jobs.beats` is the whole table.

The beat only wakes a job: what is due is computed from rules and from what was done, so that a
missed or doubled beat is harmless.
"""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from dataclasses import dataclass

from scheduler.clean import Cleaner
from scheduler.collect import Collector
from scheduler.deadlines import DeadlineReminder
from scheduler.deliver import Deliverer
from scheduler.doorman import Doorman
from scheduler.feed_watch import FeedWatch
from scheduler.forewarn import Forewarner
from scheduler.index import Indexer
from scheduler.letters import LetterJobs
from scheduler.mail import Postman
from scheduler.polls import PollCloser
from scheduler.preview import Previewer
from scheduler.publish import Publisher
from scheduler.purge import Purge
from scheduler.recall import Recaller
from scheduler.remind import Reminder
from scheduler.titles import Titler
from scheduler.tryout import TryOut


@dataclass(frozen=True, slots=True, kw_only=True)
class Beat:
    """A job and how often it is woken, in seconds."""

    name: str
    seconds: float
    job: Callable[[], Awaitable[object]]


@dataclass(frozen=True, slots=True, kw_only=True)
class Jobs:
    """All the jobs."""

    collector: Collector
    publisher: Publisher
    letters: LetterJobs
    previewer: Previewer
    deliverer: Deliverer
    indexer: Indexer
    recaller: Recaller
    reminder: Reminder
    polls: PollCloser
    deadlines: DeadlineReminder
    titler: Titler
    purge: Purge
    cleaner: Cleaner
    doorman: Doorman
    tryout: TryOut
    feed_watch: FeedWatch
    forewarner: Forewarner
    postman: Postman

    def beats(self, *, fast: bool) -> tuple[Beat, ...]:
        """Return the jobs' beats; `fast` for a clock that is moved by hand."""
        return (
            Beat(name="collect", seconds=1 if fast else 60, job=self.collector.collect_due),
            Beat(name="try feeds", seconds=1 if fast else 30, job=self.tryout.try_all),
            Beat(name="watch feeds", seconds=1 if fast else 3600, job=self.feed_watch.tell),
            Beat(name="publish", seconds=1 if fast else 30, job=self.publisher.publish_due),
            Beat(name="letters", seconds=1 if fast else 30, job=self.letters.publish_due),
            Beat(name="ask for letters", seconds=1 if fast else 600, job=self.letters.ask),
            Beat(name="preview", seconds=1 if fast else 600, job=self.previewer.show),
            Beat(name="deliver", seconds=1 if fast else 15, job=self._deliver),
            Beat(name="index", seconds=1 if fast else 10, job=self.indexer.read_new),
            Beat(name="bring back", seconds=1 if fast else 60, job=self.recaller.bring_back),
            Beat(name="remind", seconds=1 if fast else 600, job=self.reminder.remind),
            Beat(name="deadlines", seconds=1 if fast else 60, job=self.deadlines.remind),
            Beat(name="recall", seconds=1 if fast else 3600, job=self.recaller.recall),
            Beat(name="close polls", seconds=1 if fast else 60, job=self.polls.close_due),
            Beat(name="titles", seconds=1 if fast else 300, job=self.titler.read_due),
            Beat(name="people", seconds=5 if fast else 24 * 3600, job=self.doorman.check),
            Beat(name="clean", seconds=1 if fast else 600, job=self.cleaner.clean),
            Beat(name="forewarn", seconds=1 if fast else 3600, job=self.forewarner.warn),
            Beat(name="mail", seconds=1 if fast else 10, job=self._mail),
            Beat(name="mail failures", seconds=1 if fast else 600, job=self.postman.tell),
            Beat(name="purge", seconds=24 * 3600, job=self.purge.forget),
        )

    async def _deliver(self) -> None:
        self.deliverer.wake()

    async def _mail(self) -> None:
        self.postman.wake()
