"""A day that is ruled out before another is drawn from it: « le 15 je suis pas là donc le 17 »."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise

_RULES_OUT = frozenset(
    (
        "pas", "absent", "absente", "absents", "absentes", "mort", "morte", "impossible", "indispo",
        "indisponible", "ferie", "feriee", "ferme", "fermee", "complet", "complete", "pris",
        "prise", "conge", "conges", "vacances", "occupe", "occupee", "non", "nn", "nan",
    )
)  # fmt: skip
_DRAWS = frozenset(("donc", "dc", "dcp", "coup", "alors", "plutot", "prenons", "disons"))
_LEAVES_OPEN = frozenset(("ou", "et", "sinon", "puis", "+", "?", "si", "pourquoi"))
_RULES_NOTHING_OUT = frozenset(("de", "d", "mal", "grave", "contre", "sur", "sure", "fini"))
"""« Pas de souci », « pas contre »: nothing is ruled out."""

LONGEST = 10
"""Words, at most, between the two days."""


def is_ruled_out(before: Sequence[str], between: Sequence[str]) -> bool:
    """Tell whether what stands between two days rules the first one out, and draws the second.

    `before` is what stands just before the first: « si le 15 … » supposes, and rules nothing out.
    """
    if not 1 < len(between) <= LONGEST or not _LEAVES_OPEN.isdisjoint((*before, *between)):
        return False
    drawn = next((at for at, word in enumerate(between) if word in _DRAWS), 0)
    return any(
        word in _RULES_OUT and after not in _RULES_NOTHING_OUT
        for word, after in pairwise(between[: drawn + 1])
    )
