"""What people and machines read of the bot itself: `/health` (JSON) and `/metrics` (Prometheus)."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping
from datetime import datetime
from typing import Protocol

from aiohttp import web
from prometheus_client import CollectorRegistry, Counter, Gauge, generate_latest
from sqlalchemy import Connection

from bot.domain.channel import ChannelState, NetworkChannel
from bot.domain.message import Delivery
from bot.store import feeds, mails, outbox
from bot.store.database import Database


class Line(Protocol):
    """A server's socket, as far as its health goes."""

    @property
    def connected(self) -> bool:
        """Whether it hears."""

    @property
    def last_event_at(self) -> datetime | None:
        """When it last heard anything, UTC."""


class HealthEnd:
    """The two addresses, and the figures they show.

    `/health` is 200 while the database answers, whatever the servers do: a restart would not
    mend them. Its `status` is « degraded » while one of them is not heard. `channels` names the
    networks whose channel is archived, or that the bot is not in, which does not change the status:
    people decide that, and what is for them waits.
    """

    def __init__(
        self,
        database: Database,
        lines: Mapping[str, Line],
        channels: Callable[[], Collection[NetworkChannel]],
    ) -> None:
        self._database = database
        self._lines = lines
        self._channels = channels
        self._registry = CollectorRegistry()
        self._connected = Gauge(
            "courroie_socket_connected",
            "1 while a server is heard",
            ["server"],
            registry=self._registry,
        )
        self._waiting = Gauge(
            "courroie_outbox_waiting", "messages not said yet", registry=self._registry
        )
        self._failed = Gauge("courroie_outbox_failed", "messages given up", registry=self._registry)
        self._feeds_failing = Gauge(
            "courroie_feeds_failing", "feeds that cannot be read", registry=self._registry
        )
        self._mails_waiting = Gauge(
            "courroie_mails_waiting", "mails still to be sent", registry=self._registry
        )
        self._commands = Counter(
            "courroie_commands", "commands answered", ["via", "outcome"], registry=self._registry
        )

    def routes(self, prefix: str = "") -> list[web.RouteDef]:
        """Return the routes, under the path of the public address."""
        return [
            web.get(f"{prefix}/health", self._health),
            web.get(f"{prefix}/metrics", self._metrics),
        ]

    def answered(self, via: str, outcome: str) -> None:
        """Count one command."""
        self._commands.labels(via, outcome).inc()

    async def _health(self, _request: web.Request) -> web.Response:
        waiting, _, failing, mailed = await self._database.run(_figures)
        servers = {
            name: {
                "connected": line.connected,
                "last_event_at": line.last_event_at.isoformat() if line.last_event_at else None,
            }
            for name, line in self._lines.items()
        }
        well = all(line.connected for line in self._lines.values())
        found = {
            "status": "ok" if well else "degraded",
            "servers": servers,
            "channels": {
                each.network: each.state.value
                for each in self._channels()
                if each.state is not ChannelState.OPEN
            },
            "outbox_waiting": waiting,
            "feeds_failing": failing,
            "mails_waiting": mailed,
        }
        return web.json_response(found)

    async def _metrics(self, _request: web.Request) -> web.Response:
        waiting, failed, failing, mailed = await self._database.run(_figures)
        self._waiting.set(waiting)
        self._failed.set(failed)
        self._feeds_failing.set(failing)
        self._mails_waiting.set(mailed)
        for name, line in self._lines.items():
            self._connected.labels(name).set(line.connected)
        return web.Response(body=generate_latest(self._registry), content_type="text/plain")


def _figures(db: Connection) -> tuple[int, int, int, int]:
    waiting = outbox.count(db, Delivery.PREPARED) + outbox.count(db, Delivery.SENDING)
    failed = outbox.count(db, Delivery.FAILED)
    return waiting, failed, feeds.count_failing(db), mails.waiting(db)
