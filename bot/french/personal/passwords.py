"""Passwords and codes given away in a text."""

from __future__ import annotations

import re
from collections.abc import Iterator

from bot.french.personal.about import beside_person
from bot.french.personal.kinds import DataKind, FoundData

_FLAGS = re.IGNORECASE | re.ASCII

_LABEL = (
    r"(?:mots? de passe|mot passe|mdp|m2p|password|passwd|passe?word|pwd|pass|passe|passphrase|"
    r"phrase de passe|clef?s?(?: de securite| wpa2?| wep| wifi| wi-fi| de la box)?)"
)
_SORT = r"(?: provisoire| temporaire| actuel| wifi| wi-fi)?"
_LINK = r"(?: ?[:=(]{1,2} ?|,? (?:est|c'est|c|etait|s'ecrit|devient|reste) |,? (?:maintenant|desormais) (?:c'est|c|est) )"
_PASSWORD = re.compile(
    rf"(?<![\w'-]){_LABEL}{_SORT}\b"
    rf"(?:(?P<gap>[^\n:=!?;,\"]{{0,60}}?)(?P<link>{_LINK})| )(?P<quote>\" ?)?"
    r"(?P<code>(?(quote)[^\n\"]{3,40}?(?= ?\")|[^\s\",;)]{4,40}))",
    _FLAGS,
)
_QUOTED = re.compile(
    rf"(?<![\w'-]){_LABEL}{_SORT}\b[^\n!?;\"]{{0,40}}\" ?(?P<code>[^\n\"]{{4,40}}?) ?\"", _FLAGS
)
_OF_SERVICE = re.compile(
    rf"(?<![\w'-]){_LABEL}{_SORT}(?: (?!de |a )[a-z'.]{{2,15}}){{1,3}} (?P<code>[^\s\",;)]{{6,30}})",
    _FLAGS,
)
_BEFORE_LABEL = re.compile(
    r"(?<![^\s\",;(])(?P<code>[^\s\",;(]{5,30})\"? (?:comme|est|c'est|en|pour) (?:le |son |mon |un )?"
    r"(?:mots? de passe|mdp|pass)\b",
    _FLAGS,
)
_COMMON = frozenset({"azerty", "azertyuiop", "qwerty", "motdepasse", "password", "soleil"})
_LESSON = re.compile(
    r"(?<![@.])\b(?:exemples?|type|genre|comme|minimum|visio\w*|zoom|teams|salle|reunion|"
    r"atelier|portail|malle|bbb|jitsi|session|postes?|exercice|quiz|affiche|invite|public)\b",
    re.IGNORECASE,
)
_SHARED = re.compile(r"\b(?:wifi|wi-fi|tablettes?)\b", re.IGNORECASE)
_OURS = re.compile(
    r"\b(?:salle|mediatheque|bibliotheque|public|invites?|atelier|espace|mairie|epn|fablab|notre|nos|"
    r"tiers-lieu|france services|ordis?|pc|postes?|permanence|formation|local|reunion)\b",
    re.IGNORECASE,
)
_SIGN_WITHIN = re.compile(r"[A-Za-z]{2,20}[#$%&*+_?!]\w{2,20}", re.ASCII)
_COUNT = re.compile(
    r"[ ]?(?:caracteres?|signes?|lettres?|chiffres?|mots?|fois|minutes?|jours?|ans|mois|comptes?)\b",
    _FLAGS,
)
_LONGEST_COUNT = 3

