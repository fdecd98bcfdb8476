"""`/rencontre`: from the first date to the minutes."""

from __future__ import annotations

from commands.rencontre import arranging, attending, holding, planning, polling, reporting

ROUTES = (
    *planning.ROUTES,
    *polling.ROUTES,
    *attending.ROUTES,
    *arranging.ROUTES,
    *holding.ROUTES,
    *reporting.ROUTES,
)
