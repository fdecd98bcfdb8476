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

_DENIES = frozenset(("pas", "ni", "jamais"))
_OFF = frozenset(
    (
        "annule", "annulee", "reporte", "reportee", "decale", "decalee", "deplace", "deplacee",
        "repousse", "repoussee", "avance", "avancee", "remplace", "remplacee", "impossible",
        "indispo", "indisponible",
    )
)  # fmt: skip
_SLIPS = frozenset(
    (
        "non", "nan", "nn", "nope", "pardon", "oups", "oops", "euh", "heu", "correction", "erreur",
        "desole", "desolee", "sorry", "rectification", "rectif", "mince", "zut", "trompe",
        "trompee", "enfin", "plutot", "finalement",
    )
)  # fmt: skip
TAKES_BACK = _DENIES | _OFF | _SLIPS | {
    "donc", "dc", "dcp", "coup", "alors", "prenons", "disons",
    "absent", "absente", "absents", "absentes", "mort", "morte", "ferie", "feriee", "ferme",
    "fermee", "complet", "complete", "pris", "prise", "conge", "conges", "occupe", "occupee",
}  # fmt: skip
"""Words with which a day is taken back for another: « c'est pris, le 11 », « euh vendredi »."""

_BEFORE_A_DAY = _DENIES | {
    "veille", "lendemain", "surlendemain", "sauf", "partir", "compter", "jusqu", "jusqua",
    "jusque", "ou", "sinon", "soit",
}  # fmt: skip
_AFTER_A_DAY = _DENIES | _OFF | {
    "dernier", "derniere", "passe", "precedent", "ou", "sinon", "non", "nn", "nan",
}  # fmt: skip
_BESIDE_A_WEEKDAY = _AFTER_A_DAY | {
    "semaine", "semaines", "sem", "mois", "an", "ans", "annee", "trimestre", "prochain",
    "prochaine", "pont", "suivant", "suivante", "nuit", "quinzaine", "huitaine",
}  # fmt: skip
_AFTER_AN_HOUR = _OFF | {"moins", "quart", "demi", "demie", "ou", "sinon"}
"""Words that change what stands beside them."""

_JOINING = frozenset(("et", "ou", "puis"))
_BETWEEN = LITTLE | {"c", "dispo", "disponible", "libre", "possible"}
_MAY_JOIN = 3
"""Little words, at most, between such a word and what it changes: « veille de la »."""

_FARTHEST = 9
"""Tokens, at most, from a slip to what stands in its place: nobody says more."""

_TELL_AN_END = frozenset((DatePartKind.SPAN, DatePartKind.END, DatePartKind.LENGTH))


def unread(
    tokens: Sequence[Token],
    found: Mapping[DatePartKind, DatePart],
    taken: Sequence[bool],
    left: Sequence[range],
) -> range | None:
    """Return words left beside a part that change what it means, or a number left alone."""
    said = chain(_changing(tokens, found, taken), _alone(tokens, left), _slips(tokens, taken))
    return next(said, None)


def _changing(
    tokens: Sequence[Token], found: Mapping[DatePartKind, DatePart], taken: Sequence[bool]
) -> Iterator[range]:
    for part in found.values():
        if "all_of_it" in part.values and not found.keys() & _TELL_AN_END:
            yield range(part.start, part.end)
        for step, words in zip((-1, 1), _words_beside(part.kind, found), strict=True):
            at = _neighbour(tokens, taken, part.start - 1 if step < 0 else part.end, step)
            if at is not None and tokens[at].plain in words and not _denies_nothing(tokens, at):
                denied = tokens[at].plain in _DENIES
                yield (
                    range(min(at, part.start), max(at + 1, part.end))
                    if denied
                    else range(at, at + 1)
                )
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


def _slips(tokens: Sequence[Token], taken: Sequence[bool]) -> Iterator[range]:
    """Yield « non », « oups » after a part, where a number or a month is left that may follow."""
    for at in range(taken.index(True) if True in taken else len(tokens), len(tokens)):
        after = range(at + 1, min(at + _FARTHEST, len(tokens)))
        if tokens[at].plain in _SLIPS and any(
            not taken[each]
            and (tokens[each].number is not None or is_like_a_month(tokens[each].plain))
            for each in after
        ):
            yield range(at, at + 1)


def _words_beside(
    kind: DatePartKind, found: Mapping[DatePartKind, DatePart]
) -> tuple[frozenset[str], frozenset[str]]:
    """Return the words that change a part where they stand before it, and after it."""
    if kind in HOURS or kind is DatePartKind.PART:
        return _DENIES, _AFTER_AN_HOUR
    if kind not in TELL_A_DAY:
        return frozenset(), frozenset()
    if found.keys() & WHOLE_DATES:
        return _BEFORE_A_DAY, _AFTER_A_DAY
    return _BEFORE_A_DAY | _BESIDE_A_WEEKDAY, _BESIDE_A_WEEKDAY


def _denies_nothing(tokens: Sequence[Token], at: int) -> bool:
    """Tell whether « pas » denies no day: « pourquoi pas jeudi », « jeudi, pas de souci »."""
    before, after = (
        tokens[each].plain if 0 <= each < len(tokens) else "" for each in (at - 1, at + 1)
    )
    return tokens[at].plain == "pas" and (before == "pourquoi" or after in {"de", "d"})


def _neighbour(tokens: Sequence[Token], taken: Sequence[bool], at: int, step: int) -> int | None:
    """Return the nearest place, on one side, of a word that no part has taken."""
    for here in (at + step * far for far in range(_MAY_JOIN + 1)):
        if not 0 <= here < len(tokens):
            return None
        if tokens[here].plain not in _BETWEEN:
            return None if taken[here] else here
    return None
