"""Builds the parts and hands them to each other; starts them, stops them.

The one place that sees everything.
"""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable, Collection, Mapping, Sequence
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import partial
from typing import Protocol

import structlog
from aiohttp import web
from apscheduler.executors.asyncio import AsyncIOExecutor
from apscheduler.schedulers.asyncio import AsyncIOScheduler

from bot.calendar_end import CalendarEnd
from bot.config import BotConfig, Config, ServerConfig
from bot.config_feeds import default_suggestions
from bot.dispatch import Clock, Dispatch, House
from bot.domain import schedule
from bot.domain.addresses import Addresses, AddressKind
from bot.domain.theme import Themes
from bot.feeds.fetch import Fetcher, Limits
from bot.feeds.guard import Guard
from bot.feeds.worker import Worker
from bot.health import HealthEnd
from bot.letter_end import LetterEnd
from bot.mail.office import post_office
from bot.mail.smtp import Carrier
from bot.mail_end import MailEnd
from bot.mattermost.client import Mattermost
from bot.mattermost.ear import Ear
from bot.mattermost.roster import Plan, Roster
from bot.mattermost.signing import Signer
from bot.mattermost.socket import Socket
from bot.mattermost.voice import Voice
from bot.mattermost.web import BODY_LIMIT, CallbackEnd, Counter
from bot.report_end import ReportEnd
from bot.services import calendars, followings, letter_pages, veilles, year_reports
from bot.services.networks import Networks
from bot.store import tokens
from bot.store.database import Database
from bot.store.migrate import migrate
from bot.talk.render import make_render
from bot.traffic import Traffic
from bot.veille_end import VeilleEnd
from commands import ROUTES
from scheduler import Beat, Jobs
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

log = structlog.get_logger(__name__)

_STOP_SECONDS = 2.0


def utc_now() -> datetime:
    """Tell the real time."""
    return datetime.now(UTC)


@dataclass(frozen=True, slots=True, kw_only=True)
class Pace:
    """How the app keeps time: `fast` for a clock that is moved by hand, as in the demo."""

    clock: Clock = utc_now
    fast: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class _Line:
    """All the parts that serve one Mattermost server."""

    client: Mattermost
    roster: Roster
    voice: Voice
    socket: Socket


class _End(Protocol):
    """Something that answers at addresses of its own."""

    def routes(self, prefix: str = "") -> Sequence[web.RouteDef]:
        """Return them, under a path."""


