"""The parts of a date that a text holds, in order: the table of rules applied place by place."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from bot.french.dates.clocks import clock, hours_joined, length, loose_number, lunch, sure_length
from bot.french.dates.feasts import feast
from bot.french.dates.grammar import Reader, first_words, match, memorized
from bot.french.dates.kinds import DatePart, DatePartKind
from bot.french.dates.numbers import four_digits
from bot.french.dates.regrouping import is_beside_day
from bot.french.dates.table import RULES
from bot.french.dates.tokens import Token
from bot.french.dates.words import WORDS


def parts(tokens: Sequence[Token]) -> Iterator[DatePart]:
    """Yield the parts read in a text, in order and without overlaps."""
    readers = memorized(_READERS)
    at, last = 0, None
    while at < len(tokens):
        part = _part(readers, tokens, at, last)
        if part and not (part.kind in _IN_NAMES and _in_a_name(tokens, part)):
            yield part
            last = part
        at = part.end if part else at + 1


_READERS: Mapping[str, Reader] = {
    **WORDS,
    "clock": clock,
    "lunch": lunch,
    "length": length,
    "surely": sure_length,
    "loose": loose_number,
    "feast": feast,
    "range": hours_joined,
    "hhmm": four_digits,
}

_IN_NAMES = frozenset(
    (
        DatePartKind.DATE,
        DatePartKind.FEAST,
        DatePartKind.MONTH_DAY,
        DatePartKind.WEEK,
        DatePartKind.REFUSED,
    )
)
_STREETS = frozenset(
    ("rue", "avenue", "av", "place", "boulevard", "bd", "bld", "quai", "square"),
)
_PLACES = _STREETS | {
    "impasse", "allee", "chemin", "passage", "route", "pont", "salle", "espace", "stade", "lycee",
    "college", "ecole", "cite", "residence", "batiment", "eglise", "chapelle", "hopital",
}  # fmt: skip
_NUMBERED = _PLACES | {"bureau", "box", "niveau", "parking", "ligne", "porte", "bat"}
"""What « S3 » is the name of, and no week."""

_OF = frozenset(("du", "de", "des", "l", "la", "'"))


def _part(
    readers: Mapping[str, Reader], tokens: Sequence[Token], at: int, last: DatePart | None
) -> DatePart | None:
    """Return the part that the first fitting rule reads at a place, after the last one read."""
    word = tokens[at].plain
    able = {name for name, reader in readers.items() if reader(tokens, at)}
    for rule, words, firsts in _FIRSTS:
        begins = word in words or not able.isdisjoint(firsts)
        found = match(rule.pattern, readers, tokens, at) if begins else None
        if found:
            values = {**rule.fixed, **found.read}
            part = DatePart(rule.kind, values, at, found.end, rule.why)
            if "beside_day" not in rule.fixed or is_beside_day(tokens, last, part):
                return part
    return None


_FIRSTS = tuple((rule, *first_words(rule.pattern)) for rule in RULES)


def _in_a_name(tokens: Sequence[Token], part: DatePart) -> bool:
    """Tell whether a part is a name: « rue du 8 mai 1945 », « place 14 Juillet », « salle S3 »."""
    at = part.start
    here, before = tokens[at].plain, tokens[at - 1].plain if at else ""
    if part.kind is DatePartKind.WEEK:
        return "short" in part.values and before in _NUMBERED
    if here not in _OF and before not in _OF:
        return before in _STREETS
    last = (token.plain for token in reversed(tokens[max(0, at - _ARTICLES) : at]))
    return next((word for word in last if word not in _OF), "") in _PLACES


_ARTICLES = 4
"""Tokens, at most, from a place to its name: « espace de l'Ascension »."""
