"""The sandbox as a whole: built, started and stopped here."""

from __future__ import annotations

from contextlib import AsyncExitStack
from pathlib import Path
from types import TracebackType
from typing import Self

from aiohttp import web

from sandbox.server import console
from sandbox.server.api import (
    actions,
    channels,
    commands,
    dialogs,
    files,
    posts,
    system,
    teams,
    users,
)
from sandbox.server.clock import CLOCK_FILE, WorldClock
from sandbox.server.context import CONTEXT, Context, NextDue, Shared
from sandbox.server.faults import Faults
from sandbox.server.feeds import routes as feeds
from sandbox.server.hub import Hub
from sandbox.server.integrations import Integrations
from sandbox.server.mail import routes as mails
from sandbox.server.mail.catcher import catching
from sandbox.server.mail.imap import offering
from sandbox.server.mail.mailbox import Mailbox
from sandbox.server.middleware import explain, trouble
from sandbox.server.seed import FRANCE, Seed, bot_token, fill
from sandbox.server.socket import websocket
from sandbox.server.triggers import Cookies, PendingPosts, ResponseHooks, Triggers
from sandbox.server.world import World

API = "/api/v4"
_HOST = "127.0.0.1"
_MAILS, _WRITTEN_BACK = "mails", "reponses"
_LARGEST_BODY = 60 << 20
_PATIENCE_SECONDS = 1.0
_IDLE_SECONDS = 60.0
"""For a request's headers to come whole; aiohttp would wait an hour."""
_API_ROUTES = (
    *users.ROUTES,
    *teams.ROUTES,
    *channels.ROUTES,
    *posts.ROUTES,
    *files.ROUTES,
    *actions.ROUTES,
    *dialogs.ROUTES,
    *commands.ROUTES,
    *system.ROUTES,
    web.get("/websocket", websocket),
)


class Sandbox:
    """A Mattermost look-alike on one port, its world kept in `data_dir`.

    `next_due` tells the page the bot's next due date. Mails are caught on `mail_port`, if it is
    set before the start and free, else on any port, which it tells then; what is written back to
    them is read by IMAP on `imap_port`, in the same way. `start` raises `OSError`
    when the page's port is taken; once stopped, it comes back on the port that it had.
    """

    def __init__(
        self,
        *,
        data_dir: Path,
        port: int = 8065,
        next_due: NextDue | None = None,
        bot_may_create_commands: bool = True,
        seed: Seed = FRANCE,
    ) -> None:
        self.url = ""
        self.bot_token = ""
        self.mail_port = self.imap_port = 0
        self.faults = Faults()
        self.shared = Shared(
            clock=WorldClock(data_dir / CLOCK_FILE),
            mailbox=Mailbox(data_dir / _MAILS),
            written_back=Mailbox(data_dir / _WRITTEN_BACK),
            next_due=next_due,
        )
        self._catches_mails = True
        self._seed = seed
        self._data_dir = data_dir
        self._port = port
        self._bot_may_create_commands = bot_may_create_commands
        self._running = AsyncExitStack()

    @property
    def clock(self) -> WorldClock:
        """The world's clock."""
        return self.shared.clock

    def stand_beside(self, other: Sandbox) -> None:
        """Live in the world of another sandbox, which catches the mails. Call it before `start`."""
        self.shared = other.shared
        self._catches_mails = False

    async def start(self) -> None:
        """Open the world, seed it if it is empty, and listen. Port 0 means any free one."""
        async with AsyncExitStack() as opening:
            world = World(self._data_dir, self.clock)
            opening.callback(world.close)
            fill(world, self._seed)
            if self._catches_mails:
                catcher = catching(self.shared.mailbox, self.mail_port)
                self.mail_port = await opening.enter_async_context(catcher)
                box = offering(self.shared.written_back, self.imap_port)
                self.imap_port = await opening.enter_async_context(box)
            context = Context(
                world=world,
                hub=Hub(world),
                faults=self.faults,
                integrations=await opening.enter_async_context(Integrations()),
                triggers=Triggers(),
                hooks=ResponseHooks(),
                cookies=Cookies(),
                pending=PendingPosts(),
                bot_may_create_commands=self._bot_may_create_commands,
                seed=self._seed,
                shared=self.shared,
            )
            runner = web.AppRunner(
                _application(context),
                access_log=None,
                shutdown_timeout=_PATIENCE_SECONDS,
                keepalive_timeout=_IDLE_SECONDS,
            )
            opening.push_async_callback(runner.cleanup)
            await runner.setup()
            await web.TCPSite(runner, _HOST, self._port).start()
            opening.callback(context.hub.abort_all)
            self._port = runner.addresses[0][1]
            context.url = self.url = f"http://{_HOST}:{self._port}"
            self.shared.servers[self._seed.name] = context
            self.bot_token = bot_token(world)
            self.faults.close_sockets = context.hub.abort_all
            self._running = opening.pop_all()

    async def stop(self) -> None:
        """Cut the sockets and close everything. The world stays in its folder."""
        self.faults.thawed.set()
        self.faults.let_go.set()
        await self._running.aclose()

    async def __aenter__(self) -> Self:
        await self.start()
        return self

    async def __aexit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        await self.stop()


def _application(context: Context) -> web.Application:
    application = web.Application(middlewares=[explain, trouble], client_max_size=_LARGEST_BODY)
    application[CONTEXT] = context
    for route in _API_ROUTES:
        application.router.add_route(route.method, f"{API}{route.path}", route.handler)
    application.add_routes([*commands.HOOK_ROUTES, *feeds.ROUTES, *mails.ROUTES, *console.ROUTES])
    return application
