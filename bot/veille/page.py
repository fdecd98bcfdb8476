"""What is read of a network's veille outside the chat: on its page, and in its Atom feed."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from bot.veille.digest import Digest


@dataclass(frozen=True, slots=True, kw_only=True)
class Coming:
    """A deadline to come: `ends` (UTC) is None for a permanent call.

    `checked` once someone confirmed it; `phrase` is where it was read until then. `number` is what
    the network calls it.
    """

    title: str
    link: str
    ends: datetime | None
    checked: bool = True
    phrase: str = ""
    number: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class VeilleReading:
    """What there is to read: digests latest first, deadlines soonest first.

    `ranking` is the sentence that says how articles are ordered; `since` is when the network
    began, which dates a veille that was never published.
    """

    digests: Sequence[Digest]
    since: datetime
    coming: Sequence[Coming] = ()
    ranking: str = ""

    @property
    def changed(self) -> datetime:
        """When something was last published."""
        return max((each.made for each in self.digests), default=self.since)
