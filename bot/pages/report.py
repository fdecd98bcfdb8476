"""The page of a network's year, and its figures as a table: for anyone who has its address.

Nothing there names anyone, and no question's words are told: only counts, and what was published.
"""

from __future__ import annotations

from dataclasses import replace

from bot.network.address import AddressKind
from bot.pages.page import Make, Page, PageRequest
from bot.pages.periods import QUERY, choices, period_of
from bot.pages.served import Document, styled
from bot.talk.context import Context
from bot.year import reporting as year_reporting
from bot.year.report import YearReport


def _page(ctx: Context, asked: PageRequest) -> Make:
    report, year = _report(ctx, asked), asked.number

    def make() -> Document:
        style = f"{ctx.render('veille/page.css')}\n{ctx.render('reseau/bilan.css')}"
        text = ctx.render(
            "reseau/bilan.html.j2",
            report=report,
            choices=choices(ctx, asked),
            table=f"{asked.last}.csv?{QUERY}={year}" if year else f"{asked.last}.csv",
            style=style,
        )
        return styled(text, style)

    return make


def _table(ctx: Context, asked: PageRequest) -> Make:
    report = _report(ctx, asked)
    name = f"bilan-{ctx.network.slug}-{asked.number or f'{report.made:%Y-%m-%d}'}.csv"
    return lambda: Document(
        body=year_reporting.table(report, ctx.network).encode(),
        content_type="text/csv",
        headers={"Content-Disposition": f'attachment; filename="{name}"'},
    )


def _report(ctx: Context, asked: PageRequest) -> YearReport:
    return year_reporting.read(ctx.db, ctx.network, period_of(ctx, asked), ctx.now)


_PAGE = Page(kind=AddressKind.REPORT, read=_page, query=QUERY)
PAGES = (_PAGE, replace(_PAGE, read=_table, after=".csv"))
