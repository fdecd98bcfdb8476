"""Numbers with a key of their own: social security, IBAN and RIB, bank cards; and bank accounts."""

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
_NIR_NAME = (
    r"\b(?:nir|nss|(?:numero|immatriculation) provisoire|secu|securite sociale|n ?° ?ss|"
    r"immatriculation|"
    r"numero ss|num ss|ss ?:|vitale|insee)\b"
)
_NIR_NAMED = re.compile(_NIR_NAME, re.IGNORECASE)
_NIR_SAID = re.compile(
    rf"{_NIR_NAME}[^\d\n!;]{{0,35}}(?P<code>[1-478][ ./-]{{0,2}}\d\d[ ./-]{{0,2}}(?:0[1-9]|1[0-2]|"
    rf"[2-9]\d)"
    r"(?:[ ./-]{0,2}[\dAB]){2,10})(?!\w)",
    re.IGNORECASE | re.ASCII,
)
"""What is said to be one, mistyped or cut short."""

_NOT_IN_NIR = re.compile(r"[ ./-]|cle ", re.IGNORECASE)
_IBAN_START = re.compile(r"(?<!\w)(?:[A-Z]{2}|FR )\d\d(?=[ -]?[A-Z0-9])", re.IGNORECASE | re.ASCII)
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
_EXPIRY = re.compile(
    r"[ ,;]{1,3}(?:exp\w*|cvv|cvc|crypto\w*|valable|valide|(?:0[1-9]|1[0-2]) ?/ ?\d\d\b)",
    re.IGNORECASE,
)
_MEETING = re.compile(
    r"\b(?:visio\w*|zoom|teams|reunion|meet|bbb|serie|imei|licence|cle)\b", re.IGNORECASE
)
_CARD_NAMED = re.compile(r"\b(?:cartes?|cb|visa|mastercard)\b", re.IGNORECASE)
_NAMED_WITHIN = 45

_IBAN_NAMED = re.compile(
    r"\b(?:iban|rib)\b[^\d\n]{0,25}?\b"
    r"(?P<code>[A-Z]{2} ?\d\d(?: ?(?=[A-Z0-9]{0,3}\d)[A-Z0-9]{1,4}){2,9})\b",
    re.IGNORECASE | re.ASCII,
)
_RIB_SAID = re.compile(
    r"\b(?:code )?banque[ :=]{1,3}\d{5}\b[^\d\n]{1,20}\d{5}\b[^\d\n]{1,25}[\dA-Z]{8,11}"
    r"(?:[^\d\n]{1,12}\d\d\b)?",
    re.IGNORECASE | re.ASCII,
)
_ACCOUNT = re.compile(
    r"\b(?:ccp|ldd|ldds|lep|pel|cel|(?:compte|livret)(?: (?:courant|bancaire|postal|joint|epargne|"
    r"a|bleu|jeune|cheques?|depot|de (?:madame|monsieur|la dame|papi|mamie)))?)"
    r"(?P<gap>[^\d\n.!?;]{0,25})(?P<code>\d(?:[ .-]?\d){6,22}(?:[ ]?[A-Z](?: ?\d){0,5})?)(?![\w])",
    re.IGNORECASE | re.ASCII,
)
_BANK = re.compile(
    r"\b(?:ccp|rib|iban|bancaires?|banque|banco|livrets?|ldds?|lep|pel|cel|guichet|prelevements?|"
    r"virements?|postale?|agricole|epargne|bic|nickel|revolut|boursorama|n26|caisse|credit)\b",
    re.IGNORECASE,
)
_SORT_OF_ACCOUNT = re.compile(
    r"compte (?:courant|joint|cheques?|epargne|depot|bancaire|postal)", re.IGNORECASE
)
_NOT_BANK = re.compile(
    r"\b(?:caf|ameli|formation|cpf|fiscal|impots|edf|client|twitter|google|facebook|tel|portable|"
    r"numero fiscal|sms|msa|engie|sfr|orange|free|retraite|allocataire|mail)\b",
    re.IGNORECASE,
)


