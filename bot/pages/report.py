"""The page of a network's year, and its figures as a table: for whoever has its address.

Nothing there names anyone, and no question's words are told: only counts, and what was published.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from functools import partial
from typing import Protocol

from aiohttp import web
from sqlalchemy import Connection

from bot.core.database import Database
from bot.core.errors import UserError
from bot.network.address import PATTERN, Addresses, AddressKind
from bot.network.network import Network
from bot.network.period import Period, calendar_year, last_months
from bot.pages import served
from bot.talk.render import Render
from bot.year.plots import Plot, month_plot, question_plot, theme_plot
from bot.year.report import YearReport

YEARS = 3
"""Calendar years that the page leads to; meetings are kept for two."""


class Reports(Protocol):
    """Tells a network's year."""

    def read(
        self, db: Connection, network: Network, period: Period, now: datetime, /
    ) -> YearReport:
        """Count what a network did in a period."""

    def table(self, report: YearReport, network: Network, /) -> str:
        """Write it as CSV."""


@dataclass(frozen=True, slots=True, kw_only=True)
class PeriodChoice:
    """A period that the page may be of: its name, its address below this one, "" for the usual."""

    label: str
    link: str
    chosen: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class ReportPlace:
    """Which period the page is of, among those there are, and where its table is."""

    choices: tuple[PeriodChoice, ...]
    table: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Charts:
    """The charts of a page."""

    months: Plot
    themes: Plot
    questions: Plot


@dataclass(frozen=True, slots=True, kw_only=True)
class _Wanted:
    network: Network
    token: str
    period: Period
    table: bool


class ReportPages:
    """The report of each network, at `/bilan/<secret>`; « ?annee=2026 » for a calendar year."""

    def __init__(  # noqa: PLR0913, PLR0917  the parts, each once
        self,
        database: Database,
        networks: Mapping[str, Network],
        addresses: Addresses,
        reports: Reports,
        render: Render,
        clock: Callable[[], datetime],
    ) -> None:
        self._database = database
        self._networks = networks
        self._addresses = addresses
        self._reports = reports
        self._render = render
        self._clock = clock
        self._kept: served.DocumentCache[_Wanted] = served.DocumentCache(clock)
        self._style = f"{render('veille/page.css')}\n{render('reseau/bilan.css')}"
        self._headers = served.page_headers(self._style)

    def routes(self, prefix: str = "") -> list[web.RouteDef]:
        """Return the routes, under the path of the public address; HEAD comes with GET."""
        place = f"{prefix}/bilan/{{token:{PATTERN}}}"
        return [
            web.get(place, partial(self._answer, table=False)),
            web.get(f"{place}.csv", partial(self._answer, table=True)),
        ]

    async def _answer(self, request: web.Request, *, table: bool) -> web.Response:
        token = request.match_info["token"]
        network = await self._database.run(lambda db: self._found(db, token))
        if network is None:
            raise web.HTTPNotFound
        period = self._period(network, request.query.get("annee", ""))
        wanted = _Wanted(network=network, token=token, period=period, table=table)
        document = await self._kept.get(wanted, None, lambda: self._made(wanted))
        return served.answer(request, document)

    def _found(self, db: Connection, token: str) -> Network | None:
        kind = AddressKind.REPORT
        return served.network_of(db, self._addresses, kind, self._networks, token)

    def _period(self, network: Network, typed: str) -> Period:
        if not typed:
            return last_months(self._clock(), network.timezone)
        if not (typed.isascii() and typed.isdigit()):
            raise web.HTTPNotFound
        try:
            return calendar_year(int(typed[:5]), self._clock(), network.timezone)
        except UserError:
            raise web.HTTPNotFound from None

    async def _made(self, wanted: _Wanted) -> served.Document:
        now = self._clock()
        report = await self._database.run(
            lambda db: self._reports.read(db, wanted.network, wanted.period, now)
        )
        return await asyncio.to_thread(self._document, wanted, report)

    def _document(self, wanted: _Wanted, report: YearReport) -> served.Document:
        network = wanted.network
        if wanted.table:
            name = f"bilan-{network.slug}-{wanted.period.year or f'{report.made:%Y-%m-%d}'}.csv"
            return served.Document(
                body=self._reports.table(report, network).encode(),
                content_type="text/csv",
                changed=None,
                headers={"Content-Disposition": f'attachment; filename="{name}"'},
            )
        render = self._render
        text = render(
            "reseau/bilan.html.j2",
            network=network,
            report=report,
            charts=charts_of(report, network.timezone),
            place=self._place(wanted, report.made),
            style=self._style,
        )
        return served.Document(
            body=f"{text}\n".encode(),
            content_type="text/html",
            changed=None,
            headers=self._headers,
        )

    def _place(self, wanted: _Wanted, now: datetime) -> ReportPlace:
        """Say where the other periods are: addresses below the page's own, whatever it is under."""
        year, asked = last_months(now, wanted.network.timezone).months[-1].year, wanted.period.year
        years = [
            PeriodChoice(label=str(each), link=f"?annee={each}", chosen=each == asked)
            for each in range(year, year - YEARS, -1)
        ]
        usual = PeriodChoice(label="12 derniers mois", link=wanted.token, chosen=not asked)
        table = f"{wanted.token}.csv"
        return ReportPlace(
            choices=(usual, *years), table=f"{table}?annee={asked}" if asked else table
        )


def charts_of(report: YearReport, zone: str) -> Charts:
    """Draw the charts of a report."""
    return Charts(
        months=month_plot(report, zone),
        themes=theme_plot(report),
        questions=question_plot(report, zone),
    )
