"""Notes where the networks' channels are, and whether they can be written in.

Woken when the chat tells that one changed, and at each new session. A crash at the worst moment
leaves a change noted with all that follows from it, or not at all, and the next waking notes it.
"""

from __future__ import annotations

from collections.abc import Callable, Collection
from dataclasses import dataclass
from functools import partial

import structlog

from bot.core import channel_store as channels
from bot.core.channel import NetworkChannel
from bot.talk import closed_channels
from scheduler.waking import NetworkJob, Waking

log = structlog.get_logger(__name__)

Seen = Callable[[], Collection[NetworkChannel]]
"""Gives the channels as their servers tell them, of the servers that told already."""


@dataclass(eq=False)
class ChannelWatch(NetworkJob, Waking):
    """The job; `spoken` is told when there is something to deliver."""

    seen: Seen
    spoken: Callable[[], None]
    broken = "channels_not_noted"

    async def look(self) -> int:
        """Take note of the channels that changed; return how many did."""
        seen = self.seen()
        known = await self.database.run(channels.all_of_them)
        changed = [each for each in seen if known.get(each.network) != each]
        for channel in changed:
            network = self.bot.networks[channel.network]
            await self._in(network, partial(closed_channels.note, channel=channel))
            log.info("channel_noted", network=channel.network, state=channel.state.value)
        if changed:
            await self.database.run(self.bot.reread)
            self.spoken()
        return len(changed)

    work = look
