"""What browsers and feed readers follow: a network's veille, as published, and no one's name.

It is served to anyone who has the network's unguessable address, and under the network's own name
while its coordinators make it public. What members ask or write in the channel is not there: only
articles, what was written about them, and deadlines.
"""

from __future__ import annotations

from dataclasses import replace

from aiohttp import web

from bot.network.address import AddressKind
from bot.pages.page import Make, Page, PageRequest
from bot.pages.served import ATOM, Document, styled
from bot.talk.context import Context
from bot.veille import pages as veille_pages

PAGE_DIGESTS = 12
"""Digests on one page: a year of a monthly veille."""

FEED_DIGESTS = 4
"""Digests in the feed: a month of a weekly veille, so that a reader back from leave has all."""

_LAST_PAGE = 99


def _page(ctx: Context, asked: PageRequest) -> Make:
    number = 1 if asked.number is None else asked.number
    if not 1 <= number <= _LAST_PAGE:
        raise web.HTTPNotFound
    first, after = PAGE_DIGESTS * (number - 1), PAGE_DIGESTS * number
    reading = veille_pages.read(ctx.db, ctx.network.slug, after + 1, ctx.now)
    if number > 1 and len(reading.digests) <= first:
        raise web.HTTPNotFound
    newer = _address(asked, number - 1) if number > 1 else ""
    older = _address(asked, number + 1) if len(reading.digests) > after else ""
    shown = replace(reading, digests=reading.digests[first:after])

    def make() -> Document:
        style = ctx.render("veille/page.css")
        text = ctx.render(
            "veille/page.html.j2",
            reading=shown,
            place=asked,
            newer=newer,
            older=older,
            style=style,
        )
        return styled(text, style, changed=shown.changed)

    return make


def _address(asked: PageRequest, number: int) -> str:
    return asked.page if number == 1 else f"{asked.page}?page={number}"


def _feed(ctx: Context, asked: PageRequest) -> Make:
    reading = veille_pages.read(ctx.db, ctx.network.slug, FEED_DIGESTS, ctx.now)

    def make() -> Document:
        text = ctx.render("veille/feed.xml.j2", reading=reading, place=asked)
        return styled(text, ctx.render("veille/page.css"), ATOM, changed=reading.changed)

    return make


_PAGE = Page(
    kind=AddressKind.VEILLE, read=_page, query="page", latest=veille_pages.latest, shareable=True
)
PAGES = (_PAGE, replace(_PAGE, read=_feed, after=".atom", query=""))
