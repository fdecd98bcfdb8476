"""What calendars follow: a network's meetings, at an address that nobody can guess.

It is served to anyone who has the address, since no calendar can log in: it says when and where,
and what the meeting is about, never who comes. An address that got about is renewed (see
`bot/network/address.py`), and the old one is then as unknown as any other.
"""

from __future__ import annotations

from bot.meeting import calendars
from bot.meeting.calendar_file import CONTENT_TYPE, calendar_feed
from bot.network.address import AddressKind
from bot.pages.page import Make, Page, PageRequest
from bot.pages.served import Document
from bot.talk.context import Context


def _calendar(ctx: Context, _asked: PageRequest) -> Make:
    network, invitations = ctx.network, calendars.invitations(ctx)

    def make() -> Document:
        name = f"Rencontres\u00a0: {network.name}"
        return Document(
            body=calendar_feed(name, invitations, network.timezone).encode(),
            content_type=CONTENT_TYPE,
            # For those who do not know ETags: it does not show that a meeting was forgotten.
            changed=max((each.updated_at for each in invitations), default=None),
            headers={"Content-Disposition": f'inline; filename="{network.slug}.ics"'},
        )

    return make


PAGES = (Page(kind=AddressKind.CALENDAR, read=_calendar, kept=False),)
