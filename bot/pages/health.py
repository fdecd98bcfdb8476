"""What people and machines read of the bot itself: `/health` (JSON) and `/metrics` (Prometheus)."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Callable, Collection, Mapping
from datetime import datetime
from enum import StrEnum
from shutil import disk_usage
from typing import Protocol

import structlog
from aiohttp import web
from prometheus_client import Gauge, generate_latest
from sqlalchemy import Connection

from bot.core import counters, outbox
from bot.core.channel import ChannelState, NetworkChannel
from bot.core.clock import Clock
from bot.core.database import Database
from bot.core.database_errors import DatabaseError
from bot.core.measures import Measures
from bot.core.message import Delivery
from bot.letter.mail import store as mails
from bot.veille.feeds import store as feeds

log = structlog.get_logger(__name__)

TIME_LIMIT = 4.0
"""Seconds that the database may take: what asks about health waits little longer."""

LOOK_EVERY = 3600.0
"""Seconds between two readings of the whole file, for damage."""

ROOM = 1_000_000
"""Bytes free on the file's disk below which it counts as full: what people say takes more than our
own small write, which may find room for ever in a journal that is already there."""

LINGER = 3.0
"""Seconds that one of several still answers once told to stop: longer than between two looks of the
proxy that leads calls here (`health_interval` in `deploy/Caddyfile`)."""

LOOKED_AT = 15.0
"""Seconds since the last look at our health beyond which nobody leads calls by it."""

_FAILING = 503
_FIGURES = {
    "outbox_waiting": "messages not said yet",
    "outbox_failed": "messages given up",
    "feeds_failing": "feeds that cannot be read",
    "mails_waiting": "mails still to be sent",
}
_AGES = {
    "outbox_oldest_seconds": "age of the oldest message that should be said by now, 0 for none",
    "mails_oldest_seconds": "age of the oldest mail still to be sent, 0 for none",
}
"""What the database tells of what waits and what fails."""


class HealthStatus(StrEnum):
    """How a bot is, in a word."""

    OK = "ok"
    DEGRADED = "degraded"
    STARTING = "starting"
    STOPPING = "stopping"
    FAILING = "failing"


_SERVING = (HealthStatus.OK, HealthStatus.DEGRADED)


class SocketHealth(Protocol):
    """A server's socket, as far as its health goes."""

    @property
    def connected(self) -> bool:
        """Whether it hears."""

    @property
    def last_event_at(self) -> datetime | None:
        """When it last heard anything, UTC."""

    @property
    def refused(self) -> bool:
        """Whether the server refuses our token: a person must act."""


