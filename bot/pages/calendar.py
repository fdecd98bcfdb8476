"""What calendars follow: a network's meetings, at an address that nobody can guess.

It is served to whoever has the address, since no calendar can log in: it says when and where, and
what the meeting is about, never who comes. An address that got about is renewed (see
`bot/network/address.py`), and the old one is then as unknown as any other.
"""

from __future__ import annotations

import asyncio
from collections.abc import Mapping, Sequence
from typing import Protocol

from aiohttp import web
from sqlalchemy import Connection

from bot.core.database import Database
from bot.meeting.calendar import Invitation
from bot.meeting.calendar_file import CONTENT_TYPE, calendar_feed
from bot.network.address import PATTERN, Addresses, AddressKind
from bot.network.network import Network
from bot.pages import served


class ReadsInvitations(Protocol):
    """Reads the meetings that a network's calendar shows, cancelled ones too."""

    def __call__(self, db: Connection, network: str, /) -> Sequence[Invitation]:
        """Return them, in any order."""


class CalendarPages:
    """The address of each network's calendar.

    A wrong token, an old one and one of a network that is no more get the same 404 as any page
    that there is not. `Last-Modified` is for those who do not know ETags: it does not show that
    a meeting was forgotten, which nobody waits for.
    """

    def __init__(
        self,
        database: Database,
        networks: Mapping[str, Network],
        addresses: Addresses,
        read: ReadsInvitations,
    ) -> None:
        self._database = database
        self._networks = networks
        self._addresses = addresses
        self._read = read

    def routes(self, prefix: str = "") -> list[web.RouteDef]:
        """Return the route, under the path of the public address; HEAD comes with GET."""
        return [web.get(f"{prefix}/calendrier/{{token:{PATTERN}}}.ics", self._calendar)]

    async def _calendar(self, request: web.Request) -> web.Response:
        token = request.match_info["token"]
        network, invitations = await self._database.run(lambda db: self._found(db, token))
        if network is None:
            raise web.HTTPNotFound
        name = f"Rencontres\u00a0: {network.name}"
        text = await asyncio.to_thread(calendar_feed, name, invitations, network.timezone)
        changed = max((each.updated_at for each in invitations), default=None)
        document = served.Document(
            body=text.encode(),
            content_type=CONTENT_TYPE,
            changed=changed,
            headers={"Content-Disposition": f'inline; filename="{network.slug}.ics"'},
        )
        return served.answer(request, document)

    def _found(self, db: Connection, token: str) -> tuple[Network | None, Sequence[Invitation]]:
        kind = AddressKind.CALENDAR
        network = served.network_of(db, self._addresses, kind, self._networks, token)
        return network, self._read(db, network.slug) if network else ()
