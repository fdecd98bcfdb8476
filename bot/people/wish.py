"""How many private messages someone wants, and how much each message matters to them."""

from __future__ import annotations

from datetime import datetime, time, timedelta
from enum import Enum, IntEnum
from zoneinfo import ZoneInfo

DELIVERY = time(9)
"""When what could wait comes together, on a Monday, on the network's own clock."""


IN_TIME = timedelta(days=2)
"""What Monday's card leaves coordinators, at least, to do what it tells of."""


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


class Wish(Enum):
    """Which private messages someone wants; the label is what is typed."""

    ALL = "tout"
    GROUPED = "groupés"
    ESSENTIAL = "essentiel"
    SILENCE = "silence"

    @property
    def meaning(self) -> str:
        """What it means, in French."""
        return _MEANINGS[self]

    def lets(self, weight: Weight) -> bool:
        """Tell whether a message of this weight is said at all."""
        return weight <= _HEAVIEST[self]

    def waits(self, weight: Weight) -> bool:
        """Tell whether it waits for the next Monday."""
        return self is Wish.GROUPED and weight is Weight.NEWS


_HEAVIEST = {
    Wish.ALL: Weight.NEWS,
    Wish.GROUPED: Weight.NEWS,
    Wish.ESSENTIAL: Weight.DUTY,
    Wish.SILENCE: Weight.ANSWER,
}
_MEANINGS = {
    Wish.ALL: "vos questions, vos rencontres, les invitations et les nouvelles, dès qu'il y en a",
    Wish.GROUPED: "comme «\u00a0tout\u00a0», mais ce qui peut attendre vient groupé, le lundi à "
    "9\u00a0h",
    Wish.ESSENTIAL: "vos questions, les rencontres où vous venez ou que vous accueillez, et rien "
    "d'autre",
    Wish.SILENCE: "seulement les réponses à ce que vous me demandez et ce qui touche à vos données",
}


def next_delivery(now: datetime, zone: str) -> datetime:
    """Return the next Monday at DELIVERY (UTC), on an IANA zone's clock, strictly after now."""
    local = now.astimezone(ZoneInfo(zone))
    day = local.date() - timedelta(days=local.weekday())
    monday = datetime.combine(day, DELIVERY, local.tzinfo)
    found = monday if monday > now else monday + timedelta(weeks=1)
    return found.astimezone(now.tzinfo)


def can_wait(now: datetime, zone: str, until: datetime) -> bool:
    """Tell whether Monday's card tells coordinators early enough of what matters until a moment.

    It has to leave them IN_TIME; what cannot wait is told at once.
    """
    return until - next_delivery(now, zone) >= IN_TIME
