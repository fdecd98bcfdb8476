"""What is read of a network's letters outside the chat: on their page, and in their Atom feed."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from bot.letter.rules import Letter

LISTED = 60
"""Letters that the page lists: ten years of one every other month."""

FEED_LETTERS = 6
"""Letters in the feed: a year of them."""


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
