"""Builds the parts and hands them to each other; starts them, stops them.

The one place that sees everything.
"""

from __future__ import annotations

import asyncio
import pickle
import time
from collections.abc import AsyncIterator, Callable, Mapping, Sequence
from contextlib import AbstractAsyncContextManager, AsyncExitStack, asynccontextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from functools import partial

import structlog
from aiohttp.web import RouteDef
from sqlalchemy import Connection

from bot.config.feeds import default_suggestions
from bot.config.models import BotConfig, Config
from bot.core import command_tokens
from bot.core.child import made_apart
from bot.core.clock import Clock
from bot.core.database import Database
from bot.core.locks import run_lock
from bot.core.measures import Measures
from bot.core.migrate import migrate
from bot.core.peers import Peers, Topic
from bot.core.traffic import Traffic
from bot.dispatch import Dispatch
from bot.entry import deciding
from bot.entry import store as entries
from bot.french.text import read_ahead
from bot.french.themes import Themes
from bot.letter import dates as letter_dates
from bot.mattermost.listener import Listener
from bot.mattermost.restores import Restores
from bot.mattermost.signing import Signer
from bot.mattermost.web import BODY_LIMIT, CallbackServer
from bot.meaning.encoder import Encoder
from bot.meeting import planning
from bot.network import schedule
from bot.network.address import Addresses
from bot.network.network import visited
from bot.network.served import Networks
from bot.outside import following
from bot.outside import store as copies
from bot.outside.calling import ApiClient
from bot.outside_lines import outside_lines
from bot.pages.health import HealthPages
from bot.pages.site import listening, pages
from bot.people import coordinators
from bot.pile.following import FOLLOWED
from bot.privacy import service as privacy
from bot.question import store as questions
from bot.servers import ServerConnections
from bot.talk.bot import Bot
from bot.talk.context import Settings
from bot.talk.deposits import DepositLimit
from bot.talk.render import make_render
from bot.veille.feeds import collecting
from bot.veille.feeds.suggestions import Suggestions
from bot.veille.fetching.fetch import Fetcher, Limits
from bot.veille.fetching.guard import Guard
from bot.veille.fetching.worker import Worker
from commands import ROUTES
from scheduler import Jobs, Outside
from scheduler.clock_watch import ClockWatch
from scheduler.clockwork import clockwork
from scheduler.deliver import LEASE
from scheduler.waking import Waking, Woken

log = structlog.get_logger(__name__)


def utc_now() -> datetime:
    """Tell the real time."""
    return datetime.now(UTC)


_MEMORY_LIMIT = 600.0
"""Seconds for the ZIP of a memory: a hundred thousand answers, where others work too."""

LEAP = timedelta(days=1)
"""A clock that is suddenly further ahead than this is not believed at once."""

BELIEVED_AFTER = timedelta(minutes=10)
"""How long such a leap lasts before it is: a machine that was asleep for days leaps for good."""


@dataclass(eq=False)
class SteadyClock:
    """Tells the real time, except for a leap ahead that has not lasted yet.

    What is forgotten after a year, or said a month late, would be so at once by a clock that is
    wrong for some seconds. `steady` counts seconds on a clock that nobody sets.
    """

    clock: Clock = utc_now
    steady: Callable[[], float] = time.monotonic
    _leapt_at: float | None = field(default=None, init=False)

    def __post_init__(self) -> None:
        """Believe the time that is told first."""
        self._last = (self.clock(), self.steady())

    def __call__(self) -> datetime:
        """Tell the time, in UTC."""
        now, at = self.clock(), self.steady()
        last, since = self._last
        expected = last + timedelta(seconds=at - since)
        if now - expected > LEAP and not self._lasts(at, now - expected):
            return expected
        self._last, self._leapt_at = (now, at), None
        return now

    def _lasts(self, at: float, leap: timedelta) -> bool:
        if self._leapt_at is None:
            self._leapt_at = at
            log.warning("clock_leapt", days=leap.days)
        return at - self._leapt_at >= BELIEVED_AFTER.total_seconds()


@dataclass(frozen=True, slots=True, kw_only=True)
class Pace:
    """How the app keeps time: `fast` for a clock that is moved by hand, as in the demo."""

    clock: Clock = field(default_factory=SteadyClock)
    fast: bool = False