class HealthPages:
    """The two addresses, and the figures they show.

    `/health` is 200 once commands are served (`serving`) and while the database can be written and
    is whole, whatever the servers do: a restart would not mend them. `leading` tells whether this
    process does what one alone does of those that serve the database. Its `status` is « degraded »
    while one of them is not heard; « starting », « stopping » and « failing » come with 503.
    `servers` tells of each whether it is heard, and whether it refuses our token. `channels` names
    the networks whose channel is archived, or that the bot is not in, which does not change the
    status: people decide that, and what is for them waits.

    `/metrics` shows `measures`, and what waits in the database.
    """

    def __init__(  # noqa: PLR0913, PLR0917  the parts, each once
        self,
        database: Database,
        measures: Measures,
        clock: Clock,
        lines: Mapping[str, SocketHealth],
        channels: Callable[[], Collection[NetworkChannel]],
        serving: Callable[[], bool],
        leads: Callable[[], bool] = lambda: True,
    ) -> None:
        self._database = database
        self._clock = clock
        self._lines = lines
        self._channels = channels
        self._serving = serving
        self._leads = leads
        self._look_again_at = 0.0
        self._asked_at = -LOOKED_AT
        self._stopping = False
        self._looking = asyncio.Lock()
        self._damage = ""
        self._registry = measures.registry
        self._connected = Gauge(
            "courroie_socket_connected",
            "1 while a server is heard",
            ["server"],
            registry=self._registry,
        )
        self._leading = Gauge(
            "courroie_leading",
            "1 for the process that leads, of those that serve one database",
            registry=self._registry,
        )
        self._gauges = {
            name: Gauge(f"courroie_{name}", told, registry=self._registry)
            for name, told in (*_FIGURES.items(), *_AGES.items())
        }

    def routes(self) -> list[web.RouteDef]:
        """Return the routes, below the public address."""
        return [
            web.get("/health", self._health),
            web.get("/metrics", self._metrics),
        ]

    async def leave(self, why: type[BaseException] | None, *_: object) -> None:
        """Answer for LINGER seconds more, and tell that it is time to go to another process.

        For who is told to stop and has peers, while someone looks at our health. What came in
        otherwise, just before the door closes, would be cut, and nobody may do it again.
        """
        if why is asyncio.CancelledError and time.monotonic() - self._asked_at < LOOKED_AT:
            self._stopping = True
            await asyncio.sleep(LINGER)

    async def _health(self, _request: web.Request) -> web.Response:
        self._asked_at = time.monotonic()
        trouble, figures = "", None
        try:
            async with asyncio.timeout(TIME_LIMIT):
                trouble = await self._damaged() or await asyncio.to_thread(self._full)
                figures = await self._database.run(_written_figures)
        except DatabaseError as error:
            trouble = trouble or str(error)
        except TimeoutError:
            trouble = "does not answer in time"
        servers = {
            name: {
                "connected": line.connected,
                "token_refused": line.refused,
                "last_event_at": line.last_event_at.isoformat() if line.last_event_at else None,
            }
            for name, line in self._lines.items()
        }
        status = self._status(trouble)
        found: dict[str, object] = {
            "status": status,
            "leading": self._leading_now(),
            "servers": servers,
            "channels": {
                each.network: each.state.value
                for each in self._channels()
                if each.state is not ChannelState.OPEN
            },
        }
        if figures is not None:
            shown = ("outbox_waiting", "feeds_failing", "mails_waiting")
            found |= {name: figures[name] for name in shown}
        if trouble:
            log.error("health_failing", reason=trouble)
            found["database"] = trouble
        serves = status in _SERVING
        return web.json_response(found, status=200 if serves else _FAILING)

    def _leading_now(self) -> bool:
        return self._leads() and not self._stopping  # who stops has let the lead go

    def _status(self, trouble: str) -> HealthStatus:
        if trouble:
            return HealthStatus.FAILING
        if self._stopping:
            return HealthStatus.STOPPING
        if not self._serving():
            return HealthStatus.STARTING
        well = all(line.connected for line in self._lines.values())
        return HealthStatus.OK if well else HealthStatus.DEGRADED

    async def _damaged(self) -> str:
        """Tell whether the file was found damaged; look again now and then, one at a time."""
        async with self._looking:
            if time.monotonic() >= self._look_again_at:
                found = await asyncio.to_thread(self._database.damage)
                self._look_again_at = time.monotonic() + LOOK_EVERY
                self._damage = f"damaged: {found}" if found else ""
        return self._damage

    def _full(self) -> str:
        """Tell whether the file's disk has no room: our own small write may find some even so."""
        path = self._database.path
        try:
            return "full" if path and disk_usage(path.resolve().parent).free < ROOM else ""
        except OSError as error:
            return f"its folder cannot be looked at: {error.strerror}"

    async def _metrics(self, _request: web.Request) -> web.Response:
        figures = await self._database.run(lambda db: {**_figures(db), **self._ages(db)})
        for name, gauge in self._gauges.items():
            gauge.set(figures[name])
        self._leading.set(self._leading_now())
        for name, line in self._lines.items():
            self._connected.labels(name).set(line.connected)
        return web.Response(body=generate_latest(self._registry), content_type="text/plain")

    def _ages(self, db: Connection) -> Mapping[str, float]:
        """Return how long what should have left by now has waited, in seconds."""
        now = self._clock()
        networks = [each.network for each in self._channels()]
        since = {
            "outbox_oldest_seconds": outbox.due_since(db, now, self._lines),
            "mails_oldest_seconds": mails.waiting_since(db, networks),
        }
        return {
            name: max((now - at).total_seconds(), 0.0) if at else 0.0 for name, at in since.items()
        }


def _figures(db: Connection) -> Mapping[str, int]:
    return {
        "outbox_waiting": outbox.count(db, Delivery.PREPARED) + outbox.count(db, Delivery.SENDING),
        "outbox_failed": outbox.count(db, Delivery.FAILED),
        "feeds_failing": feeds.count_failing(db),
        "mails_waiting": mails.waiting(db),
    }


def _written_figures(db: Connection) -> Mapping[str, int]:
    """Write something too: a disk may be full, or a file read-only, for those who only read."""
    counters.next_value(db, "", "health")
    return _figures(db)
