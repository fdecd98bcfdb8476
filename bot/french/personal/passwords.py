"""Passwords and codes given away in a text."""

from __future__ import annotations

import re
from collections.abc import Iterator

from bot.french.personal.about import beside_person
from bot.french.personal.codes import codes
from bot.french.personal.doors import door_codes
from bot.french.personal.kinds import DataKind, FoundData
from bot.french.personal.lessons import is_lesson
from bot.french.personal.unlocking import unlocking

_FLAGS = re.IGNORECASE | re.ASCII

_LABEL = (
    r"(?:mots? ?de ?passe|mot passe|mdp|m2p|password|passwd|passe?word|pwd|pw|pass|"
    r"passe(?= ?[:=]| (?:du |de son |de sa )?(?:wifi|box)|"
    r" (?-i:[A-Z])\w{0,20}\d)|"
    r"passphrase|phrase de passe|clef?s?(?: de securite| wpa2?| wep| wifi| wi-fi| (?:de (?:la )?|"
    r")box)?)"
)
_SORT = r"(?: provisoire| temporaire| actuel| wifi| wi-fi)?"
_LINK = (
    r"(?: ?[:=(]{1,2} ?| --? |,? (?:est|c'est|c|etait|s'ecrit|devient|reste) |"
    r",? (?:maintenant|desormais) (?:c'est|c|est) )"
)
_PASSWORD = re.compile(
    rf"(?<![\w'-]){_LABEL}{_SORT}\b"
    rf"(?:(?P<gap>[^\n:=!?;,\"]{{0,60}}?)(?P<link>{_LINK})|,? )(?P<quote>\" ?)?"
    r"(?P<code>(?(quote)[^\n\"]{3,40}?(?= ?\")|[^\s\",;)]{4,40}))",
    _FLAGS,
)
_IN_GROUPS = re.compile(
    rf"(?<![\w'-]){_LABEL}{_SORT}\b[^\n:=!?\"]{{0,50}}[:=] ?"
    r"(?P<code>[a-z\d]{2,6}(?: [a-z\d]{2,6}){1,7})(?![\w@])",
    _FLAGS,
)
"""« clé : aT5 kk9 PPz2 »: groups, two of which at least no word is made of."""

_QUOTED = re.compile(
    rf"(?<![\w'-]){_LABEL}{_SORT}\b[^\n!?;\"]{{0,40}}\" ?(?P<code>[^\n\"]{{4,40}}?) ?\"", _FLAGS
)
_OF_SERVICE = re.compile(
    rf"(?<![\w'-]){_LABEL}{_SORT}(?: (?!de |"
    rf"a )[a-z'.]{{2,15}}){{1,3}} (?P<code>[^\s\",;)]{{6,30}})",
    _FLAGS,
)
_BEFORE_LABEL = re.compile(
    r"(?<![^\s\",;(])(?P<code>[^\s\",;(]{5,30}) ?\"?,? (?:comme|est|c'est|en|pour) (?:le |son |"
    r"mon |"
    r"un )?(?:mots? ?de ?passe|mdp|pass)\b",
    _FLAGS,
)
_AFTER_EMAIL = re.compile(
    r"[\w.+-]{1,64}@[\w.-]{3,60}\"? ?(?:/|\||;|:|-|, ?| et |"
    r" puis ) ?\"?(?P<code>[^\s\",;()]{5,30})",
    _FLAGS,
)
_USED_AS = re.compile(
    r"\b(?:utilise|met|mis|tape|choisi|pris) (?:toujours |encore |"
    r"bien )?\"?(?P<code>[\w!*$-]{4,20})\"? "
    r"(?:comme|en|pour) (?:mots? de passe|mdp|code|pass)\b",
    _FLAGS,
)
_PUT_IN = re.compile(
    r"\b(?:comptes?|mdp|passe|code|connecte\w*|espace)\b[^\n.!?]{0,40}\b(?:met|tape|utilise|"
    r"rentre|saisit) "
    r"(?:toujours |bien |encore )?(?P<code>[^\s\",;()]{6,30})",
    _FLAGS,
)
_MADE_UP = re.compile(
    rf"(?<![\w'-])(?:{_LABEL}|codes? (?:ent|pronote|educonnect|ameli|caf|mail|session"
    rf"|impots))\b[^\n!?]{{0,80}}?(?<![\w.])(?!(?:windows|win|office|word|excel|iphone|ipad|"
    r"galaxy|android|ubuntu|mint|libreoffice|cerfa|wpa|covid|outlook|base|niveau)\d)"
    r"(?P<code>[a-z]{3,20}\d{2,8}[!?*#$%&]{0,2}|(?-i:[A-Z][a-z]{4,20})\d|(?-i:[A-Z][a-z]{2,15})[.@]\d{2,8}|(?=[a-z\d]{2,12}[_#$%*!-])"
    r"(?=[_#$%*!a-z-]{0,20}\d)[a-z\d]{2,12}(?:[_#$%*!-][a-z\d]{2,12}){1,3})(?![\w@.-])",
    _FLAGS,
)
"""« mdp : le nom du chat puis 12, Minou12 »: letters, then digits."""
_SPELLED = re.compile(
    rf"(?<![\w'-]){_LABEL}\b(?P<gap>[^\n:=!?]{{0,40}}?)(?:{_LINK}|,? (?=tout |(?-i:[A-Z]) maj))"
    r"(?P<code>(?=(?P<said>[^\n]{0,60}?(?:\b[a-z] maj\w{0,7}|\bmajuscule (?-i:[A-Z])\b|"
    r"\btout (?:en )?(?:min|maj|attache|colle)\w{0,7}|\bpoint d'(?:exclamation|interrogation)|"
    r"\bdiese|"
    r"\betoile|\bdollar|\btiret du |\bunderscore|\ba la fin|\bau debut)))[^\n.]{0,70}?\d{1,8})"
    r"(?!\w)",
    _FLAGS,
)
"""« mot de passe : M majuscule arie 1947 »: told letter by letter."""
_THEIR = re.compile(r"\b(?:son|sa|ses|leur|leurs) (?:vrai |nouveau |ancien )?$", re.IGNORECASE)
_LONGEST_OWNER = 16
_COMMON = frozenset({"azerty", "azertyuiop", "qwerty", "motdepasse", "password", "soleil"})
_SIGN_WITHIN = re.compile(r"[A-Za-z]{2,20}[#$%&*+_?!]\w{2,20}", re.ASCII)
_COUNT = re.compile(
    r"[ ]?(?:caracteres?|signes?|lettres?|chiffres?|mots?|fois|minutes?|jours?|ans|mois|"
    r"comptes?)\b",
    _FLAGS,
)
_LONGEST_COUNT = 3


