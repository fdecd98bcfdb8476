"""What becomes of a message of the mailbox, in one transaction: nothing lost, nothing twice."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import timedelta
from email.utils import parseaddr
from enum import StrEnum

from sqlalchemy import Connection

from bot.french.personal import masked, personal_data
from bot.french.text import TEXT_LIMIT, storable, tidied
from bot.letter import store as letters
from bot.letter.inbox import following_news
from bot.letter.inbox import reply_store as replies
from bot.letter.inbox import store as inbox
from bot.letter.inbox.automatic import is_automatic
from bot.letter.inbox.bounces import Came, read_returned
from bot.letter.inbox.incoming import (
    Incoming,
    UnreadableMailError,
    digest_of,
    read_incoming,
)
from bot.letter.inbox.mail_text import decoded
from bot.letter.inbox.newsletter import Newsletter, NewsLink, read_newsletter
from bot.letter.inbox.rules import MOST_A_DAY, MailReply
from bot.letter.inbox.wrote import wrote
from bot.letter.mail import mailing, subscribing
from bot.letter.mail import subscriber_store as subscribers
from bot.letter.mail.address import BadMailAddressError, mail_address
from bot.letter.mail.rules import Subscriber
from bot.letter.mail.settings import BoxUse, MailSettings
from bot.network.network import Network
from bot.talk.bot import Bot
from bot.talk.context import Context


class MailFate(StrEnum):
    """What became of a message; what is not OTHER is taken out of the box."""

    GONE = "address gone"
    RETURNED = "returned for now"
    LEFT = "unsubscribed"
    REPLY = "reply kept"
    NEWS = "newsletter"
    NOTHING = "nothing to do"
    AGAIN = "dealt with before"
    OTHER = "not for us"


def newsletter_in(db: Connection, bot: Bot, content: bytes) -> Newsletter | None:
    """Return the newsletter that a message is, where its network follows it."""
    try:
        incoming = read_incoming(content, bot.settings.of(MailSettings))
    except UnreadableMailError:
        return None
    network, letter = _network_of(bot, incoming), read_newsletter(incoming.message)
    if incoming.use is not BoxUse.NEWS or network is None or letter is None:
        return None
    return (
        letter if following_news.followed(bot.context(db, network, bot.clock()), letter) else None
    )


def receive(db: Connection, bot: Bot, content: bytes, links: Sequence[NewsLink] = ()) -> MailFate:
    """Deal with a message, unless it was; what is not for us is only told to be.

    `links` are those of a newsletter that is followed, once it was seen where they lead.
    """
    try:
        incoming = read_incoming(content, bot.settings.of(MailSettings))
    except UnreadableMailError:
        incoming = None
    digest = incoming.digest if incoming else digest_of(content)
    if not inbox.take(db, digest, bot.clock()):
        return MailFate.AGAIN if incoming and incoming.use else MailFate.OTHER
    if incoming is None or incoming.use is None:
        return MailFate.OTHER
    if incoming.use is BoxUse.NEWS:
        return _news(db, bot, incoming, links)
    return _of_subscriber(db, bot, incoming)


def _news(db: Connection, bot: Bot, incoming: Incoming, links: Sequence[NewsLink]) -> MailFate:
    network, letter = _network_of(bot, incoming), read_newsletter(incoming.message)
    if network is None or letter is None or read_returned(incoming.message):
        return MailFate.NOTHING
    settings = bot.settings.of(MailSettings)
    if letter.sender in {settings.sender, settings.box}:
        return MailFate.NOTHING
    following_news.take(bot.context(db, network, bot.clock()), letter, links)
    return MailFate.NEWS


def _network_of(bot: Bot, incoming: Incoming) -> Network | None:
    settings = bot.settings.of(MailSettings)
    named = (
        each for each in bot.networks.values() if settings.news_handle(each.slug) == incoming.handle
    )
    return next(named, None)


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
    if incoming.use is BoxUse.REPLY:
        return _replied(ctx, known, incoming)
    return _returned(ctx, known, incoming)


def _returned(ctx: Context, known: Subscriber, incoming: Incoming) -> MailFate:
    returned = read_returned(incoming.message)
    if returned is None:
        return MailFate.NOTHING
    hard = returned.came is Came.FOR_GOOD
    subscribing.bounced(ctx, known, returned.reason, hard=hard)
    return MailFate.GONE if hard else MailFate.RETURNED


_A_DAY = timedelta(days=1)
_MESSAGE_ID = re.compile(r"<[!-;=?-~]{1,200}>")
_SUBJECT, _NAME = 150, 100
"""Characters that are kept."""


def _replied(ctx: Context, known: Subscriber, incoming: Incoming) -> MailFate:
    """Keep what a person wrote, for coordinators to read; of what a program did, nothing."""
    message = incoming.message
    if is_automatic(message, ctx.settings.of(MailSettings)):
        return MailFate.NOTHING
    name, sender = parseaddr(decoded(message.get("From", "")))
    latest = letters.latest(ctx.db, ctx.network.slug)
    letter = mailing.sheet_of(ctx, latest.id).text if latest else ""
    text = tidied(storable(wrote(message, letter)))
    try:
        address = mail_address(sender)
    except BadMailAddressError:
        return MailFate.OTHER
    if not any(each.isalnum() for each in text):
        return MailFate.OTHER
    if replies.came_since(ctx.db, known.handle, ctx.now - _A_DAY) >= MOST_A_DAY:
        return MailFate.OTHER
    told = str(message.get("Message-ID", "")).strip()
    reply = MailReply(
        network=ctx.network.slug,
        number=0,
        handle=known.handle,
        user=known.user,
        address=address,
        sender=_line(name)[:_NAME],
        other=address != known.address,
        subject=_line(decoded(message.get("Subject", "")))[:_SUBJECT],
        text=_impersonal(text[:TEXT_LIMIT]),
        message_id=told if _MESSAGE_ID.fullmatch(told) else "",
        at=ctx.now,
    )
    replies.add(ctx.db, reply)
    return MailFate.REPLY


def _impersonal(text: str) -> str:
    """Return a text without what surely is someone's data: nobody is there to be asked."""
    return masked(text, [each for each in personal_data(text) if each.sure])


def _line(text: str) -> str:
    return " ".join(storable(text).split())
