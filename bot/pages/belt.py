"""The page of what climbs and comes down, in figures: for coordinators, who have its address.

Nothing there names anyone, nor any territory but the network itself; no need's words are told.
"""

from __future__ import annotations

from dataclasses import replace

from bot.network.address import AddressKind
from bot.pages.page import Make, Page, PageRequest
from bot.pages.periods import QUERY, choices, period_of
from bot.pages.served import Document, styled
from bot.relay import reporting as belt_reporting
from bot.talk.context import Context


def _page(ctx: Context, asked: PageRequest) -> Make:
    period = period_of(ctx, asked)
    counted = belt_reporting.read(ctx.db, ctx.network.slug, period)
    belt = replace(counted, levels=belt_reporting.levels(ctx, period))

    def make() -> Document:
        style = f"{ctx.render('veille/page.css')}\n{ctx.render('reseau/bilan.css')}"
        text = ctx.render(
            "besoin/belt.html.j2",
            belt=belt,
            period=period,
            made=ctx.now,
            choices=choices(ctx, asked),
            style=style,
        )
        return styled(text, style)

    return make


PAGES = (Page(kind=AddressKind.BELT, read=_page, query=QUERY),)
