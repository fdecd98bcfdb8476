"""`/rencontre`: from the first date to the minutes."""

from __future__ import annotations

from commands.rencontre import (
    arranging,
    attending,
    door,
    helping,
    holding,
    hosting,
    planning,
    polling,
    proposing,
    recording,
    reporting,
    sounding,
)

ROUTES = (
    *door.ROUTES,
    *planning.ROUTES,
    *sounding.ROUTES,
    *polling.ROUTES,
    *attending.ROUTES,
    *hosting.ROUTES,
    *proposing.ROUTES,
    *arranging.ROUTES,
    *holding.ROUTES,
    *reporting.ROUTES,
    *recording.ROUTES,
    *helping.ROUTES,
)
