"""What a channel gets long after it was made: it says so, and comes little by little.

Its server did not answer, the channel was closed, or the bot was stopped. What was made at the
same moment as the post that it goes under says nothing more: the post did.
"""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta

from bot.core.message import Delivery, Message, MessageKind
from bot.network.rhythm import LATE_AFTER
from bot.talk.bot import Bot
from bot.talk.markdown import POST_LIMIT

AT_ONCE = 3
"""Late posts that a channel gets at once."""

THEN_EVERY = timedelta(minutes=10)
"""Between two of the others."""


def is_late(message: Message, now: datetime) -> bool:
    """Tell whether a message is a post in a channel that should have been there before."""
    return (
        message.kind is MessageKind.POST
        and message.user is None
        and now - message.made_at > LATE_AFTER
    )


@dataclass(eq=False)
class LatePosts:
    """The pace of late posts in each channel, and their mark.

    The pace is kept in memory: a start lets AT_ONCE more pass.
    """

    bot: Bot
    _spent_until: dict[tuple[str, str], datetime] = field(default_factory=dict, init=False)

    def turn(self, message: Message, now: datetime) -> datetime | None:
        """Return when a late post may be said, None for now.

        What goes under another waits for it anyway; one in doubt is perhaps there already.
        """
        if (
            message.thread is not None
            or message.status is Delivery.SENDING
            or not is_late(message, now)
        ):
            return None
        free = self._spent_until.get(message.queue, now) - (AT_ONCE - 1) * THEN_EVERY
        return free if free > now else None

    def said(self, message: Message, now: datetime) -> None:
        """Count what was said, if it was late: AT_ONCE at first, one more each THEN_EVERY."""
        if message.thread is None and is_late(message, now):
            spent = max(self._spent_until.get(message.queue, now), now)
            self._spent_until[message.queue] = spent + THEN_EVERY

    def marked(self, message: Message, root: Message | None, now: datetime) -> Message:
        """Return a message with the mention that it comes late, if it does and if there is room."""
        network = self.bot.networks.get(message.network or "")
        with_its_root = root is not None and root.made_at == message.made_at
        if network is None or with_its_root or not is_late(message, now):
            return message
        render = self.bot.renderer
        mark = render("reseau/late.md.j2", network=network, made_at=message.made_at)
        text = f"{mark}\n\n{message.text}"
        return replace(message, text=text) if len(text) <= POST_LIMIT else message
