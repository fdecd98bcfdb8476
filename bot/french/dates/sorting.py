"""Which of the parts read are the meeting's date, and which are words of its place."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from bot.french.dates.corrections import corrected
from bot.french.dates.feasts import FEASTS
from bot.french.dates.kinds import DatePart, DatePartKind
from bot.french.dates.refusals import RefusalReason, WhenError
from bot.french.dates.regrouping import regrouped
from bot.french.dates.rules import parts
from bot.french.dates.tokens import Token
from bot.french.dates.words import is_like_a_month

_DAYS_OF_DATE = frozenset(
    (
        DatePartKind.DATE,
        DatePartKind.FEAST,
        DatePartKind.MONTH_DAY,
        DatePartKind.NTH,
        DatePartKind.AHEAD,
    )
)
"""What tells a day: several may be said, « demain, samedi 3 octobre », if they agree."""

_WHOLE_DATES = frozenset((DatePartKind.DATE, DatePartKind.FEAST, DatePartKind.NTH))

_TELL_A_DAY = _DAYS_OF_DATE | {DatePartKind.DAY, DatePartKind.WEEK}
_HOURS = frozenset((DatePartKind.CLOCK, DatePartKind.SPAN, DatePartKind.LATER))
_TELL_AN_END = frozenset((DatePartKind.SPAN, DatePartKind.END, DatePartKind.LENGTH))
_MAY_BE_A_PLACE = _TELL_A_DAY | {DatePartKind.PART, DatePartKind.REFUSED}
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

_LITTLE = frozenset(
    (
        "le", "la", "l", "ce", "cet", "cette", "a", "au", "de", "du", "d", "des", "en", "pour",
        "vers", "est", "'", ",", "(", ")", ":", "-", ";", ".", "|", "~", "=",
    )
)  # fmt: skip
"""Words and signs that go with a part that follows, and say nothing without it."""


_BEFORE_A_DAY = frozenset(
    (
        "veille", "lendemain", "surlendemain", "sauf", "pas", "partir", "compter", "jusqu",
        "jusqua", "jusque",
    )
)  # fmt: skip
_AFTER_A_DAY = frozenset(("dernier", "derniere", "passe", "precedent", "ou", "sinon"))
_BESIDE_A_WEEKDAY = _AFTER_A_DAY | {
    "semaine", "semaines", "sem", "mois", "an", "ans", "annee", "trimestre", "prochain",
    "prochaine", "pont", "suivant", "suivante", "nuit", "quinzaine", "huitaine",
}  # fmt: skip
_AFTER_AN_HOUR = frozenset(("moins", "quart", "demi", "demie", "ou", "sinon"))
"""Words that change what stands beside them: one that is left unread is asked about."""

_MAY_JOIN = 2
"""Little words, at most, between such a word and what it changes: « veille de la »."""


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
    held = corrected(tokens, regrouped(tokens, tuple(parts(tokens))))
    sorting = _Sorting(tokens, held.taken_back)
    for part in held.parts:
        sorting.take(part)
    sorting.finish()
    return SortedParts(sorting.found, sorting.left(), held.unsure or sorting.unread())


class _Sorting:
    def __init__(self, tokens: Sequence[Token], taken_back: Sequence[range]) -> None:
        self.tokens = tokens
        self.found: dict[DatePartKind, DatePart] = {}
        back = {at for run in taken_back for at in run}
        self.taken = [at in back for at in range(len(tokens))]
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
        if self.name and not self.found.keys() & (_TELL_A_DAY | {DatePartKind.LATER}):
            if self._words_before(self.name):
                raise WhenError(self.vague or RefusalReason.NAMED_DAY)
            self._keep(self.name)
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
        while start > 0 and not self.taken[start - 1] and self.tokens[start - 1].plain in _LITTLE:
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
        apart = part.kind in _TELL_A_DAY and DatePartKind.LATER in kinds
        if apart or (part.kind is DatePartKind.LATER and kinds & _TELL_A_DAY):
            return RefusalReason.TWO_DAYS
        if part.kind in kinds or (part.kind in _HOURS and kinds & _HOURS):
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
        before = self.tokens[part.start - 1].plain if part.start else ""
        bare = (
            part.kind is DatePartKind.CLOCK and "sure" not in part.values and before not in _JOINS
        )
        if self.tokens[part.end : part.end + 1] and self.tokens[part.end].plain in _OF:
            return part  # « 1h30 de route »
        if bare and 0 < minutes < _LONGEST_BARE and self.found.keys() & _HOURS:
            return DatePart(DatePartKind.LENGTH, {"length": minutes}, part.start, part.end)
        return part

    def unread(self) -> range | None:
        """Return words left beside a part that change what it means, or a number left alone."""
        if self.second:
            return self.second
        part = self.found.get(DatePartKind.PART)
        if part and "all_of_it" in part.values and not self.found.keys() & _TELL_AN_END:
            return range(part.start, part.end)
        for part in self.found.values():
            before = self._neighbour(part.start - 1, -1)
            after = self._neighbour(part.end, 1)
            for at, words in zip((before, after), self._changing(part.kind), strict=True):
                if at is not None and self.tokens[at].plain in words and not self._is_meant(at):
                    return range(at, at + 1)
        month_day = self.found.get(DatePartKind.MONTH_DAY)
        if month_day and not self.found.keys() & _WHOLE_DATES:
            word = range(month_day.end, min(month_day.end + 1, len(self.tokens)))
            if any(not self.taken[at] and is_like_a_month(self.tokens[at].plain) for at in word):
                return word
        for run in self.left():
            said = [self.tokens[at] for at in run if self.tokens[at].says_something]
            if said and all(token.number is not None for token in said):
                return run
        return None

    def _is_meant(self, at: int) -> bool:
        """Tell whether « pas » denies nothing: « pourquoi pas jeudi »."""
        return self.tokens[at].plain == "pas" and self.tokens[at - 1].plain == "pourquoi"

    def _changing(self, kind: DatePartKind) -> tuple[frozenset[str], frozenset[str]]:
        """Return the words that change a part where they stand before it, and after it."""
        if kind in _HOURS:
            return frozenset(), _AFTER_AN_HOUR
        if kind not in _TELL_A_DAY:
            return frozenset(), frozenset()
        if self.found.keys() & _WHOLE_DATES:
            return _BEFORE_A_DAY, _AFTER_A_DAY
        return _BEFORE_A_DAY | _BESIDE_A_WEEKDAY, _BESIDE_A_WEEKDAY

    def _neighbour(self, at: int, step: int) -> int | None:
        """Return the nearest place, on one side, of a word that no part has taken."""
        for here in (at + step * far for far in range(_MAY_JOIN + 1)):
            if not 0 <= here < len(self.tokens):
                return None
            if self.tokens[here].plain not in _LITTLE:
                return None if self.taken[here] else here
        return None

    def _complete(self) -> bool:
        dated = bool(self.found.keys() & (_DAYS_OF_DATE | {DatePartKind.DAY}))
        return DatePartKind.LATER in self.found or (dated and bool(self.found.keys() & _HOURS))

    def _is_of_the_place(self, part: DatePart) -> bool:
        """Tell whether a part is among other words, once day and hour are known.

        « places limitées à 12 », « repas à midi » tell no second hour, « café à 16h » may.
        """
        no_hour = "bare" in part.values or self.tokens[part.end - 1].plain == "midi"
        no_hour = no_hour or self._is_meanwhile(part)
        may = part.kind in _MAY_BE_A_PLACE or (part.kind is DatePartKind.CLOCK and no_hour)
        if not may or not self._words_around(part):
            return False
        before = self.tokens[part.start - 1].plain
        if part.kind in _DAYS_OF_DATE and "day" in part.values and before not in _OF_A_PLACE:
            self.second = self.second or range(part.start, part.end)
        return True

    def _is_meanwhile(self, part: DatePart) -> bool:
        """Tell whether an hour is within those of the meeting: « 9h-12h, pause à 10h30 »."""
        span = self.found.get(DatePartKind.SPAN)
        hours = span.values if span else {}
        end = hours.get("end", hours.get("until", 0) * 60)
        return hours.get("clock", hours.get("hour", 0) * 60) < part.values.get("clock", 0) < end

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
    return token.says_something and token.number is None and token.plain not in _LITTLE | _JOINS


_OF = frozenset(("de", "d"))
_JOINS = frozenset(("ou", "et", "puis", "sinon"))
_EITHER = frozenset(
    (
        "ou", "sinon", "si", "defaut", "pire", "autrement", "repli", "secours", "option", "voire",
        "eventuellement", "alternative",
    )
)  # fmt: skip
"""Between two days: neither is the name of a place."""
_OF_A_PLACE = frozenset(("du", "de", "des", "d", "la", "l", "'"))
"""Before a weekday with its number: that one is of what is named, « la réunion du jeudi 3 »."""
