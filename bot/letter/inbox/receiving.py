"""What becomes of a message of the mailbox, in one transaction: nothing lost, nothing twice."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import timedelta
from email.message import Message
from typing import NamedTuple

from sqlalchemy import Connection

from bot.core import message_store as messages
from bot.french.personal import masked, personal_data
from bot.french.text import TEXT_LIMIT, storable, tidied
from bot.letter import store as letters
from bot.letter.inbox import following_news
from bot.letter.inbox import reply_store as replies
from bot.letter.inbox.automatic import is_automatic
from bot.letter.inbox.incoming import Incoming, read_returned
from bot.letter.inbox.mail_text import is_encrypted, sender_of
from bot.letter.inbox.newsletter import Newsletter, read_newsletter
from bot.letter.inbox.rules import MOST_A_DAY, MOST_ISSUES_A_DAY, MailReply
from bot.letter.inbox.wrote import wrote
from bot.letter.mail import mailing, subscribing
from bot.letter.mail import subscriber_store as subscribers
from bot.letter.mail.address import BadMailAddressError, mail_address
from bot.letter.mail.rules import Blame, Subscriber
from bot.letter.mail.settings import BoxUse, MailSettings
from bot.people.wish import Weight
from bot.talk import say
from bot.talk.bot import Bot
from bot.talk.context import Context
from bot.veille.article import Article
from bot.veille.feeds.following import Following


def followed_links(db: Connection, bot: Bot, incoming: Incoming) -> Sequence[Article]:
    """Return what a message leads to, where it is a newsletter that its network follows."""
    if (ctx := _news_of(db, bot, incoming)) is None:
        return ()
    origin = _origin(ctx, incoming)
    if origin.letter is None or origin.followed is None or _is_full(ctx, origin):
        return ()
    return origin.letter.articles


def receive(db: Connection, bot: Bot, incoming: Incoming, links: Sequence[Article] = ()) -> bool:
    """Deal with a message, unless it was; return whether that is done: others are for people.

    `links` are those of a newsletter that is followed, once it was seen where they lead. What was
    written to a network and is left to people, its coordinators are told, once a day.
    """
    if incoming.use is None:
        return False
    known = None if incoming.use is BoxUse.NEWS else subscribers.by_handle(db, incoming.handle)
    network = bot.networks.get(known.network) if known else None
    ctx = bot.context(db, network, bot.clock()) if network else _news_of(db, bot, incoming)
    origin = _origin(ctx, incoming)
    full = ctx is not None and _is_full(ctx, origin)
    with db.begin_nested() as noted:
        if not messages.remember_mail(db, f"{origin.of}.{incoming.digest}", bot.clock()):
            return True
        if ctx is None:  # of who left, or of another bot's: what comes back alone is nothing
            done = incoming.use is BoxUse.RETURN
        else:
            done = not full and _dealt_with(ctx, known, incoming, origin, links)
        if not done:
            noted.rollback()
    if ctx is not None and not done:
        news, most = incoming.use is BoxUse.NEWS, origin.most if full else 0
        text = ctx.render(
            "lettre/put_aside.md.j2",
            news=news,
            most=most,
            followed=origin.followed,
            encrypted=is_encrypted(incoming.message),
        )
        key = f"mail aside:{origin.of}:{most}:{ctx.now.date()}"
        say.to_coordinators(ctx, key, text, weight=Weight.DUTY, once=True)
    return done


def _news_of(db: Connection, bot: Bot, incoming: Incoming) -> Context | None:
    """Return the network that a message was sent to as to a reader of newsletters."""
    named = bot.settings.of(MailSettings).news_handle
    for network in bot.networks.values() if incoming.use is BoxUse.NEWS else ():
        if named(network.slug) == incoming.handle:
            return bot.context(db, network, bot.clock())
    return None


class _Origin(NamedTuple):
    """Where mails come from; `most` of them are taken in a day, all where it is 0.

    `letter` is the newsletter that came, read once, and `followed` what it is an issue of.
    """

    of: str
    most: int = 0
    letter: Newsletter | None = None
    followed: Following | None = None


def _origin(ctx: Context | None, incoming: Incoming) -> _Origin:
    """Return where a mail comes from: each newsletter that is followed is one, all others one."""
    of = f"{incoming.use and incoming.use.name}.{incoming.handle}"
    if ctx is None or incoming.use is not BoxUse.NEWS:
        return _Origin(of, MOST_A_DAY if incoming.use is BoxUse.REPLY else 0)
    letter = read_newsletter(incoming.message)
    if (known := following_news.followed(ctx, letter)) is None:
        return _Origin(f"{of}.0", MOST_A_DAY, letter)
    return _Origin(f"{of}.{known.feed.id}", MOST_ISSUES_A_DAY, letter, known)


def _is_full(ctx: Context, origin: _Origin) -> bool:
    """Tell whether an origin has had its mails of the day."""
    since = ctx.now - _A_DAY
    return 0 < origin.most <= messages.mails_since(ctx.db, f"{origin.of}.", since)


def _dealt_with(
    ctx: Context,
    known: Subscriber | None,
    incoming: Incoming,
    origin: _Origin,
    links: Sequence[Article],
) -> bool:
    """Deal with what came to a network, or to a subscriber's own address."""
    if known is None:
        if origin.letter and not read_returned(incoming.message):
            following_news.take(ctx, origin.letter, origin.followed, links)
    elif incoming.use is BoxUse.LEAVE:
        subscribing.unsubscribe(ctx, known.handle)
    elif incoming.use is BoxUse.REPLY:
        return _replied(ctx, known, incoming.message)
    elif (returned := read_returned(incoming.message)) is not None:
        hard = returned.blame is Blame.ADDRESS
        subscribing.bounced(ctx, known, returned.reason, hard=hard)
    return True


_A_DAY = timedelta(days=1)
_MESSAGE_ID = re.compile(r"<[!-;=?-~]{1,200}>")
_NAME = 100
"""Characters of a name that are kept."""


def _replied(ctx: Context, known: Subscriber, message: Message) -> bool:
    """Keep what a person wrote, for coordinators to read; of what a program did, nothing.

    What surely is someone's data is masked: nobody is there to be asked.
    """
    if is_automatic(message, ctx.settings.of(MailSettings)):
        return True
    if is_encrypted(message):
        return False
    name, sender = sender_of(message)
    latest = letters.latest(ctx.db, ctx.network.slug)
    letter = mailing.sheet_of(ctx, latest.id).text if latest else ""
    text = tidied(storable(wrote(message, letter)))[:TEXT_LIMIT]
    try:
        address = mail_address(sender)
    except BadMailAddressError:
        return False
    if not any(each.isalnum() for each in text):
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
