"""Numbers that administrations give to a person: files, beneficiaries, papers, plates."""

from __future__ import annotations

import re
from collections.abc import Iterator

from bot.french.alternatives import by_first_letter
from bot.french.personal.about import beside_person
from bot.french.personal.kinds import DataKind, FoundData

_FLAGS = re.IGNORECASE | re.ASCII

_SIGN = r"(?:n ?°|numero|num|no|nr|n|#|refs?|reference)"
_CUE = by_first_letter(
    r"dossier|allocataire|alloc|beneficiaire|matricule|identifiant|teledeclarant|usager|usagere|"
    r"assuree?|adherente?|abonnee?|client|cliente|demandeur|contrat|demande|(?<!revenu )fiscal|"
    r"contribuable|cmu|c2s|mobilite inclusion|spi|agdref|etranger|"
    r"cotisant|avis d'impots?|avis d'imposition|numero unique|nur|nud|ine|ide|cesu|pajemploi|ofpra|"
    r"ofii|surendettement|naturalisation|natali|rsa|neph|candidate?|plainte|pv|proces[ -]verbal|"
    r"main courante|contravention|amende|telepaiement|teleprocedure|teleservice|pre-?demande|baj|"
    r"aide juridictionnelle|sinistre|pension|pensionne|retraitee?|police|mutuelle|pdl|prm|"
    r"point de livraison|compteur|"
    r"cheque energie|recours|reclamation|signalement|convocation|suivi|licence|etudiante?|eleve|"
    r"locataire|patiente?|ipp|accident|plan|rqth|societaire|titre executoire|"
    r"titre de perception|avis|tutelle|succession|acte"
)
_BODY = by_first_letter(
    r"caf|msa|cpam|carsat|cnav|mdph|mdpsh|edf|gdf|engie|enedis|ameli|france travail|"
    r"pole emploi|ft|"
    r"urssaf|crous|prefecture|logement social|logement|sociale?|retraite|rsa|apl|aah|pch|"
    r"surendettement|agirc|arrco|naturalisation|natali|maprimerenov'?|fiscal|impots?|unique|client|"
    r"anah|anef|ants|apec|cnas|dossier|allocataire|parcoursup|navigo|dalo|dgfip|tresor"
)
_LINK = (
    rf"(?:{_SIGN}|{_BODY}|est|c'est|c|etait|le|la|l|de|du|d|son|sa|porte|portant|avec|permis|"
    rf"location|electricite|gaz|eau|travail|assurance|chez|"
    r"pour)"
)
_GAP = r"[ :=(,\"'.°/-]"
_CODE = (
    r"(?P<code>(?-i:(?:[A-Z]{1,6}[ /-]?){0,2}\d[\dA-Z]{0,25}"
    r"(?:[ ./-]{1,2}(?:[A-Z]{1,4}[/.-]?)?\d[\dA-Z]{0,25}){0,7}"
    r"(?:[a-z]|[ -][A-Z]{1,5}\b)?))(?!\w)"
)

_FILE = re.compile(
    rf"\b(?P<cue>{_CUE})(?P<gap>(?:{_GAP}{{1,3}}{_LINK}\b){{0,5}}{_GAP}{{1,4}}){_CODE}", _FLAGS
)
_BODY_FILE = re.compile(
    rf"\b{_BODY}[ :,]{{1,3}}(?:(?:est|c'est) (?:le )?|{_SIGN}[ :]{{0,2}})?{_CODE}", _FLAGS
)
_FAR = re.compile(
    rf"\b{_CUE}\b(?P<gap>[^\d.!?;\n]{{1,40}}?)"
    r"(?P<code>(?-i:\b[A-Z]{1,4}[ -]?)?\d(?:[ ./-]?\d){5,19}"
    r"(?-i:[A-Z]{1,2}\d{0,8}|[ -][A-Z])?)(?!\w)",
    _FLAGS,
)
_TAX = re.compile(
    r"\b(?:numero fiscal|identifiant fiscal|n ?° fiscal|spi)\b[^\d\n]{1,50}"
    r"(?P<code>\d(?:[ ./-]?\d){9,14})(?!\w)",
    _FLAGS,
)
_TAX_SHAPE = re.compile(
    r"(?<![\w.,/+-])(?P<code>[0-3]\d \d\d \d{3} \d{3} \d{3})(?![ .,]?\d)", re.ASCII
)
_NUMBERED = re.compile(
    rf"\b(?:n ?°|numero|num|n|#){_GAP}{{0,3}}(?P<code>\d{{7,20}}[A-Z]?)(?!\w)", _FLAGS
)
_LONG = re.compile(r"(?<![\w.,/+-])(?P<code>\d{12,20})(?![\w/-])", re.ASCII)
_BOUGHT = re.compile(
    rf"\b(?:commande|facture|colis|attestation|bulletin|courrier|livraison|reservation|billet|abonnement|ticket|sav|retour|ref|"
    r"reference|carte de fidelite|carte grise ref)s?\b"
    rf"(?:{_GAP}{{1,3}}[a-z']{{1,12}}\b){{0,5}}?{_GAP}{{1,4}}{_CODE}",
    _FLAGS,
)
"""What someone bought is theirs when they are spoken of; a body's otherwise."""

