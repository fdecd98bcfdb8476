"""What is read of a network's veille outside the chat: on its page, and in its Atom feed."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from bot.veille.digest import Digest

PAGE_DIGESTS = 12
"""Digests on one page: a year of a monthly veille."""

FEED_DIGESTS = 4
"""Digests in the feed: a month of a weekly veille, so that a reader back from leave has all."""


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


@dataclass(frozen=True, slots=True, kw_only=True)
class PagePlace:
    """Where it is read: the page's and the feed's addresses, and which page of them this is.

    An `open` one is for everybody. `newer` and `older` are pages beside this one, "" at an end.
    `owner` is the host that names things, `name` what it calls this veille.
    """

    page: str
    feed: str
    owner: str
    name: str
    open: bool = False
    newer: str = ""
    older: str = ""

    def tag(self, since: datetime, article: int | None = None) -> str:
        """Return what names the veille, or an article in it, whatever its address (RFC 4151)."""
        end = "" if article is None else f"/{article}"
        return f"tag:{self.owner},{since:%Y-%m-%d}:{self.name}{end}"
