"""Builds the parts and hands them to each other; starts them, stops them.

The one place that sees everything.
"""

from __future__ import annotations

import asyncio
import time
from collections.abc import AsyncIterator, Callable, Sequence
from contextlib import AbstractAsyncContextManager, AsyncExitStack, asynccontextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from functools import partial

import structlog
from aiohttp.web import RouteDef

from bot.config.feeds import default_suggestions
from bot.config.models import BotConfig, Config
from bot.core import channel_store as channels
from bot.core import command_tokens
from bot.core.clock import Clock
from bot.core.database import Database
from bot.core.database_errors import DatabaseError
from bot.core.locks import RunLock
from bot.core.migrate import migrate
from bot.core.traffic import Traffic
from bot.dispatch import Dispatch
from bot.french.themes import Themes
from bot.letter import dates as letter_dates
from bot.letter.mail.smtp import SmtpSender
from bot.mattermost.listener import Listener
from bot.mattermost.restores import Restores
from bot.mattermost.signing import Signer
from bot.mattermost.web import BODY_LIMIT, CallbackServer
from bot.meaning.encoder import Encoder
from bot.meeting import planning
from bot.network import schedule
from bot.network.address import Addresses
from bot.network.served import Networks
from bot.outside import store as copies
from bot.outside.calling import ApiClient
from bot.outside.rules import OutsideTool
from bot.pages.health import HealthPages
from bot.pages.site import listening, pages
from bot.relay.following import BELT
from bot.servers import ServerConnections
from bot.talk.bot import Bot
from bot.talk.context import Settings
from bot.talk.deposits import DepositLimit
from bot.talk.render import make_render
from bot.veille.feeds import collecting
from bot.veille.fetching.fetch import Fetcher, Limits
from bot.veille.fetching.guard import Guard
from bot.veille.fetching.worker import Worker
from commands import ROUTES
from scheduler import Jobs, Outside
from scheduler.clock_watch import ClockWatch
from scheduler.clockwork import clockwork

log = structlog.get_logger(__name__)

RENEW_EVERY = 10.0
"""Seconds between two looks at whether we still are the one that serves the database."""


def utc_now() -> datetime:
    """Tell the real time."""
    return datetime.now(UTC)


LEAP = timedelta(days=1)
"""A clock that is suddenly further ahead than this is not believed at once."""

BELIEVED_AFTER = timedelta(minutes=10)
"""How long such a leap lasts before it is: a machine that was asleep for days leaps for good."""


