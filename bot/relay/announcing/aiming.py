"""Whom an announcement is for, as people type it: « pour la Loire et les régions »."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from bot.core.errors import UserError
from bot.core.patterns import lazy_pattern
from bot.french.folding import fold
from bot.french.text import quotable
from bot.network.network import Network, Scale
from bot.relay.announcing.rules import EVERYONE, UNKNOWN_TERRITORY, Aim

_SCALES: Mapping[str, Scale] = {
    "epci": Scale.EPCI,
    "intercommunalites": Scale.EPCI,
    "departements": Scale.DEPARTEMENT,
    "regions": Scale.REGION,
    "reseaux nationaux": Scale.NATIONAL,
}
_EVERYONE = ("tous les reseaux", "tous les territoires", "tout le monde", "tous", "toutes")
_HEAD = lazy_pattern(
    r"\s*(?=pour\b|jusqu)(?P<head>[^:\n]{1,200}?)\s*:\s+(?P<rest>\S.*)", re.IGNORECASE | re.DOTALL
)
_TO = lazy_pattern(r"\bpour\s+(.+?)(?=[\s,]+jusqu|$)", re.IGNORECASE)
_END = lazy_pattern(r"\bjusqu.+?(?=[\s,]+pour\s|$)", re.IGNORECASE)
_BETWEEN = lazy_pattern(r"^(?:[\s,;+]|et\s|les?\s|la\s|l['’]|aux?\s|du\s|des?\s|reseaux?\s)+")
_KNOWN = 8
"""Networks that a refusal names."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Head:
    """What comes before an announcement's words: whom it is `to`, its `end`, then the `rest`."""

    to: str = ""
    end: str = ""
    rest: str


def read_head(text: str, below: Sequence[Network]) -> Head:
    """Read « pour la Loire, jusqu'au 15 janvier : Le texte ».

    « Pour rappel : … », which names nobody at all, is the beginning of a text. Raises
    UNKNOWN_TERRITORY where only a part of those named is known.
    """
    found = _HEAD.match(text)
    if found is None:
        return Head(rest=text)
    named, dated = _TO.search(found["head"]), _END.search(found["head"])
    to, end = named[1].strip(" ,") if named else "", dated[0] if dated else ""
    if not end and not _names_any(to, below):
        return Head(rest=text)
    return Head(to=to, end=end, rest=found["rest"])


def read_aim(words: str, below: Sequence[Network]) -> Aim:
    """Return whom words name among the networks below, everyone for none.

    Raises UNKNOWN_TERRITORY.
    """
    scales: dict[Scale, None] = {}
    networks: dict[str, None] = {}
    rest = fold(words).strip(" .")
    named = list(_names(below))
    while rest := _BETWEEN.sub("", f"{rest} ").strip():
        name, target = next((each for each in named if _begins(rest, each[0])), ("", EVERYONE))
        if not name:
            raise _unknown(words, rest, below)
        if not target.scales and not target.networks:
            return EVERYONE
        scales |= dict.fromkeys(target.scales)
        networks |= dict.fromkeys(target.networks)
        rest = rest[len(name) :]
    return Aim(scales=tuple(scales), networks=tuple(networks))


def _names_any(words: str, below: Sequence[Network]) -> bool:
    rest = fold(words)
    return any(
        _begins(rest[at:], name)
        for name, _ in _names(below)
        for at in (each.start() for each in re.finditer(r"\b\w", rest))
    )


def _names(below: Iterable[Network]) -> Iterator[tuple[str, Aim]]:
    """Yield what may be typed for each target, folded, the longest names first."""
    found: dict[str, Aim] = dict.fromkeys(_EVERYONE, EVERYONE)
    found |= {name: Aim(scales=(scale,)) for name, scale in _SCALES.items()}
    for each in below:
        aim = Aim(networks=(each.slug,))
        number, territory = each.number_and_territory
        bare = fold(territory).removeprefix("reseau ")
        for said in (each.name, territory, bare, each.slug, each.channel, number):
            if said:
                found.setdefault(fold(said), aim)
    yield from sorted(found.items(), key=lambda each: -len(each[0]))


def _begins(rest: str, name: str) -> bool:
    return rest.startswith(name) and not rest[len(name) : len(name) + 1].isalnum()


def _unknown(words: str, rest: str, below: Sequence[Network]) -> UserError:
    name = re.split(r"[,;]| et ", rest)[0].strip()
    typed = next((each for each in re.split(r"[,;]", words) if fold(each).strip() == name), name)
    known = ", ".join(each.name for each in below[:_KNOWN])
    more = f" et {len(below) - _KNOWN} autres" if len(below) > _KNOWN else ""
    return UNKNOWN_TERRITORY(name=quotable(typed), known=f"{known}{more}")
