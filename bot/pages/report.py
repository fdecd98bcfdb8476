"""The page of a network's year, and its figures as a table: for anyone who has its address.

Nothing there names anyone, and no question's words are told: only counts, and what was published.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

from aiohttp import web

from bot.core.errors import UserError
from bot.network.address import AddressKind
from bot.network.period import Period, calendar_year, last_months
from bot.pages.page import Make, Page, PageRequest
from bot.pages.served import Document, styled
from bot.talk.context import Context
from bot.year import reporting as year_reporting
from bot.year.report import YearReport

QUERY = "annee"

YEARS = 3
"""Calendar years that a page leads to; meetings are kept for two."""


@dataclass(frozen=True, slots=True, kw_only=True)
class PeriodChoice:
    """A period that the page may be of: its name, its address below this one."""

    label: str
    link: str
    chosen: bool


def _page(ctx: Context, asked: PageRequest) -> Make:
    report, year = _report(ctx, asked), asked.number

    def make() -> Document:
        style = f"{ctx.render('veille/page.css')}\n{ctx.render('reseau/bilan.css')}"
        text = ctx.render(
            "reseau/bilan.html.j2",
            report=report,
            choices=_choices(ctx, asked),
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
    return year_reporting.read(ctx.db, ctx.network, _period(ctx, asked), ctx.now)


def _period(ctx: Context, asked: PageRequest) -> Period:
    """Return the year that is asked for, the last twelve months by default.

    Raises HTTPNotFound.
    """
    zone = ctx.network.timezone
    if asked.number is None:
        return last_months(ctx.now, zone)
    try:
        return calendar_year(asked.number, ctx.now, zone)
    except UserError:
        raise web.HTTPNotFound from None


def _choices(ctx: Context, asked: PageRequest) -> tuple[PeriodChoice, ...]:
    """Say where the other periods are: addresses below the page's own, whatever it is under."""
    latest = last_months(ctx.now, ctx.network.timezone).months[-1].year
    years = (
        PeriodChoice(label=str(each), link=f"?{QUERY}={each}", chosen=each == asked.number)
        for each in range(latest, latest - YEARS, -1)
    )
    return (
        PeriodChoice(label="12 derniers mois", link=asked.last, chosen=asked.number is None),
        *years,
    )


_PAGE = Page(kind=AddressKind.REPORT, read=_page, query=QUERY)
PAGES = (_PAGE, replace(_PAGE, read=_table, after=".csv"))
