"""A reply to the letter: read by coordinators, published on its sender's yes only, then erased.

waiting → asked → done, or dropped, whence alone it comes back. It is `asked` while its sender is
asked, by mail, whether the exact words that a coordinator chose may be published, unsigned. Whoever
wrote gets one mail of us at most: that one, or a coordinator's own words.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from enum import Enum

from bot.core.errors import Refusal
from bot.core.labels import Labelled

REPLIES_KEPT = timedelta(days=30)
"""How long a reply is kept, whatever became of it."""

MOST_A_DAY = 20
"""Mails of one origin that are taken in a day, others are put aside: the replies to one
subscriber's address, the newsletters that a network does not follow."""

MOST_ISSUES_A_DAY = 5
"""Issues of one newsletter that a network follows, the same: anyone may write in its name."""

UNKNOWN_REPLY = Refusal(
    "no reply {number}",
    reply="Cette réponse n'est plus là : elle est effacée trente jours après son arrivée.",
)
REPLY_DECIDED = Refusal(
    "reply {number} is decided",
    reply="C'est déjà fait : il n'y a plus rien à décider ici. Qui répond ne reçoit qu'un courriel "
    "pour sa réponse.",
)


class ReplyStatus(Enum):
    """How far a reply is."""

    WAITING = "waiting"
    ASKED = "asked"
    DONE = "done"
    DROPPED = "dropped"


class ReplyUse(Labelled):
    """What a reply is to become, once its sender agrees."""

    QUESTION = "question", "une question posée au réseau"
    ANSWER = "answer", "la réponse à une question du réseau"
    ARTICLE = "article", "un lien proposé à la veille du réseau"


@dataclass(frozen=True, slots=True, kw_only=True)
class MailReply:
    """What someone wrote back, known in its network by its number.

    `handle` is the subscriber whose letter it answers, `user` the member who gave that address;
    `other` when it comes from another address. `words` are what its sender is asked about, or is
    written.
    """

    network: str
    number: int
    handle: str
    address: str
    sender: str
    text: str
    at: datetime
    user: str = ""
    other: bool = False
    message_id: str = ""
    status: ReplyStatus = ReplyStatus.WAITING
    use: ReplyUse | None = None
    target: int = 0
    words: str = ""
    id: int = 0

    @property
    def ends_at(self) -> datetime:
        """When it is erased."""
        return self.at + REPLIES_KEPT

    def become(self, status: ReplyStatus, *, was: ReplyStatus = ReplyStatus.WAITING) -> MailReply:
        """Move from one state to another. Raises REPLY_DECIDED."""
        if self.status is not was:
            raise REPLY_DECIDED(number=self.number)
        return replace(self, status=status)
