"""`/rencontre`: from the first date to the minutes."""

from __future__ import annotations

from commands.rencontre import arranging, attending, holding, planning, polling, reporting, sounding

ROUTES = (
    *planning.ROUTES,
    *sounding.ROUTES,
    *polling.ROUTES,
    *attending.ROUTES,
    *arranging.ROUTES,
    *holding.ROUTES,
    *reporting.ROUTES,
)
