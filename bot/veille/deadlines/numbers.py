"""Numbers of days and of spans, as articles spell them."""

from __future__ import annotations

_UNITS = (
    *("un", "deux", "trois", "quatre", "cinq", "six", "sept", "huit", "neuf", "dix", "onze"),
    *("douze", "treize", "quatorze", "quinze", "seize", "dix-sept", "dix-huit", "dix-neuf"),
    "vingt",
)
NUMBERS = {
    **{word: number for number, word in enumerate(_UNITS, start=1)},
    **{f"vingt-{word}": 20 + number for number, word in enumerate(_UNITS[:9], start=1)},
    "vingt et un": 21,
    "vingt-et-un": 21,
    "trente": 30,
    "trente et un": 31,
    "trente-et-un": 31,
    "premier": 1,
    "une": 1,
}
"""From 1 to 31, by how they are written in folded letters."""

SPELLED = "|".join(sorted(NUMBERS, key=len, reverse=True))
"""Any of them, the longest first."""
