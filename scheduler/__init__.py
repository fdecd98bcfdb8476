"""What the clock asks for: `Jobs.beats` is the whole table, the rounds of `rounds.py` in it.

The beat only wakes a job: what is due is computed from rules and from what was done, so that a
missed or doubled beat is harmless.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import timedelta
from functools import partial
from typing import Protocol

from bot.core.database import Database
from bot.core.measures import Measures
from bot.core.traffic import Traffic
from bot.meaning.encoder import Encoder
from bot.outside.calling import ApiClient
from bot.outside.line import OutsideLine
from bot.talk.bot import Bot
from scheduler.channel_watch import ChannelWatch
from scheduler.clean import Cleaner
from scheduler.clock_watch import ClockWatch
from scheduler.clockwork import Beat
from scheduler.collect import Collector, Reader
from scheduler.copies import Copier
from scheduler.deliver import Deliverer, MemoryOf, Sender, no_memory
from scheduler.entering import EntryWatch
from scheduler.inbox import InboxJob, Opening
from scheduler.index import Indexer
from scheduler.late import LatePosts
from scheduler.mail import MailJob, MailSender
from scheduler.memberships import Membership, MembershipWatcher
from scheduler.pages import PageWatch
from scheduler.past import PastReader, Talk
from scheduler.places import ListReader, PlacesJob
from scheduler.publish import Publisher
from scheduler.purge import Purge
from scheduler.records import RecordReader
from scheduler.rounds import ROUNDS, Rounds
from scheduler.titles import PageReader, Titler
from scheduler.tryout import TryOut
from scheduler.understand import Understanding
from scheduler.waking import Waking


class Chat(Membership, Talk, Protocol):
    """Tells who is in the networks' channels, and what was said there."""


class Web(Reader, PageReader, ListReader, Protocol):
    """Reads feeds, pages and lists of places."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Outside:
    """What jobs reach the world by: the servers' `senders`, the `web`, `membership`, `carrier`.

    `encoder` makes out what texts mean, `memory_of` the ZIP of a network's memory. Without a
    `carrier` no mail is sent; `pace` is how many a minute; `mailbox` opens what is read for us, if
    any. `lines` are the tools that get copies, called by `api`.
    """

    senders: Mapping[str, Sender]
    web: Web
    membership: Chat
    encoder: Encoder
    memory_of: MemoryOf = no_memory
    carrier: MailSender | None = None
    pace: int = 1
    mailbox: Opening | None = None
    api: ApiClient
    lines: Sequence[OutsideLine] = ()


class Jobs:
    """All the jobs, built: `waking` those that run until cancelled, `beats` when each is woken.

    What asks servers has a job for each of them: none waits for another's server.

    `spoken` and `asked` wake those that have something to do. `lease`, `leads` and `looked` are the
    deliverers'; `measures` counts what is said, read and sent.
    """

    def __init__(  # noqa: PLR0913  the parts, each once
        self,
        database: Database,
        bot: Bot,
        outside: Outside,
        traffic: Traffic,
        *,
        fast: bool,
        lease: timedelta | None = None,
        measures: Measures | None = None,
        leads: Callable[[], bool] = lambda: True,
        looked: Callable[[str], bool] = lambda _server: True,
    ) -> None:
        clock, web, membership = bot.clock, outside.web, outside.membership
        deliver, measures = self._deliver, measures or Measures()
        self.measures = measures
        self._deliverers = {
            server: Deliverer(
                database,
                server,
                sender,
                clock,
                traffic,
                LatePosts(bot),
                lease,
                measures,
                leads,
                partial(looked, server),
                outside.memory_of,
            )
            for server, sender in outside.senders.items()
        }
        self._people = {
            server: MembershipWatcher(database, bot, server, membership, deliver)
            for server in outside.senders
        }
        channels = ChannelWatch(database, bot, membership.channels, deliver)
        encoder = outside.encoder
        indexer = Indexer(database, bot, traffic, deliver, encoder.ready())
        understanding = Understanding(database, bot, traffic, encoder)
        record_reader = RecordReader(database, bot, traffic, encoder)
        titler = Titler(database, web, clock)
        pages = PageWatch(database, bot, web)
        trials = TryOut(database, bot, web, deliver)
        mail = MailJob(
            database, bot, outside.carrier, deliver, pace=outside.pace, measures=measures
        )
        inbox = InboxJob(database, bot, outside.mailbox, self.spoken, web)
        collect = Collector(database, web, clock, bot.networks, measures=measures).collect_due
        rounds = Rounds(database, bot, membership.members_of, deliver)
        copiers = {
            f"copy {each.name}": Copier(database, bot, each, outside.api) for each in outside.lines
        }
        past = PastReader(database, bot, membership, traffic, deliver)
        entry_watch = EntryWatch(database, bot, deliver)
        self._indexer, self._titler, self._trials = indexer, titler, trials
        self._pages = pages
        self._channels, self._records = channels, record_reader
        self.waking: Mapping[str, Waking] = {
            **{f"deliver {server}": each for server, each in self._deliverers.items()},
            **{f"people {server}": each for server, each in self._people.items()},
            "index": indexer,
            "understand": understanding,
            "records": record_reader,
            "titles": titler,
            "pages": pages,
            "try feeds": trials,
            "channels": channels,
            "mail": mail,
            **copiers,
        }
        beats = (
            Beat("clock", 300, ClockWatch(database, clock).look, fast=5),
            Beat("collect", 60, collect),
            Beat("try feeds", 30, trials.beat),
            Beat("publish", 30, Publisher(database, bot, collect, deliver).publish_due),
            *(Beat("deliver", 15, each.beat, of=name) for name, each in self._deliverers.items()),
            *(
                Beat("people", 24 * 3600, each.check, fast=5, of=name)
                for name, each in self._people.items()
            ),
            Beat("index", 10, indexer.read_new),
            Beat("understand", 10, understanding.beat),
            Beat("records", 30, record_reader.beat),
            Beat("titles", 300, titler.beat),
            Beat("pages", 300, pages.beat),
            Beat("places", 3600, PlacesJob(database, bot.networks, web, clock).read_due),
            Beat("past", 60, past.read_due, fast=5),
            Beat("channels", 60, channels.look),
            Beat("mail", 10, mail.beat),
            Beat("mailbox", 60, inbox.read),
            *(Beat("copy", 60, each.beat, of=each.line.name) for each in copiers.values()),
            Beat("entries", 3600, entry_watch.end_overdue),
            Beat("entries asked again", 60, entry_watch.ask_again, fast=5),
            Beat("clean", 600, Cleaner(database, clock, traffic).clean),
            Beat("purge", 24 * 3600, Purge(database, clock).forget, fast=24 * 3600),
            *(Beat(each.name, each.beat, partial(rounds.go, each)) for each in ROUNDS),
        )
        self.beats = [replace(each, seconds=each.fast) if fast else each for each in beats]

    def moved(self, server: str, network: str = "") -> None:
        """Wake what looks after who and where: of a network, of a server's whole for ""."""
        self._channels.wake()
        self._people[server].moved(network)

    def back(self, server: str) -> None:
        """Have a server spoken to that answers again."""
        self._deliverers[server].back()

    def spoken(self) -> None:
        """Wake what looks after a transaction that may have said something."""
        self._deliver()
        self._indexer.wake()

    def _deliver(self) -> None:
        for each in self._deliverers.values():
            each.wake()

    def asked(self) -> None:
        """Wake what reads for those who asked, on the web or what they gave."""
        self._titler.wake()
        self._pages.wake()
        self._trials.wake()
        self._records.wake()