class SteadyClock:
    """Tells the real time, except for a leap ahead that has not lasted yet.

    What is forgotten after a year, or said a month late, would be so at once by a clock that is
    wrong for some seconds. `steady` counts seconds on a clock that nobody sets.
    """

    def __init__(
        self, clock: Clock = utc_now, steady: Callable[[], float] = time.monotonic
    ) -> None:
        self._clock = clock
        self._steady = steady
        self._last = (clock(), steady())
        self._leapt_at: float | None = None

    def __call__(self) -> datetime:
        """Tell the time, in UTC."""
        now, at = self._clock(), self._steady()
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
    """The bot: `await App(config).run()` until it is cancelled.

    `run()` raises TokenRefusedError when every server refuses our token, AlreadyRunningError when
    another process serves the same database, DatabaseError when it cannot be used at the start.
    """

    def __init__(self, config: Config, pace: Pace | None = None) -> None:
        self.config = config
        self._pace = pace or Pace()
        self._clock = self._pace.clock
        self._networks = Networks(each.network for each in config.networks)
        self._addresses = Addresses(
            config.bot.secret.get_secret_value().encode(), str(config.bot.public_url or "")
        )
        self._lines = ServerConnections(config, self._networks, self._clock)
        self._encoder = Encoder(installed=None if config.bot.meaning else False)
        self.bot = Bot(
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
            next_meeting=planning.next_date,
            next_letter=letter_dates.next_at,
            settings=Settings(config.bot.tools, default_suggestions(), config.mail_settings, BELT),
            address=self._addresses.address,
            meaning_of=self._encoder.vector,
            coordinators=self._lines.coordinators,
            reached=self._lines.reached,
            writable=self._lines.writable,
            hold=timedelta(seconds=config.bot.hold),
        )
        self.port = config.bot.port

    def next_due(self) -> datetime:
        """Return the next moment at which anything falls due, over all networks."""
        now = self._clock()
        return min(schedule.next_due(each, now) for each in self.bot.networks.values())

    async def run(self, ready: Callable[[], None] = lambda: None) -> None:
        """Serve until cancelled; `ready` is called once the web end listens."""
        database = Database(self.config.bot.database)
        async with AsyncExitStack() as opened:
            opened.callback(database.close)
            lock = opened.enter_context(RunLock(database))
            copy = migrate(database)
            if copy is not None:
                log.info("database_copied", copy=copy.name)
            signer = Signer(self.config.bot.secret)
            restores = Restores(database, signer, self._clock)
            await restores.begin()
            await ClockWatch(database, self._clock).look()
            await database.run(
                lambda db: collecting.configure(db, self.bot.networks.values(), self._clock())
            )
            await database.run(lambda db: self._networks.begin(db, self._clock()))
            limits = Limits(pause=0.0) if self._pace.fast else None
            fetcher = await opened.enter_async_context(open_fetcher(self.config.bot, limits))
            self._lines.open(signer, await database.run(channels.all_of_them))
            opened.push_async_callback(self._lines.close)
            traffic = Traffic()
            await opened.enter_async_context(self._encoder)
            await database.run(lambda db: copies.switch_off(db, self._copied_to))
            api = await opened.enter_async_context(open_api(self.config.bot))
            outside = self._outside(fetcher, api)
            jobs = Jobs(database, self.bot, outside, traffic, fast=self._pace.fast)
            health = self._health(database)
            dispatch = Dispatch(
                database,
                self.bot,
                spoken=jobs.spoken,
                asked=jobs.asked,
                traffic=traffic,
                counted=health.answered,
                deposits=DepositLimit(self.config.bot.deposits),
                understand=self._encoder.ready(),
            )
            routes = (
                *health.routes(),
                *self._callbacks(database, dispatch, signer).routes(),
                *pages(database, self.bot, self._addresses),
            )
            self.port = await opened.enter_async_context(self._listening(routes))
            await opened.enter_async_context(clockwork(jobs.beats, utc_now))
            ready()
            await self._live(database, dispatch, jobs, lock, restores)

    async def _live(
        self,
        database: Database,
        dispatch: Dispatch,
        jobs: Jobs,
        lock: RunLock,
        restores: Restores,
    ) -> None:
        """Hear every server and let the jobs work, until cancelled or one of them ends."""
        try:
            async with asyncio.TaskGroup() as tasks:
                tasks.create_task(_renewed(lock), name="run lock")
                for name, job in jobs.waking.items():
                    tasks.create_task(job.run(), name=name)
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
                    )
                    tasks.create_task(self._lines.listen(name, listener.hear), name=f"hear {name}")
                    tasks.create_task(listener.cursors.write_regularly(), name=f"cursors {name}")
        except ExceptionGroup as group:
            raise group.exceptions[0] from None

    @property
    def _copied_to(self) -> Sequence[tuple[str, OutsideTool]]:
        return [(each.network, each.tool) for each in self.config.outside_lines]

    def _outside(self, fetcher: Fetcher, api: ApiClient) -> Outside:
        mail = self.config.mail
        return Outside(
            senders={name: line.sender for name, line in self._lines},
            web=fetcher,
            membership=self._lines,
            encoder=self._encoder,
            carrier=SmtpSender(mail.server) if mail else None,
            pace=mail.pace if mail else 1,
            api=api,
            lines=self.config.outside_lines,
        )

    def _health(self, database: Database) -> HealthPages:
        return HealthPages(
            database,
            {name: line.socket for name, line in self._lines},
            channels=self._lines.channels,
            serving=lambda: self._lines.serving,
        )

    def _listening(self, routes: Sequence[RouteDef]) -> AbstractAsyncContextManager[int]:
        config = self.config.bot
        path = (config.public_url.path or "") if config.public_url else ""
        return listening(routes, config.host, config.port, path=path, body_limit=BODY_LIMIT)

    def _callbacks(self, database: Database, dispatch: Dispatch, signer: Signer) -> CallbackServer:
        return CallbackServer(
            dispatch,
            signer,
            {name: line.sender for name, line in self._lines},
            partial(self._known_tokens, database),
            self._clock,
        )

    async def _known_tokens(self, database: Database) -> Sequence[tuple[str, str]]:
        """Return the (server, hash) of every slash command: the configuration's and setup's."""
        configured = [
            (server.name, command_tokens.digest(token.get_secret_value()))
            for server in self.config.servers
            for token in server.command_tokens
        ]
        return [*configured, *await database.run(command_tokens.hashes)]


async def _renewed(lock: RunLock) -> None:
    """Renew the right to serve the database, until cancelled. Raises AlreadyRunningError."""
    while True:
        await asyncio.sleep(RENEW_EVERY)
        try:
            if await asyncio.to_thread(lock.renew):
                log.warning("run_lock_renewed")
        except DatabaseError as error:
            log.warning("run_lock_lost", reason=str(error))


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