def keyed_numbers(text: str) -> Iterator[FoundData]:
    """Find NIRs, IBANs, RIBs and cards in a plain text."""
    for match in _NIR.finditer(text):
        if _is_nir(match, text):
            yield FoundData(DataKind.SOCIAL_SECURITY_NUMBER, match.start(), match.end())
    for match in _NIR_SAID.finditer(text):
        yield FoundData(
            DataKind.SOCIAL_SECURITY_NUMBER,
            match.start("code"),
            match.end("code"),
            sure=sum(map(str.isdigit, match["code"])) >= _NIR_DIGITS,
        )
    for match in _IBAN_START.finditer(text):
        end = _iban_end(text, match.start())
        if end is not None:
            yield FoundData(DataKind.IBAN, match.start(), end)
    for match in _RIB.finditer(text):
        yield FoundData(DataKind.IBAN, match.start(), match.end())
    yield from _accounts(text)
    for match in _CARD.finditer(text):
        bare = re.sub(r"[ -]", "", match[0])
        told = _named(_CARD_NAMED, text, match.start()) or _EXPIRY.match(text, match.end())
        grouped = bare != match[0] and not _named(_MEETING, text, match.start())
        if luhn(bare) or told or grouped:
            sure = luhn(bare) or bool(told)
            yield FoundData(DataKind.CARD_NUMBER, match.start(), match.end(), sure)


def holds_its_key(found: FoundData, text: str) -> bool:
    """Tell whether what was found in a plain text has a check digit, and it is right."""
    bare = re.sub(r"[\W_]|cle", "", text[found.start : found.end], flags=re.IGNORECASE).upper()
    if found.kind is DataKind.SOCIAL_SECURITY_NUMBER:
        return _NIR.fullmatch(bare) is not None and _has_nir_key(bare)
    if found.kind is DataKind.IBAN:
        return len(bare) == _IBAN_LENGTHS.get(bare[:2]) and iban_holds(bare)
    return found.kind is DataKind.CARD_NUMBER and bare.isdigit() and luhn(bare)


def _has_nir_key(bare: str) -> bool:
    return len(bare) == 15 and int(bare[13:]) == social_security_key(bare[:13])  # noqa: PLR2004


def _accounts(text: str) -> Iterator[FoundData]:
    """Find what is said to be an account: a wrong IBAN, a RIB in words, a numbered « livret »."""
    for match in _IBAN_NAMED.finditer(text):
        if sum(map(str.isdigit, match["code"])) >= _FEWEST_OF_IBAN:
            yield FoundData(DataKind.IBAN, match.start("code"), match.end("code"))
    for match in _RIB_SAID.finditer(text):
        yield FoundData(DataKind.IBAN, match.start(), match.end())
    for match in _ACCOUNT.finditer(text):
        near = text[max(0, match.start() - _NAMED_WITHIN) : match.end() + _NAMED_WITHIN]
        said = match[0][: match.start("code") - match.start()]
        banking = (
            len(re.findall(r"\d", match["code"])) >= _RIB_DIGITS
            or _BANK.search(near)
            or _SORT_OF_ACCOUNT.search(said)
        )
        if banking and not _NOT_BANK.search(said):
            yield FoundData(DataKind.IBAN, match.start("code"), match.end("code"))


_RIB_DIGITS = 18
_NIR_DIGITS = 13
_FEWEST_OF_IBAN = 8


def _is_nir(match: re.Match[str], text: str) -> bool:
    """Trust the key; without one, or a mistyped one, a month and spaces, a length or a name."""
    bare = _NOT_IN_NIR.sub("", match[0])
    if _has_nir_key(bare):
        return True
    month_holds = 1 <= int(bare[3:5]) <= 12  # noqa: PLR2004
    whole = bare != match[0] or len(bare) == 15  # noqa: PLR2004
    return month_holds and (whole or _named(_NIR_NAMED, text, match.start()))


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
