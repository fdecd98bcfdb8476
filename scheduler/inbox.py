"""Reads the mailbox of the service, a message at a time.

What becomes of a message is written in one transaction, with a digest of it; the message is taken
out of the box after that. A crash at the worst moment, between the two, leaves it there: the next
look knows its digest, and only takes it out. What is not for us stays, with a star.

A box that cannot be opened is left alone for a while.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Sequence
from contextlib import AbstractAsyncContextManager, suppress
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from functools import partial
from typing import TYPE_CHECKING

import structlog

from bot.core.database import Database, DatabaseAwayError
from bot.core.errors import UserError
from bot.letter.inbox.incoming import Incoming, read_incoming
from bot.letter.inbox.receiving import followed_links, receive
from bot.letter.mail.settings import MailboxError, MailSettings
from bot.talk.bot import Bot
from bot.veille.article import Article
from bot.veille.link import WebPage
from bot.veille.proposal import proposable
from scheduler.titles import PageReader
from scheduler.waking import at_once

if TYPE_CHECKING:
    from bot.letter.inbox.imap import OpenMailbox

Opening = Callable[[], AbstractAsyncContextManager["OpenMailbox"]]
"""Opens the mailbox until the end of a block. Raises MailboxError."""

log = structlog.get_logger(__name__)

MOST_AT_ONCE = 100
"""Messages of one look: what is left waits for the next."""

AWAY_PAUSE = timedelta(minutes=5)
"""How long a box that cannot be opened is left alone."""

LINKS_AT_ONCE = 4
"""Pages of a newsletter that are asked for at the same time."""


@dataclass(eq=False)
class InboxJob:
    """The job; `spoken` is told when there may be something to say. Without a box it is idle.

    `web` follows the links of newsletters to where they lead, through what counts clicks.
    """

    database: Database
    bot: Bot
    mailbox: Opening | None
    spoken: Callable[[], None]
    web: PageReader | None = None
    _away_since: datetime | None = field(default=None, init=False)
    _broke: set[str] = field(default_factory=set, init=False)

    async def read(self) -> int:
        """Deal with what is in the box; return how many messages that was."""
        now, away = self.bot.clock(), self._away_since
        if self.mailbox is None or (away and away <= now < away + AWAY_PAUSE):
            return 0
        done = 0
        try:
            async with self.mailbox() as box:
                for uid in (await box.waiting())[:MOST_AT_ONCE]:
                    done += await self._one(box, uid)
        except MailboxError as error:
            self._away_since = now
            log.warning("mailbox_away", reason=str(error))
        if done:
            log.info("mailbox_read", done=done)
            self.spoken()
        return done

    async def _one(self, box: OpenMailbox, uid: str) -> bool:
        """Deal with one message; one that breaks us twice is for people, and no other waits."""
        content, settings = await box.fetch(uid), self.bot.settings.of(MailSettings)
        try:
            incoming = await asyncio.to_thread(read_incoming, content, settings)
            links = await self._links(incoming)
            work = partial(receive, bot=self.bot, incoming=incoming, links=links)
            ours = await self.database.run(work)
        except DatabaseAwayError:
            raise
        except Exception:
            log.exception("mail_not_received", uid=uid)
            if uid not in self._broke:
                self._broke.add(uid)
                return False
            ours = False
        await (box.remove(uid) if ours else box.leave(uid))
        return True

    async def _links(self, incoming: Incoming) -> Sequence[Article]:
        """Return where a newsletter that is followed leads; a page that cannot be read is left."""
        links = await self.database.run(partial(followed_links, bot=self.bot, incoming=incoming))
        found = await at_once(LINKS_AT_ONCE, links, self._led_to)
        return [each for each in found if each is not None]

    async def _led_to(self, article: Article) -> Article | None:
        page = await self.web.page(article.link) if self.web else None
        with suppress(UserError):  # it may lead to what is no public page
            if isinstance(page, WebPage):
                link = proposable(page.url)
                return replace(article, guid=link, link=link)
        return None
