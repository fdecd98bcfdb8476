"""Who is who on one server: which channel is which network's, and what each person is to it.

Loaded over REST, kept up to date by the socket's events, and asked without waiting for most of
what is typed. What cannot be checked is refused: a person whose account cannot be read has no role.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

import structlog

from bot.domain.network import Network
from bot.domain.rights import Role
from bot.mattermost.client import Mattermost
from bot.mattermost.errors import ForbiddenError, NotFoundError
from bot.mattermost.wire import User
from bot.talk.command import Caller

log = structlog.get_logger(__name__)


@dataclass(frozen=True, slots=True, kw_only=True)
class Seat:
    """Where a network sits on the server, and who coordinates it, by user id."""

    network: Network
    channel: str
    coordinators: frozenset[str]


@dataclass(frozen=True, slots=True, kw_only=True)
class Plan:
    """A network as the configuration places it: team by name, coordinators by user name."""

    network: Network
    team: str
    coordinators: tuple[str, ...]


class Roster:
    """The people and places of one server.

    `load()` first, and again after each new session of the socket.
    """

    def __init__(self, server: str, client: Mattermost, plans: Sequence[Plan]) -> None:
        self.server = server
        self.me: User | None = None
        self._client = client
        self._plans = plans
        self._seats: dict[str, Seat] = {}
        self._by_channel: dict[str, Seat] = {}
        self._members: dict[str, set[str]] = {}
        self._users: dict[str, User] = {}

    @property
    def ready(self) -> bool:
        """Whether the places are known."""
        return self.me is not None

    async def load(self) -> None:
        """Find our account and each network's channel; forget what may have changed meanwhile.

        A channel that cannot be found is logged and left out: the other networks are served.
        Raises MattermostError when the server itself cannot be asked.
        """
        me = await self._client.me()
        seats = []
        for plan in self._plans:
            try:
                seats.append(await self._seat(plan))
            except (NotFoundError, ForbiddenError) as error:
                log.error("network_not_found", network=plan.network.slug, reason=str(error))
        self._seats = {seat.network.slug: seat for seat in seats}
        self._by_channel = {seat.channel: seat for seat in seats}
        self._members.clear()
        self._users.clear()
        self.me = me

    @property
    def networks(self) -> frozenset[str]:
        """The slugs of the networks that the configuration places on this server."""
        return frozenset(plan.network.slug for plan in self._plans)

    def network_at(self, channel: str) -> str | None:
        """Return the slug of the network whose channel this is."""
        seat = self._by_channel.get(channel)
        return seat.network.slug if seat else None

    def channel_of(self, network: str) -> str | None:
        """Return the channel of a network, None while it cannot be found."""
        seat = self._seats.get(network)
        return seat.channel if seat else None

    def coordinators_of(self, network: str) -> frozenset[str]:
        """Return who coordinates a network, by user id."""
        seat = self._seats.get(network)
        return seat.coordinators if seat else frozenset()

    async def caller(self, user: str, name: str, *, network: str | None) -> Caller:
        """Return someone with their role in one network, or in all of this server's.

        Raises MattermostError when the server cannot say who they are.
        """
        asked = [self._seats[network]] if network in self._seats else list(self._seats.values())
        person = await self._user(user)
        roles: dict[str, Role] = {}
        if not person.is_bot and not person.deleted:
            for seat in asked:
                role = await self._role(person, seat)
                if role is not Role.STRANGER:
                    roles[seat.network.slug] = role
        return Caller(
            server=self.server,
            id=user,
            name=name or person.username,
            roles=roles,
            bot=person.is_bot,
        )

    async def names(self, users: Iterable[str]) -> Mapping[str, str]:
        """Return how people are called, by id; those who left the server are missing."""
        wanted = set(users)
        missing = wanted - self._users.keys()
        if missing:
            for user in await self._client.users_by_ids(sorted(missing)):
                self._users[user.id] = user
        known = {user: self._users[user] for user in wanted if user in self._users}
        return {user: each.display_name for user, each in known.items() if not each.deleted}

    def joined(self, user: str, channel: str) -> None:
        """Note that someone was added to a channel."""
        if channel in self._members:
            self._members[channel].add(user)

    def left(self, user: str, channel: str) -> None:
        """Note that someone left a channel, or was removed from it."""
        if channel in self._members:
            self._members[channel].discard(user)

    def changed(self, user: User) -> None:
        """Note that an account changed: its roles are read anew, its name is known."""
        self._users.pop(user.id, None)

    async def _seat(self, plan: Plan) -> Seat:
        team = await self._client.team_by_name(plan.team)
        channel = await self._client.channel_by_name(team.id, plan.network.channel)
        found = await self._client.users_by_names(plan.coordinators)
        for name in sorted(set(plan.coordinators) - {user.username for user in found}):
            log.warning("coordinator_not_found", network=plan.network.slug, username=name)
        return Seat(
            network=plan.network,
            channel=channel.id,
            coordinators=frozenset(user.id for user in found if not user.deleted),
        )

    async def _user(self, user: str) -> User:
        if user not in self._users:
            self._users[user] = await self._client.user(user)
        return self._users[user]

    async def _role(self, person: User, seat: Seat) -> Role:
        if seat.channel not in self._members:
            self._members[seat.channel] = set(await self._client.channel_members(seat.channel))
        if person.id not in self._members[seat.channel]:
            return Role.STRANGER
        if person.is_guest:
            return Role.GUEST
        return Role.COORDINATOR if person.id in seat.coordinators else Role.MEMBER
