"""Asks the pages that members propose for their title and summary.

A try is counted before it is made: a crash at the worst moment costs one of them, and no page can
make us die again and again. Without a title, the readable address stands for it.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from typing import Protocol

import structlog

from bot.core.clock import Clock
from bot.core.database import Database
from bot.veille import link_store as links
from bot.veille.feeds.rules import Failed
from bot.veille.link import WebPage
from bot.veille.link_store import Untitled
from scheduler.waking import Waking, at_once

log = structlog.get_logger(__name__)

DELAYS = (timedelta(), timedelta(hours=1), timedelta(days=1))
"""How long after a link was proposed each try is made."""

AT_ONCE = 4
"""Pages asked for at the same time."""


class PageReader(Protocol):
    """What reads a web page; a bad page is an outcome, never an exception."""

    async def page(self, url: str) -> WebPage | Failed:
        """Read what a page says of itself."""


async def page_of(reader: PageReader, link: str, **whose: int) -> WebPage | Failed | None:
    """Read a page; what goes wrong is logged, and None for a defect: other pages are read."""
    try:
        page = await reader.page(link)
    except Exception:
        log.exception("page_broke_us", **whose)
        return None
    if isinstance(page, Failed):
        log.info("page_failed", **whose, trouble=page.trouble.code)
    return page


@dataclass(eq=False)
class Titler(Waking):
    """The job, to be woken after each transaction that may bring links."""

    database: Database
    reader: PageReader
    clock: Clock
    broken = "titles_broken"

    async def read_due(self) -> int:
        """Ask the pages that may be asked now; return how many were."""
        now = self.clock()
        waiting = await self.database.run(links.untitled)
        due = [each for each in waiting if each.at + DELAYS[each.tries] <= now]
        await at_once(AT_ONCE, due, self._one)
        return len(due)

    async def _one(self, link: Untitled) -> None:
        if not await self.database.run(lambda db: links.try_title(db, link)):
            return
        page = await page_of(self.reader, link.link, article=link.id)
        if isinstance(page, WebPage) and page.title:
            title, summary = page.title, page.summary
            await self.database.run(lambda db: links.entitle(db, link.id, title, summary))

    work = read_due
