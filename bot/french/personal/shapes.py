"""What has the shape of personal data, whatever is said of it: a page, a mail, a check digit.

Shapes propose, weights decide; but a number whose check digit is right is never left.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence

from bot.core.patterns import lazy_pattern
from bot.french.personal.digits import iban_holds, luhn, social_security_key
from bot.french.personal.kinds import DataKind, FoundData

_PROFILE = (
    r"(?:https?://)?(?:[a-z-]{1,8}\.)?(?:facebook|fb|instagram|tiktok|twitter|x|snapchat|linkedin|"
    r"threads|vk|copainsdavant|leboncoin|vinted|m)\.(?:com|net|fr|me)/"
    r"(?!(?:groups?|events?|pages?|watch|company|school|marketplace|sharer|hashtag|p|reels?|"
    r"explore|search|help|policies|legal|settings|login|share|ad|recherche|learning|jobs)"
    r"(?:[/?.]|\b))"
    r"(?:in/|add/|profile\.php\?id=|people/|u/|profil/|member/|@)?[\w.%-]{3,60}/?"
)
PROFILE = lazy_pattern(_PROFILE, re.IGNORECASE | re.ASCII)
"""The page of someone, or of a body, on a social network."""

_IBANS = {
    15: "NO", 16: "BE", 18: "(?:DK|FI|NL)", 20: "(?:AT|EE|LT|LU)", 21: "(?:CH|HR|LV)",
    22: "(?:BG|DE|GB|IE)", 24: "(?:CZ|ES|RO|SE|SK|TN)", 25: "PT", 26: "TR",
    27: "(?:FR|GR|IT|MC)", 28: "(?:HU|PL)", 31: "MT",
}  # fmt: skip
"""Characters by country: the IBAN registry (SWIFT), for the accounts met in France."""

_SHAPES = {
    DataKind.PROFILE: _PROFILE,
    DataKind.EMAIL: r"(?<![\w.+@-])[\w.+-]{1,64}@[\w-]{1,63}(?:\.[\w-]{1,63}){0,4}\b",
    DataKind.SOCIAL_SECURITY_NUMBER: (
        r"(?<![\w.,])[12](?:[ ./-]?\d\d){2}[ ./-]?(?:\d\d|2[AB])(?:[ ./-]?\d{3}){2}"
        r" ?[ ./-]?(?:cle )?\d\d(?!\w)"
    ),
    DataKind.IBAN: "|".join(
        rf"(?<!\w){countries} ?\d\d(?:[ -]?[A-Z\d]){{{length - 4}}}(?!\w)"
        for length, countries in _IBANS.items()
    ),
    DataKind.CARD_NUMBER: (
        r"(?<![\w.,])(?<!\w[ -])"
        r"(?:[3-6]\d{3}(?:[ -]?\d{4}){3}|3[47]\d\d[ -]?\d{6}[ -]?\d{5})(?![ -]?\d)"
    ),
    DataKind.PHONE: (
        r"(?<![\w+])(?:\+ ?\d(?:[ ./-]?\(?\d\)?){8,13}|00 ?[1-9](?:[ .-]?\(?\d\)?){9,13})(?!\d)|"
        r"(?<![\w+])(?<!\d[.,])(?<!0\d )(?:0[1-79](?:[ ._-]{0,2}\d\d){4}|0[1-79](?:/\d\d){4}|"
        r"0\d{3}[ .-]\d{3}[ .-]\d{3})(?![,.]?\d)(?! \d\d(?![\dh:€]))"
    ),
}
"""In this order: of two that claim the same characters, the first is kept."""

_KEYED: Mapping[DataKind, Callable[[str], bool]] = {
    DataKind.SOCIAL_SECURITY_NUMBER: lambda bare: int(bare[13:]) == social_security_key(bare[:13]),
    DataKind.IBAN: iban_holds,
    DataKind.CARD_NUMBER: luhn,
}
"""Whether the check digit of a number is right, written without its spaces."""

_PATTERNS = {kind: lazy_pattern(shape, re.IGNORECASE | re.ASCII) for kind, shape in _SHAPES.items()}
_SIGNS = {DataKind.PROFILE: "/", DataKind.EMAIL: "@"}
_FEWEST = 8
"""Figures without which there is no other shape."""


def shapes(plain: str) -> Sequence[FoundData]:
    """Return what has such a shape in a plain text, in reading order, apart.

    It is sure if its check digit is right.
    """
    found: list[FoundData] = []
    taken = bytearray(len(plain))
    figures = sum(map(plain.count, "0123456789")) >= _FEWEST
    for kind, pattern in _PATTERNS.items():
        if _SIGNS[kind] in plain if kind in _SIGNS else figures:
            for match in pattern.finditer(plain):
                start, end = match.span()
                holds = _KEYED.get(kind)
                if not any(taken[start:end]) and (holds is None or holds(_bare(match[0]))):
                    taken[start:end] = b"\x01" * (end - start)
                    found.append(FoundData(kind, start, end, sure=holds is not None))
    return sorted(found, key=lambda one: one.start)


def _bare(number: str) -> str:
    return "".join(filter(str.isalnum, number.upper().replace("CLE", "")))
