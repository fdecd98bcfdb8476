"""Numbers with a key of their own: social security, IBAN and RIB, bank cards."""

from __future__ import annotations

import re
from collections.abc import Iterator

from bot.french.personal.digits import iban_holds, luhn, social_security_key
from bot.french.personal.kinds import DataKind, FoundData

_NIR = re.compile(
    r"(?<![\w.,])[12](?:[ ./-]?\d\d){2}[ ./-]?(?:\d\d|2[AB])(?:[ ./-]?\d{3}){2}"
    r"(?: ?[ ./-]?(?:cle )?\d\d)?(?!\w)",
    re.IGNORECASE | re.ASCII,
)
_NIR_NAMED = re.compile(r"\b(?:nir|secu|securite sociale|vitale|insee)\b", re.IGNORECASE)
_NOT_IN_NIR = re.compile(r"[ ./-]|cle ", re.IGNORECASE)
_IBAN_START = re.compile(r"(?<!\w)[A-Z]{2}\d\d(?=[ -]?[A-Z0-9])", re.IGNORECASE | re.ASCII)
_IBAN_LENGTHS = {
    "AT": 20, "BE": 16, "BG": 22, "CH": 21, "CZ": 24, "DE": 22, "DK": 18, "EE": 20, "ES": 24,
    "FI": 18, "FR": 27, "GB": 22, "GR": 27, "HR": 21, "HU": 28, "IE": 22, "IT": 27, "LT": 20,
    "LU": 20, "LV": 21, "MC": 27, "MT": 31, "NL": 18, "NO": 15, "PL": 28, "PT": 25, "RO": 24,
    "SE": 24, "SI": 19, "SK": 24, "TN": 24, "TR": 26,
}  # fmt: skip
"""Characters by country: the IBAN registry (SWIFT), for the accounts met in France."""

_RIB = re.compile(
    r"(?<!\w)\d{5}[ -]?\d{5}[ -]?(?=[\dA-Z]{0,10}\d)[\dA-Z]{11}[ -]?\d\d(?!\w)", re.ASCII
)
_CARD = re.compile(
    r"(?<![\w.,])(?:[3-6]\d{3}(?:[ -]?\d{4}){3}|3[47]\d\d[ -]?\d{6}[ -]?\d{5})(?!\w)",
    re.ASCII,
)
_CARD_NAMED = re.compile(r"\b(?:cartes?|cb|visa|mastercard)\b", re.IGNORECASE)
_NAMED_WITHIN = 45


def keyed_numbers(text: str) -> Iterator[FoundData]:
    """Find NIRs, IBANs, RIBs and cards in a plain text."""
    for match in _NIR.finditer(text):
        if _is_nir(match, text):
            yield FoundData(DataKind.SOCIAL_SECURITY_NUMBER, match.start(), match.end())
    for match in _IBAN_START.finditer(text):
        end = _iban_end(text, match.start())
        if end is not None:
            yield FoundData(DataKind.IBAN, match.start(), end)
    for match in _RIB.finditer(text):
        yield FoundData(DataKind.IBAN, match.start(), match.end())
    for match in _CARD.finditer(text):
        bare = re.sub(r"[ -]", "", match[0])
        if luhn(bare) or _named(_CARD_NAMED, text, match.start()):
            yield FoundData(DataKind.CARD_NUMBER, match.start(), match.end())


def _is_nir(match: re.Match[str], text: str) -> bool:
    """Trust the key; without one, or with a mistyped one, a month and spaces or a name."""
    bare = _NOT_IN_NIR.sub("", match[0])
    if len(bare) == 15 and int(bare[13:]) == social_security_key(bare[:13]):  # noqa: PLR2004
        return True
    month_holds = 1 <= int(bare[3:5]) <= 12  # noqa: PLR2004
    return month_holds and (bare != match[0] or _named(_NIR_NAMED, text, match.start()))


def _iban_end(text: str, start: int) -> int | None:
    """Walk as many characters as the country's IBANs have; return where they end.

    A French one is kept even when its check fails: mistyped, it still leads to its owner.
    """
    country = text[start : start + 2].upper()
    length = _IBAN_LENGTHS.get(country, 0)
    bare, place = "", start
    while len(bare) < length and place < len(text):
        if text[place].isascii() and text[place].isalnum():
            bare += text[place]
        elif text[place] not in " -" or text[place - 1] in " -":
            return None
        place += 1
    cut = text[place : place + 1].isalnum()
    if not length or len(bare) < length or cut:
        return None
    typed = country == "FR" and bare[4:14].isdigit()
    return place if typed or iban_holds(bare) else None


def _named(name: re.Pattern[str], text: str, place: int) -> bool:
    return name.search(text, max(0, place - _NAMED_WITHIN), place) is not None
