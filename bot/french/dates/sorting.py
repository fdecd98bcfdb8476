"""Which of the parts read are the meeting's date, and which are words of its place."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from bot.french.dates.refusals import RefusalReason, WhenError
from bot.french.dates.rules import DatePart, DatePartKind, parts
from bot.french.dates.tokens import Token

_DATES = frozenset(
    (DatePartKind.DATE, DatePartKind.MONTH_DAY, DatePartKind.NTH, DatePartKind.AHEAD)
)
_WHOLE_DATES = frozenset((DatePartKind.DATE, DatePartKind.NTH))
_AGREEING = frozenset((DatePartKind.DATE, DatePartKind.AHEAD))
"""« Demain, samedi 3 octobre »: both may be said, if they agree."""

_HOURS = frozenset((DatePartKind.CLOCK, DatePartKind.SPAN))
_MAY_BE_A_PLACE = _DATES | {
    DatePartKind.DAY,
    DatePartKind.WEEK,
    DatePartKind.PART,
    DatePartKind.REFUSED,
}
_MAY_BEGIN_A_PLACE = frozenset((DatePartKind.MONTH_DAY, DatePartKind.PART, DatePartKind.REFUSED))
"""« le 7 rue des Lilas », « soirée jeux »: a word right after makes it one."""

_PERIODS = frozenset(
    (RefusalReason.VAGUE, RefusalReason.WHICH_DAY_OF_WEEK, RefusalReason.WHICH_DAY_OF_MONTH)
)
_TWICE = {
    DatePartKind.CLOCK: RefusalReason.TWO_HOURS,
    DatePartKind.SPAN: RefusalReason.TWO_HOURS,
    DatePartKind.END: RefusalReason.TWO_HOURS,
    DatePartKind.PART: RefusalReason.NOT_IN_PART,
    DatePartKind.LENGTH: RefusalReason.TWO_LENGTHS,
    DatePartKind.ZONE: RefusalReason.TWO_HOURS,
}
"""What to say of a kind that comes twice; of the others, that there are two days."""

_LONGEST_BARE = 8 * 60
"""Minutes: « 14h, 2h30 » is an hour and a length, « 9h, 9h30 » may be two hours."""

_LITTLE = frozenset(
    (
        "le", "la", "l", "ce", "cet", "cette", "a", "au", "de", "du", "d", "des", "en", "pour",
        "vers", "est", "'", ",", "(", ")", ":", "-", ";", ".", "|", "~", "=",
    )
)  # fmt: skip
"""Words and signs that go with a part that follows, and say nothing without it."""


def sort_out(tokens: Sequence[Token]) -> tuple[Mapping[DatePartKind, DatePart], Sequence[range]]:
    """Return the parts that make the date, by kind, and the runs of tokens that are left.

    A date typed twice is refused; but once day and hour are known, a day among other words
    (« salle du 3 décembre ») belongs to the place. Raises WhenError.
    """
    sorting = _Sorting(tokens)
    for part in parts(tokens):
        sorting.take(part)
    sorting.finish()
    return sorting.found, sorting.left()


class _Sorting:
    def __init__(self, tokens: Sequence[Token]) -> None:
        self.tokens = tokens
        self.found: dict[DatePartKind, DatePart] = {}
        self.taken = [False] * len(tokens)
        self.read_to = 0
        self.vague: RefusalReason | None = None

    def take(self, part: DatePart) -> None:
        """Keep a part, leave it among the words, or refuse the whole. Raises WhenError."""
        part = self._as_length(part)
        if part.kind in _MAY_BE_A_PLACE and self._complete() and self._words_around(part):
            return
        if part.kind is DatePartKind.REFUSED:
            self._refuse(part)
            return
        why = self._against(part)
        if why:
            raise WhenError(why)
        self._keep(part)

    def finish(self) -> None:
        """Refuse a vague period that no whole date makes clear. Raises WhenError."""
        if self.vague and not self.found.keys() & _WHOLE_DATES:
            raise WhenError(self.vague)

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

    def _keep(self, part: DatePart) -> None:
        self.found[part.kind] = part
        start = part.start
        while start > self.read_to and self.tokens[start - 1].plain in _LITTLE:
            start -= 1
        self.taken[start : part.end] = [True] * (part.end - start)
        self.read_to = part.end

    def _refuse(self, part: DatePart) -> None:
        if part.why not in _PERIODS:
            raise WhenError(part.why)
        self.vague = self.vague or part.why

    def _against(self, part: DatePart) -> RefusalReason | None:
        """Return what forbids a part, given those already kept."""
        kinds = self.found.keys()
        if part.kind in _DATES and kinds & (
            _DATES - _AGREEING if part.kind in _AGREEING else _DATES
        ):
            return RefusalReason.TWO_DAYS
        if part.kind in kinds or (part.kind in _HOURS and kinds & _HOURS):
            return _TWICE.get(part.kind, RefusalReason.TWO_DAYS)
        named = {
            each.values["day"] for each in (*self.found.values(), part) if "day" in each.values
        }
        return RefusalReason.TWO_DAYS if len(named) > 1 else None

    def _as_length(self, part: DatePart) -> DatePart:
        """Take a second, bare « 2h30 » for how long it takes."""
        minutes = part.values.get("clock", 0)
        before = self.tokens[part.start - 1].plain if part.start else ""
        bare = (
            part.kind is DatePartKind.CLOCK and "sure" not in part.values and before not in _JOINS
        )
        if bare and 0 < minutes < _LONGEST_BARE and self.found.keys() & _HOURS:
            return DatePart(DatePartKind.LENGTH, {"length": minutes}, part.start, part.end)
        return part

    def _complete(self) -> bool:
        dated = bool(self.found.keys() & (_DATES | {DatePartKind.DAY}))
        return dated and bool(self.found.keys() & _HOURS)

    def _words_around(self, part: DatePart) -> bool:
        """Tell whether words stand before a part, or follow one that a place may begin with."""
        around = list(self.tokens[self.read_to : part.start])
        if part.kind in _MAY_BEGIN_A_PLACE:
            around += self.tokens[part.end : part.end + 1]
        return any(
            token.says_something and token.number is None and token.plain not in _LITTLE | _JOINS
            for token in around
        )


_JOINS = frozenset(("ou", "et", "puis", "sinon"))
