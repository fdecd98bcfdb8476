"""Numbers that administrations give to a person: files, beneficiaries, papers, plates."""

from __future__ import annotations

import re
from collections.abc import Iterator

from bot.french.personal.kinds import DataKind, FoundData

_FLAGS = re.IGNORECASE | re.ASCII

_SIGN = r"(?:n ?°|numero|num|no|n|#|ref)"
_CUE = (
    r"(?:dossier|allocataire|beneficiaire|matricule|identifiant|teledeclarant|usager|usagere|assuree?|"
    r"adherente?|client|cliente|demandeur|contrat|demande|recepisse|fiscal|spi|agdref|etranger|cotisant|"
    r"avis d'impots?|numero unique|nur|ine|cesu|ofpra|surendettement|naturalisation|rsa)"
)
_BODY = (
    r"(?:caf|msa|cpam|carsat|mdph|edf|gdf|engie|ameli|france travail|pole emploi|ft|urssaf|crous|"
    r"prefecture|logement social|logement|sociale?|retraite|rsa|apl|aah|surendettement|"
    r"naturalisation|maprimerenov'?|fiscal|unique|client|anah|anef|dossier|allocataire)"
)
_LINK = rf"(?:{_SIGN}|{_BODY}|est|c'est|c|etait|le|la|l|de|du|d|son|sa|porte|portant|avec)"
_GAP = r"[ :=(,\"'.°/-]"
_CODE = (
    r"(?P<code>(?-i:(?:[A-Z]{1,4}[ -]?)?\d[\dA-Z]{0,25}(?:[ ./-]\d[\dA-Z]{0,25}){0,7}"
    r"(?:[a-z]| [A-Z]\b)?))(?!\w)"
)

_FILE = re.compile(
    rf"\b{_CUE}(?P<gap>(?:{_GAP}{{1,3}}{_LINK}\b){{0,5}}{_GAP}{{1,4}}){_CODE}", _FLAGS
)
_BODY_FILE = re.compile(rf"\b{_BODY}[ :]{{1,3}}(?:est |c'est |{_SIGN}[ :]{{0,2}})?{_CODE}", _FLAGS)
_FAR = re.compile(
    rf"\b{_CUE}\b(?P<gap>[^\d.!?;\n]{{1,40}})(?P<code>\d{{6,20}}[A-Z]?)(?!\w)", _FLAGS
)
_NUMBERED = re.compile(rf"\b{_SIGN}{_GAP}{{0,3}}(?P<code>\d{{7,20}}[A-Z]?)(?!\w)", _FLAGS)
_LONG = re.compile(r"(?<![\w.,/+-])(?P<code>\d{12,13}|\d{15,20})(?![\w/-])", re.ASCII)

_YEARS = re.compile(r"(?:19|20)\d\d(?:[ /-](?:19|20)?\d\d)?", re.ASCII)
_DATE = re.compile(r"\d{1,2}([ ./-])\d{1,2}\1(?:\d{4}|\d\d)\b", re.ASCII)
_PHONE = re.compile(r"0[1-9](?:[ ./-]\d\d){4}|0[1-9]\d{8}$|\+", re.ASCII)
_UNIT = re.compile(
    r" ?(?:€|%|k€|euros?\b|pages?\b|personnes?\b|habitants?\b|usagers?\b|allocataires?\b|foyers?\b|"
    r"dossiers?\b|demandes?\b|h\b|mo\b|go\b|mots\b|caracteres\b|signes\b|fois\b|beneficiaires\b)",
    _FLAGS,
)
_OTHER_NUMBER = re.compile(
    r"\b(?:tickets?|siret|siren|rna|serie|agrement|conventions?|marche|commandes?|factures?|circulaire|"
    r"decret|arrete|loi|visio\w*|reunion|articles?|isbn|ean|tva|imei|cerfa|appel|projet|teams|zoom|"
    r"postal|insee|tel|telephone|portable|joindre|joignable|rappel\w*|appel\w*|code|commit|build|version)\b",
    _FLAGS,
)
_BEFORE = 30
_SIGNED = re.compile(rf"\b{_SIGN}\b|°|#", _FLAGS)

