"""Where the letters are read outside the chat, and the draft by those who prepare it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from sqlalchemy import Connection

from bot.core import occurrences
from bot.letter import gathering
from bot.letter import store as letters
from bot.letter.rules import Letter
from bot.network.address import AddressKind
from bot.talk.addressing import made_with
from bot.talk.context import Context

PREVIEW_DAYS = 2
"""Days, in UTC, for which the address of a draft's preview is good: today's and the next one."""


@dataclass(frozen=True, slots=True, kw_only=True)
class LetterReading:
    """What there is to read of a network: its letters, the latest first.

    `since` is when the network began, which dates a series that has no letter yet.
    """

    letters: Sequence[Letter]
    since: datetime

    @property
    def changed(self) -> datetime:
        """When a letter was last published."""
        return max((each.published_at or self.since for each in self.letters), default=self.since)

    @property
    def latest(self) -> Letter | None:
        """The letter that came out last."""
        return self.letters[0] if self.letters else None


def preview_address(ctx: Context) -> str:
    """Return where coordinators see the draft as a page, today and tomorrow; "" when nowhere."""
    return made_with(ctx, AddressKind.DRAFT, day_of(ctx.now))


def preview(ctx: Context) -> Letter:
    """Return the letter to come as it would be published now, on paper only, without a number."""
    content = gathering.preview(ctx)
    return replace(gathering.written(ctx, content, due=content.at), number=0)


def day_of(moment: datetime) -> int:
    """Return the number of a moment's day in UTC, which a preview's address is made with."""
    return moment.toordinal()


def preview_days(now: datetime) -> Sequence[int]:
    """Return the days whose previews' addresses are good now."""
    return [day_of(now - timedelta(days=ago)) for ago in range(PREVIEW_DAYS)]


def read(db: Connection, network: str, limit: int) -> LetterReading:
    """Return the last letters, `limit` at most. The network must have been started."""
    since = occurrences.started(db, [network])
    if since is None:
        raise LookupError(f"network {network} was never started")
    return LetterReading(letters=letters.published(db, network, limit), since=since)
