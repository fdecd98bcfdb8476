"""How many private messages someone wants, and how much each message matters to them."""

from __future__ import annotations

from datetime import datetime, time, timedelta
from enum import IntEnum
from zoneinfo import ZoneInfo

from bot.core.labels import Labelled

DELIVERY = time(9)
"""When Monday's pile comes, on the network's own clock."""


IN_TIME = timedelta(days=2)
"""What Monday's pile leaves coordinators, at least, to do what it tells of."""


class Weight(IntEnum):
    """How much a private message matters to whoever receives it, most first.

    What answers them, and their privacy; what is theirs (a question, a meeting they come to); what
    only coordinators can deal with; what they are asked; news that can wait.
    """

    ANSWER = 0
    OWN = 1
    DUTY = 2
    ASKED = 3
    NEWS = 4


class Wish(Labelled):
    """Which private messages someone wants, most first."""

    ALL = "tout", "Tout"
    ESSENTIAL = "essentiel", "L'essentiel"
    ASKED = "demandé", "Seulement ce que je demande"

    @property
    def meaning(self) -> str:
        """What it sends, in French."""
        return _MEANINGS[self]

    def lets(self, weight: Weight) -> bool:
        """Tell whether a message of this weight is said at all."""
        return weight <= _HEAVIEST[self]


_HEAVIEST = {
    Wish.ALL: Weight.NEWS,
    Wish.ESSENTIAL: Weight.DUTY,
    Wish.ASKED: Weight.ANSWER,
}
_MEANINGS = {
    Wish.ALL: "vos questions, vos rencontres, les invitations et les nouvelles",
    Wish.ESSENTIAL: "vos questions, les rencontres où vous venez ou que vous accueillez, et ce qui "
    "n'attend que vous",
    Wish.ASKED: "les réponses à ce que vous me demandez, et ce qui touche à vos données",
}


def next_delivery(now: datetime, zone: str) -> datetime:
    """Return the next Monday at DELIVERY (UTC), on an IANA zone's clock, strictly after now."""
    local = now.astimezone(ZoneInfo(zone))
    day = local.date() - timedelta(days=local.weekday())
    monday = datetime.combine(day, DELIVERY, local.tzinfo)
    found = monday if monday > now else monday + timedelta(weeks=1)
    return found.astimezone(now.tzinfo)


def can_wait(now: datetime, zone: str, until: datetime) -> bool:
    """Tell whether Monday's pile tells coordinators early enough of what matters until a moment.

    It has to leave them IN_TIME; what cannot wait is told at once.
    """
    return until - next_delivery(now, zone) >= IN_TIME