class App:
    """The bot: `await App(config).run()` until it is cancelled.

    `run()` raises TokenRefusedError when a server refuses our token.
    """

    def __init__(self, config: Config, pace: Pace | None = None) -> None:
        self.config = config
        self._pace = pace or Pace()
        self._clock = self._pace.clock
        self._networks = Networks(each.network for each in config.networks)
        self.house = House(
            networks=self._networks,
            reread=self._networks.reread,
            routes=ROUTES,
            render=make_render(),
            clock=self._clock,
            buttons=config.bot.public_url is not None,
            wording={
                **config.bot.wording.model_dump(),
                "contact": config.bot.contact,
                "responsible": config.bot.responsible,
            },
            themes=Themes(config.bot.themes),
            toolbox=config.bot.tools,
            address=self._address,
            coordinators=self._coordinators,
            reached=self._reached,
            suggestions=default_suggestions(),
            office=post_office(config),
        )
        self._rosters: Mapping[str, Roster] = {}
        self._addresses = Addresses(config.bot.secret.get_secret_value().encode())
        self.port = config.bot.port

    def next_due(self) -> datetime:
        """Return the next moment at which anything falls due, over all networks."""
        now = self._clock()
        return min(schedule.next_due(each, now) for each in self.house.networks.values())

    async def run(self, ready: Callable[[], None] = lambda: None) -> None:
        """Serve until cancelled; `ready` is called once the web end listens."""
        database = Database(self.config.bot.database)
        async with AsyncExitStack() as opened:
            opened.callback(database.close)
            copy = migrate(database)
            if copy is not None:
                log.info("database_copied", copy=copy.name)
            await database.run(
                lambda db: followings.configure(db, self.house.networks.values(), self._clock())
            )
            await database.run(lambda db: self._networks.begin(db, self._clock()))
            limits = Limits(pause=0.0) if self._pace.fast else None
            fetcher = await opened.enter_async_context(open_fetcher(self.config.bot, limits))
            signer = Signer(self.config.bot.secret)
            lines = {each.name: self._line(each, signer) for each in self.config.servers}
            for line in lines.values():
                opened.push_async_callback(line.client.close)
            await self._serve(opened, database, fetcher, signer, lines, ready)

    async def _serve(  # noqa: PLR0913, PLR0917  the parts, each once
        self,
        opened: AsyncExitStack,
        database: Database,
        fetcher: Fetcher,
        signer: Signer,
        lines: Mapping[str, _Line],
        ready: Callable[[], None],
    ) -> None:
        mouths = {name: line.voice for name, line in lines.items()}
        traffic = Traffic()
        deliverer = Deliverer(database, mouths, self._clock, traffic)
        self._rosters = {name: line.roster for name, line in lines.items()}
        indexer = Indexer(database, self.house, traffic, deliverer.wake)
        tryout = TryOut(database, self.house, fetcher, deliverer.wake)
        doorman = Doorman(database, self.house, _Door(self._roster_of), deliverer.wake)
        titler = Titler(database, fetcher, self._clock)
        postman = self._postman(database, deliverer.wake)

        def spoken() -> None:
            deliverer.wake()
            indexer.wake()

        def asked() -> None:
            titler.wake()
            tryout.wake()

        dispatch = Dispatch(database, self.house, spoken=spoken, asked=asked, traffic=traffic)
        zones = {slug: network.timezone for slug, network in self.house.networks.items()}
        collector = Collector(database, fetcher, self._clock, zones)
        publisher = Publisher(database, self.house, collector.collect_due, deliverer.wake)
        health = HealthEnd(database, {name: line.socket for name, line in lines.items()})
        callback = CallbackEnd(
            dispatch,
            signer,
            {name: Counter(roster=each.roster, voice=each.voice) for name, each in lines.items()},
            partial(self._known_tokens, database),
            self._clock,
        )
        read = partial(calendars.invitations, self.house.networks)
        calendar = CalendarEnd(database, self.house.networks, self._addresses, read=read)
        await opened.enter_async_context(
            self._web(
                callback,
                health,
                calendar,
                self._veille(database),
                self._report(database),
                self._letters(database),
                MailEnd(database, self.house),
            )
        )
        jobs = Jobs(
            collector=collector,
            publisher=publisher,
            letters=LetterJobs(database, self.house, deliverer.wake),
            previewer=Previewer(database, self.house, deliverer.wake),
            deliverer=deliverer,
            indexer=indexer,
            reminder=Reminder(database, self.house, self._members, deliverer.wake),
            recaller=Recaller(database, self.house, deliverer.wake),
            titler=titler,
            polls=PollCloser(database, self.house, deliverer.wake),
            deadlines=DeadlineReminder(database, self.house, deliverer.wake),
            purge=Purge(database, self._clock),
            doorman=doorman,
            cleaner=Cleaner(database, self._clock, traffic),
            tryout=tryout,
            postman=postman,
            feed_watch=FeedWatch(database, self.house, deliverer.wake),
            forewarner=Forewarner(database, self.house, deliverer.wake),
        )
        await opened.enter_async_context(_scheduler(jobs.beats(fast=self._pace.fast)))
        ready()
        try:
            async with asyncio.TaskGroup() as tasks:
                tasks.create_task(deliverer.run(), name="deliver")
                tasks.create_task(indexer.run(), name="index")
                tasks.create_task(titler.run(), name="titles")
                tasks.create_task(tryout.run(), name="try feeds")
                tasks.create_task(doorman.run(), name="people")
                tasks.create_task(postman.run(), name="mail")
                for name, line in lines.items():
                    ear = Ear(
                        database,
                        dispatch,
                        line.client,
                        line.roster,
                        self._clock,
                        moved=doorman.moved,
                    )
                    tasks.create_task(line.socket.run(ear.hear), name=f"socket {name}")
                    tasks.create_task(ear.keep_place(), name=f"cursors {name}")
        except ExceptionGroup as group:
            raise group.exceptions[0] from None

    def _roster_of(self, network: str) -> Roster:
        return self._rosters[self.house.networks[network].server]

    def _coordinators(self, network: str) -> frozenset[str]:
        """Return who coordinates a network, nobody while its server has not told."""
        roster = self._rosters.get(self.house.networks[network].server)
        return roster.coordinators_of(network) if roster else frozenset()

    def _reached(self, network: str) -> bool:
        roster = self._rosters.get(self.house.networks[network].server)
        return roster is not None and roster.ready

    def _address(self, kind: AddressKind, network: str, renewed: int | None) -> str:
        """Return where something of a network's is read, see Context."""
        public = self.config.bot.public_url
        if public is None:
            return ""
        last = network if renewed is None else self._addresses.token(kind, network, renewed)
        return f"{str(public).rstrip('/')}{kind.path(last)}"

    def _postman(self, database: Database, spoken: Callable[[], None]) -> Postman:
        mail = self.config.mail
        return Postman(
            database,
            self.house,
            Carrier(mail) if mail else None,
            spoken,
            pace=mail.pace if mail else 1,
        )

    def _veille(self, database: Database) -> VeilleEnd:
        return VeilleEnd(
            database,
            self.house.networks,
            self._addresses,
            veilles,
            self.house.render,
            self._clock,
            str(self.config.bot.public_url or ""),
        )

    def _report(self, database: Database) -> ReportEnd:
        return ReportEnd(
            database,
            self.house.networks,
            self._addresses,
            year_reports,
            self.house.render,
            self._clock,
        )

    def _letters(self, database: Database) -> LetterEnd:
        return LetterEnd(
            database,
            self.house.networks,
            self._addresses,
            letter_pages,
            lambda db, each: letter_pages.preview(self.house.context(db, each, self._clock())),
            self.house.render,
            self._clock,
            str(self.config.bot.public_url or ""),
        )

    async def _members(self, network: str) -> Collection[str]:
        """Ask a network's server who its members are."""
        return await self._rosters[self.house.networks[network].server].members_of(network)

    def _line(self, server: ServerConfig, signer: Signer) -> _Line:
        url = str(server.url)
        client = Mattermost(url, server.token)
        plans = [
            Plan(network=each.network, team=each.team, coordinators=each.coordinators)
            for each in self.config.networks
            if each.server == server.name
        ]
        roster = Roster(server.name, client, plans)
        public = self.config.bot.public_url
        voice = Voice(
            client,
            roster,
            signer,
            callback=str(public).rstrip("/") if public else None,
            clock=self._clock,
        )
        socket = Socket(url=url, token=server.token, check_token=client.me, now=self._clock)
        return _Line(client=client, roster=roster, voice=voice, socket=socket)

    async def _known_tokens(self, database: Database) -> Sequence[tuple[str, str]]:
        """Return the (server, hash) of every slash command: the configuration's and setup's."""
        configured = [
            (server.name, tokens.digest(token.get_secret_value()))
            for server in self.config.servers
            for token in server.command_tokens
        ]
        return [*configured, *await database.run(tokens.hashes)]

    @asynccontextmanager
    async def _web(self, *ends: _End) -> AsyncIterator[None]:
        """Listen for Mattermost, for those who ask how we are, for calendars and for readers."""
        public = self.config.bot.public_url
        prefix = (public.path or "").rstrip("/") if public else ""
        application = web.Application(client_max_size=BODY_LIMIT)
        for each in dict.fromkeys(("", prefix)):
            application.add_routes([route for end in ends for route in end.routes(each)])
        runner = web.AppRunner(application, access_log=None, shutdown_timeout=_STOP_SECONDS)
        await runner.setup()
        try:
            await web.TCPSite(runner, self.config.bot.host, self.config.bot.port).start()
            self.port = runner.addresses[0][1]
            yield
        finally:
            await runner.cleanup()