_AND_ALSO = re.compile(
    r"(?:,? et |, | ou | / )(?:l'autre |le |la )?(?P<code>\d[\dA-Z]{3,20}(?: [A-Z]\b)?)(?!\w)",
    re.ASCII,
)

_YEARS = re.compile(r"(?:19|20)\d\d(?:[ /-](?:19|20)?\d\d)?", re.ASCII)
_WINDOWS = re.compile(r"(?:W(?:IN)?1?\d ?)?\d\dH[12]|W(?:IN)?1?\d", re.ASCII)
_DATE = re.compile(r"\d{1,2}([ ./-])\d{1,2}\1(?:\d{4}|\d\d)\b", re.ASCII)
_FREE_CALL = re.compile(r"0 ?8\d\d ?\d{3} ?\d{3}", re.ASCII)
_PHONE = re.compile(r"0 ?8\d\d \d{3} \d{3}|0[1-9](?:[ ./-]\d\d){4}|0[1-9]\d{8}$|\+", re.ASCII)
_UNIT = re.compile(
    r" ?(?:€|%|k€|euros?\b|pages?\b|personnes?\b|habitants?\b|usagers?\b|allocataires?\b|foyers?\b|"
    r"dossiers\b|demandes\b|h\b|mo\b|go\b|mots\b|caracteres\b|signes\b|fois\b|beneficiaires\b|"
    r"logements\b|postes\b|jours\b|km\b|kwh\b|clients\b|\*\d)",
    _FLAGS,
)
_OTHER_NUMBER = re.compile(
    r"\b(?:tickets?|siret|siren|rna|serie|agrement|conventions?|marche|commandes?|factures?|"
    r"circulaire|"
    r"decret|arrete|loi|visio\w*|reunion|articles?|isbn|ean|tva|imei|cerfa|appel|projet|teams|zoom|"
    r"postal|insee|tel|telephone|portable|joindre|joignable|rappel\w*|appel\w*|code|commit|build|"
    r"version|"
    r"maintenance|support|fournisseur|copieur|subvention|jurisprudence|budget|montant|euros?|"
    r"numero vert|ouvert|fax|imprimante|modele)\b",
    _FLAGS,
)
_BEFORE = 30
_OURS = re.compile(r"\b(?:notre|nos) $", re.IGNORECASE)
_PEOPLE = frozenset(
    {"usager", "patient", "client", "beneficiair", "etudiant", "adherent", "abonn", "demandeur"}
)
_SIGNED = re.compile(rf"\b{_SIGN}\b|°|#", _FLAGS)
_SIGN_OF = re.compile(rf"(?:\b{_SIGN}|°) ?(?:de |d'|du |de l'|)(?:la |son |sa )?$", _FLAGS)

