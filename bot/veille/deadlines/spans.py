"""The dates of a passage, ranges as one, with where the words around them start and stop."""

from __future__ import annotations

from dataclasses import dataclass

from bot.french.dates.mentions.mention import Mention


@dataclass(frozen=True, slots=True)
class Span:
    """The date that ends a time, the one that starts it, and the span of the words around them.

    `lower` is the whole passage, folded; the words go `told_from` one date `told_to` another.

    It is `moved` when it takes the place of a date before it: « passe du 10 au 24 ».
    """

    lower: str
    first: Mention | None
    last: Mention
    told_from: int
    told_to: int
    moved: bool = False

    @property
    def lead(self) -> int:
        """Where the words before it stop."""
        return self.first.lead if self.first else self.last.lead

    @property
    def before(self) -> str:
        """The words before its end, from the date before it."""
        return self.lower[self.told_from : self.last.lead]
