"""`/besoin`: the whole life of a question."""

from __future__ import annotations

from commands.besoin import answering, asking, coordinating, owning, reading, undecided

ROUTES = (
    *asking.ROUTES,
    *reading.ROUTES,
    *answering.ROUTES,
    *owning.ROUTES,
    *coordinating.ROUTES,
    *undecided.ROUTES,
)
