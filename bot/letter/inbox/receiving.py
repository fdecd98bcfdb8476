"""What becomes of a message of the mailbox, in one transaction: nothing lost, nothing twice."""

from __future__ import annotations

from enum import StrEnum

from sqlalchemy import Connection

from bot.letter.inbox import store as inbox
from bot.letter.inbox.bounces import Came, read_returned
from bot.letter.inbox.incoming import (
    Incoming,
    UnreadableMailError,
    digest_of,
    read_incoming,
)
from bot.letter.mail import subscriber_store as subscribers
from bot.letter.mail import subscribing
from bot.letter.mail.rules import Subscriber
from bot.letter.mail.settings import BoxUse, MailSettings
from bot.talk.bot import Bot
from bot.talk.context import Context


class MailFate(StrEnum):
    """What became of a message; what is not OTHER is taken out of the box."""

    GONE = "address gone"
    RETURNED = "returned for now"
    LEFT = "unsubscribed"
    NOTHING = "nothing to do"
    AGAIN = "dealt with before"
    OTHER = "not for us"


def receive(db: Connection, bot: Bot, content: bytes) -> MailFate:
    """Deal with a message, unless it was; what is not for us is only told to be."""
    try:
        incoming = read_incoming(content, bot.settings.of(MailSettings))
    except UnreadableMailError:
        incoming = None
    digest = incoming.digest if incoming else digest_of(content)
    if not inbox.take(db, digest, bot.clock()):
        return MailFate.AGAIN if incoming and incoming.use else MailFate.OTHER
    return _of_subscriber(db, bot, incoming) if incoming and incoming.use else MailFate.OTHER


def _of_subscriber(db: Connection, bot: Bot, incoming: Incoming) -> MailFate:
    """Deal with what came to a subscriber's own address; of who left there is nothing to note."""
    known = subscribers.by_handle(db, incoming.handle)
    network = bot.networks.get(known.network) if known else None
    if known is None or network is None:
        return MailFate.NOTHING
    ctx = bot.context(db, network, bot.clock())
    if incoming.use is BoxUse.LEAVE:
        subscribing.unsubscribe(ctx, known.handle)
        return MailFate.LEFT
    return _returned(ctx, known, incoming)


def _returned(ctx: Context, known: Subscriber, incoming: Incoming) -> MailFate:
    returned = read_returned(incoming.message)
    if returned is None:
        return MailFate.NOTHING
    hard = returned.came is Came.FOR_GOOD
    subscribing.bounced(ctx, known, returned.reason, hard=hard)
    return MailFate.GONE if hard else MailFate.RETURNED
