"""The codes of doors that are told by the door, without the word: « en bas c'est 47B12 »."""

from __future__ import annotations

import re
from collections.abc import Iterator

from bot.french.personal.about import beside_person
from bot.french.personal.kinds import DataKind, FoundData

_FLAGS = re.IGNORECASE | re.ASCII

_DOOR = (
    r"(?:en bas|porte|portail|portillon|hall|entree|immeuble|batiment|interphone|sas|grille|digi"
    r"|barriere|visiophone|rdc|bas de l'immeuble)"
)
_SAYS = r"(?:est|c'est|c|:|=|,|fai(?:re|s|tes?)|tape[rsz]?|compose[rz]?|met(?:s|tre|tez)?)"
_LETTERED = r"(?:\d{1,5}[A-F]\d{1,5}|[A-F]\d{3,5}|\d{3,5}[A-F])"
_CODE = re.compile(
    rf"\b{_DOOR}\b(?P<gap>[^\d\n!?]{{0,25}}?)(?P<link> ?{_SAYS} (?:le )?| )"
    rf"(?P<code>{_LETTERED}|\d{{4,5}}(?= ?(?:$|[\n,.;()]|(?:et|puis|pour|chez|quand|apres|au)\b)))"
    r"(?![\w/-])(?![.,]\d)",
    _FLAGS,
)
_FEWEST_SIGNS, _FEWEST_DIGITS = 4, 3
_AT_HOME = re.compile(
    r"\b(?:a dom|domicile|chez|visite|interphone|sonne[rz]?|sonnette|cloche|etage|monte[rz]?)\b",
    _FLAGS,
)
_NO_DOOR = re.compile(
    r"\b(?:page|ecran|fenetre|usb|salle|mairie|mediatheque|pc|ordi\w*|formulaire|fiche|bus|gare"
    r"|postal|menu|site|prix|euros?|annee|depuis|place|numero)\b",
    _FLAGS,
)
_YEAR = re.compile(r"(?:19|20)\d\d", re.ASCII)
_REACH = 60


def door_codes(text: str) -> Iterator[FoundData]:
    """Find what opens the door of somebody's home; all doubtful.

    A letter among figures is enough beside a home or a person; figures alone have to be said.
    """
    for match in _CODE.finditer(text):
        start, end = match.span("code")
        before = text[max(0, match.start() - _REACH) : start].rpartition("\n")[2]
        after = text[end : end + _REACH].partition("\n")[0]
        home = any(map(_AT_HOME.search, (before, after))) or beside_person(text, start, end)
        if home and not _NO_DOOR.search(before) and _opens(match):
            yield FoundData(DataKind.SECRET, start, end, sure=False)


def _opens(match: re.Match[str]) -> bool:
    code = match["code"]
    if code.isdigit():
        return bool(match["link"].strip()) and match["link"].strip() != ","
    digits = sum(map(str.isdigit, code))
    return len(code) >= _FEWEST_SIGNS and digits >= _FEWEST_DIGITS and not _YEAR.fullmatch(code)
