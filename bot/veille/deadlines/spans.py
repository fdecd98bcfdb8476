"""The dates of a passage with the words around them, and what these make of them."""

from __future__ import annotations

from dataclasses import dataclass

from bot.veille.deadlines import around, cues, left
from bot.veille.deadlines.mentions import Mention

_SHORT_CLAUSE = 20
"""Characters before a date that say no more than « Jusqu'au »: what it is comes after."""

_SAYS_WHAT = (cues.SENDS, cues.INVITES, around.CLOSES)


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

    def ends(self, end: int) -> bool:
        """Tell whether the words around a date, up to the one before it, make it an end."""
        if self.last.ends:
            return True
        before = self.before
        if around.FROM.search(before):
            return False
        if around.BEYOND.search(before):
            refused = around.REFUSED.match(self.lower, self.last.end, end)
            return bool(refused or around.NO_LONGER.search(before))
        return bool(
            around.UNTIL.search(before)
            or around.CLOSES.search(before)
            or around.DUE.search(before)
            or around.DELIVERED.search(before)
            or (around.HANDED.search(before) and not cues.BEGINS.search(before))
            or around.AFTER.match(self.lower, self.last.end, end)
            or around.POSTPONED.search(before)
        )

    def told_as(self, ended: Mention, start: int) -> bool:
        """Tell whether a date is told as what ended before it: « la seconde le ».

        `start` is where the sentence of that one starts.
        """
        between = self.lower[ended.end : self.last.lead]
        if self.told_from == ended.end and around.ALSO.fullmatch(between):
            return around.NEW_CLAUSE.match(self.lower, self.last.end) is None
        if self.told_from == ended.end and around.NEXT.fullmatch(between):
            return around.SERIES.search(self.lower, start, ended.end) is not None
        return around.FOR_OTHERS.fullmatch(between) is not None

    def something_else(self, start: int) -> bool:
        """Tell whether the words around a date make it the end of something else.

        `start` is where its sentence starts.
        """
        clause = self.lower[self.told_from : self.lead]
        if around.RUNS_TO.fullmatch(clause):
            clause = self.lower[start : self.lead]
        former = around.FORMER.search(clause)
        if former and not around.POSTPONED.search(clause, former.start()):
            return True
        parts = [clause[part.end() :] for part in around.PARTS.finditer(clause)]
        acts = [part for part in parts if cues.SENDS.search(part) or cues.CALL.search(part)]
        clause = acts[-1] if acts else clause
        after = self.lower[self.last.end : self.told_to]
        short = len(clause) <= _SHORT_CLAUSE and not any(each.search(clause) for each in _SAYS_WHAT)
        if short or around.FOR.match(after):
            clause = f"{clause}|{after}"
        if around.SEAT.fullmatch(clause) and around.MEETING.search(
            self.lower[start : self.told_from]
        ):
            return True
        if around.TO_COMPLY.match(self.lower, self.last.end):
            return True
        if self.first and around.TO_DO.search(clause):
            return True
        if left.EVENTS.search(clause) and not left.HELD.search(clause):
            return True
        return any(each.search(clause) for each in (left.OTHER_END, left.CLOSED))
