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


NOT_AROUND_IN_PRIVATE = Refusal(
    "private question {number} is asked of nobody",
    reply="La question n° {number} est privée : je ne la montre à personne d'autre. Pour que je "
    "demande à qui sait, posez-la d'abord sans votre nom : `/besoin retirer-mon-nom {number}`.",
)

NO_THEME_TO_ASK = Refusal(
    "question {number} has no theme",
    reply="La question n° {number} n'a pas de thème, et c'est par lui que je trouve à qui "
    "demander. Donnez-lui-en un : `/besoin thème {number} <thème>`.",
)

NOT_ASKED_AROUND = Refusal(
    "nothing is asked of the caller under {number}",
    reply="Je ne vous demande rien sous ce numéro, ou plus rien : rien à refuser.",
)

MANY_WELCOMES = Refusal(
    "more than {most} welcomes",
    reply="Vous avez déjà dit {most} choses que votre structure reçoit : retirez-en une d'abord, "
    "dans `/besoin aider`.",
)

UNKNOWN_WELCOME = Refusal(
    "no welcome {number} of the caller",
    reply="Vous n'avez rien dit de tel, ou vous l'avez déjà retiré : `/besoin aider`.",
)

WHERE_RECEIVED = Refusal(
    "welcome without its structure and place",
    reply="Il me faut ce que vous recevez, la structure et la commune, séparés par des "
    "points-virgules : `/besoin recevoir Personnes sourdes ; La médiathèque ; Roanne`.",
)

NEEDED_NO_MORE = Refusal(
    "what was asked from elsewhere has ended",
    reply="Merci. Cette question n'attend plus de réponse : je n'ai rien enregistré.",
)

ASKED_NO_MORE = Refusal(
    "asking {number} is waited for no more",
    reply="Je ne vous propose plus cette question : vous avez dit « pas cette fois », ou je l'ai "
    "proposée à d'autres. Je n'ai rien enregistré.",
)

OFFERED_BEFORE = Refusal(
    "asking {number} is answered already",
    reply="Votre réponse est déjà proposée : la coordination du niveau au-dessus la reprendra, ou "
    "non.",
)

NOTHING_OFFERED = Refusal(
    "no answer offered under {number}",
    reply="Cette réponse n'est plus proposée : la question n'attend peut-être plus, ou la personne "
    "qui l'avait écrite s'est fait oublier.",
)
