"""Which of the parts read are the meeting's date, and which are words of its place."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from bot.french.dates.feasts import FEASTS
from bot.french.dates.kinds import (
    DAYS_OF_DATE,
    HOURS,
    TELL_A_DAY,
    WHOLE_DATES,
    DatePart,
    DatePartKind,
)
from bot.french.dates.refusals import RefusalReason, WhenError
from bot.french.dates.regrouping import regrouped
from bot.french.dates.rules import parts
from bot.french.dates.tokens import Token
from bot.french.dates.unread import LITTLE, TAKES_BACK, unread

_MAY_BE_A_PLACE = TELL_A_DAY | {DatePartKind.PART, DatePartKind.REFUSED}
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
    DatePartKind.LATER: RefusalReason.TWO_HOURS,
}
"""What to say of a kind that comes twice; of the others, that there are two days."""

_LONGEST_BARE = 8 * 60
"""Minutes: « 14h, 2h30 » is an hour and a length, « 9h, 9h30 » may be two hours."""


@dataclass(frozen=True, slots=True)
class SortedParts:
    """The parts that make the date, by kind, and the runs of tokens that are left.

    `unread` is a run among these that may change the date, None where nothing does.
    """

    found: Mapping[DatePartKind, DatePart]
    left: Sequence[range]
    unread: range | None


def sort_out(tokens: Sequence[Token]) -> SortedParts:
    """Tell the parts of the date from the words of its place.

    A date typed twice is refused; but once day and hour are known, a day among other words
    (« salle du 3 décembre ») belongs to the place. Raises WhenError.
    """
    sorting = _Sorting(tokens)
    for part in regrouped(tokens, tuple(parts(tokens))):
        sorting.take(part)
    sorting.finish()
    left = sorting.left()
    unsure = sorting.second or unread(tokens, sorting.found, sorting.taken, left)
    return SortedParts(sorting.found, left, unsure)


class _Sorting:
    def __init__(self, tokens: Sequence[Token]) -> None:
        self.tokens = tokens
        self.found: dict[DatePartKind, DatePart] = {}
        self.taken = [False] * len(tokens)
        self.read_to = 0
        self.vague: RefusalReason | None = None
        self.name: DatePart | None = None
        self.second: range | None = None

    def take(self, part: DatePart) -> None:
        """Keep a part, leave it among the words, or refuse the whole. Raises WhenError."""
        part = self._as_length(part)
        if self._complete() and self._is_of_the_place(part):
            return
        if part.kind is DatePartKind.REFUSED:
            self._refuse(part)
            return
        if part.kind is DatePartKind.FEAST and not _is_sure(part):
            self.name = self.name or part
            return
        if part.kind is DatePartKind.WEEK and "short" in part.values and self._complete():
            part = replace(part, values={**part.values, "late": 1})
        why = self._against(part)
        if why:
            raise WhenError(why)
        self._keep(part)

    def finish(self) -> None:
        """Take a feast for the day where there is no other; refuse a vague period.

        Raises WhenError.
        """
        if self.name and not self.found.keys() & (TELL_A_DAY | {DatePartKind.LATER}):
            if self._words_before(self.name):
                raise WhenError(self.vague or RefusalReason.NAMED_DAY)
            self._keep(self.name)
        if self.vague and not self.found.keys() & WHOLE_DATES:
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
        while start > 0 and not self.taken[start - 1] and self.tokens[start - 1].plain in LITTLE:
            start -= 1
        self.taken[start : part.end] = [True] * (part.end - start)
        self.read_to = max(self.read_to, part.end)

    def _refuse(self, part: DatePart) -> None:
        if part.why not in _PERIODS:
            raise WhenError(part.why)
        self.vague = self.vague or part.why

    def _against(self, part: DatePart) -> RefusalReason | None:
        """Return what forbids a part, given those already kept."""
        kinds = self.found.keys()
        apart = part.kind in TELL_A_DAY and DatePartKind.LATER in kinds
        if apart or (part.kind is DatePartKind.LATER and kinds & TELL_A_DAY):
            return RefusalReason.TWO_DAYS
        if part.kind in kinds or (part.kind in HOURS and kinds & HOURS):
            return _TWICE.get(part.kind, RefusalReason.TWO_DAYS)
        named = {
            each.values["day"]
            for each in (*self.found.values(), part)
            if "day" in each.values and "beside" not in each.values
        }
        return RefusalReason.TWO_DAYS if len(named) > 1 else None

    def _as_length(self, part: DatePart) -> DatePart:
        """Take a second, bare « 2h30 » for how long it takes."""
        minutes = part.values.get("clock", 0)
        between = {token.plain for token in self.tokens[self.read_to : part.start]}
        other = not between.isdisjoint(_JOINS | TAKES_BACK)
        bare = part.kind is DatePartKind.CLOCK and "sure" not in part.values and not other
        if self.tokens[part.end : part.end + 1] and self.tokens[part.end].plain in _OF:
            return part  # « 1h30 de route »
        if bare and 0 < minutes < _LONGEST_BARE and self.found.keys() & HOURS:
            return DatePart(DatePartKind.LENGTH, {"length": minutes}, part.start, part.end)
        return part

    def _complete(self) -> bool:
        dated = bool(self.found.keys() & (DAYS_OF_DATE | {DatePartKind.DAY}))
        return DatePartKind.LATER in self.found or (dated and bool(self.found.keys() & HOURS))

    def _is_of_the_place(self, part: DatePart) -> bool:
        """Tell whether a part is among other words, once day and hour are known.

        « places limitées à 12 », « repas à midi » tell no second hour, « café à 16h » may.
        """
        no_hour = "bare" in part.values or self.tokens[part.end - 1].plain == "midi"
        may = part.kind in _MAY_BE_A_PLACE or (part.kind is DatePartKind.CLOCK and no_hour)
        if not may or not self._words_around(part):
            return False
        if self._is_another_day(part):
            self.second = self.second or range(part.start, part.end)
        return True

    def _is_another_day(self, part: DatePart) -> bool:
        """Tell whether a day among other words may be one to choose: « …, jeudi serait mieux »."""
        before = self.tokens[part.start - 1].plain
        if part.kind not in TELL_A_DAY or before in _OF_A_PLACE:
            return False
        named = {each.values["day"] for each in self.found.values() if "day" in each.values}
        if "day" in part.values:
            return part.values["day"] not in named
        begins = {before, self.tokens[part.start].plain}
        return "month" in part.values and not begins.isdisjoint(_BEGINS_ANEW)

    def _words_around(self, part: DatePart) -> bool:
        """Tell whether words stand before a part, or follow one that a place may begin with."""
        around = list(self.tokens[self.read_to : part.start])
        if any(token.plain in _EITHER for token in around):
            return False
        if part.kind in _MAY_BEGIN_A_PLACE:
            around += self.tokens[part.end : part.end + 1]
        return any(map(_is_of_a_place, around))

    def _words_before(self, part: DatePart) -> bool:
        """Tell whether words stand between the last part that was taken and this one."""
        start = part.start
        while start > 0 and not self.taken[start - 1]:
            start -= 1
        return any(map(_is_of_a_place, self.tokens[start : part.start]))


def _is_sure(part: DatePart) -> bool:
    """Tell whether a feast is a date wherever it stands: « la veille de Noël », « mardi gras »."""
    told = part.values.keys() & {"offset", "beside"}
    return bool(told) or FEASTS[part.values["feast"]].sure


def _is_of_a_place(token: Token) -> bool:
    return token.says_something and token.number is None and token.plain not in LITTLE | _JOINS


_OF = frozenset(("de", "d"))
_JOINS = frozenset(("ou", "et", "puis", "sinon"))
_EITHER = TAKES_BACK | {
    "ou", "sinon", "si", "defaut", "pire", "autrement", "repli", "secours", "option", "voire",
    "eventuellement", "alternative",
}  # fmt: skip
"""Between two days: neither is the name of a place."""
_BEGINS_ANEW = frozenset((",", ";", "+", "/", "(", "le"))
_OF_A_PLACE = frozenset(("du", "de", "des", "d", "la", "l", "'", "pour", "depuis"))
"""Before a weekday with its number: that one is of what is named, « la réunion du jeudi 3 »."""
