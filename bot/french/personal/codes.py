"""The codes of cards, doors, telephones and accounts, given away in a text."""

from __future__ import annotations

import re
from collections.abc import Iterator

from bot.french.personal.about import beside_person
from bot.french.personal.kinds import DataKind, FoundData
from bot.french.personal.lessons import is_lesson

_FLAGS = re.IGNORECASE | re.ASCII

_CODES = (
    r"(?:codes?|pin|puk|digicode|cryptogramme|crypto|cvv|cvc|otp|schema|cadenas|"
    r"boi?te a clef?s?|(?:3|trois) chiffres (?:au dos|derriere)|boitier a clef?s?|combinaison|"
    r"deverrouillage)"
)
_CODE = re.compile(
    rf"\b(?P<whose>(?:son|sa|mon|leur|ses|le|un|du|au|ton|votre) )?{_CODES}\b(?: a \d chiffres)?"
    rf"(?P<gap>(?:[^\d\n!?;\".]|\d\d?h(?!\d)|"
    rf"\d chiffres?|\.(?! )){{0,70}}?)(?P<link>[ :=(,?\"']{{1,4}})(?P<code>\d(?:[ .-]?\d){{3,9}}|"
    rf"\d{{3}}|"
    r"(?-i:(?=[A-Z]{0,4}\d)(?=\d{0,6}[A-Z])(?:[A-Z\d]{4,8}(?:-[A-Z\d]{3,6})?|[A-Z\d]{3}-[A-Z\d]{3}))|"
    r"(?=[a-z]{0,11}\d)(?=\d{0,3}[a-z])(?!0x|\d{1,3}(?:h|go|mo|eme|ans|px|fps|"
    r"e)(?:\d\d)?\b)[a-z\d]{6,16})(?![\w.,]?\d)(?!\w)",
    _FLAGS,
)
_ANOTHER = re.compile(rf"\b{_CODES}\b", _FLAGS)
_TYPED = re.compile(
    r"\b(?:codes?|entrer|ouvrir|porte|portail|immeuble|deverr?ouiller|clefs?|cles?|boi?tier|coffre|"
    r"serrure|alarme|interphone|entree)\b[^\n]{0,60}?\b(?:tape[rz]?|compose[rz]?|rentre|saisit|"
    r"met|marque|entre|faites|fait|faire)[ :]{1,2}(?:le )?(?P<code>\d{4,8}[AB]?|\d(?:[ -]\d){3,7}|"
    r"(?-i:\d{0,3}[A-Z]\d{2,5}))(?!\w)",
    _FLAGS,
)
_GROUPS = re.compile(
    r"(?<![\w.:/-])(?P<code>(?=[A-F\d]{4,5}[ ,-])(?=[A-F\d]{0,3}\d)"
    r"(?=(?:[A-F\d -]|puis|et){0,40}[A-F])[A-F\d]{4,5}"
    r"(?:(?: ?, ?| ?- ?| | puis | et | ensuite ){1,2}[A-F\d]{4,5}){1,7})(?![\w-])",
    re.ASCII,
)
_OF_A_BOX = re.compile(
    r"\b(?:cles?|clefs?|wifi|wi-fi|box|livebox|freebox|bbox|mdp|passe|codes?|wpa2?|bitlocker|"
    r"recuperation|secours|reseau)\b",
    re.IGNORECASE,
)
_OF_A_PRODUCT = re.compile(
    r"\b(?:licence|produit|windows|office|erreur|mac|imei|serie|bluetooth|couleurs?|ecran bleu)\b",
    re.IGNORECASE,
)
"""The key of a box, in groups of hexadecimal signs: « 4F9A 2C77 B0D1 »."""

_COME_BEFORE = re.compile(
    r"(?<![\w.,-])(?P<code>\d{4,8}) (?:comme|c'est le|c'est son|est le|est son) (?:code|pin|mdp|"
    r"mot de passe)\b",
    _FLAGS,
)
_SET_APART = re.compile(r"\d(?:-\d){3,7}", re.ASCII)
"""« 2-5-8-0 »: keys to press, whoever's."""

