"""What becomes of a network whose channel is archived, or that the bot is removed from.

What was to be said there waits. When the channel is back, what is late says so, and comes little by
little.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import datetime, timedelta

from bot.core import channel_store as channels
from bot.core import outbox
from bot.core.channel import ChannelState, NetworkChannel
from bot.core.message import Delivery, Message, MessageKind
from bot.network.rhythm import LATE_AFTER
from bot.talk import say
from bot.talk.context import Context
from bot.talk.markdown import POST_LIMIT

AT_ONCE = 3
"""Posts that are said as soon as a channel is back."""

THEN_EVERY = timedelta(minutes=10)
"""Between two of the others."""

_TOLD = (ChannelState.ARCHIVED, ChannelState.REMOVED)


def note(ctx: Context, channel: NetworkChannel) -> None:
    """Take note of a network's channel, as its server tells it now.

    Coordinators are told once that it is closed; what waited is planned once it is open again.
    """
    known = channels.of(ctx.db, channel.network)
    was = known.state if known else ChannelState.OPEN
    if channel.state is was:
        channels.save(ctx.db, channel, since=_since(ctx))
        return
    closed_since = _since(ctx)
    channels.save(ctx.db, channel, since=ctx.now)
    if channel.state in _TOLD:
        key = f"channel:{channel.network}:{channel.state.value}:{ctx.now.timestamp()}"
        text = ctx.render("reseau/channel_closed.md.j2", state=channel.state)
        for user in sorted(ctx.coordinators):  # nobody can say who is still in a closed channel
            say.about_oneself(ctx, f"{key}:{user}", user, text)
    elif channel.state is ChannelState.OPEN:
        _plan_what_waited(ctx, closed_since)


def _since(ctx: Context) -> datetime:
    return channels.since(ctx.db, ctx.network.slug) or ctx.now


def _plan_what_waited(ctx: Context, closed_since: datetime) -> None:
    """Have what waited said: what has ended meanwhile is not, the rest a few at a time."""
    waiting = outbox.waiting_for_channel(ctx.db, ctx.network.slug)
    ended = frozenset(_ended(waiting))
    for key in ended:
        outbox.drop_waiting(ctx.db, key)
    turn = 0
    for message in waiting:
        if ended & {message.key, message.thread, message.edits}:
            continue
        at = ctx.now + max(0, turn + 1 - AT_ONCE) * THEN_EVERY
        if message.kind is MessageKind.POST:
            turn += 1
        else:
            at = ctx.now
        outbox.plan(ctx.db, message, text=_late(ctx, message, closed_since), at=at)


def _ended(waiting: Sequence[Message]) -> Iterator[str]:
    """Return the keys of the cards that were never shown and that nobody may act on any more."""
    rewritten = {message.edits: message for message in waiting if message.kind is MessageKind.EDIT}
    for message in waiting:
        last = rewritten.get(message.key)
        if message.buttons and last is not None and not last.buttons:
            yield message.key


def _late(ctx: Context, message: Message, closed_since: datetime) -> str:
    """Return what a message says, with the mark of what comes late."""
    said_perhaps = message.status is Delivery.SENDING
    if (
        message.kind is not MessageKind.POST
        or said_perhaps
        or ctx.now - message.made_at <= LATE_AFTER
    ):
        return message.text
    mark = ctx.render(
        "reseau/late.md.j2",
        made_at=message.made_at,
        closed_since=closed_since,
    )
    text = f"{mark}\n\n{message.text}"
    return text if len(text) <= POST_LIMIT else message.text