_CODES = (
    r"(?:codes?|pin|puk|digicode|cryptogramme|crypto|cvv|cvc|otp|schema|cadenas|"
    r"boi?te a clef?s?|boitier a clef?s?|combinaison|deverrouillage)"
)
_DIGITS = r"\d(?:[ .-]?\d){2,9}|(?<![\w-])(?=[A-Z]{0,6}\d)[A-Z\d]{4,8}(?:-[A-Z\d]{3,6})?"
_CODE = re.compile(
    rf"\b(?P<whose>(?:son|sa|mon|leur|ses|le|un|du|au|ton|votre) )?{_CODES}\b(?: a \d chiffres)?"
    rf"(?P<gap>[^\d\n!?;\"]{{0,70}}?)(?P<link>[ :=(,\"']{{1,4}})(?P<code>\d(?:[ .-]?\d){{3,9}}|\d{{3}}|"
    r"(?-i:(?=[A-Z]{0,4}\d)(?=\d{0,6}[A-Z])[A-Z\d]{4,8}(?:-[A-Z\d]{3,6})?)|"
    r"(?=[a-z]{0,11}\d)(?=\d{0,3}[a-z])(?!\d{1,3}(?:h|go|mo|eme|ans|px|fps|e)(?:\d\d)?\b)[a-z\d]{6,16})"
    r"(?![\w.,]?\d)(?!\w)",
    _FLAGS,
)
_TYPED = re.compile(
    r"\bcodes?\b[^\n]{0,60}?\b(?:tape|compose|rentre|saisit|met|marque|entre)[ :]{1,2}(?:le )?"
    r"(?P<code>\d{4,8})(?!\w)",
    _FLAGS,
)
_COME_BEFORE = re.compile(
    r"(?<![\w.,-])(?P<code>\d{4,8}) (?:comme|c'est le|c'est son|est le|est son) (?:code|pin|mdp|mot de passe)\b",
    _FLAGS,
)
_SURE_SORT = re.compile(
    r"\b(?:pin|puk|confidentiel|secret|secours|personnel|provisoire|sms|franceconnect|carte|connexion|"
    r"verification|acces|securite|deverrouillage|cb|telephone|tablette|activation|recu|usager|digicode|"
    r"dame|monsieur|madame|immeuble|sim|perso|caf|msa|ameli|temporaire|recuperation|validation|portable|cryptogramme|"
    r"crypto|cvv|cles?|coffre|alarme|entree|identite|banque|espace)\b",
    re.IGNORECASE,
)
_SHORT_CODE = re.compile(r"(?:\w{1,5} )?(?:crypto|cvv|cvc)", re.IGNORECASE)
_SAID = re.compile(
    r"\b(?:est|c'est|c|etait|tape|compose|rentre|saisit|donne)$|[:=(]", re.IGNORECASE
)
_OTHER_CODE = re.compile(
    r"\b(?:erreur|message|bug|affiche|postal|postaux|insee|visio\w*|zoom|teams|salle|reunion|"
    r"bbb|porte|portail|atelier|ape|naf|rome|promo|id|commune|cerfa|barres?|pays|couleur|civil|"
    r"travail L|article|loi|formulaire|reduction|avantage|departement|officiel|geographique|eligib\w*|"
    r"nom|produit|reference|source|retour|http|exemples?|type|genre|style|code a|euros|formation|rncp|"
    r"cpf|cours|moodle|wooclap|kahoot|quiz|activite|budget|guichet|banque|swift|bic|etablissement|uai)\b",
    re.IGNORECASE,
)
_LENGTH = re.compile(r"\b(?:a|de|en|sur|les|des|aux?|avec) $", re.IGNORECASE)
_YEAR = re.compile(r"(?:19|20)\d\d", re.ASCII)
_UNIT = re.compile(
    r" ?(?:€|euros?\b|caracteres|chiffres|lettres|fois|minutes|heures|jours|%|personnes|premiers|derniers)",
    _FLAGS,
)
_BEFORE = 40

_SECRET_ANSWER = re.compile(
    r"\b(?:questions? (?:secretes?|de securite)|reponse secrete)\b[^\n!?]{0,60}?"
    r"(?:\b(?:reponse|repondre)(?: est| c'est| c)?[ :=\"]{1,4}|= ?)(?P<code>[\w'-]{3,30})",
    _FLAGS,
)
_SECRET_ANSWER_SAID = re.compile(
    r"\breponse (?:secrete|(?:a|de) (?:la|sa) question(?: secrete)?)(?: est | c'est | ?[:=] ?| ?\")\"? ?"
    r"(?P<code>[\w'-]{3,30})",
    _FLAGS,
)
_NOT_CODES_WORDS = """
    quoi pareil obligatoire bon faux trop long court fort faible non oui rien encore toujours jamais
    incorrect invalid invalide idem tout juste simple comment merci stop exact secret nouveau quel
    aucun important compris celui ancien correct sensible ceci cela
"""
_NOT_CODES = frozenset(_NOT_CODES_WORDS.split())
_NOT_ANSWERS_WORDS = """
    est pas non que qui refusee perdue oubliee fausse inconnue ne elle il mais quand comment ou deja
    jamais toujours plus avec dans sur pour alors bon merci aucune sans
"""
_NOT_ANSWERS = frozenset(_NOT_ANSWERS_WORDS.split())
_PATTERN = re.compile(
    r"\b(?:schema|motif|dessin) (?:de |du )?(?:deverrouillage|telephone|portable|securite)"
    r"(?: ?[:=]| est| c'est) (?P<code>(?:le |un |en |la )?(?-i:[A-Z]|forme de)\b[^\n,.;!?]{0,50})",
    _FLAGS,
)
_LOGIN = re.compile(
    r"\b(?:identifiants?|logins?|log|ids?|user(?:name)?|pseudo|utilisateur|se connecte|connexion|"
    r"connecte|identifie|codes?)\b(?: (?:est|c'est|sont|avec|en))?[ :=(\"]{1,3}"
    r"(?P<login>[\w.@+-]{3,40})\"? ?(?:/|\||,|;|-| et | puis )\"? ?(?P<code>[^\s\",;)]{5,30})",
    _FLAGS,
)


