"""What the clock asks for, one module a job; `Jobs.beats` is the whole table.

The beat only wakes a job: what is due is computed from rules and from what was done, so that a
missed or doubled beat is harmless.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Protocol

from bot.core.database import Database
from bot.core.traffic import Traffic
from bot.talk.bot import Bot
from scheduler import titles, tryout
from scheduler.after_meetings import MeetingFollower
from scheduler.channel_watch import ChannelWatch
from scheduler.clean import Cleaner
from scheduler.clock_watch import ClockWatch
from scheduler.clockwork import Beat
from scheduler.collect import Collector, Reader
from scheduler.deadlines import DeadlineReminder
from scheduler.deliver import Deliverer, Sender
from scheduler.feed_watch import FeedWatch
from scheduler.forewarn import Forewarner
from scheduler.index import Indexer
from scheduler.letters import LetterJobs
from scheduler.mail import MailJob, MailSender
from scheduler.memberships import Membership, MembershipWatcher
from scheduler.polls import PollCloser
from scheduler.preview import Previewer
from scheduler.publish import Publisher
from scheduler.purge import Purge
from scheduler.recall import Recaller
from scheduler.remind import Reminder
from scheduler.undecided import UndecidedTexts
from scheduler.waking import Waking


class Web(Reader, titles.PageReader, Protocol):
    """Reads feeds and pages."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Outside:
    """What jobs reach the world by: the servers' `senders`, the `web`, `membership`, `carrier`.

    Without a `carrier` no mail is sent; `pace` is how many a minute.
    """

    senders: Mapping[str, Sender]
    web: Web
    membership: Membership
    carrier: MailSender | None = None
    pace: int = 1


class Jobs:
    """All the jobs, built; `spoken` and `asked` wake those that have something to do."""

    def __init__(self, database: Database, bot: Bot, reach: Outside, traffic: Traffic) -> None:
        zones = {slug: network.timezone for slug, network in bot.networks.items()}
        self._clock_watch = ClockWatch(database, bot.clock)
        self._deliverer = Deliverer(database, reach.senders, bot.clock, traffic)
        deliver = self._deliverer.wake
        self._memberships = MembershipWatcher(database, bot, reach.membership, deliver)
        self._channels = ChannelWatch(database, bot, reach.membership.channels, deliver)
        self._indexer = Indexer(database, bot, traffic, deliver)
        self._titler = titles.Titler(database, reach.web, bot.clock)
        self._tryout = tryout.TryOut(database, bot, reach.web, deliver)
        self._postman = MailJob(database, bot, reach.carrier, deliver, pace=reach.pace)
        self._collector = Collector(database, reach.web, bot.clock, zones)
        self._publisher = Publisher(database, bot, self._collector.collect_due, deliver)
        self._letters = LetterJobs(database, bot, deliver)
        self._previewer = Previewer(database, bot, deliver)
        self._reminder = Reminder(database, bot, reach.membership.members_of, deliver)
        self._follower = MeetingFollower(database, bot, deliver)
        self._recaller = Recaller(database, bot, deliver)
        self._polls = PollCloser(database, bot, deliver)
        self._deadlines = DeadlineReminder(database, bot, deliver)
        self._feed_watch = FeedWatch(database, bot, deliver)
        self._forewarner = Forewarner(database, bot, deliver)
        self._undecided = UndecidedTexts(database, bot, deliver)
        self._purge = Purge(database, bot.clock)
        self._cleaner = Cleaner(database, bot.clock, traffic)

    @property
    def waking(self) -> Mapping[str, Waking]:
        """The jobs that run until cancelled, woken at once when there is something for them."""
        return {
            "deliver": self._deliverer,
            "index": self._indexer,
            "titles": self._titler,
            "try feeds": self._tryout,
            "people": self._memberships,
            "channels": self._channels,
            "mail": self._postman,
        }

    def moved(self, network: str = "") -> None:
        """Wake what looks after who and where: of a network, of all of them for ""."""
        self._channels.wake()
        self._memberships.moved(network)

    def spoken(self) -> None:
        """Wake what looks after a transaction that may have said something."""
        self._deliverer.wake()
        self._indexer.wake()

    def asked(self) -> None:
        """Wake what reads on the web for those who asked."""
        self._titler.wake()
        self._tryout.wake()

    def beats(self, *, fast: bool) -> tuple[Beat, ...]:
        """Return the jobs' beats; `fast` for a clock that is moved by hand."""
        return (
            Beat(name="clock", seconds=5 if fast else 300, job=self._clock_watch.look),
            Beat(name="collect", seconds=1 if fast else 60, job=self._collector.collect_due),
            Beat(name="try feeds", seconds=1 if fast else 30, job=self._tryout.try_all),
            Beat(name="watch feeds", seconds=1 if fast else 3600, job=self._feed_watch.tell),
            Beat(name="publish", seconds=1 if fast else 30, job=self._publisher.publish_due),
            Beat(name="letters", seconds=1 if fast else 30, job=self._letters.publish_due),
            Beat(name="ask for letters", seconds=1 if fast else 600, job=self._letters.ask),
            Beat(name="preview", seconds=1 if fast else 600, job=self._previewer.show),
            Beat(name="deliver", seconds=1 if fast else 15, job=self._deliver),
            Beat(name="index", seconds=1 if fast else 10, job=self._indexer.read_new),
            Beat(name="bring back", seconds=1 if fast else 60, job=self._recaller.bring_back),
            Beat(name="remind", seconds=1 if fast else 600, job=self._reminder.remind),
            Beat(name="meetings passed", seconds=1 if fast else 600, job=self._follower.follow),
            Beat(name="deadlines", seconds=1 if fast else 60, job=self._deadlines.remind),
            Beat(name="undecided texts", seconds=1 if fast else 60, job=self._undecided.look),
            Beat(name="recall", seconds=1 if fast else 3600, job=self._recaller.recall),
            Beat(name="unsent", seconds=1 if fast else 600, job=self._recaller.follow_unsent),
            Beat(name="close polls", seconds=1 if fast else 60, job=self._polls.close_due),
            Beat(name="titles", seconds=1 if fast else 300, job=self._titler.read_due),
            Beat(name="people", seconds=5 if fast else 24 * 3600, job=self._memberships.check),
            Beat(name="channels", seconds=1 if fast else 60, job=self._channels.look),
            Beat(name="clean", seconds=1 if fast else 600, job=self._cleaner.clean),
            Beat(name="forewarn", seconds=1 if fast else 3600, job=self._forewarner.warn),
            Beat(name="mail", seconds=1 if fast else 10, job=self._mail),
            Beat(name="mail failures", seconds=1 if fast else 600, job=self._postman.tell),
            Beat(name="purge", seconds=24 * 3600, job=self._purge.forget),
        )

    async def _deliver(self) -> None:
        self._deliverer.wake()

    async def _mail(self) -> None:
        self._postman.wake()
