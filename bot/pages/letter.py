"""What browsers and feed readers follow: a network's letters, as published, and no one's name.

They are served to anyone who has the network's unguessable address, and under the network's own
name while its coordinators make them public. The draft is shown at an address of its own, which is
good for some days only, and kept nowhere.
"""

from __future__ import annotations

from dataclasses import replace

from aiohttp import web

from bot.core.errors import UserError
from bot.letter import pages as letter_pages
from bot.letter import store as letters
from bot.letter.pages import LetterReading
from bot.letter.rules import Letter
from bot.network.address import AddressKind
from bot.pages.page import Make, Page, PageRequest
from bot.pages.served import ATOM, Document, styled
from bot.talk.context import Context

LISTED = 60
"""Letters that the page lists: ten years of one every other month."""

FEED_LETTERS = 6
"""Letters in the feed: a year of them."""


def _letter(ctx: Context, asked: PageRequest) -> Make:
    """Show the letter of the number that is asked for, or the latest one."""
    reading = letter_pages.read(ctx.db, ctx.network.slug, LISTED)
    letter = reading.latest
    if asked.number:
        try:
            letter = letters.get(ctx.db, ctx.network.slug, asked.number)
        except UserError:
            raise web.HTTPNotFound from None
    return lambda: _page(ctx, asked, reading, letter)


def _draft(ctx: Context, asked: PageRequest) -> Make:
    letter = letter_pages.preview(ctx)

    def make() -> Document:
        nothing = LetterReading(letters=(), since=ctx.now)
        document = _page(ctx, asked, nothing, letter, preview=True)
        return replace(document, headers={**document.headers, "Cache-Control": "no-store"})

    return make


def _page(
    ctx: Context,
    asked: PageRequest,
    reading: LetterReading,
    letter: Letter | None,
    *,
    preview: bool = False,
) -> Document:
    style = ctx.render("lettre/page.css")
    text = ctx.render(
        "lettre/page.html.j2",
        reading=reading,
        letter=letter,
        place=asked,
        preview=preview,
        style=style,
    )
    return styled(text, style, changed=reading.changed)


def _feed(ctx: Context, asked: PageRequest) -> Make:
    reading = letter_pages.read(ctx.db, ctx.network.slug, FEED_LETTERS)

    def make() -> Document:
        text = ctx.render("lettre/feed.xml.j2", reading=reading, place=asked)
        return styled(text, ctx.render("lettre/page.css"), ATOM, changed=reading.changed)

    return make


_LETTER = Page(
    kind=AddressKind.LETTER, read=_letter, latest=letters.last_published_at, shareable=True
)
PAGES = (
    _LETTER,
    replace(_LETTER, after="/{number:[0-9]{1,6}}"),
    replace(_LETTER, after=".atom", read=_feed),
    Page(kind=AddressKind.DRAFT, read=_draft, kept=False),
)
