"""The page of « le point », for anyone who has its address, once it is given."""

from __future__ import annotations

from aiohttp import web

from bot.core.errors import UserError
from bot.network.address import AddressKind
from bot.pages.page import Make, Page, PageRequest
from bot.pages.periods import QUERY
from bot.pages.served import styled
from bot.talk.context import Context
from bot.year import giving
from bot.year import sheet_store as sheets


def _page(ctx: Context, asked: PageRequest) -> Make:
    try:
        sheet = sheets.get(ctx.db, ctx.network.slug, asked.number or 0)
    except UserError:
        raise web.HTTPNotFound from None
    if not sheet.given_at:
        raise web.HTTPNotFound
    return lambda: styled(giving.written(ctx, sheet), giving.style(ctx))


PAGES = (Page(kind=AddressKind.SHEET, read=_page, query=QUERY, kept=False),)
