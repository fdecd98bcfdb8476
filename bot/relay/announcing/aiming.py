"""Whom an announcement is for, by its form: one scale, or territories by their names."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from bot.core.errors import UserError
from bot.core.patterns import lazy_pattern
from bot.french.folding import fold
from bot.french.text import quotable
from bot.network.network import Network, Scale
from bot.relay.announcing.rules import EVERYONE, UNKNOWN_TERRITORY, Aim

ALL = "tous"
"""What chooses all the networks below, in the place of a scale."""

_SCALES: Mapping[str, Aim] = {
    **dict.fromkeys(("", ALL), EVERYONE),
    **{each.plural: Aim(scales=(each,)) for each in Scale},
}
_BETWEEN = lazy_pattern(r"[,;]|\set\s")
_ARTICLE = lazy_pattern(r"^(?:les?\s|la\s|l['’])?(?:reseau\s)?")
_KNOWN = 8
"""Networks that a refusal names."""


def read_aim(scale: str, names: str, below: Sequence[Network]) -> Aim:
    """Return whom a form's entries name among the networks below; names count alone.

    Raises UNKNOWN_TERRITORY.
    """
    typed = [each.strip(" .") for each in _BETWEEN.split(names)]
    if not any(typed):
        aim = _SCALES.get(scale)
        if aim is None:
            raise _unknown(scale, below)
        return aim
    known = {name: each.slug for each in reversed(below) for name in _names(each)}
    for name in filter(None, typed):
        if _bare(name) not in known:
            raise _unknown(name, below)
    return Aim(networks=tuple(dict.fromkeys(known[_bare(each)] for each in typed if each)))


def _names(network: Network) -> Iterator[str]:
    """Yield what may be typed for a network."""
    number, territory = network.number_and_territory
    for each in (network.name, territory, network.spoken, network.slug, number):
        yield _bare(each)


def _bare(name: str) -> str:
    return _ARTICLE.sub("", fold(name))


def _unknown(name: str, below: Sequence[Network]) -> UserError:
    known = ", ".join(each.spoken for each in below[:_KNOWN])
    more = f" et {len(below) - _KNOWN} autres" if len(below) > _KNOWN else ""
    return UNKNOWN_TERRITORY(name=quotable(name), known=f"{known}{more}")
