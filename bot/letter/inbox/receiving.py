"""What becomes of a message of the mailbox, in one transaction: nothing lost, nothing twice."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import timedelta
from email.utils import parseaddr

from sqlalchemy import Connection

from bot.core import message_store as messages
from bot.french.personal import masked, personal_data
from bot.french.text import TEXT_LIMIT, storable, tidied
from bot.letter import store as letters
from bot.letter.inbox import following_news
from bot.letter.inbox import reply_store as replies
from bot.letter.inbox.automatic import is_automatic
from bot.letter.inbox.incoming import Incoming, read_returned
from bot.letter.inbox.mail_text import decoded
from bot.letter.inbox.rules import MOST_A_DAY, MailReply
from bot.letter.inbox.wrote import wrote
from bot.letter.mail import mailing, subscribing
from bot.letter.mail import subscriber_store as subscribers
from bot.letter.mail.address import BadMailAddressError, mail_address
from bot.letter.mail.rules import Blame, Subscriber
from bot.letter.mail.settings import BoxUse, MailSettings
from bot.talk.bot import Bot
from bot.talk.context import Context
from bot.veille.article import Article


def followed_links(db: Connection, bot: Bot, incoming: Incoming) -> Sequence[Article]:
    """Return what a message leads to, where it is a newsletter that its network follows."""
    ctx = _news_of(db, bot, incoming)
    return following_news.followed_links(ctx, incoming.message) if ctx else ()


def receive(db: Connection, bot: Bot, incoming: Incoming, links: Sequence[Article] = ()) -> bool:
    """Deal with a message, unless it was; return whether it was for us: others are for people.

    `links` are those of a newsletter that is followed, once it was seen where they lead.
    """
    with db.begin_nested() as noted:
        known = f"{incoming.handle}.{incoming.digest}"
        if incoming.use is None or not messages.remember_mail(db, known, bot.clock()):
            return incoming.use is not None
        if ctx := _news_of(db, bot, incoming):
            following_news.take(ctx, incoming.message, links)
        ours = incoming.use is BoxUse.NEWS or _of_subscriber(db, bot, incoming)
        if not ours:
            noted.rollback()
    return ours


def _news_of(db: Connection, bot: Bot, incoming: Incoming) -> Context | None:
    """Return the network that a message was sent to as to a reader of newsletters."""
    named = bot.settings.of(MailSettings).news_handle
    for network in bot.networks.values() if incoming.use is BoxUse.NEWS else ():
        if named(network.slug) == incoming.handle:
            return bot.context(db, network, bot.clock())
    return None


def _of_subscriber(db: Connection, bot: Bot, incoming: Incoming) -> bool:
    """Deal with what came to a subscriber's own address; of who left there is nothing to note."""
    known = subscribers.by_handle(db, incoming.handle)
    network = bot.networks.get(known.network) if known else None
    if known is None or network is None:
        return True
    ctx, returned = bot.context(db, network, bot.clock()), read_returned(incoming.message)
    if incoming.use is BoxUse.LEAVE:
        subscribing.unsubscribe(ctx, known.handle)
    elif incoming.use is BoxUse.REPLY:
        return _replied(ctx, known, incoming)
    elif returned is not None:
        hard = returned.blame is Blame.ADDRESS
        subscribing.bounced(ctx, known, returned.reason, hard=hard)
    return True


_A_DAY = timedelta(days=1)
_MESSAGE_ID = re.compile(r"<[!-;=?-~]{1,200}>")
_NAME = 100
"""Characters of a name that are kept."""


def _replied(ctx: Context, known: Subscriber, incoming: Incoming) -> bool:
    """Keep what a person wrote, for coordinators to read; of what a program did, nothing.

    What surely is someone's data is masked: nobody is there to be asked.
    """
    message = incoming.message
    if is_automatic(message, ctx.settings.of(MailSettings)):
        return True
    name, sender = parseaddr(decoded(message.get("From", "")))
    latest = letters.latest(ctx.db, ctx.network.slug)
    letter = mailing.sheet_of(ctx, latest.id).text if latest else ""
    text = tidied(storable(wrote(message, letter)))[:TEXT_LIMIT]
    came = replies.came_since(ctx.db, known.handle, ctx.now - _A_DAY)
    try:
        address = mail_address(sender)
    except BadMailAddressError:
        return False
    if came >= MOST_A_DAY or not any(each.isalnum() for each in text):
        return False
    told = str(message.get("Message-ID", "")).strip()
    reply = MailReply(
        network=ctx.network.slug,
        number=0,
        handle=known.handle,
        user=known.user,
        address=address,
        sender=" ".join(storable(name).split())[:_NAME],
        other=address != known.address,
        text=masked(text, [each for each in personal_data(text) if each.sure]),
        message_id=told if _MESSAGE_ID.fullmatch(told) else "",
        at=ctx.now,
    )
    replies.add(ctx.db, reply)
    return True
