"""Our line to each Mattermost server: all the parts that serve it, and what it tells of people."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Collection, Iterator, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta

import structlog
from structlog.contextvars import bind_contextvars

from bot.config.models import Config, ServerConfig
from bot.core.channel import NetworkChannel
from bot.core.errors import Refusal
from bot.mattermost.client import Mattermost
from bot.mattermost.errors import REFUSED_WAIT, MattermostError, TokenRefusedError
from bot.mattermost.listener import Listener
from bot.mattermost.roster import Roster, Settle
from bot.mattermost.sender import MattermostSender
from bot.mattermost.signing import Signer
from bot.mattermost.socket import Socket
from bot.network.network import Home
from bot.network.served import Networks
from bot.past.posts import TalkPost
from bot.talk.command import Referred

log = structlog.get_logger(__name__)

SERVER_SILENT = Refusal(
    "message {post} cannot be read: {error}",
    reply="Mattermost ne me répond pas en ce moment, et je n'ai rien fait. Réessayez dans une "
    "minute.",
)

AWAY_AFTER = timedelta(minutes=10)
"""How long a server may not be heard before what falls due for its networks waits."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ServerConnection:
    """All the parts that serve one server."""

    client: Mattermost
    roster: Roster
    sender: MattermostSender
    socket: Socket


@dataclass(eq=False)
class ServerConnections:
    """The lines, by the servers' names: none before `open()`, when nobody is known yet."""

    config: Config
    networks: Networks
    clock: Callable[[], datetime]
    _lines: dict[str, ServerConnection] = field(default_factory=dict, init=False)
    _listeners: dict[str, Listener] = field(default_factory=dict, init=False)

    def open(
        self,
        signer: Signer,
        settle: Settle,
        may_post: Callable[[], bool] = lambda: True,
    ) -> None:
        """Build the line to each server; nothing is asked of them yet.

        `settle` keeps who coordinates; `may_post` is asked before each post of the outbox.
        """
        self._lines = {
            each.name: self._line(each, signer, settle, may_post) for each in self.config.servers
        }

    async def close(self) -> None:
        """Close the connections."""
        for line in self._lines.values():
            await line.client.close()

    def __iter__(self) -> Iterator[tuple[str, ServerConnection]]:
        return iter(self._lines.items())

    def coordinators(self, network: str) -> frozenset[str]:
        """Return who coordinates a network, nobody while its server has not told.

        Of one that entered from the chat, who was named a moment ago does too: its places are
        perhaps looked for yet.
        """
        found = self.networks.get(network) or self.networks.entering.get(network)
        line = self._lines.get(found.server) if found else None
        pinned = found.coordinators if found and found.home is Home.CHAT else ()
        named = frozenset(each.partition(":")[2] for each in pinned)
        return line.roster.coordinators_of(network, named) if line else frozenset()

    async def listen(self, server: str, listener: Listener) -> None:
        """Hear a server until cancelled; where it refuses our token, try again now and then.

        Raises TokenRefusedError once every server refuses it, or what `listener` raises.
        """
        self._listeners[server] = listener
        bind_contextvars(server=server)  # of this task: each line that it logs names the server
        while True:
            try:
                await self._lines[server].socket.run(listener.hear)
            except TokenRefusedError as error:
                if all(line.socket.refused for line in self._lines.values()):
                    raise
                log.error("token_refused", server=server, reason=str(error), wait=REFUSED_WAIT)
                await asyncio.sleep(REFUSED_WAIT)

    async def renew(self, server: str) -> None:
        """Have a server's places be looked for again, if networks came or went."""
        listener = self._listeners.get(server)
        if listener is not None and self._lines[server].roster.outdated:
            await listener.renew()

    @property
    def serving(self) -> bool:
        """Whether a server has said who is who."""
        return any(line.roster.ready for line in self._lines.values())

    def reached(self, network: str) -> bool:
        """Tell whether a network's server has said who is who, and was heard lately."""
        line = self._lines.get(self.networks[network].server)
        if line is None or not line.roster.ready:
            return False
        lost_at = line.socket.lost_at
        return lost_at is None or self.clock() - lost_at < AWAY_AFTER

    def hears(self, network: str) -> bool:
        """Tell whether all that was said and changed on a network's server is known to us."""
        server = self.networks[network].server
        listener = self._listeners.get(server)
        caught_up = listener is not None and listener.caught_up
        return caught_up and self._lines[server].socket.lost_at is None

    def writable(self, network: str) -> bool:
        """Tell whether a network's channel can be written in."""
        line = self._lines.get(self.networks[network].server)
        return line is not None and line.roster.is_open(network)

    def channels(self) -> Collection[NetworkChannel]:
        """Return the networks' channels, of the servers that have told where they are."""
        ready = [line.roster for line in self._lines.values() if line.roster.ready]
        return [channel for roster in ready for channel in roster.channels]

    async def members_of(self, network: str) -> Collection[str]:
        """Ask a network's server who its members are."""
        return await self._roster(network).members_of(network)

    async def is_in(self, network: str, user: str) -> bool:
        """Ask whether someone is in a network's channel."""
        return await self._roster(network).is_in(network, user)

    async def talk(self, network: str, before: str) -> Sequence[TalkPost]:
        """Read a page of what was said in a network's channel, before a post or at last."""
        return await self._roster(network).talk(network, before)

    async def quoted(self, network: str, post: str) -> Referred | None:
        """Read a message of a network's channel as it is now; None when it is gone.

        With the names of those who are there. Raises SERVER_SILENT.
        """
        roster = self._roster(network)
        try:
            message = await roster.message(post, network=network)
            return message and replace(message, around=await roster.names_in(network))
        except MattermostError as error:
            raise SERVER_SILENT(post=post, error=error) from error

    async def has_ended(self, network: str, user: str) -> bool:
        """Ask whether someone's account has ended."""
        return await self._roster(network).has_ended(user)

    def _roster(self, network: str) -> Roster:
        return self._lines[self.networks[network].server].roster

    def _line(
        self,
        server: ServerConfig,
        signer: Signer,
        settle: Settle,
        may_post: Callable[[], bool],
    ) -> ServerConnection:
        url = str(server.url)
        client = Mattermost(url, server.token)
        socket = Socket(url=url, token=server.token, check_token=client.me, now=self.clock)
        roster = Roster(
            server.name,
            client,
            lambda: [each for each in self.networks.declared if each.server == server.name],
            settle,
            lambda: self.networks.channels,
            lambda: socket.connected,
            server.administrators,
        )
        public = self.config.bot.public_url
        sender = MattermostSender(
            client,
            roster,
            signer,
            callback=str(public).rstrip("/") if public else None,
            clock=self.clock,
            may_post=may_post,
        )
        return ServerConnection(client=client, roster=roster, sender=sender, socket=socket)
