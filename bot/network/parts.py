"""The parts of a network's meetings, as its configuration plans them."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum

MOST_MINUTES = 24 * 60
"""Of a part, or of what is in it: a day."""


class PartKind(Enum):
    """What fills a part by itself: the host, the news, the questions, the proposed animations."""

    WELCOME = "accueil"
    NEWS = "actualité"
    NEEDS = "besoins"
    WORKSHOP = "animation"
    FREE = "libre"


@dataclass(frozen=True, slots=True)
class PartPlan:
    """A part of each meeting: its share of the slot, in minutes."""

    kind: PartKind
    title: str
    minutes: int


DEFAULT_PARTS = (
    PartPlan(PartKind.WELCOME, "Accueil et visite du lieu", 30),
    PartPlan(PartKind.NEWS, "Actualité\u00a0: études, financements, appels à projets", 30),
    PartPlan(PartKind.NEEDS, "Questions et besoins", 45),
    PartPlan(
        PartKind.WORKSHOP,
        "Animation\u00a0: partage de pratiques, outil, intervention extérieure",
        75,
    ),
)
"""The four parts and their minutes in a half day: near the ten sample meetings' own split."""