_SURE_SORT = re.compile(
    r"\b(?:pin|puk|confidentiel|secret|secours|personnel|provisoire|sms|franceconnect|carte|"
    r"connexion|"
    r"verification|acces|securite|deverrouillage|verrouillage|deverr?ouill\w*|debloqu\w*|tel|smartphone|appli|cb|telephone|tablette|activation|"
    r"recu|usager|"
    r"digicode|"
    r"dame|monsieur|madame|immeuble|sim|perso|parental|caf|msa|ameli|temporaire|recuperation|"
    r"validation|portable|cryptogramme|"
    r"crypto|cvv|cles?|coffre|alarme|entree|identite|banque|espace)\b",
    re.IGNORECASE,
)
_SHORT_CODE = re.compile(r"(?:\w{1,5} )?(?:crypto|cvv|cvc|(?:3|trois) chiffres)", re.IGNORECASE)
_LOCK = re.compile(r"(?:\w{1,5} )?(?:cadenas|boi?ti?er? a clef?s?|combinaison)", re.IGNORECASE)
_SAID = re.compile(
    r"\b(?:est|c'est|c|etait|reglee? sur|tape|compose|rentre|saisit|donne|ouvre (?:au|avec))$|"
    r"[:=(]",
    re.IGNORECASE,
)
_OTHER_CODE = re.compile(
    r"\b(?:erreur|message|bug|affiche|postal|postaux|insee|visio(?!phone)\w*|zoom|teams|salle|reunion|"
    r"bbb|atelier|ape|naf|rome|promo|id|commune|cerfa|barres?|pays|couleur|civil|"
    r"travail L|article|loi|formulaire|reduction|avantage|departement|officiel|geographique|"
    r"eligib\w*|"
    r"nom|produit|reference|source|retour|http|exemples?|type|genre|style|euros|formation|rncp|"
    r"cpf|cours|moodle|wooclap|kahoot|quiz|activite|budget|swift|bic|"
    r"uai)\b|^ (?:banque(?! en ligne)|guichet|etablissement)",
    re.IGNORECASE,
)
_DEFAULT = re.compile(r"\b(?:par defaut|d'usine)\b", re.IGNORECASE)
_PHONE = re.compile(r"0[1-9](?:[ .-]?\d\d){4}$", re.ASCII)
_DOOR = re.compile(r"\b(?:porte|portail|barriere|local|salle)\b", re.IGNORECASE)
_BELL = re.compile(r"[^\n.!?]{0,20}\b(?:sonne[rz]?|etage|chez)\b", re.IGNORECASE)
_LENGTH = re.compile(r"\b(?:a|de|en|sur|les|des|aux?|avec) $", re.IGNORECASE)
_OWNED = frozenset({"son", "sa", "mon", "leur", "ses", "ton", "votre"})
_YEAR = re.compile(r"(?:19|20)\d\d", re.ASCII)
_UNIT = re.compile(
    r" ?(?:€|euros?\b|caracteres|chiffres|lettres|fois|minutes|heures|jours|%|personnes|premiers|"
    r"derniers)",
    _FLAGS,
)
_BEFORE = 40
_NEAR = 60
_LONGEST_COUNT = 3


def codes(text: str) -> Iterator[FoundData]:
    """Find the codes of cards, doors, telephones, and those that are received.

    The code of an error, a meeting, a shared room, a default is nobody's.
    """
    place = 0
    while match := _CODE.search(text, place):
        place = match.end()
        if _is_code(match, text):
            yield _found(match, sure=_SURE_SORT.search(match[0]) is not None)
        elif (again := _ANOTHER.search(match["gap"])) is not None:
            place = match.start("gap") + again.start()
    for match in _TYPED.finditer(text):
        other = _OTHER_CODE.search(match[0]) or _UNIT.match(text, match.end())
        apart = _SET_APART.fullmatch(match["code"]) is not None
        if not other and (apart or beside_person(text, match.start("code"), match.end("code"))):
            yield _found(match, sure=False)
    yield from _in_groups(text)
    for match in _COME_BEFORE.finditer(text):
        theirs = beside_person(text, match.start(), match.end())
        if theirs or match["code"] not in {"0000", "1234", "123456"}:
            yield _found(match)


def _in_groups(text: str) -> Iterator[FoundData]:
    """Find the keys of boxes, in groups of hexadecimal signs."""
    for match in _GROUPS.finditer(text):
        near = text[max(0, match.start() - _NEAR) : match.end() + _NEAR]
        a_key = _OF_A_BOX.search(near) and not _OF_A_PRODUCT.search(near)
        if a_key and not is_lesson(text, match.start(), ""):
            yield _found(match, sure=False)


def _is_code(match: re.Match[str], text: str) -> bool:
    """Want a code that is said, of what codes are for, and no count, year or other's code."""
    gap, code, link = match["gap"], match["code"], match["link"]
    if _PHONE.match(code) or _is_others(match, text):
        return False
    said = _SAID.search(gap.rstrip()) or _SAID.search(link)
    short = len(re.sub(r"\W", "", code)) <= _LONGEST_COUNT and not _SHORT_CODE.match(match[0])
    counted = _LENGTH.search(gap + link) is not None
    lock = _LOCK.match(match[0]) and beside_person(text, match.start("code"), match.end())
    if (short or counted) and not (said or lock):
        return False
    sort = _SURE_SORT.search(match[0]) or match["whose"]
    owned = _SURE_SORT.search(match[0]) or (match["whose"] or "").strip().lower() in _OWNED
    owned = owned or not _OWNED.isdisjoint(gap.lower().split())
    owned = owned or beside_person(text, match.start("code"), match.end())
    if _YEAR.fullmatch(code) and not owned:
        return False
    return bool(said or sort or lock or not gap.strip() or _BELL.match(text, match.end()))


def _is_others(match: re.Match[str], text: str) -> bool:
    """Tell whether a code is an error's, a place's, or a number of something."""
    before = text[max(0, match.start() - _BEFORE) : match.start()].rpartition("\n")[2]
    if any(map(_OTHER_CODE.search, (before[-_BEFORE // 2 :], match["gap"]))):
        return True
    if _UNIT.match(text, match.end()) or is_lesson(text, match.start(), match["gap"]):
        return True
    named = beside_person(text, match.start("code"), match.end())
    named = named or _BELL.match(text, match.end()) is not None
    shared_door = _DOOR.search(match["gap"]) and "igicode" not in match[0] and not named
    return bool(shared_door or _DEFAULT.search(text, match.start(), match.end() + _BEFORE))


def _found(match: re.Match[str], *, sure: bool = True) -> FoundData:
    return FoundData(DataKind.SECRET, match.start("code"), match.end("code"), sure)
