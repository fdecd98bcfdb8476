"""Words left beside a date that may change it: they are asked about, never passed over."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from itertools import chain

from bot.french.dates.kinds import HOURS, TELL_A_DAY, WHOLE_DATES, DatePart, DatePartKind
from bot.french.dates.tokens import Token
from bot.french.dates.words import is_like_a_month

LITTLE = frozenset(
    (
        "le", "la", "l", "ce", "cet", "cette", "a", "au", "de", "du", "d", "des", "en", "pour",
        "vers", "est", "'", ",", "(", ")", ":", "-", ";", ".", "|", "~", "=",
    )
)  # fmt: skip
"""Words and signs that go with a part that follows, and say nothing without it."""

_BEFORE_A_DAY = frozenset(
    (
        "veille", "lendemain", "surlendemain", "sauf", "pas", "partir", "compter", "jusqu",
        "jusqua", "jusque", "ou", "sinon", "soit",
    )
)  # fmt: skip
_AFTER_A_DAY = frozenset(("dernier", "derniere", "passe", "precedent", "ou", "sinon"))
_OFF = frozenset(
    (
        "annule", "annulee", "reporte", "reportee", "decale", "decalee", "deplace", "deplacee",
        "repousse", "repoussee", "avance", "avancee", "remplace", "remplacee", "impossible",
    )
)  # fmt: skip
_BESIDE_A_WEEKDAY = _AFTER_A_DAY | {
    "semaine", "semaines", "sem", "mois", "an", "ans", "annee", "trimestre", "prochain",
    "prochaine", "pont", "suivant", "suivante", "nuit", "quinzaine", "huitaine",
}  # fmt: skip
_AFTER_AN_HOUR = frozenset(("moins", "quart", "demi", "demie", "ou", "sinon"))
"""Words that change what stands beside them."""

_JOINING = frozenset(("et", "ou", "puis"))
_MAY_JOIN = 2
"""Little words, at most, between such a word and what it changes: « veille de la »."""

_TELL_AN_END = frozenset((DatePartKind.SPAN, DatePartKind.END, DatePartKind.LENGTH))


def unread(
    tokens: Sequence[Token],
    found: Mapping[DatePartKind, DatePart],
    taken: Sequence[bool],
    left: Sequence[range],
) -> range | None:
    """Return words left beside a part that change what it means, or a number left alone."""
    return next(chain(_changing(tokens, found, taken), _alone(tokens, left)), None)


def _changing(
    tokens: Sequence[Token], found: Mapping[DatePartKind, DatePart], taken: Sequence[bool]
) -> Iterator[range]:
    for part in found.values():
        if "all_of_it" in part.values and not found.keys() & _TELL_AN_END:
            yield range(part.start, part.end)
        for step, words in zip((-1, 1), _words_beside(part.kind, found), strict=True):
            at = _neighbour(tokens, taken, part.start - 1 if step < 0 else part.end, step)
            if at is not None and tokens[at].plain in words and not _proposes(tokens, at):
                yield range(at, at + 1)
    month_day = found.get(DatePartKind.MONTH_DAY)
    after = month_day.end if month_day and not found.keys() & WHOLE_DATES else len(tokens)
    if after < len(tokens) and not taken[after] and is_like_a_month(tokens[after].plain):
        yield range(after, after + 1)


def _alone(tokens: Sequence[Token], left: Sequence[range]) -> Iterator[range]:
    for run in left:
        said = [tokens[at] for at in run if tokens[at].says_something]
        numbers = [token for token in said if token.number is not None]
        if numbers and all(each in numbers or each.plain in _JOINING for each in said):
            yield run


def _words_beside(
    kind: DatePartKind, found: Mapping[DatePartKind, DatePart]
) -> tuple[frozenset[str], frozenset[str]]:
    """Return the words that change a part where they stand before it, and after it."""
    if kind in HOURS:
        return frozenset(), _AFTER_AN_HOUR
    if kind not in TELL_A_DAY:
        return frozenset(), frozenset()
    if found.keys() & WHOLE_DATES:
        return _BEFORE_A_DAY, _AFTER_A_DAY | _OFF
    return _BEFORE_A_DAY | _BESIDE_A_WEEKDAY, _BESIDE_A_WEEKDAY | _OFF


def _proposes(tokens: Sequence[Token], at: int) -> bool:
    """Tell whether « pas » denies nothing: « pourquoi pas jeudi »."""
    return at > 0 and (tokens[at - 1].plain, tokens[at].plain) == ("pourquoi", "pas")


def _neighbour(tokens: Sequence[Token], taken: Sequence[bool], at: int, step: int) -> int | None:
    """Return the nearest place, on one side, of a word that no part has taken."""
    for here in (at + step * far for far in range(_MAY_JOIN + 1)):
        if not 0 <= here < len(tokens):
            return None
        if tokens[here].plain not in LITTLE:
            return None if taken[here] else here
    return None
