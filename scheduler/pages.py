"""Looks at the pages of resources: their title at first, then whether they are still there.

A look is noted before it is made: a crash at the worst moment costs one of them, and no page can
make us die again and again. A site that is slow, broken or shut to programs is no dead link.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import partial
from http import HTTPStatus

import structlog
from sqlalchemy import Connection

from bot.resource import keeping
from bot.resource import store as resources
from bot.resource.rules import Resource
from bot.veille.feeds.rules import Ailment, Failed
from scheduler.titles import PageReader
from scheduler.waking import NetworkJob, Waking, at_once

log = structlog.get_logger(__name__)

AT_ONCE = 4
"""Pages asked for at the same time."""

MOST = 20
"""Pages of one look."""

_GONE = (HTTPStatus.NOT_FOUND, HTTPStatus.GONE)


@dataclass(eq=False)
class PageWatch(NetworkJob, Waking):
    """The job, to be woken after each transaction that may keep a link."""

    reader: PageReader
    broken = "pages_broken"

    async def look(self) -> int:
        """Look at the pages that are due; return how many were."""
        due = await self.database.run(self._due)
        await at_once(AT_ONCE, due, self._one)
        return len(due)

    def _due(self, db: Connection) -> Sequence[Resource]:
        networks = [slug for slug in self.bot.networks if self.bot.open_to_us(slug)]
        found = resources.to_look_at(db, networks, self.bot.clock(), limit=MOST)
        resources.looking_at(db, found, self.bot.clock())
        return found

    async def _one(self, resource: Resource) -> None:
        try:
            page = await self.reader.page(resource.link)
        except Exception:  # a defect: the other pages are looked at
            log.exception("page_broke_us", resource=resource.id)
            return
        gone, title = False, ""
        if isinstance(page, Failed):
            gone = is_gone(page)
            log.info("page_failed", resource=resource.id, trouble=page.trouble.code)
        else:
            title = page.title
        network = self.bot.networks[resource.network]
        work = partial(keeping.looked_at, number=resource.number, gone=gone, title=title)
        await self._in(network, work)

    work = look


def is_gone(failed: Failed) -> bool:
    """Tell whether a page surely is no longer there."""
    trouble = failed.trouble
    if trouble.ailment in (Ailment.GONE, Ailment.UNKNOWN_HOST):
        return True
    return trouble.ailment is Ailment.HTTP and trouble.status in _GONE
