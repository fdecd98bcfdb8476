"""`/besoin`: the whole life of a question."""

from __future__ import annotations

from commands.besoin import (
    answering,
    around,
    asking,
    climbs,
    coordinating,
    following,
    helping,
    owning,
    reading,
    transmitting,
    undecided,
)
from commands.besoin.current import current

ROUTES = (
    *asking.ROUTES,
    *reading.ROUTES,
    *map(
        current,
        (*answering.ROUTES, *owning.ROUTES, *coordinating.ROUTES, *transmitting.ROUTES),
    ),
    *climbs.ROUTES,
    *around.ROUTES,
    *following.ROUTES,
    *helping.ROUTES,
    *undecided.ROUTES,
)
