"""What people of a network make of an article: coordinators choose, members propose and praise."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import Enum


class Verdict(Enum):
    """What coordinators decided of an article; undecided ones are published too."""

    UNDECIDED = ""
    KEPT = "kept"
    DROPPED = "dropped"


@dataclass(frozen=True, slots=True, kw_only=True)
class Pick:
    """A network's choice about an article, by its store's id.

    `pinned` puts it at the top, `why` is one line on what it is good for, `by` the chat user id
    of the coordinator who decided last.
    """

    network: str
    article: int
    by: str
    at: datetime
    verdict: Verdict = Verdict.UNDECIDED
    pinned: bool = False
    why: str = ""


class Gift(Enum):
    """What a member did for an article: brought it, or found it useful."""

    PROPOSED = "proposed"
    USEFUL = "useful"


@dataclass(frozen=True, slots=True, kw_only=True)
class Contribution:
    """A member's part in an article of the veille, one a member and article.

    `user` is a chat user id, named to the network when `signed`. `words` say why, `post` is the
    id of the message that brought it, "" when a command did.
    """

    network: str
    article: int
    user: str
    at: datetime
    kind: Gift
    signed: bool = True
    words: str = ""
    post: str = ""