_NOT_CODES_WORDS = """
    quoi pareil obligatoire bon faux trop long court fort faible non oui rien encore toujours jamais
    incorrect invalid invalide idem tout juste simple comment merci stop exact secret nouveau quel
    aucun important compris celui ancien correct sensible ceci cela
"""
_NOT_CODES = frozenset(_NOT_CODES_WORDS.split())
_WORDED = re.compile(r"[a-z]{3}", re.ASCII)
_LOGIN = re.compile(
    r"\b(?:identifiants?|logins?|log|ids?|user(?:name)?|pseudo|utilisateur|se connecte|connexion|"
    r"connecte|identifie|codes?)\b(?: (?:caf|ameli|msa|impots|cpam|edf|google|gmail|sncf|anef|"
    r"ants))?(?: (?:est|c'est|sont|avec|en))?"
    r"(?:[ :=(\"]{1,3}| (?P<gap>[^\n:=!?]{1,40})[:=] ?)"
    r"(?P<login>[\w.@+-]{3,40})\"? ?(?:/|\||,|;|-| et | puis )\"? ?(?P<code>[^\s\",;)]{5,30})",
    _FLAGS,
)


def secrets(text: str) -> Iterator[FoundData]:
    """Find passwords and secret codes in a plain text.

    Advice on passwords, a shared room's wifi, a meeting's code, an error's code are no secrets.
    """
    yield from _passwords(text)
    yield from _in_groups(text)
    for match in (*_LOGIN.finditer(text), *_AFTER_EMAIL.finditer(text)):
        made_up = _mixed(match["code"]) and "@" not in match["code"]
        if match.re is _LOGIN and match["gap"]:
            made_up = made_up and _WORDED.search(match["code"]) is not None
        if made_up and not is_lesson(text, match.start(), ""):
            yield _found(match)
    yield from codes(text)
    yield from _told(text)
    yield from unlocking(text)
    yield from door_codes(text)


def _passwords(text: str) -> Iterator[FoundData]:
    """Find what is said to be a password."""
    for match in _PASSWORD.finditer(text):
        if not is_lesson(text, match.start(), match["gap"] or "") and _is_password(match, text):
            yield _found(match)
    for match in _QUOTED.finditer(text):
        if _is_quoted(match, text):
            yield _found(match)
    for match in _OF_SERVICE.finditer(text):
        strong = _mixed(match["code"]) and not match["code"][0].isdigit()
        if strong and not is_lesson(text, match.start(), match[0]):
            yield _found(match)
    for match in (*_BEFORE_LABEL.finditer(text), *_PUT_IN.finditer(text)):
        theirs = beside_person(text, match.start(), match.end())
        if _mixed(match["code"]) and theirs and not is_lesson(text, match.start(), ""):
            yield _found(match, sure=False)


