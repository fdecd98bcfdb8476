"""Passwords and codes given away in a text."""

from __future__ import annotations

import re
from collections.abc import Iterator

from bot.french.personal.kinds import DataKind, FoundData

_FLAGS = re.IGNORECASE | re.ASCII

_PASSWORD = re.compile(
    r"\b(?:mots? de passe|mdp|password|passwd)(?: provisoire| temporaire| actuel)?\b"
    r"(?:(?P<gap>[^\n:=.!?]{0,25}?)(?P<link> ?[:=(] ?| est | c'est | etait )| )"
    r"(?:\" ?)?(?P<code>[^\s\",;)]{4,40})",
    _FLAGS,
)
_COMMON = frozenset({"azerty", "azertyuiop", "qwerty", "motdepasse", "password", "soleil"})
_LESSON = re.compile(
    r"\b(?:exemples?|type|genre|comme|minimum|wifi|wi-fi|visio\w*|zoom|teams|salle|reunion|atelier|"
    r"portail|tablettes?|malle|bbb|jitsi|session|postes?)\b",
    re.IGNORECASE,
)
_COUNT = re.compile(
    r"[ ]?(?:caracteres?|signes?|lettres?|chiffres?|mots?|fois|minutes?|jours?)\b", _FLAGS
)
_LONGEST_COUNT = 3

_CODE = re.compile(
    r"\b(?P<whose>(?:son|sa|mon|leur|ses|le|un|du|au|)) ?(?:codes?|pin|digicode)"
    r"(?P<sort>(?: (?:pin|puk|confidentiel|secret|personnel|sms|franceconnect|"
    r"(?:de|d'|a) ?(?:la |sa |ma )?(?:carte(?: bleue| bancaire| vitale)?|connexion|"
    r"verification|acces|securite|deverrouillage|cb|telephone|tablette|activation)|"
    r"recu(?: par (?:sms|mail|courriel))?)){0,3})"
    r"(?: ?(?:est|c'est|etait|:|=|,|\()){0,2} ?\"? ?"
    r"(?P<code>\d(?: ?\d){3,7}|(?<=igicode )\d{2,4}[a-z]\d{0,4})(?![\w.,]?\d)(?!\w)",
    _FLAGS,
)
_OTHER_CODE = re.compile(
    r"\b(?:erreur|message|bug|affiche|postal|insee|visio\w*|zoom|teams|salle|reunion|wifi|wi-fi|bbb|"
    r"porte|portail|atelier|ape|naf|rome|promo|id)\b",
    re.IGNORECASE,
)
_YEAR = re.compile(r"(?:19|20)\d\d", re.ASCII)
_BEFORE = 40


def secrets(text: str) -> Iterator[FoundData]:
    """Find passwords and secret codes in a plain text.

    Advice on passwords, a shared room's wifi, a meeting's code, an error's code are no secrets.
    """
    for match in _PASSWORD.finditer(text):
        if _is_password(match, text):
            yield FoundData(DataKind.SECRET, match.start("code"), match.end("code"))
    for match in _CODE.finditer(text):
        before = text[max(0, match.start() - _BEFORE) : match.start()]
        bare_year = _YEAR.fullmatch(match["code"]) and not match["sort"] and not match["whose"]
        if not bare_year and not _OTHER_CODE.search(before) and not _UNIT.match(text, match.end()):
            yield FoundData(DataKind.SECRET, match.start("code"), match.end("code"))


_UNIT = re.compile(r" ?(?:€|euros?\b|caracteres|chiffres|fois)", _FLAGS)


def _is_password(match: re.Match[str], text: str) -> bool:
    """Want a code that looks like one, said to be somebody's, outside a lesson."""
    code = match["code"].rstrip(".!?)")
    before = text[max(0, match.start() - _BEFORE) : match.start()]
    if _LESSON.search(before) or _LESSON.search(match["gap"] or ""):
        return False
    digits = sum(map(str.isdigit, code))
    if code.isdigit():
        counted = len(code) <= _LONGEST_COUNT or _COUNT.match(text, match.end("code"))
        return match["link"] is not None and not counted
    if digits and any(map(str.isalpha, code)):
        return True
    return code.lower() in _COMMON and match["link"] is not None
