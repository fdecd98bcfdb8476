"""The period that a page of figures is of: chosen by its address, with links to the others."""

from __future__ import annotations

from dataclasses import dataclass

from aiohttp import web

from bot.core.errors import UserError
from bot.network.period import Period, calendar_year, last_months
from bot.pages.page import PageRequest
from bot.talk.context import Context

QUERY = "annee"

YEARS = 3
"""Calendar years that a page leads to; meetings are kept for two."""


@dataclass(frozen=True, slots=True, kw_only=True)
class PeriodChoice:
    """A period that the page may be of: its name, its address below this one."""

    label: str
    link: str
    chosen: bool


def period_of(ctx: Context, asked: PageRequest) -> Period:
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


def choices(ctx: Context, asked: PageRequest) -> tuple[PeriodChoice, ...]:
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
