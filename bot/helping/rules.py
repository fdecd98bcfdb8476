"""Members who can help, what their structures receive, and what they are asked."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import Enum

from bot.core.errors import Refusal
from bot.french.workdays import working_days_after

ANSWER_DAYS = 3
"""Whole working days that they have, before the next ones are asked."""

MOST_WELCOMES = 5
"""What one person may say that their structure receives: a list that a phone shows."""

WELCOME_LIMIT = 200
"""Characters of each part of it."""


class AskReply(Enum):
    """What became of asking someone: nothing yet, a no, or it is over.

    A yes is the answer, kept nowhere else; one for another network is an offer to its coordinators.
    """

    WAITED_FOR = ""
    NO = "no"
    OFFERED = "offered"
    OVER = "over"


@dataclass(frozen=True, slots=True, kw_only=True)
class Helper:
    """Someone of a network who said that they can help with a theme, and since when.

    `beyond` when other territories may ask them too.
    """

    network: str
    user: str
    theme: str
    since: datetime
    beyond: bool = False

    @property
    def person(self) -> tuple[str, str]:
        """Who it is: people are known in their own network only."""
        return (self.network, self.user)


@dataclass(frozen=True, slots=True, kw_only=True)
class Asking:
    """Someone of a network was asked about a question, by its id; `id` is the store's.

    `offer` is their answer, where the question is another network's.
    """

    question: int
    network: str
    user: str
    at: datetime
    reply: AskReply = AskReply.WAITED_FOR
    offer: str = ""
    id: int = 0

    @property
    def waits(self) -> bool:
        """Whether they may still say something."""
        return self.reply is AskReply.WAITED_FOR

    def over_at(self, zone: str) -> datetime:
        """Return when the next ones are asked, on an IANA zone's clock."""
        return working_days_after(self.at, ANSWER_DAYS + 1, zone)


@dataclass(frozen=True, slots=True, kw_only=True)
class Welcome:
    """What someone says that their structure receives: which people or needs, where.

    `id` is the store's, by which it is taken back.
    """

    network: str
    user: str
    words: str
    structure: str
    commune: str
    at: datetime
    id: int = 0


Asked = Mapping[tuple[str, str], Sequence[datetime]]
"""When each was asked about anything, by network and person."""


MANY_WELCOMES = Refusal(
    "more than {most} welcomes",
    reply="Vous avez déjà dit {most} choses que votre structure reçoit : retirez-en une d'abord.",
)