def secrets(text: str) -> Iterator[FoundData]:
    """Find passwords and secret codes in a plain text.

    Advice on passwords, a shared room's wifi, a meeting's code, an error's code are no secrets.
    """
    for match in _PASSWORD.finditer(text):
        if _is_password(match, text):
            yield _found(match)
    for match in _QUOTED.finditer(text):
        if _is_quoted(match, text):
            yield _found(match)
    for match in _OF_SERVICE.finditer(text):
        strong = _mixed(match["code"]) and not match["code"][0].isdigit()
        if strong and not _is_lesson(text, match.start(), match[0]):
            yield _found(match)
    for match in _BEFORE_LABEL.finditer(text):
        theirs = beside_person(text, match.start(), match.end())
        if _mixed(match["code"]) and theirs and not _is_lesson(text, match.start(), ""):
            yield _found(match, sure=False)
    yield from _codes(text)
    yield from _answers(text)
    for match in _LOGIN.finditer(text):
        if _mixed(match["code"]) and not _is_lesson(text, match.start(), ""):
            yield _found(match)


def _codes(text: str) -> Iterator[FoundData]:
    """Find the codes of cards, doors, telephones, and those that are received."""
    for match in _CODE.finditer(text):
        if _is_code(match, text):
            yield _found(match, sure=_SURE_SORT.search(match[0]) is not None)
    for match in _TYPED.finditer(text):
        other = _OTHER_CODE.search(match[0]) or _UNIT.match(text, match.end())
        if not other and beside_person(text, match.start("code"), match.end("code")):
            yield _found(match, sure=False)
    for match in _COME_BEFORE.finditer(text):
        yield _found(match)


def _answers(text: str) -> Iterator[FoundData]:
    """Find the answers to secret questions, and patterns that unlock."""
    for pattern in (_SECRET_ANSWER, _SECRET_ANSWER_SAID):
        for match in pattern.finditer(text):
            if match["code"].lower() not in _NOT_ANSWERS:
                yield _found(match)
    for match in _PATTERN.finditer(text):
        yield _found(match)


def _is_password(match: re.Match[str], text: str) -> bool:
    """Want a code that looks like one, said to be somebody's, outside a lesson."""
    code = match["code"].rstrip(".!?) ")
    if _is_lesson(text, match.start(), match["gap"] or ""):
        return False
    digits = sum(map(str.isdigit, code))
    if code.isdigit():
        counted = len(code) <= _LONGEST_COUNT or _COUNT.match(text, match.end("code"))
        return match["link"] is not None and not counted
    if _mixed(code):
        return not _COUNT.match(text, match.end("code"))
    if "@" in code:
        return False
    if match["link"] is None:
        return digits == 0 and _SIGN_WITHIN.fullmatch(code) is not None
    return code.lower() in _COMMON or (digits == 0 and (_odd(code) or _plain_word(match, text)))


def _plain_word(match: re.Match[str], text: str) -> bool:
    """Tell whether a word in small letters ends what is said of a password: « mdp : kermit. »."""
    code = match["code"].rstrip(".!?) ")
    said = (
        re.fullmatch(r" ?[:=] ?| c'est | est ", match["link"]) and not (match["gap"] or "").strip()
    )
    ends = match["code"] != code or re.match(
        r" ?(?:$|[,;)\n]| (?:mais|et)\b)", text[match.end() :][:9]
    )
    return bool(said and ends and code.isalpha() and code.islower()) and not (
        code in _NOT_CODES
        or code.endswith(("e", "es", "u", "us", "ue", "er", "ir", "is", "nt", "ait"))
    )


def _is_quoted(match: re.Match[str], text: str) -> bool:
    if _is_lesson(text, match.start(), match[0][: match.start("code") - match.start()]):
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


def _is_lesson(text: str, place: int, gap: str) -> bool:
    before = text[max(0, place - _BEFORE) : place]
    near = f"{before} {gap}"
    if _LESSON.search(near):
        return True
    shared = _SHARED.search(text, max(0, place - _BEFORE), place + _BEFORE) is not None
    return shared and (_OURS.search(near) is not None or not beside_person(text, place, place))


def _is_code(match: re.Match[str], text: str) -> bool:
    """Want a code that is said, of what codes are for, and no count, year or other's code."""
    before = text[max(0, match.start() - _BEFORE) : match.start()].rpartition("\n")[2]
    gap, code = match["gap"], match["code"]
    if (
        _OTHER_CODE.search(before[-20:])
        or _OTHER_CODE.search(gap)
        or _UNIT.match(text, match.end())
    ):
        return False
    said = _SAID.search(gap.rstrip()) or _SAID.search(match["link"])
    if _LENGTH.search(gap + match["link"]) and not said:
        return False
    short = len(re.sub(r"\W", "", code)) <= _LONGEST_COUNT
    if short and not (said or _SHORT_CODE.match(match[0])):
        return False
    if _is_lesson(text, match.start(), gap):
        return False
    told = _SURE_SORT.search(match[0]) or match["whose"] or not gap.strip()
    if _YEAR.fullmatch(code) and not (_SURE_SORT.search(match[0]) or match["whose"]):
        return False
    return bool(said or told)


def _found(match: re.Match[str], *, sure: bool = True) -> FoundData:
    return FoundData(DataKind.SECRET, match.start("code"), match.end("code"), sure)
