"""Where to send someone: what members' structures receive, then the places of the territory.

Nobody is ranked: what answers the need is there or not, the commune that is named first, then in
the order of the alphabet.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass
from functools import cache
from typing import TypeVar

from bot.core.patterns import lazy_pattern
from bot.french.folding import fold
from bot.french.words import Clause, clauses, stem, terms, words
from bot.helping import store as helpers
from bot.helping.places import store as places
from bot.helping.places.rules import ListedPlace
from bot.helping.rules import Welcome
from bot.talk.context import Context

T = TypeVar("T")

LONGEST_NEED = 200
"""Characters of a question that may be a need to look for: a longer one tells a story."""

_WHO = lazy_pattern(
    r"\s*+(?:(?:bonjour|bonsoir)[\s,!.]++)?(?:qui|où)\b\s*+"
    r"(?:(?:re[çc]oit|accueille|prend\sen\scharge|(?:orient|envoy)er)\s++(?:(?:des|les|une?)\s++|l['’])?)?",
    re.IGNORECASE,
)
"""What a question says before its need, where it asks who or where."""

PAGE = 5
"""Structures on one phone screen."""

SHARE = 0.5
"""Of what is sought, by the weight of its words: what a place must speak of."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Directions:
    """One page of where to send someone: members' structures first, then places of open lists.

    `theme` is what the need is about. Who can help with it is not even counted: told under three,
    or before and after somebody says so, a count names them.
    """

    welcomes: Sequence[Welcome]
    places: Sequence[ListedPlace]
    total: int
    page: int
    last: int
    theme: str = ""


def sought_by(ctx: Context, question: str) -> str:
    """Return the need of a question that asks who or where, if any place is known for it, else "".

    « Qui reçoit des personnes sourdes à Roanne ? » seeks « personnes sourdes à Roanne ».
    """
    asked = _WHO.match(question) if len(question) <= LONGEST_NEED else None
    need = question[asked.end() :].strip(" ?!.") if asked else ""
    return need if need and find(ctx, need, 1).total else ""


def find(ctx: Context, need: str, page: int) -> Directions:
    """Return where someone with a need may be sent, as one page."""
    network = ctx.network.slug
    sought = [each for each in clauses(need) if each.stem not in _idle()]
    welcomes = _fitting(helpers.welcomed(ctx.db, network), sought, _of_welcome)
    stems = {each for clause in sought for each in _ways(clause)}
    listed = places.speaking_of(ctx.db, network, stems)
    found = [*welcomes, *_fitting(listed, sought, _of_place)]
    last = max(1, -(-len(found) // PAGE))
    page = min(page, last)
    shown = found[(page - 1) * PAGE : page * PAGE]
    theme = ctx.themes.named(need) or ctx.themes.proposed(need)
    return Directions(
        welcomes=[each for each in shown if isinstance(each, Welcome)],
        places=[each for each in shown if isinstance(each, ListedPlace)],
        total=len(found),
        page=page,
        last=last,
        theme=theme,
    )


@dataclass(frozen=True, slots=True)
class _Text:
    """What something says, by the stems of its words; its commune; where it stands in a list."""

    said: frozenset[str]
    commune: frozenset[str]
    order: tuple[str, str]


def _of_welcome(each: Welcome) -> _Text:
    said = frozenset(terms(f"{each.words} {each.structure} {each.commune}"))
    order = fold(each.structure), fold(each.commune)
    return _Text(said, frozenset(terms(each.commune)), order)


def _of_place(each: ListedPlace) -> _Text:
    order = fold(each.name), fold(each.commune)
    return _Text(frozenset(each.stems.split()), frozenset(terms(each.commune)), order)


def _fitting(
    found: Collection[T], sought: Sequence[Clause], text_of: Callable[[T], _Text]
) -> Sequence[T]:
    """Return what speaks of most of what is sought, the communes that it names first."""
    texts = [(text_of(each), each) for each in found]
    named = {stem for text, _ in texts for stem in text.commune}
    needs = [each for each in sought if each.stem not in named]
    kept = [(text, each) for text, each in texts if _speaks_of(text, needs or sought)]
    spoken = {each.stem for each in sought} & named
    kept.sort(key=lambda each: (not spoken & each[0].commune, each[0].order))
    return [each for _, each in kept]


def _speaks_of(text: _Text, needs: Sequence[Clause]) -> bool:
    total = sum(each.weight for each in needs)
    said = sum(each.weight for each in needs if not text.said.isdisjoint(_ways(each)))
    return said > 0 and said >= SHARE * total


def _ways(clause: Clause) -> frozenset[str]:
    """Return the stems that say a word of the need."""
    return frozenset((clause.stem, *clause.others, *map(stem, clause.joined)))


@cache
def _idle() -> frozenset[str]:
    """Return the stems that are in any need, and say nothing of it."""
    return frozenset(stem(each) for each in words(_IDLE))


_IDLE = """
reçoit recevoir reçoivent accueille accueillir accueil accompagner accompagne oriente orienter
personne personnes public publics quelqu'un gens besoin besoins structure structures lieu lieux
près proche autour ici endroit où peut pour aider aide
"""
