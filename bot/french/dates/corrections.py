"""What was typed, then taken back: « jeudi, non vendredi », « pas le 12 mais le 13 »."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from bot.french.dates.kinds import DatePart, DatePartKind, is_long_ago
from bot.french.dates.refusals import RefusalReason
from bot.french.dates.ruled_out import is_ruled_out
from bot.french.dates.standing import EXACT, STARTS, stands_for, with_month
from bot.french.dates.tokens import Token
from bot.french.spoken import SHORT_MONTH_NUMBERS

_CORRECTS = frozenset(
    (
        "non", "nan", "nn", "nope", "pardon", "oups", "oops", "euh", "heu", "enfin", "plutot",
        "correction",
        "erreur", "desole", "desolee", "finalement", "sorry", "rectification", "rectif", "mince",
        "zut", "trompe", "trompee", "reporte", "reportee", "decale", "decalee", "deplace",
        "deplacee", "repousse", "repoussee", "avance", "avancee", "remplace", "remplacee",
    )
)  # fmt: skip
_SMALL = frozenset(("le", "la", "l", "ce", "a", "au", "de", "du", "d", "des", "vers", "'", "("))
_AROUND = _CORRECTS | _SMALL | {
    "ah", "oh", "bah", "ben", "bon", "en", "fait", "je", "j", "me", "m", "suis", "ai", "voulais",
    "veux", "dire", "c", "est", "mais", "donc", ",", ";", ":", ".", "-", "!", ")", "/", "…",
    "attends", "attend", "attendez", "coup", "dcp", "ferie", "feriee",
    "deja", "pris", "prise", "complet", "complete", "occupe", "occupee", "ferme", "fermee",
}  # fmt: skip
"""What is said around such a word; never « ou », « et », « ? »: these let one choose."""

_SAID_AFTER = frozenset(("plutot", "pardon", "oups", "finalement"))
"""« 14h, 15h plutôt »."""
_REPLACES = _CORRECTS - {"plutot", "enfin", "finalement"}
"""Before a number, what must have replaced something: else it is asked about."""

_DENIES = frozenset(("pas", "ni", "jamais"))
_MAY_DENY = _SMALL | {"dispo", "disponible", "libre", "possible"}
_SUPPOSES = frozenset(("si", "pourquoi", "s"))
"""« Si ça va pas, vendredi », « pourquoi pas jeudi » deny nothing."""

_IMPOSSIBLE = frozenset(("impossible", "indispo", "indisponible", "annule", "annulee"))
_NAMED_BY = frozenset(
    (
        "suite", "reunion", "reu", "echange", "mail", "courriel", "message", "cr", "rendu", "pv",
        "seance", "discussion", "comite", "copil", "rencontre", "atelier", "visio",
    )
)  # fmt: skip
"""« Suite à la réunion du 22 février, le 11 mars »: of that one, not of the one to come."""
_OF = frozenset(("du", "de", "d", "au", "'"))
_CHOICES = frozenset(("ou", "et", "sinon", "puis", "+"))
_IDIOMS = frozenset(("ans", "annees", "jours"))
_WITH_IT = frozenset(("et", "mais", "non", "surtout", "donc"))
_SAID_WITH_IT = 5
_FARTHEST = 9
"""Tokens, at most, from such a word to what it is about: nobody says more, and it stays linear."""

_OF_HOURS = STARTS | {DatePartKind.END, DatePartKind.LENGTH}


@dataclass(frozen=True, slots=True)
class Corrected:
    """The parts that hold, the runs of tokens taken back, and a word that leaves one in doubt."""

    parts: Sequence[DatePart]
    taken_back: Sequence[range]
    unsure: range | None


def corrected(tokens: Sequence[Token], read: Sequence[DatePart]) -> Corrected:
    """Take back what is denied or corrected, where what stands for it is at least as exact."""
    correcting = _Correcting(tokens, read)
    correcting.forget_history()
    unsure = correcting.deny()
    correcting.correct()
    unsure = unsure or correcting.unused()
    return Corrected(list(correcting.parts.values()), correcting.taken_back, unsure)


class _Correcting:
    def __init__(self, tokens: Sequence[Token], read: Sequence[DatePart]) -> None:
        self.tokens = tokens
        self.read = read
        self.parts = dict(enumerate(read))
        self.taken_back: list[range] = []
        self.denied: dict[int, range] = {}

    def forget_history(self) -> None:
        """Drop the days of long ago that places are named after, where another day is told."""
        named = [at for at, part in self.parts.items() if is_long_ago(part)]
        others = [part for at, part in self.parts.items() if at not in named]
        for at in named if any(part.kind in EXACT for part in others) else ():
            part = self.parts.pop(at)
            self.taken_back.append(range(part.start, part.end))

    def deny(self) -> range | None:
        """Drop the parts that are said not to be; return one for which no other stands."""
        words = {at: self._denial(part) for at, part in self.parts.items()}
        self.denied = {at: run for at, run in words.items() if run}
        left = None
        for at, run in self.denied.items():
            if self._is_idiom(self.parts[at]):
                del self.parts[at]
                continue
            holding = [each for each in self.parts if each not in self.denied]
            if self.parts[at].kind is DatePartKind.REFUSED:
                holding = [each for each in holding if self._drawn_after(at, each)]
            if not self._drop([at], holding):
                left = left or run
                continue
            self.taken_back.append(run)
            for more in self._joined(at, {"'"}):
                self._drop([more], [each for each in holding if each > more])
        return left

    def _is_idiom(self, part: DatePart) -> bool:
        """Tell whether what is denied is no rhythm: « y en a pas tous les ans »."""
        every = part.kind is DatePartKind.REFUSED and part.why is RefusalReason.EVERY
        return every and self._word(part.end - 1) in _IDIOMS

    def _drawn_after(self, at: int, other: int) -> bool:
        """Tell whether a part comes after what is ruled out, and neither is to be chosen."""
        first, then = self.read[at], self.read[other]
        between = {self._word(each) for each in range(first.end, then.start)}
        return 0 <= then.start - first.end < _FARTHEST and between.isdisjoint(_CHOICES)

    def correct(self) -> None:
        """Drop the parts that a later one replaces: « 14h euh 15h », « jeudi, vendredi plutôt »."""
        for at in [each for each in self.parts if each not in self.denied]:
            words = self._correction(at)
            if not words or not self._replace_before(at, at):
                continue
            run = [at, *self._joined(at, _SMALL | {","})]
            for more in run[1:]:
                self._replace_before(more, at)
            self.taken_back.append(words)
            after = self._skip(self.read[run[-1]].end, 1, {","})
            if self._word(after) in _SAID_AFTER:
                self.taken_back.append(range(self.read[run[-1]].end, after + 1))

    def unused(self) -> range | None:
        """Return a word of correction that has replaced nothing, though a number follows it."""
        begins = {part.start: part.kind for part in self.read}
        inside = {at for part in self.read for at in range(part.start, part.end)}
        used = inside.union(*self.taken_back)
        for at in range(min(inside, default=len(self.tokens)), len(self.tokens)):
            if self.tokens[at].plain in _REPLACES and at not in used:
                after = self._skip(at + 1, 1, _AROUND)
                word = self._word(after)
                loose = after not in inside and (word.isdecimal() or word in SHORT_MONTH_NUMBERS)
                if (
                    loose
                    or self._day_after(at)
                    or word == "plus"
                    or begins.get(after) is DatePartKind.REFUSED
                ):
                    return range(at, at + 1)
        return None

    def _day_after(self, at: int) -> bool:
        """Tell whether « le 21 » comes some words after a correction that replaced nothing."""
        return any(
            self._word(each) in {"le", "au"} and self._word(each + 1).isdecimal()
            for each in range(at + 1, at + _FARTHEST)
        )

    def _denial(self, part: DatePart) -> range | None:
        """Return the words with which a part is denied, the part among them."""
        at = self._skip(part.start - 1, -1, _MAY_DENY)
        word, before = self._word(at), self._word(at - 1)
        if any(self._word(each) in _SUPPOSES for each in range(at - _SAID_WITH_IT, at)):
            return None
        that = word in {"que", "qu"} and any(
            self._word(each) == "plutot" for each in range(at - _FARTHEST, at)
        )
        if (
            that
            or word in _DENIES
            or (word == "non" and before == "et")
            or (word == "lieu" and before == "au")
            or (word == "place" and before == "la" and self._word(at - 2) == "a")
        ):
            first = at if word in _DENIES and before not in _WITH_IT else at - 1
            return range(first, self._skip(part.end, 1, _WITH_IT | {","}))
        of = self._word(part.start - 1) in _OF
        if of and word in _NAMED_BY and self._gives_way(part):
            return range(part.start, part.end)
        if any(self._word(each) in _SUPPOSES for each in range(part.start - 3, part.start)):
            return None
        at = self._skip(part.end, 1, {"est", "c", "'"})
        if self._word(at) in _IMPOSSIBLE:
            return range(part.start, at + 1)
        cannot = self._word(at) == "pas" and self._word(at + 1) in _MAY_DENY - _SMALL
        return range(part.start, at + 2) if cannot else None

    def _gives_way(self, part: DatePart) -> bool:
        """Tell whether a day that names something is followed by the one that is proposed."""
        after = next((each for each in self.read if each.start >= part.end), None)
        if part.kind not in EXACT or after is None or after.kind not in EXACT:
            return False
        between = {self._word(at) for at in range(part.end, min(after.start, part.end + _FARTHEST))}
        said = after.start > part.end or self._word(after.start) == ","
        return (
            said and between.isdisjoint(_CHOICES | _CORRECTS) and after.start - part.end < _FARTHEST
        )

    def _correction(self, at: int) -> range | None:
        """Return the words that make a part the correction of one before it."""
        part = self.parts[at]
        since = self.read[at - 1].end if at else 0
        first = max(self._skip(part.start - 1, -1, _AROUND) + 1, since)
        words = range(first, part.start)
        if any(self._word(each) in _CORRECTS for each in words):
            return None if self._word(first - 1) in _CHOICES and first > since else words
        follows = self._word(self._skip(part.end, 1, {","})) in _SAID_AFTER
        if follows and first == since:
            return words
        return range(since, part.start) if at and self._is_ruled_out(at) else None

    def _is_ruled_out(self, at: int) -> bool:
        """Tell whether a day is drawn from one before it that does not suit."""
        first, then = self.read[at - 1], self.parts[at]
        said = [self._word(each) for each in range(first.start - 3, then.start)]
        size = 3 + first.end - first.start
        return then.kind in EXACT and is_ruled_out(said[:3], said[size:])

    def _replace_before(self, at: int, start: int) -> bool:
        """Drop what a part replaces among those before a place; tell whether it does."""
        kind = self.parts[at].kind
        before = [(each, part.kind) for each, part in self.parts.items() if each < start]
        if kind in EXACT:
            return self._drop([each for each, one in before if one in EXACT], [at])
        group = _OF_HOURS if kind in _OF_HOURS else {kind}
        return self._drop([each for each, one in before if one in group][-1:], [at])

    def _drop(self, dropped: Sequence[int], holding: Sequence[int]) -> bool:
        """Drop parts if one of those that hold stands for each of them; it takes their month."""
        standing = [
            next((at for at in holding if stands_for(self.parts[at], self.parts[each])), None)
            for each in dropped
        ]
        for old, new in zip(dropped, standing, strict=True):
            if new is not None and None not in standing:
                dropped_part = self.parts.pop(old)
                first = self._skip(dropped_part.start - 1, -1, _SMALL) + 1
                self.taken_back.append(range(first, dropped_part.end))
                self.parts[new] = with_month(self.parts[new], dropped_part)
        return bool(standing) and None not in standing

    def _joined(self, at: int, words: frozenset[str] | set[str]) -> Sequence[int]:
        """Return the parts that follow one, with nothing but such words between."""
        joined: list[int] = []
        end = self.read[at].end
        for each in range(at + 1, len(self.read)):
            if each in self.parts:
                if self._skip(end, 1, words) < self.parts[each].start:
                    break
                joined.append(each)
                end = self.parts[each].end
        return joined

    def _skip(self, at: int, step: int, words: frozenset[str] | set[str]) -> int:
        """Return the nearest place, on one side, of another word than these."""
        for far in range(_FARTHEST):
            if self._word(at + far * step) not in words:
                return at + far * step
        return at + _FARTHEST * step

    def _word(self, at: int) -> str:
        return self.tokens[at].plain if 0 <= at < len(self.tokens) else ""