_PAPER = re.compile(
    r"\b(?:passeports?|cni|carte (?:nationale )?d'identite|permis(?: de conduire)?|titre de sejour|"
    rf"carte de (?:sejour|resident)|recepisse)\b"
    rf"(?:{_GAP}{{1,3}}(?:{_SIGN}|est|c'est|le)\b){{0,3}}{_GAP}{{1,4}}"
    r"(?P<code>(?-i:(?=[A-Z]{0,11}\d)[A-Z\d]{8,14})|\d{4}(?: \d{4}){2})(?!\w)",
    _FLAGS,
)
_PAPER_SHAPE = re.compile(r"(?<!\w)(?P<code>\d\d[A-Z]{2}\d{5})(?!\w)", re.ASCII)
_PLATE = re.compile(r"(?<![\w-])(?P<code>[A-Z]{2}-\d{3}-[A-Z]{2})(?![\w-])", re.ASCII)
_NAMED_PLATE = re.compile(
    r"\b(?:immatricul\w{0,8}|plaque|vehicule|voiture|carte grise)\b[^\d\n.!?]{0,25}?\b"
    r"(?P<code>[A-Z]{2}[ -]?\d{3}[ -]?[A-Z]{2}|\d{1,4} ?[A-Z]{2,3} ?\d\d)\b",
    _FLAGS,
)


def papers(text: str) -> Iterator[FoundData]:
    """Find the numbers of passports, identity cards, permits, and number plates."""
    for pattern in (_PAPER, _PAPER_SHAPE):
        for match in pattern.finditer(text):
            yield _found(DataKind.IDENTITY_DOCUMENT, match)
    for pattern in (_PLATE, _NAMED_PLATE):
        for match in pattern.finditer(text):
            yield _found(DataKind.NUMBER_PLATE, match)


def files(text: str) -> Iterator[FoundData]:
    """Find numbers said at once after their name: « dossier n° … », « allocataire … »."""
    for match in _FILE.finditer(text):
        fewest = 4 if _SIGNED.search(match["gap"]) else 5
        if _is_number(match, text, fewest) and not _DATE.match(match["code"]):
            yield _found(DataKind.FILE_NUMBER, match)
    for match in _BODY_FILE.finditer(text):
        if _is_number(match, text, 6) and not _PHONE.match(match["code"]):
            yield _found(DataKind.FILE_NUMBER, match)


def far_files(text: str) -> Iterator[FoundData]:
    """Find numbers told some words after their name, or by « n° », or of 12 digits and more.

    A SIRET (14), a ticket, a decree, a meeting's number are nobody's.
    """
    for match in _FAR.finditer(text):
        phone = _PHONE.match(match["code"])
        if not (phone or _OTHER_NUMBER.search(match["gap"])) and _is_number(match, text, 6):
            yield _found(DataKind.FILE_NUMBER, match)
    for pattern in (_NUMBERED, _LONG):
        for match in pattern.finditer(text):
            before = text[max(0, match.start() - _BEFORE) : match.start()]
            if not _OTHER_NUMBER.search(before) and _is_number(match, text, 7):
                yield _found(DataKind.FILE_NUMBER, match)


def _is_number(match: re.Match[str], text: str, fewest: int) -> bool:
    """Refuse years, amounts and counts, and what has fewer digits than asked."""
    code = match["code"]
    enough = sum(map(str.isdigit, code)) >= fewest
    return enough and not _YEARS.fullmatch(code) and not _UNIT.match(text, match.end("code"))


def _found(kind: DataKind, match: re.Match[str]) -> FoundData:
    return FoundData(kind, match.start("code"), match.end("code"))