class App:
    """The bot: `await App(config).run()` until it is cancelled; it suggests feeds, ours for None.

    Several may serve one PostgreSQL database: see `bot.core.peers`.

    `run()` raises TokenRefusedError when every server refuses our token, AlreadyRunningError when
    another process serves the same SQLite file, DatabaseError when it cannot be used at the start,
    NewerDatabaseError when a newer program has changed the tables.
    """

    def __init__(
        self, config: Config, pace: Pace | None = None, suggested: Suggestions | None = None
    ) -> None:
        self.config = config
        self._pace = pace or Pace()
        self._clock = self._pace.clock
        self._networks = Networks(config.served, entries.networks)
        self._addresses = Addresses(
            config.bot.secret.get_secret_value().encode(), str(config.bot.public_url or "")
        )
        self._lines = ServerConnections(config, self._networks, self._clock)
        self._renewals = [  # one a server, so that none waits for another that is away
            Woken(partial(self._lines.renew, each.name), broken="places_not_renewed")
            for each in config.servers
        ]
        self._encoder = Encoder(installed=None if config.bot.meaning else False)
        self.bot = Bot(
            networks=self._networks,
            reread=self._networks.reread,
            entering=self._networks.entering.get,
            routes=ROUTES,
            renderer=make_render(),
            clock=self._clock,
            buttons=config.bot.public_url is not None,
            wording={
                "advisers": config.bot.advisers,
                "contact": config.bot.contact,
                "responsible": config.bot.responsible,
            },
            themes=Themes(config.bot.themes),
            next_meeting=planning.next_date,
            next_letter=letter_dates.next_at,
            settings=Settings(
                config.bot.tools,
                suggested or default_suggestions(),
                config.mail_settings,
                FOLLOWED,
            ),
            address=self._addresses.address,
            meaning_of=self._encoder.vector,
            coordinators_of=self._lines.coordinators,
            reached=self._lines.reached,
            hears=self._lines.hears,
            writable=self._lines.writable,
            hold=timedelta(seconds=config.bot.hold),
        )
        self.port = config.bot.port

    def _begin(self, db: Connection) -> None:
        """Read which networks there are, and let go what the configuration has no place for."""
        now = self._clock()
        self._networks.begin(db, now)
        deciding.give_way(self.bot.context(db, visited(""), now))
        for server in self.config.servers:
            if not server.administrators:
                coordinators.drop(db, coordinators.administration(server.name))
        self._networks.reread(db)

    def _forget_again(self, db: Connection, server: str, told: Mapping[str, datetime]) -> None:
        if told:
            ctx = self.bot.context(db, visited(server), self._clock())
            if people := privacy.forget_again(ctx, server, told):
                log.warning("forgotten_again", people=people)

    def next_due(self) -> datetime:
        """Return the next moment at which anything falls due; without networks, a day hence."""
        now = self._clock()
        dues = (schedule.next_due(each, now) for each in self.bot.networks.values())
        return min(dues, default=now + LEAP)

    async def run(self, ready: Callable[[], None] = lambda: None) -> None:
        """Serve until cancelled; `ready` is called once the web end listens."""
        database = Database(self.config.bot.database)
        async with AsyncExitStack() as opened:
            opened.callback(database.close)
            opened.enter_context(run_lock(database))
            copy = migrate(database)
            if copy is not None:
                log.info("database_copied", copy=copy.name)
            peers = _peers_of(database)
            signer = Signer(self.config.bot.secret)
            noticed = partial(peers.tell, Topic.GENERATIONS)
            servers = [name for name, _ in self._lines]
            restores = Restores(
                database,
                signer,
                self._clock,
                servers,
                noticed=noticed,
                forget_again=self._forget_again,
            )
            await restores.begin()
            await ClockWatch(database, self._clock).look()
            await database.run(
                lambda db: collecting.configure(db, self.bot.networks.values(), self._clock())
            )
            await database.run(self._begin)
            limits = Limits(pause=0.0) if self._pace.fast else None
            fetcher = await opened.enter_async_context(open_fetcher(self.config.bot, limits))
            self._lines.open(
                signer,
                lambda seen: database.run(
                    lambda db: coordinators.settle(db, seen, self._clock(), questions.cards_of)
                ),
                peers.leads,
            )
            opened.push_async_callback(self._lines.close)
            traffic, measures = Traffic(), Measures()
            await opened.enter_async_context(self._encoder)
            await database.run(self._switch_tools)
            api = await opened.enter_async_context(open_api(self.config.bot))
            outside = self._outside(fetcher, api)
            jobs = Jobs(
                database.fenced(peers.fence),
                self.bot,
                outside,
                traffic,
                fast=self._pace.fast,
                lease=None if peers.alone else LEASE,
                leads=peers.leads,
                looked=restores.looked,
                measures=measures,
            )
            health = self._health(database, peers, measures)
            renewing = Woken(partial(self._renew, database), broken="networks_not_reread")

            def reshaped() -> None:
                renewing.wake()
                peers.tell(Topic.SETTINGS)

            dispatch = Dispatch(
                database,
                self.bot,
                spoken=partial(_wake, peers, jobs.spoken, Topic.SPOKEN),
                to_read=partial(_wake, peers, jobs.asked, Topic.ASKED),
                reshaped=reshaped,
                traffic=traffic,
                measures=measures,
                deposits=DepositLimit(self.config.bot.deposits),
                understand=self._encoder.ready(),
                quote=self._lines.quoted,
            )
            routes = (
                *health.routes(),
                *self._callbacks(database, dispatch, signer, measures).routes(),
                *pages(database, self.bot, self._addresses),
            )
            self.port = await opened.enter_async_context(self._listening(routes))
            if not peers.alone:
                opened.push_async_exit(health.leave)
            ready()
            await self._live(database, dispatch, jobs, peers, restores, renewing)

    async def _live(  # noqa: PLR0913, PLR0917  all that runs
        self,
        database: Database,
        dispatch: Dispatch,
        jobs: Jobs,
        peers: Peers,
        restores: Restores,
        renewing: Waking,
    ) -> None:
        """Hear every server, and do what the clock asks for while we lead; until cancelled."""
        keeping_up = {
            Topic.SETTINGS: renewing,
            Topic.GENERATIONS: Woken(restores.reread, broken="generations_not_read"),
        }
        peers.heard = {
            Topic.SPOKEN: jobs.spoken,
            Topic.ASKED: jobs.asked,
            **{topic: each.wake for topic, each in keeping_up.items()},
        }
        listeners = []
        try:
            async with asyncio.TaskGroup() as tasks:
                tasks.create_task(asyncio.to_thread(read_ahead), name="read ahead")
                for topic, each in keeping_up.items():
                    tasks.create_task(each.run(), name=topic)
                for renewal in self._renewals:
                    tasks.create_task(renewal.run(), name="renew places")
                for name, line in self._lines:
                    listener = Listener(
                        database,
                        dispatch,
                        line.client,
                        line.roster,
                        self._clock,
                        moved=partial(jobs.moved, name),
                        restores=restores,
                        back=partial(jobs.back, name),
                        leads=peers.leads,
                    )
                    listeners.append(listener)
                    tasks.create_task(self._lines.listen(name, listener), name=f"hear {name}")
                peers.tell(Topic.SETTINGS)  # of what one may have died before it told
                lead = partial(_lead, jobs, listeners, renewing)
                tasks.create_task(peers.run(lead), name="lead")
        except ExceptionGroup as group:
            raise _first(group) from None

    async def _renew(self, database: Database) -> None:
        """Take up what networks chose, and which came or went, wherever it was decided."""
        await database.run(self.bot.reread)
        for each in self._renewals:
            each.wake()

    def _switch_tools(self, db: Connection) -> None:
        """Have the tools outside be on or off as the configuration says."""
        lines, now = outside_lines(self.config), self._clock()
        copies.switch_off(db, [(each.network, each.tool) for each in lines])
        for line in lines:
            if network := self.bot.networks.get(line.network):
                following.opened(self.bot.context(db, network, now), line)

    async def memory_of(self, network: str) -> bytes:
        """Return the memory of a network as a ZIP. Raises NotMadeError."""
        asked = pickle.dumps((self.config, network))
        return await made_apart("bot.admin.remembering", asked, time_limit=_MEMORY_LIMIT)

    def _outside(self, fetcher: Fetcher, api: ApiClient) -> Outside:
        mail, carrier, mailbox = self.config.mail, None, None
        if mail:
            from bot.letter.mail.smtp import SmtpSender  # noqa: PLC0415  a bot may be without mail

            carrier = SmtpSender(mail.server)
        if mail and mail.imap:
            from bot.letter.inbox.imap import ImapMailbox  # noqa: PLC0415  the same

            mailbox = ImapMailbox(mail.imap.server).opened
        return Outside(
            senders={name: line.sender for name, line in self._lines},
            web=fetcher,
            membership=self._lines,
            memory_of=self.memory_of,
            encoder=self._encoder,
            carrier=carrier,
            pace=mail.pace if mail else 1,
            mailbox=mailbox,
            api=api,
            lines=outside_lines(self.config),
        )

    def _health(self, database: Database, peers: Peers, measures: Measures) -> HealthPages:
        return HealthPages(
            database,
            measures,
            self._clock,
            {name: line.socket for name, line in self._lines},
            channels=self._lines.channels,
            serving=lambda: self._lines.serving,
            leads=peers.leads,
        )

    def _listening(self, routes: Sequence[RouteDef]) -> AbstractAsyncContextManager[int]:
        config = self.config.bot
        path = (config.public_url.path or "") if config.public_url else ""
        return listening(routes, config.host, config.port, path=path, body_limit=BODY_LIMIT)

    def _callbacks(
        self, database: Database, dispatch: Dispatch, signer: Signer, measures: Measures
    ) -> CallbackServer:
        return CallbackServer(
            dispatch,
            signer,
            {name: line.sender for name, line in self._lines},
            partial(self._known_tokens, database),
            self._clock,
            measures,
        )

    async def _known_tokens(self, database: Database) -> Sequence[tuple[str, str]]:
        """Return the (server, hash) of every slash command: the configuration's and setup's."""
        configured = [
            (server.name, command_tokens.digest(token.get_secret_value()))
            for server in self.config.servers
            for token in server.command_tokens
        ]
        return [*configured, *await database.run(command_tokens.hashes)]