_PAPER = re.compile(
    r"\b(?:passeports?|cni|cnie|carte (?:nationale )?d'? ?identite|piece d'? ?identite|"
    r"permis(?: de conduire)?|carte(?= (?-i:[A-Z\d]{9})\b)|"
    r"(?:n ?°|numero) (?:de|du) titre|visa(?= n)|titres? de (?:sejour|"
    r"voyage)|carte de (?:sejour|resident)|recepisse)s?\b[^\d\n.!?;]{0,40}?\W"
    r"(?P<code>(?-i:(?=[A-Z]{0,11}\d)[A-Z\d]{8,15})|\d(?:[ .-]?\d){8,14}|"
    r"\d\d ?[A-Z]{2} ?\d{5}|(?-i:(?:[A-Z]{1,3} ?)?\d[A-Z\d]{0,5}"
    r"(?: (?:[A-Z]{1,3} ?)?\d[A-Z\d]{0,5}){1,4}(?: [A-Z]{1,3}(?![\w']))?))(?!\w)",
    _FLAGS,
)
_PAPER_SIGNS = range(7, 16)
_FEWEST_FIGURES = 4
_OF_A_FILE = re.compile(
    r"\b(?:teleprocedure|pre-?demande|dossier|demande|suivi|amende|avis|neph|prefecture)\b", _FLAGS
)
_PAPER_SHAPE = re.compile(r"(?<!\w)(?P<code>\d\d[A-Z]{2}\d{5})(?!\w)", re.ASCII)
_PLATE = re.compile(
    r"(?<![\w-])(?P<code>[A-HJ-NP-TV-Z]{2}(?P<sep>[ .-])\d{3}(?P=sep)[A-HJ-NP-TV-Z]{2})(?![\w-])",
    re.ASCII,
)
_GLUED_PLATE = re.compile(
    r"(?<![\w-])(?P<code>[A-HJ-NP-TV-Z]{2}\d{3}[A-HJ-NP-TV-Z]{2})(?![\w-])", re.ASCII
)
_OLD_PLATE = re.compile(
    r"(?<![\w-])(?P<code>\d{3,4} ?[A-HJ-NP-TV-Z]{2,3} ?(?:0[1-9]|[1-8]\d|9[0-5]|97\d|2[AB]))"
    r"(?![\w-])",
    re.ASCII,
)
"""Before 2009: « 4127 WX 58 »."""

_NAMED_PLATE = re.compile(
    r"\b(?:immat\w{0,11}|plaques?|vehicules?|voitures?|cartes? grises?|scooter|moto|camionnette|"
    r"caravane|"
    r"remorque|camping-car|clio|twingo|megane|kangoo|c3|c4|golf|logan|sandero|zoe|dacia|peugeot|"
    r"renault|citroen|certificat de cession|cession)\b[^\d\n.!?]{0,40}?(?<!\w)"
    r"(?P<code>[A-Z][ -]?[A-Z][ .,-]{0,2}(?=O?\d)[\dO]{3}[ .,-]{0,2}[A-Z][ -]?[A-Z]|"
    r"\d{1,4} ?[A-Z]{2,3} ?(?:\d\d|2[AB]))\b",
    _FLAGS,
)
_PLATE_EXAMPLE = re.compile(
    r"\b(?:style|type|genre|format|modele|comme|exemple|forme|cartouches?|toner|imprimante|ref|"
    r"reference)\b",
    re.IGNORECASE,
)
_OF_SERVICE = re.compile(
    r"\b(?:le|du|notre|nos|un|au) (?:petit )?(?:van|bus|mini-?bus|fourgon|camion|utilitaire|truck"
    r"|(?:vehicule|kangoo|voiture) (?:de service|itinerante?|de l'asso\w*))\b[^.\n]{0,25}$",
    _FLAGS,
)
"""What goes round the villages is nobody's."""
_SAME_LETTERS = re.compile(r"AA[ -]?(?:000|123|001)[ -]?(?:AA|BB)", re.IGNORECASE)


def papers(text: str) -> Iterator[FoundData]:
    """Find the numbers of passports, identity cards, permits, and number plates."""
    for match in _PAPER.finditer(text):
        before = text[max(0, match.start() - _BEFORE) : match.start()]
        of_a_file = _OF_A_FILE.search(before) or _OF_A_FILE.search(match[0])
        if _is_paper(match["code"]) and not of_a_file:
            yield _found(DataKind.IDENTITY_DOCUMENT, match)
    for match in _PAPER_SHAPE.finditer(text):
        yield _found(DataKind.IDENTITY_DOCUMENT, match, sure=False)
    for pattern in (_NAMED_PLATE, _PLATE, _GLUED_PLATE, _OLD_PLATE):
        for match in pattern.finditer(text):
            before = text[max(0, match.start("code") - _BEFORE) : match.start("code")]
            theirs = beside_person(text, match.start("code"), match.end(), pronouns=False)
            if _OF_SERVICE.search(before) and not theirs:
                continue
            if not (_PLATE_EXAMPLE.search(before) or _SAME_LETTERS.fullmatch(match["code"])):
                yield _found(DataKind.NUMBER_PLATE, match, sure=pattern is _NAMED_PLATE)


