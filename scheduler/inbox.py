"""Reads the mailbox of the service, a message at a time.

What becomes of a message is written in one transaction, with a digest of it; the message is taken
out of the box after that. A crash at the worst moment, between the two, leaves it there: the next
look knows its digest, and only takes it out. What is not for us is put aside, where people see it.

A box that cannot be opened is tried ever more rarely, half an hour apart at most.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from contextlib import AbstractAsyncContextManager
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from functools import partial
from typing import Protocol

import structlog

from bot.core.database import Database, DatabaseAwayError
from bot.core.errors import UserError
from bot.letter.inbox.errors import MailboxError
from bot.letter.inbox.newsletter import NewsLink
from bot.letter.inbox.receiving import MailFate, newsletter_in, receive
from bot.talk.bot import Bot
from bot.veille.feeds.rules import Failed
from bot.veille.proposal import proposable
from scheduler.titles import PageReader
from scheduler.waking import at_once

log = structlog.get_logger(__name__)

MOST_AT_ONCE = 100
"""Messages of one look: what is left waits for the next."""

LONGEST_AWAY = timedelta(minutes=30)
"""The longest between two tries of a box that cannot be opened."""

LINKS_AT_ONCE = 4
"""Pages of a newsletter that are asked for at the same time."""

_FIRST_AWAY = timedelta(minutes=1)


class OpenedMailbox(Protocol):
    """A mailbox that is open; all raise MailboxError."""

    async def waiting(self) -> Sequence[str]:
        """Return the messages that are in the box, oldest first."""

    async def fetch(self, uid: str) -> bytes | None:
        """Return the beginning of a message; None when it is gone."""

    async def remove(self, uid: str) -> None:
        """Take a message out for good."""

    async def put_aside(self, uid: str) -> None:
        """Move a message to the folder of what was not for us."""


class MailboxReader(Protocol):
    """What opens the mailbox."""

    def opened(self) -> AbstractAsyncContextManager[OpenedMailbox]:
        """Open it until the end of the block. Raises MailboxError."""


@dataclass(eq=False)
class InboxJob:
    """The job; `spoken` is told when there may be something to say. Without a box it is idle.

    `web` follows the links of newsletters to where they lead, through what counts clicks.
    """

    database: Database
    bot: Bot
    mailbox: MailboxReader | None
    spoken: Callable[[], None]
    web: PageReader | None = None
    _away_until: datetime | None = field(default=None, init=False)
    _aways: int = field(default=0, init=False)

    async def read(self) -> int:
        """Deal with what is in the box; return how many messages that was."""
        until, now = self._away_until, self.bot.clock()
        if self.mailbox is None or (until is not None and now < until <= now + LONGEST_AWAY):
            return 0
        done = 0
        try:
            async with self.mailbox.opened() as box:
                for uid in (await box.waiting())[:MOST_AT_ONCE]:
                    done += await self._one(box, uid)
        except MailboxError as error:
            doubled: timedelta = _FIRST_AWAY * 2 ** min(self._aways, 5)
            self._away_until, self._aways = now + min(doubled, LONGEST_AWAY), self._aways + 1
            log.warning("mailbox_away", reason=str(error))
        else:
            self._away_until, self._aways = None, 0
        if done:
            log.info("mailbox_read", done=done)
            self.spoken()
        return done

    async def _one(self, box: OpenedMailbox, uid: str) -> bool:
        """Deal with one message; one that breaks us is put aside, and keeps no other waiting."""
        content = await box.fetch(uid)
        if content is None:
            return False
        try:
            links = await self._links(content)
            work = partial(receive, bot=self.bot, content=content, links=links)
            fate = await self.database.run(work)
        except DatabaseAwayError:
            raise
        except Exception:
            log.exception("mail_not_received", uid=uid)
            fate = MailFate.OTHER
        if fate is MailFate.OTHER:
            await box.put_aside(uid)
        else:
            await box.remove(uid)
        return True

    async def _links(self, content: bytes) -> Sequence[NewsLink]:
        """Return where a newsletter that is followed leads; a page that cannot be read is left."""
        letter = await self.database.run(partial(newsletter_in, bot=self.bot, content=content))
        if letter is None:
            return ()
        found = await at_once(LINKS_AT_ONCE, letter.links, self._led_to)
        return [each for each in found if each is not None]

    async def _led_to(self, link: NewsLink) -> NewsLink | None:
        page = await self.web.page(link.link) if self.web else None
        if isinstance(page, Failed):
            return None
        try:
            return link if page is None else replace(link, link=proposable(page.url))
        except UserError:  # it led to what is no public page
            return None