def _peers_of(database: Database) -> Peers:
    """Return this process among those that may serve a database."""
    if database.url.get_backend_name() != "postgresql":
        return Peers()
    from bot.core.peers_postgresql import PostgresqlPeers  # noqa: PLC0415  its driver is optional

    return PostgresqlPeers(database)


async def _lead(jobs: Jobs, listeners: Sequence[Listener], renewing: Waking) -> None:
    """Do what one process alone does, until cancelled; first look what the one before left."""
    renewing.wake()
    async with clockwork(jobs.beats, utc_now, measures=jobs.measures), asyncio.TaskGroup() as tasks:
        for name, job in jobs.waking.items():
            tasks.create_task(job.run(), name=name)
        for listener in listeners:
            tasks.create_task(listener.lead(), name="take over")


def _wake(peers: Peers, wake: Callable[[], None], topic: Topic) -> None:
    """Have a job look for work: ours, or that of the process that leads."""
    wake()
    if not peers.leads():
        peers.tell(topic)


def _first(group: BaseExceptionGroup[Exception]) -> Exception:
    """Return what broke first, in a group of groups."""
    first = group.exceptions[0]
    return _first(first) if isinstance(first, BaseExceptionGroup) else first


@asynccontextmanager
async def open_fetcher(config: BotConfig, limits: Limits | None = None) -> AsyncIterator[Fetcher]:
    """Open what reads feeds and pages, under the name by which publishers know us."""
    async with (
        Worker() as worker,
        Fetcher(
            worker,
            agent=_agent(config, "veille de réseaux"),
            guard=Guard(config.allowed_feed_hosts),
            limits=limits or Limits(),
        ) as fetcher,
    ):
        yield fetcher


def open_api(config: BotConfig) -> ApiClient:
    """Return what calls the tools that get copies, to be entered."""
    guard = Guard(config.allowed_feed_hosts)
    return ApiClient(agent=_agent(config, "animation de réseaux"), guard=guard)


def _agent(config: BotConfig, what: str) -> str:
    """Return what others know us by."""
    contact = f" ; {config.contact}" if config.contact else ""
    told = f"Courroie ({what} ; robot Mattermost{contact})"
    return told.encode("ascii", "ignore").decode()