def _is_paper(code: str) -> bool:
    """Tell whether a code is as long as those of papers; apart, its parts are mostly figures."""
    signs = re.sub(r"\W", "", code)
    figures = sum(map(str.isdigit, signs))
    return len(signs) in _PAPER_SIGNS and (signs == code or figures >= _FEWEST_FIGURES)


def files(text: str) -> Iterator[FoundData]:
    """Find numbers said at once after their name: « dossier n° … », « allocataire … »."""
    for match in _FILE.finditer(text):
        before = text[max(0, match.start() - _BEFORE) : match.start()]
        signed = _SIGNED.search(match["gap"]) or _SIGN_OF.search(before)
        person = match["cue"].lower().rstrip("es") in _PEOPLE
        ours = _OURS.search(before)
        other = ours or _DATE.match(match["code"]) or (person and _PHONE.match(match["code"]))
        if not other and _is_number(match, text, 4 if signed else 5):
            yield from _with_others(match, text)
    for match in _BODY_FILE.finditer(text):
        if _is_number(match, text, 6) and not _PHONE.match(match["code"]):
            yield from _with_others(match, text)
    for match in _TAX.finditer(text):
        yield _found(DataKind.FILE_NUMBER, match)
    for match in _BOUGHT.finditer(text):
        theirs = beside_person(text, match.start("code"), match.end())
        lettered = len(match["code"]) >= _SHORT_CODE and not match["code"].isdecimal()
        fewest = 2 if lettered and " " not in match["code"] else 6
        if theirs and _is_number(match, text, fewest) and not _DATE.match(match["code"]):
            yield _found(DataKind.FILE_NUMBER, match)


def far_files(text: str) -> Iterator[FoundData]:
    """Find numbers told some words after their name, or by « n° », or of 12 digits and more.

    A SIRET (14), a ticket, a decree, a meeting's number are nobody's.
    """
    for match in _FAR.finditer(text):
        ours = _OURS.search(text[max(0, match.start() - _BEFORE) : match.start()])
        other = ours or _PHONE.match(match["code"]) or _DATE.match(match["code"])
        if not (other or _OTHER_NUMBER.search(match["gap"])) and _is_number(match, text, 6):
            yield _found(DataKind.FILE_NUMBER, match)
    for pattern in (_NUMBERED, _LONG, _TAX_SHAPE):
        for match in pattern.finditer(text):
            before = text[max(0, match.start() - 2 * _BEFORE) : match.start()].rpartition("\n")[2]
            theirs = beside_person(text, match.start(), match.end())
            fewest = 6 if theirs and pattern is _NUMBERED else 7
            other = _OTHER_NUMBER.search(before) or _DATE.match(match["code"])
            siret = len(match["code"]) == _SIRET_DIGITS and not theirs
            if not (other or siret) and _is_number(match, text, fewest):
                yield _found(DataKind.FILE_NUMBER, match, sure=theirs)


def _with_others(match: re.Match[str], text: str) -> Iterator[FoundData]:
    """Give a number, and those of as many digits that follow it: « 0098812 T et 0771034 B »."""
    yield _found(DataKind.FILE_NUMBER, match)
    digits, place = sum(map(str.isdigit, match["code"])), match.end()
    while (more := _AND_ALSO.match(text, place)) and sum(map(str.isdigit, more["code"])) == digits:
        yield _found(DataKind.FILE_NUMBER, more)
        place = more.end()


_SIRET_DIGITS = 14
_SHORT_CODE = 6
_LONG_CODE = 8
"""Characters of a code that letters and a few digits make."""


def _is_number(match: re.Match[str], text: str, fewest: int) -> bool:
    """Refuse years, amounts and counts, and what has fewer digits than asked."""
    code = match["code"]
    digits = sum(map(str.isdigit, code))
    enough = digits >= fewest or (len(code) >= _LONG_CODE and digits > 1 and " " not in code)
    post = code.startswith(("TSA", "BP ", "CS "))
    return (
        enough
        and not post
        and not any(each.fullmatch(code) for each in (_YEARS, _WINDOWS, _FREE_CALL))
        and not _UNIT.match(text, match.end("code"))
    )


def _found(kind: DataKind, match: re.Match[str], *, sure: bool = True) -> FoundData:
    return FoundData(kind, match.start("code"), match.end("code"), sure)