@dataclass(frozen=True, slots=True)
class _Door:
    """What each network's server tells of people."""

    roster_of: Callable[[str], Roster]

    async def members_of(self, network: str) -> Collection[str]:
        return await self.roster_of(network).members_of(network)

    async def is_in(self, network: str, user: str) -> bool:
        return await self.roster_of(network).is_in(network, user)

    async def has_ended(self, network: str, user: str) -> bool:
        return await self.roster_of(network).has_ended(user)


@asynccontextmanager
async def open_fetcher(config: BotConfig, limits: Limits | None = None) -> AsyncIterator[Fetcher]:
    """Open what reads feeds and pages, under the name by which publishers know us."""
    contact = f" ; {config.contact}" if config.contact else ""
    agent = f"Courroie (veille de réseaux ; robot Mattermost{contact})".encode("ascii", "ignore")
    async with (
        Worker() as worker,
        Fetcher(
            worker,
            agent=agent.decode(),
            guard=Guard(config.allowed_feed_hosts),
            limits=limits,
        ) as fetcher,
    ):
        yield fetcher


@asynccontextmanager
async def _scheduler(plan: Sequence[Beat]) -> AsyncIterator[None]:
    """Wake the jobs at their beats; a beat missed or late is run once, never twice at a time.

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
            seconds=beat.seconds,
            next_run_time=datetime.now(UTC),
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
        except Exception:
            log.exception("job_failed", job=beat.name)

    return job
