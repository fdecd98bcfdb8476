"""`/besoin`: the whole life of a question."""

from __future__ import annotations

from commands.besoin import (
    answering,
    asking,
    carrying,
    climbs,
    coordinating,
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
    *carrying.ROUTES,
    *climbs.ROUTES,
    *undecided.ROUTES,
)