def _in_groups(text: str) -> Iterator[FoundData]:
    """Find the passwords that are told in groups."""
    for match in _IN_GROUPS.finditer(text):
        odd = [group for group in match["code"].split() if _mixed(group)]
        if len(odd) > 1 and not is_lesson(text, match.start(), match[0]):
            yield _found(match, sure=False)


def _told(text: str) -> Iterator[FoundData]:
    """Find the passwords that are told in a sentence; all doubtful but those of someone."""
    place = -1
    for match in _MADE_UP.finditer(text):
        theirs = beside_person(text, match.start("code"), match.end())
        before = _THEIR.search(text, max(0, match.start() - _LONGEST_OWNER), match.start())
        if (theirs or before) and not is_lesson(text, match.start(), match[0]):
            place = match.start()
            yield _found(match, sure=False)
    for match in _USED_AS.finditer(text):
        if beside_person(text, match.start("code"), match.end()):
            yield _found(match, sure=False)
    for match in _SPELLED.finditer(text):
        counted = _COUNT.match(text, match.end()) or _RULE.search(match["said"])
        told = counted or place == match.start()
        if not told and not is_lesson(text, match.start(), match["gap"]):
            yield _found(match, sure=beside_person(text, match.start("code"), match.end()))


_RULE = re.compile(r"\b(?:une|des|au moins|minimum|mini|obligatoire\w*) maj", re.IGNORECASE)
"""« une majuscule, un chiffre »: what a site asks for."""


def _is_password(match: re.Match[str], text: str) -> bool:
    """Want a code that looks like one."""
    code, said = match["code"].rstrip(".!?) "), match["link"] is not None
    if code.isdigit():
        counted = len(code) <= _LONGEST_COUNT or _COUNT.match(text, match.end("code"))
        return said and not counted
    if _mixed(code):
        return not _COUNT.match(text, match.end("code"))
    if any(map(str.isdigit, code)) or "." in code.partition("@")[2]:
        return False
    if not said:
        return _SIGN_WITHIN.fullmatch(code) is not None
    quoted = match["quote"] and beside_person(text, match.start(), match.end())
    return bool(quoted or code.lower() in _COMMON or _odd(code) or _is_word(match, text))


def _is_word(match: re.Match[str], text: str) -> bool:
    """Tell whether a word ends what is said of a password: « mdp : kermit. »."""
    code, after = match["code"].rstrip(".!?) "), text[match.end() :][:9]
    if not code.isalpha() or not code[1:].islower() or (match["gap"] or "").strip():
        return False
    ends = match["code"] != code or _END.match(after)
    listed = match["link"].strip() in ":=" and after.lstrip().startswith(",")
    usual = code.lower() in _NOT_CODES or code.lower().endswith(_USUAL_ENDINGS)
    return bool(ends) and not (listed or usual)


_END = re.compile(r" ?(?:$|[,;)\n]| (?:mais|et)\b)")
_USUAL_ENDINGS = ("e", "es", "u", "us", "ue", "er", "ir", "is", "nt", "ait")
"""How participles and adjectives end: « mot de passe : oublié. »."""


def _is_quoted(match: re.Match[str], text: str) -> bool:
    if is_lesson(text, match.start(), match[0][: match.start("code") - match.start()]):
        return False
    code = match["code"]
    return _mixed(code) or (code.isdigit() and beside_person(text, match.start(), match.end()))


def _mixed(code: str) -> bool:
    """Tell whether letters and digits are mixed, as in no word."""
    letters = any(map(str.isalpha, code))
    ordinal = re.fullmatch(r"\d{1,2}(?:e|er|eme|ere|h|h\d\d|ans|go|mo|j)", code, _FLAGS)
    return letters and any(map(str.isdigit, code)) and not ordinal


def _odd(code: str) -> bool:
    """Tell whether a word without digits looks made up: a sign or a capital within it."""
    return len(code) > _LONGEST_COUNT and bool(
        re.search(r"[A-Za-z][!#$%&*+_?@][\w]|[a-z][A-Z]|[A-Za-z][!$*#]$", code)
    )


def _found(match: re.Match[str], *, sure: bool = True) -> FoundData:
    return FoundData(DataKind.SECRET, match.start("code"), match.end("code"), sure)
