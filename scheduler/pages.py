"""Looks at the pages of resources: their title at first, then whether they are still there.

A look is noted before it is made: a crash at the worst moment costs one of them, and no page can
make us die again and again. A site that is slow, broken or shut to programs is no dead link.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import partial
from http import HTTPStatus

from sqlalchemy import Connection

from bot.resource import keeping
from bot.resource import store as resources
from bot.resource.rules import Resource
from bot.veille.feeds.rules import Ailment, Failed, Trouble
from scheduler.titles import PageReader, page_of
from scheduler.waking import NetworkJob, Waking, at_once

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
        page = await page_of(self.reader, resource.link, resource=resource.id)
        if page is None:
            return
        gone = isinstance(page, Failed) and _is_gone(page.trouble)
        title = "" if isinstance(page, Failed) else page.title
        work = partial(keeping.looked_at, number=resource.number, gone=gone, title=title)
        await self._in(self.bot.networks[resource.network], work)

    work = look


def _is_gone(trouble: Trouble) -> bool:
    """Tell whether a page surely is no longer there."""
    answered = trouble.ailment is Ailment.HTTP and trouble.status in _GONE
    return answered or trouble.ailment in (Ailment.GONE, Ailment.UNKNOWN_HOST)
