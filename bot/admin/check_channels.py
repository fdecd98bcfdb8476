"""What `courroie check` says of teams and channels: found as the bot finds them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from bot.admin.setup import Finding
from bot.core.channel import ChannelState, NetworkChannel
from bot.mattermost.channels import ChannelFinder, channel_of
from bot.mattermost.client import Mattermost
from bot.mattermost.errors import ForbiddenError, NotFoundError
from bot.mattermost.wire import objects
from bot.network.network import Network

Known = Mapping[str, NetworkChannel]
"""The networks' channels that were found before, by slug."""


async def find_team(
    client: Mattermost, name: str, networks: Sequence[Network], known: Known
) -> objects.Team | None:
    """Find a team by its name or, once it was renamed, by a known channel of it."""
    try:
        return await client.team_by_name(name)
    except (NotFoundError, ForbiddenError):
        pass
    for network in networks:
        channel = known.get(network.slug)
        if channel is None or not channel.id or channel.team != name:
            continue
        try:
            return await client.team((await client.channel(channel.id)).team_id)
        except (NotFoundError, ForbiddenError):
            continue
    return None


async def channel_finding(
    client: Mattermost, me: objects.User, network: Network, known: Known
) -> Finding:
    """Say where a network's channel is, and whether the bot can write in it."""
    finder = await ChannelFinder.ask(client)
    found, _ = await finder.find(channel_of(network, known.get(network.slug)))
    where = f"réseau {network.slug}, canal {network.channel}"
    if found.renamed:
        where += f" (renommé {found.shown})"
    if found.state is ChannelState.MISSING:
        return Finding(
            f"{where} : {found.state.label}",
            mend=f"vérifiez son nom, puis écrivez dans ce canal : /invite @{me.username}",
        )
    mend = {
        ChannelState.ARCHIVED: "faites-le désarchiver par une personne qui administre l'équipe ; "
        "ce qui doit y être dit attend. Si ce réseau s'arrête, retirez-le de la configuration",
        ChannelState.REMOVED: f"écrivez dans ce canal : /invite @{me.username} ; ce qui doit y "
        "être dit attend",
    }.get(found.state, "")
    well = found.state is ChannelState.OPEN
    return Finding(f"{where} : {found.state.label}", mend, well=well)
