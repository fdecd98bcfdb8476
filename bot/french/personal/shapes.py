"""What has the shape of personal data, whatever is said of it: a page, a mail, a check digit.

Shapes propose, weights decide; but a number whose check digit is right is never left, nor what is
`certain`.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping, Sequence

from bot.core.patterns import lazy_pattern
from bot.french.personal.digits import iban_holds, luhn, social_security_key
from bot.french.personal.kinds import DataKind, FoundData
from bot.french.personal.words import BODIES, PLACES

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
        r"(?<![\w+])(?<!\d[.,])(?<!0\d )(?!\d\d[./]\d\d[./](?:19|20)\d\d\b)"
        r"(?:0[1-79](?:[ ._-]{0,2}\d\d){4}|0[1-79](?:/\d\d){4}|0\d{3}[ .-]\d{3}[ .-]\d{3})"
        r"(?![,.]?\d)(?! \d\d(?![\dh:€]))"
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


def shapes(plain: str) -> Sequence[FoundData]:
    """Return what has such a shape in a plain text, in reading order, apart.

    It is sure if its check digit is right.
    """
    found: list[FoundData] = []
    taken = bytearray(len(plain))
    figures = _has_figures(plain)
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


_AT = r"(?:arobase|arobas|\[ ?(?:at|a) ?\]|\( ?(?:at|a|arobase) ?\))"
_ABROAD = r"(?:\+|00) ?(?:33|262|59[046])[ .-]?(?:\(0\) ?)?"
_CERTAIN = {
    DataKind.PHONE: lazy_pattern(
        rf"(?<![\w+])(?<!\d[ .,/-])(?:(?:0(?P<mobile>[67])|0[1-5])(?P<gap>[ .-]?)\d\d"
        rf"(?:(?P=gap)\d\d){{3}}|0(?:26[23]|59[046]|69[0-7])(?:[ .-]?\d\d){{3}}|"
        rf"{_ABROAD}[1-79](?:[ .-]?\d\d){{4}})(?![ .,/-]?\d)"
    ),
    DataKind.IBAN: lazy_pattern(
        r"(?<!\w)FR[ .-]?\d\d(?:[ .-]{0,2}[A-Z]{0,3}\d){16,25}(?!\w)", re.IGNORECASE
    ),
    DataKind.EMAIL: lazy_pattern(
        rf"[\w.-]{{1,64}} ?{_AT} ?[\w-]{{2,40}} ?(?:\.|point) ?[a-z]{{2,4}}\b",
        re.IGNORECASE | re.ASCII,
    ),
}
_SAYS_AT = lazy_pattern(_AT, re.IGNORECASE)
_WORD = lazy_pattern(r"[A-Za-z]{2,}")
_BODIES = BODIES | PLACES


def certain(plain: str) -> Iterator[FoundData]:
    """Give what is personal data by its shape alone: a French phone's number, a mail that is told.

    A landline may be that of a body or a place: where one is named near, weights alone decide. An
    IBAN is surely someone's, be it mistyped.
    """
    figures = _has_figures(plain)
    for kind, pattern in _CERTAIN.items():
        if _SAYS_AT.search(plain) if kind is DataKind.EMAIL else figures:
            for match in pattern.finditer(plain):
                if kind is not DataKind.PHONE or match["mobile"] or not _is_a_bodys(plain, match):
                    yield FoundData(kind, *match.span(), sure=kind is DataKind.IBAN)


def _is_a_bodys(plain: str, match: re.Match[str]) -> bool:
    near = plain[max(0, match.start() - _NEAR) : match.end() + _NEAR]
    return any(word.isupper() or word.lower() in _BODIES for word in _WORD.findall(near))


def _has_figures(plain: str) -> bool:
    return sum(map(plain.count, "0123456789")) >= _FEWEST


_FEWEST = 8
"""Figures without which there is no other shape."""

_NEAR = 150
"""Characters around a landline's number among which a body may be named."""
