"""What opens without being a password: the answers to secret questions, the patterns one draws."""

from __future__ import annotations

import re
from collections.abc import Iterator

from bot.french.personal.about import beside_person
from bot.french.personal.kinds import DataKind, FoundData
from bot.french.personal.lessons import is_lesson
from bot.french.personal.words import NOT_NAMES

_FLAGS = re.IGNORECASE | re.ASCII

_QUESTION = (
    r"(?:\b(?:reponses?(?: a (?:la|sa|leur|ses)(?: questions?)?)?|questions?) (?:secretes?|"
    r"de (?:securite|secours|recuperation))\b"
    r"|\breponses? a (?:la|sa) question(?= ?\")"
    r"|\bquestions? (?:sur |du |de |: ?|\" ?)?(?:(?:le|la|les|l'|son|sa|votre|quel \w{3,5}) ?)?(?:"
    r"noms? de (?:jeune fille|(?:son |votre |l')?(?:premier )?(?:animal|chien|chat))|"
    r"prenom (?:de |du )|premier(?:e)? (?:animal|ecole|voiture|chien|amour|emploi)|"
    r"(?:ville|lieu|departement) (?:de (?:sa |votre |la )?naissance|ou )|animal|chien|chat|"
    r"plat prefere|film prefere|meilleure? amie?|surnom|instituteur|institutrice|maitresse))"
)
_SECRET_ANSWER = re.compile(
    rf"{_QUESTION}[^\n!?]{{0,60}}?"
    r"(?:\b(?:reponse|repondre)(?: est| c'est| c)?[ :=\"]{1,4}|= ?)(?P<code>[\w'-]{3,30})",
    _FLAGS,
)
_SECRET_ANSWER_SAID = re.compile(
    r"\breponse (?:secrete|(?:a|de) (?:la|sa) question(?: secrete)?)"
    r"(?: (?:du|de son|de sa|pour) \w{3,12})?(?: est | c'est | ?[:=] ?|"
    r" ?\")\"? ?(?P<code>[\w'-]{3,30})",
    _FLAGS,
)
_ANSWER_NAMED = re.compile(
    rf"{_QUESTION}(?P<gap>[^\n!?]{{0,80}}?[ ,:=\"'(])(?P<code>(?-i:[A-Z][\w'-]{{2,20}}"
    r"(?: [A-Z][\w'-]{2,20})?))(?!\w)",
    _FLAGS,
)
"""« réponse secrète : le nom de son chien, Filou »: what is answered has a capital."""
_ANSWERED = re.compile(
    r"[:=,\"]|\b(?:c'est|est|etait|mis|met|mettre|ecrire|ecris|ecrit|taper|mettez|repon\w+|nom|prenom|ville|chien|chat|tape)\b",
    re.IGNORECASE,
)
_NOT_ANSWERS_WORDS = """
    est pas non que qui refusee perdue oubliee fausse inconnue ne elle il mais quand comment ou deja
    jamais toujours plus serait etait avec dans sur pour alors bon merci aucune sans le la les un
    une des du son sa ses nom prenom ville lieu date animal chien chat
    marque
"""
_NOT_ANSWERS = frozenset(_NOT_ANSWERS_WORDS.split())

_FORM = (
    r"(?:(?-i:[A-Z])(?![\w.])|(?:en )?forme de|lettre|carre|croix|triangle|escalier|etoile|"
    r"zig-?zag|"
    r"serpent|maison|rond|sablier|vague|eclair|diagonale|spirale|cercle|trait|ligne droite|"
    r"fleche|coeur|equerre|losange|[znlsumw]\b)"
)
_PATTERN = re.compile(
    r"\b(?:schemas?|motif|dessin|trace)\b(?P<gap>[^\n.!?:=]{0,60}?)"
    rf"(?: ?[:=]| est| c'est| c|,) ?(?P<code>(?:(?:le|un|une|en|la|fait|comme) ){{0,2}}{_FORM}"
    r"[^\n,.;!?]{0,50})",
    _FLAGS,
)
_AFTER = 30
_OF_A_DEVICE = re.compile(
    r"verrouill|\b(?:tel|telephone|portable|smartphone|tablette|ecran|securite|samsung|android)\b",
    re.IGNORECASE,
)


def unlocking(text: str) -> Iterator[FoundData]:
    """Find the answers to secret questions, and patterns that unlock a telephone."""
    for pattern in (_SECRET_ANSWER, _SECRET_ANSWER_SAID):
        for match in pattern.finditer(text):
            if match["code"].lower() not in _NOT_ANSWERS:
                yield _found(match)
    for match in _ANSWER_NAMED.finditer(text):
        first = match["code"].lower().partition(" ")[0]
        said = _ANSWERED.search(match["gap"])
        theirs = beside_person(text, match.start("code"), match.end())
        taught = not theirs and is_lesson(text, match.start(), match["gap"])
        if said and first not in NOT_NAMES and not taught:
            yield _found(match, sure=theirs)
    for match in _PATTERN.finditer(text):
        about = text[match.start() : match.end() + _AFTER]
        if _OF_A_DEVICE.search(about) and not is_lesson(text, match.start(), match["gap"]):
            yield _found(match)


def _found(match: re.Match[str], *, sure: bool = True) -> FoundData:
    return FoundData(DataKind.SECRET, match.start("code"), match.end("code"), sure)
