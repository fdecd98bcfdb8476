"""What becomes of a network whose channel is archived, or that the bot is removed from.

What was to be said there waits. When the channel is back the delivery says it, little by little.
"""

from __future__ import annotations

from dataclasses import replace

from bot.core import channel_store as channels
from bot.core import outbox
from bot.core.channel import ChannelState, NetworkChannel
from bot.core.message import Button
from bot.network.network import Home
from bot.talk import say
from bot.talk.context import Context

END = "reseau retirer"
_WAYS_OUT = (
    Button("emporter", "Emporter les questions", "besoin exporter"),
    Button("retirer", "Retirer ce réseau…", END),
)
_TOLD = (ChannelState.ARCHIVED, ChannelState.REMOVED)


def note(ctx: Context, channel: NetworkChannel) -> None:
    """Take note of a network's channel, as its server tells it now.

    Coordinators are told once that it is closed.
    """
    known = channels.of(ctx.db, channel.network)
    was = known.state if known else ChannelState.OPEN
    if channel.state is was:
        channels.save(ctx.db, channel, since=channels.since(ctx.db, ctx.network.slug) or ctx.now)
        return
    channels.save(ctx.db, channel, since=ctx.now)
    if channel.state in _TOLD:
        key = f"channel:{channel.network}:{channel.state.value}:{ctx.now.timestamp()}"
        text = ctx.render("reseau/channel_closed.md.j2", state=channel.state)
        ways = _WAYS_OUT if ctx.network.home is Home.CHAT else _WAYS_OUT[:1]
        buttons = tuple(replace(each, network=ctx.network.slug) for each in ways)
        for user in sorted(ctx.coordinators):  # nobody can say who is still in a closed channel
            say.about_oneself(ctx, f"{key}:{user}", user, text, buttons=buttons)
    elif channel.state is ChannelState.OPEN:
        outbox.hasten(ctx.db, ctx.network.server)


def closed(ctx: Context) -> ChannelState | None:
    """Return how the network's channel is shut to us, None while it is open or was never seen."""
    known = channels.of(ctx.db, ctx.network.slug)
    return known.state if known and known.state is not ChannelState.OPEN else None
