"""The page of what climbs and comes down, in figures: for coordinators, who have its address.

Nothing there names anyone, nor any territory but the network itself; no need's words are told.
"""

from __future__ import annotations

from dataclasses import replace

from bot.network.address import AddressKind
from bot.pages.page import Make, Page, PageRequest
from bot.pages.periods import QUERY, STYLES, choices, period_of
from bot.pages.served import styled
from bot.relay import reporting as belt_reporting
from bot.talk.context import Context


def _page(ctx: Context, asked: PageRequest) -> Make:
    period = period_of(ctx, asked)
    counted = belt_reporting.read(ctx.db, ctx.network.slug, period)
    belt = replace(counted, levels=belt_reporting.levels(ctx, period))
    return lambda: styled(
        ctx,
        "besoin/belt.html.j2",
        *STYLES,
        belt=belt,
        period=period,
        made=ctx.now,
        choices=choices(ctx, asked),
    )


PAGES = (Page(kind=AddressKind.BELT, read=_page, query=QUERY),)
