"""Which of the parts read are the meeting's date, and which are words of its place."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from bot.domain.when.refusals import WhenError, Why
from bot.domain.when.rules import Kind, Part, parts
from bot.domain.when.tokens import Token

_DATES = frozenset((Kind.DATE, Kind.MONTH_DAY, Kind.NTH, Kind.AHEAD))
_HOURS = frozenset((Kind.CLOCK, Kind.SPAN))
_LONGEST_BARE = 8 * 60
"""Minutes: « 14h, 2h30 » is an hour and a length, « 9h, 9h30 » may be two hours."""

_LITTLE = frozenset(
    [
        "le",
        "la",
        "l",
        "'",
        "ce",
        "cet",
        "cette",
        "a",
        "au",
        "de",
        "du",
        "d",
        "des",
        "en",
        "pour",
        "vers",
        ",",
        "(",
        ")",
        ":",
        "-",
        ";",
        ".",
        ";",
        "|",
        "~",
        "=",
        "est",
    ]
)
"""Words and signs that go with a part that follows, and say nothing without it."""


def sort_out(tokens: Sequence[Token]) -> tuple[Mapping[Kind, Part], Sequence[range]]:
    """Return the parts that make the date, by kind, and the runs of tokens that are left.

    A date typed twice is refused; but once day and hour are known, a day among other words
    (« salle du 3 décembre ») belongs to the place. Raises WhenError.
    """
    sorting = _Sorting(tokens)
    for part in parts(tokens):
        sorting.take(part)
    return sorting.found, sorting.left()


class _Sorting:
    def __init__(self, tokens: Sequence[Token]) -> None:
        self.tokens = tokens
        self.found: dict[Kind, Part] = {}
        self.taken = [False] * len(tokens)
        self.read_to = 0

    def take(self, part: Part) -> None:
        """Keep a part, leave it among the words, or refuse the whole. Raises WhenError."""
        part = self._as_length(part)
        among_words = self._complete() and self._words_around(part)
        if part.kind is Kind.REFUSED:
            if among_words:
                return
            raise WhenError(part.why)
        why = self._against(part)
        if why is Why.TWO_DAYS and among_words:
            return
        if why:
            raise WhenError(why)
        self._keep(part)

    def left(self) -> Sequence[range]:
        """Return the runs of tokens that no part has taken and that say something."""
        runs: list[range] = []
        for at, taken in enumerate(self.taken):
            if taken:
                continue
            if runs and runs[-1].stop == at:
                runs[-1] = range(runs[-1].start, at + 1)
            else:
                runs.append(range(at, at + 1))
        return runs

    def _keep(self, part: Part) -> None:
        self.found[part.kind] = part
        start = part.start
        while start > self.read_to and self.tokens[start - 1].plain in _LITTLE:
            start -= 1
        self.taken[start : part.end] = [True] * (part.end - start)
        self.read_to = part.end

    def _against(self, part: Part) -> Why | None:
        """Return what forbids a part, given those already kept."""
        dated = bool(self.found.keys() & _DATES)
        if part.kind in _DATES and dated:
            return Why.TWO_DAYS
        if part.kind is Kind.DAY and (Kind.DAY in self.found or self._names_a_weekday()):
            return Why.TWO_DAYS
        if part.kind in _HOURS and self.found.keys() & _HOURS:
            return Why.TWO_HOURS
        if part.kind is Kind.LENGTH and Kind.LENGTH in self.found:
            return Why.TWO_LENGTHS
        return None

    def _as_length(self, part: Part) -> Part:
        """Take a second, bare « 2h30 » for how long it takes."""
        minutes = part.values.get("clock", 0)
        bare = part.kind is Kind.CLOCK and "sure" not in part.values
        if bare and 0 < minutes < _LONGEST_BARE and self.found.keys() & _HOURS:
            return Part(Kind.LENGTH, {"length": minutes}, part.start, part.end)
        return part

    def _complete(self) -> bool:
        dated = bool(self.found.keys() & (_DATES | {Kind.DAY}))
        return dated and bool(self.found.keys() & _HOURS)

    def _names_a_weekday(self) -> bool:
        return any("day" in part.values for part in self.found.values())

    def _words_around(self, part: Part) -> bool:
        """Tell whether words that say something stand before a part, or follow it at once."""
        before = self.tokens[self.read_to : part.start]
        after = self.tokens[part.end : part.end + 1]
        return any(
            token.says_something and token.plain not in _LITTLE | _JOINS
            for token in (*before, *after)
        )


_JOINS = frozenset(("ou", "et", "puis", "sinon"))
