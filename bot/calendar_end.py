"""What calendars follow: a network's meetings, at an address that nobody can guess.

It is served to whoever has the address, since no calendar can log in: it says when and where, and
what the meeting is about, never who comes. An address that got about is renewed (see
`bot/domain/calendar_address.py`), and the old one is then as unknown as any other.
"""

from __future__ import annotations

import asyncio
import hashlib
from collections.abc import Mapping, Sequence
from datetime import UTC, datetime
from typing import Protocol

from aiohttp import web
from sqlalchemy import Connection

from bot.domain.calendar import Invitation
from bot.domain.calendar_address import COUNTER, CalendarAddresses
from bot.domain.network import Network
from bot.store import counters
from bot.store.database import Database
from bot.talk.calendar import CONTENT_TYPE, calendar_feed

MAX_AGE = 300
"""Seconds that a calendar may do with what it has: it asks every hour at most, a person reloads."""


class ReadsInvitations(Protocol):
    """Reads the meetings that a network's calendar shows, cancelled ones too."""

    def __call__(self, db: Connection, network: str, /) -> Sequence[Invitation]:
        """Return them, in any order."""


class CalendarEnd:
    """The address of each network's calendar.

    A wrong token, an old one and one of a network that is no more get the same 404 as any page
    that there is not. `Last-Modified` is for those who do not know ETags: it does not show that
    a meeting was forgotten, which nobody waits for.
    """

    def __init__(
        self,
        database: Database,
        networks: Mapping[str, Network],
        addresses: CalendarAddresses,
        read: ReadsInvitations,
    ) -> None:
        self._database = database
        self._networks = networks
        self._addresses = addresses
        self._read = read

    def routes(self, prefix: str = "") -> list[web.RouteDef]:
        """Return the route, under the path of the public address; HEAD comes with GET."""
        return [web.get(f"{prefix}/calendrier/{{token:[a-z2-7]{{32}}}}.ics", self._calendar)]

    async def _calendar(self, request: web.Request) -> web.Response:
        token = request.match_info["token"]
        network, invitations = await self._database.run(lambda db: self._found(db, token))
        if network is None:
            raise web.HTTPNotFound
        name = f"Rencontres\u00a0: {network.name}"
        text = await asyncio.to_thread(calendar_feed, name, invitations, network.timezone)
        changed = max((each.updated_at for each in invitations), default=None)
        etag = hashlib.sha256(text.encode()).hexdigest()[:32]
        fresh = _unchanged(request, etag, changed)
        answer = (
            web.Response(status=304)
            if fresh
            else web.Response(text=text, content_type=CONTENT_TYPE, charset="utf-8")
        )
        answer.etag = etag
        answer.last_modified = changed
        answer.headers["Cache-Control"] = f"private, max-age={MAX_AGE}"
        answer.headers["Content-Disposition"] = f'inline; filename="{network.slug}.ics"'
        answer.headers["X-Content-Type-Options"] = "nosniff"
        answer.headers["X-Robots-Tag"] = "noindex"
        return answer

    def _found(self, db: Connection, token: str) -> tuple[Network | None, Sequence[Invitation]]:
        reached = counters.reached(db, COUNTER)
        renewed = {slug: reached.get(slug, 0) for slug in self._networks}
        slug = self._addresses.network_of(token, renewed)
        if slug is None:
            return None, ()
        return self._networks[slug], self._read(db, slug)


def _unchanged(request: web.Request, etag: str, changed: datetime | None) -> bool:
    """Tell whether the caller has this already: by its ETags alone if it has some (RFC 9110)."""
    known = request.if_none_match
    if known is not None:
        return any(each.value in {etag, "*"} for each in known)
    since = request.if_modified_since
    return bool(since and changed and changed.astimezone(UTC).replace(microsecond=0) <= since)
