"""Finds a network's channel: by its id once that is known, by the configuration's names before."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace

from bot.core.channel import ChannelState, NetworkChannel
from bot.mattermost.client import Mattermost
from bot.mattermost.errors import ForbiddenError, NotFoundError
from bot.mattermost.wire import objects
from bot.network.network import Network


def channel_of(network: Network, known: NetworkChannel | None) -> NetworkChannel:
    """Return what is known of a network's channel, if that is of the names it has today."""
    if known is not None and known.is_for(network.team, network.channel):
        return known
    return NetworkChannel(network=network.slug, team=network.team, name=network.channel)


@dataclass(eq=False)
class ChannelFinder:
    """Finds the channels of one server, as they are now.

    `own` are those that we are in, by id; archived ones are not among them.
    """

    client: Mattermost
    own: Mapping[str, objects.Channel]
    _teams: dict[str, objects.Team] = field(default_factory=dict, init=False)

    @classmethod
    async def ask(cls, client: Mattermost) -> ChannelFinder:
        """Ask for the channels that we are in. Raises MattermostError."""
        own = await client.own_channels()
        return cls(client, {channel.id: channel for channel in own})

    @property
    def visited(self) -> Sequence[objects.Channel]:
        """The channels of teams that we are in, whoever's they are."""
        return [each for each in self.own.values() if each.team_id and not each.archived]

    async def find(self, known: NetworkChannel) -> tuple[NetworkChannel, str]:
        """Return a network's channel with its id, name and state, and the id of its team or "".

        A channel that was deleted for good is looked for anew by its name; a 404 that is not
        Mattermost's own (a proxy's page) does not prove that. Raises MattermostError when the
        server cannot say.
        """
        if not known.id:
            return await self._by_name(known)
        try:
            channel = self.own.get(known.id) or await self.client.channel(known.id)
        except ForbiddenError:
            return replace(known, state=ChannelState.REMOVED), ""
        except NotFoundError as error:
            if not error.error_id:
                raise
            return await self._by_name(replace(known, id="", shown=""))
        return self._seen(known, channel), channel.team_id

    async def _by_name(self, known: NetworkChannel) -> tuple[NetworkChannel, str]:
        try:
            if known.team not in self._teams:
                self._teams[known.team] = await self.client.team_by_name(known.team)
            team = self._teams[known.team].id
            channel = await self.client.channel_by_name(team, known.name)
        except (NotFoundError, ForbiddenError):
            return replace(known, state=ChannelState.MISSING), ""
        return self._seen(known, channel), team

    def _seen(self, known: NetworkChannel, channel: objects.Channel) -> NetworkChannel:
        state = ChannelState.OPEN if channel.id in self.own else ChannelState.REMOVED
        if channel.archived:
            state = ChannelState.ARCHIVED
        return replace(known, id=channel.id, shown=channel.name, state=state)
