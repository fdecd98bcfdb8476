"""Names of people: a given name beside a surname, or what is said to be a name."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from bot.french.alternatives import by_first_letter
from bot.french.personal.about import (
    ORGANISATION,
    PERSON,
    PRONOUN,
    THING,
    Nearest,
    beside_person,
    persons_beside,
)
from bot.french.personal.fame import FAMOUS, Fame
from bot.french.personal.kinds import DataKind, FoundData
from bot.french.personal.titles import PARTICLE, WORD, is_colleague, is_lower_surname
from bot.french.personal.words import GIVEN_NAMES, NOT_NAMES, PLACES

_FLAGS = re.IGNORECASE | re.ASCII

_GIVEN_FIRST = re.compile(
    r"(?<![\w@.'-])(?P<one>[A-Z][A-Za-z]{1,14}(?:-[A-Z][a-z]{1,14})?) "
    rf"(?=(?P<other>(?:{PARTICLE})?{WORD}))",
    re.ASCII,
)
_GIVEN_LAST = re.compile(
    r"(?<![\w@.'-])(?P<one>[A-Z]{4,20}(?:[ -][A-Z]{3,20})?) (?=(?P<other>[A-Z][a-z]{2,14})\b)",
    re.ASCII,
)
_CAPITALS = re.compile(
    r"(?<![\w@.'-])(?P<one>[A-Z]{3,20}(?:-[A-Z]{2,20})?) "
    r"(?=(?P<other>[A-Z]{3,20}(?:-[A-Z]{2,20})?)\b(?! [A-Z]{2}))",
    re.ASCII,
)
_INITIAL = re.compile(
    r"(?<![\w@.'-])(?P<given>[A-Z][a-z]{2,14}(?:-[A-Z][a-z]{1,14})?) [A-Z](?:\.(?! ?[a-z]\.)|"
    r"(?=, ?\d\d ans))",
    re.ASCII,
)
_INITIAL_FIRST = re.compile(
    r"(?:(?<=[a-z,:(] )|^|(?<=[.!?\n] ))(?P<name>(?!M\. |N\. ?B|P\. ?S)[A-Z]\.(?:-[A-Z]\.)? ?"
    rf"(?P<last>{WORD}))(?!\.)",
    re.ASCII,
)
"""« J'accompagne D. Roussel »."""

_AGE = r"(?:,? ?\(?,? ?(?:age d. |agee? de )?\d{1,3} ans\b)"
_TWO = rf"{WORD}(?: {PARTICLE}?{WORD}){{1,2}}"
_WITH_EVIDENCE = re.compile(
    rf"(?<![\w@.'-])(?P<name>(?:{PARTICLE})?{_TWO}|{WORD},? [A-Z]\.?|[A-Z]\. ?{WORD})"
    rf"(?:{_AGE}|,? \(?(?:nee?|decedee?) |, ?(?:beneficiaire|allocataire|usager|retraite|etudiant|"
    rf"veuf|veuve)|,? ?[(/,:] ?(?:[\w.+-]{{2,40}}@|"
    rf"0[1-79][ .\d]|\+33|"
    r"\d{1,2}[ /.-]\w{2,9}[ /.-](?:19|20)\d\d|\d{1,4}(?: ?(?:bis|ter))?,? (?:rue|avenue|av|bd|"
    r"boulevard|chemin|impasse|place|allee|route|sente|lot|hameau)))",
    re.ASCII,
)
"""Two words with a capital, and what only people have: an age, a birth, a mail, a phone, a home."""

_AGED = re.compile(
    rf"(?<=[a-z] )(?P<name>{WORD})(?:, ?|(?= \())(?:\(?)(?:\d{{1,3}}) ans\b", re.ASCII
)
_NO_PLACE = re.compile(r"\b(?:a|au|aux|en|sur|de|du|vers|depuis|commune|ville|et) $", re.IGNORECASE)

_ONE = by_first_letter(
    r"usagere?|dame|participante?|beneficiaire|patiente?|locataire|allocataire|stagiaire|"
    r"apprenante?|voisine?|titulaire|retraitee?|etudiante?|demandeuse|demandeur"
)
_KIN = by_first_letter(
    r"parents?|mere|pere|maman|papa|fils|fille|mari|femme|frere|s(?:o|oe)ur|conjointe?|veuve|"
    r"neveu|niece|grand-mere|grand-pere|petit-fils|petite-fille|mamie|papi|papy|tante|oncle"
)
_NAMES = rf"(?P<name>(?-i:{WORD}(?: (?:{PARTICLE})?{WORD}){{0,3}}))"
_TWO_NAMES = rf"(?P<name>(?-i:{WORD}(?: (?:{PARTICLE})?{WORD}){{1,3}}))"
_CALLED = re.compile(
    r"\b(?:s'app?ell?ait|s'appelle|se nomme|se nommait|nommee?|prenommee?|dit s'appeler|du nom de)"
    rf"(?: ?:| donc)? \"? ?{_NAMES}",
    _FLAGS,
)
_NAME_LABEL = re.compile(
    r"\bnoms?(?: (?:de (?:famille|naissance|jeune fille|l'usagere?|la dame)|d'usage|d'epouse|"
    rf"marital|complet|et prenom))?(?: ?[:=]| est|) \"?{_NAMES}",
    _FLAGS,
)
_SAID = tuple(
    re.compile(shape, _FLAGS)
    for shape in (
        rf"\b(?:mon|ma|cet|cette|une?|l'|la|le) ?(?:{_ONE}) {_NAMES}",
        rf"\b(?:{_ONE}|jeune|monsieur|madame|{_KIN})(?:,| :| -)? \(?{_TWO_NAMES}",
        rf"\b(?:{_ONE}|monsieur|madame) (?:c'est|est) {_TWO_NAMES}",
        rf"\bje suis {_TWO_NAMES}",
        (
            r"\b(?:signe|nomme|au nom de|compte de|mail de|dossier de|espace de|code de) "
            rf"(?P<name>(?-i:[A-Z]\. ?{WORD}|{WORD} [A-Z]\.))"
        ),
        rf"\b(?:{_ONE}) ?[:=] {_NAMES}",
        rf"\b(?:{_ONE}|{_KIN}),? (?P<name>(?-i:{WORD} [A-Z]\.))",
        rf"\b(?:{_KIN}) (?:de |d'){_TWO_NAMES}",
        rf"\b(?:une? certaine?|(?:la|le|sa|son|leur) (?:fille|fils|veuve|mere|pere)) {_NAMES}",
        rf"\b(?:au nom|compte|dossier|suivi|espace|mail) (?:de |d')\"? ?{_TWO_NAMES}",
        rf"\b(?:rdv|rendez-vous|entretien|visio) (?:avec|de|chez|pour) {_TWO_NAMES}",
        rf"\bprenoms? ?[:=]? {_NAMES},? noms? ?[:=]? ?(?-i:{WORD})",
    )
)
"""Ways to say a name; a word of NOT_NAMES in it says that it is a body's, or a thing's."""
_FIRST_NAME = re.compile(rf",? (?:prenoms?|veuve|epouse|nee) ?:? ?(?-i:{WORD})", _FLAGS)
_STARTS = re.compile(
    r"(?:^|(?<=[.!?:\n] ))(?P<one>[A-Z][a-z]{3,20}) "
    r"(?=(?P<other>[A-Z][a-z]{2,14}) (?:n'|ne\b|a\b|est\b|veut\b|demande\b|attend\b|cherche\b|"
    r"et\b))",
    re.ASCII,
)
_LOWER_PAIR = re.compile(
    r"(?:^|[.!?:,;(\n] ?|\b(?:que|car|mais|pour|de|avec|et|chez|usagere?|dame) )"
    r"(?P<name>(?P<given>[a-z]{3,15}(?:-[a-z]{3,12})?) (?P<first>(?:(?:le|la|du|de|ben|el)"
    r" )?[a-z]{4,20}))"
    r"(?= (?:(?:a|n'a|est|n'est) (?:pas |plus |encore |toujours |deja |bien )?\w|n'arrive|ne |"
    r"veut|voudrait|"
    r"vient|doit|peut|cherche|demande|attend|souhaite|habite|revient|m'a|s'est|se ))",
    re.ASCII,
)
"""« jacqueline moreau a encore perdu son mot de passe »."""
_SHOUTED_LAST = re.compile(
    r"(?<![\w@.'-])(?P<one>[A-Z][a-z]{2,14}) (?=(?P<other>[A-Z]{4,20})\b(?! [A-Z]{2}))", re.ASCII
)
_SHOUTED_INITIAL = re.compile(r"(?<![\w@.'-])(?P<name>[A-Z]{4,20} [A-Z]\.)(?! ?[A-Z]\.)", re.ASCII)
_ELDER = re.compile(rf"\b(?-i:mamie|mamy|papi|papy|pepe|tonton|tata|tante|oncle) {_NAMES}", _FLAGS)
_SURNAME_FIRST = re.compile(
    r"(?<=[a-z,] )(?P<one>[A-Z][a-z]{3,20}(?:-[A-Z][a-z]{1,20})?) "
    r"(?=(?P<other>[A-Z][a-z]{2,14})\b)",
    re.ASCII,
)
_YOUNG = re.compile(
    r"\b[Ll](?:e|a) petite? (?!Larousse|Poucet|Prince|Chaperon|Journal|Nicolas|Ecole|Bus)"
    rf"(?P<name>{WORD})(?= (?:a|en|est|n'|ne|qui|de|veut|doit|vient)\b)",
    re.ASCII,
)
"""« Le petit Bakayoto en 4e »."""

_CHEZ = re.compile(rf"\bchez {_TWO_NAMES}(?=,? (?:lieu|\d|au \d|rue|hameau|residence|a ))", _FLAGS)

_CAPITAL = re.compile(r"(?:[^\w.]|[^\w.] ?[dDlL]')[A-Z]|^[A-Z][\w'-]{1,20} [A-Z(\d,]", re.ASCII)
"""Every name has one that is not a sentence's first: looked for before all else."""

_OF_A_BODY = re.compile(
    rf"\b(?:{ORGANISATION}|{THING}|amicale|groupe|classe|paroisse|rue|place)s? (?:de "
    rf"|du |d'|la |le )?$",
    _FLAGS,
)
"""Before a name that a body bears: « le collectif Mère Teresa »."""

_HALLOWED = re.compile(r"[a-z] (?:Mere|Pere|So(?:e)?ur|Frere|Abbe|Sainte?|Notre-Dame) $", re.ASCII)
"""Before the name of a saint, or of what bears it."""

_SHORTEST_CAPITALS = 4
_REACH = 40
_SUBJECT = Nearest(
    PERSON + "|" + PRONOUN,
    ORGANISATION
    + "|"
    + THING
    + "|chien|chienne|chat|chatte|dossier|fichier|rubrique|hameau|village|rue",
)


def full_names(text: str) -> Iterator[FoundData]:
    """Find a given name with a surname, and what is said to be a name.

    A given name alone names nobody, nor does what a place is called: « rue Pierre Curie ». Two
    names alone are doubtful: they may be an author's.
    """
    fame = Fame(text)
    yield from _lower_pairs(text, fame)
    if not _CAPITAL.search(text):
        return
    yield from _called(text)
    yield from _said(text)
    yield from _with_evidence(text, fame)
    yield from _two_names(text, fame)
    for match in _INITIAL.finditer(text):
        known = fame.is_of_a_place(match.start()) or fame.covers(match.start(), match.end())
        if _is_given(match["given"]) and not known:
            yield FoundData(DataKind.NAME, match.start(), match.end(), sure=False)

    for match in _YOUNG.finditer(text):
        if _is_name(match["name"]) and not fame.is_of_a_place(match.start()):
            yield FoundData(DataKind.NAME, *match.span("name"), sure=False)
    for match in _INITIAL_FIRST.finditer(text):
        place, end = match.span("name")
        known = fame.is_of_a_place(place) or fame.covers(place, end) or _of_a_body(text, place)
        last = match["last"]
        if not known and _is_surname(last) and not _known([last.lower()]):
            yield FoundData(DataKind.NAME, place, end, sure=False)


def _lower_pairs(text: str, fame: Fame) -> Iterator[FoundData]:
    """Find a given name and a surname without capitals, that something is told of."""
    for match in _LOWER_PAIR.finditer(text):
        known = match["first"] in GIVEN_NAMES or fame.covers(match.start("name"), match.end())
        two = _is_given(match["given"]) and is_lower_surname(match["first"], sure=False)
        if two and not known and not fame.is_of_a_place(match.start()):
            yield FoundData(DataKind.NAME, match.start("name"), match.end(), sure=False)


def _two_names(text: str, fame: Fame) -> Iterator[FoundData]:
    """Find a given name beside a surname."""
    shouted, is_named = text.isupper(), persons_beside(text)
    for pattern in (_GIVEN_FIRST, _GIVEN_LAST, _SURNAME_FIRST, _STARTS, _SHOUTED_LAST, _CAPITALS):
        if pattern is _CAPITALS and shouted:
            continue
        for match in pattern.finditer(text):
            if _are_names(pattern, match["one"], match["other"]) and not (
                fame.is_of_a_place(match.start()) or _is_hallowed(text, match.start())
            ):
                end = match.end("other")
                near = pattern is not _SHOUTED_LAST or beside_person(text, match.start(), end)
                if near and not fame.covers(match.start(), end):
                    theirs = is_named(match.start(), end)
                    sure = theirs and not is_colleague(text, match.start())
                    yield FoundData(DataKind.NAME, match.start(), end, sure)


def _is_hallowed(text: str, place: int) -> bool:
    return _HALLOWED.search(text, max(0, place - _REACH), place) is not None


def _are_names(pattern: re.Pattern[str], one: str, other: str) -> bool:
    if pattern is _GIVEN_FIRST:
        return _is_given(one) and _is_surname(other)
    if pattern in (_SURNAME_FIRST, _STARTS):  # within a sentence: « Bonjour Josette » begins one
        return _is_given(other) and not _is_given(one) and not _known([one.lower()])
    if pattern is _GIVEN_LAST:
        return _is_given(other) and _is_surname(one)
    words = (one.lower(), other.lower())
    if pattern is _SHOUTED_LAST:
        return not _known(words) and len(other) > _SHORTEST_CAPITALS
    return (_is_given(one) or _is_given(other)) and not _known(words)


def _is_given(name: str) -> bool:
    return name.partition("-")[0].lower() in GIVEN_NAMES


def _called(text: str) -> Iterator[FoundData]:
    """Find « l'usager s'appelle Dupont », and « chez Josette Dupont, lieu-dit … »."""
    is_person = _SUBJECT.reads(text)
    for match in _CALLED.finditer(text):
        if is_person(match.start()) is not False and _is_name(match["name"]):
            yield _named(match)
    for match in (*_CHEZ.finditer(text), *_ELDER.finditer(text)):
        if _is_name(match["name"]):
            yield _named(match)


def _said(text: str) -> Iterator[FoundData]:
    """Find what a word says to be a name: « nom : Dupont », « mon usager Dupont »."""
    for match in _NAME_LABEL.finditer(text):
        if _is_name(match["name"]):
            more = _FIRST_NAME.match(text, match.end())
            sure = more is not None or " " in match["name"] or ":" in match[0]
            end = more.end() if more else match.end("name")
            yield FoundData(DataKind.NAME, match.start("name"), end, sure)
    for shape in _SAID:
        for match in shape.finditer(text):
            if _is_name(match["name"]) and not _of_a_body(text, match.start()):
                yield _named(match)


def _with_evidence(text: str, fame: Fame) -> Iterator[FoundData]:
    """Find words with a capital beside what only people have."""
    for match in _WITH_EVIDENCE.finditer(text):
        name = match["name"].rstrip(".")
        if _is_name(name) and not fame.is_of_a_place(match.start()):
            yield _named(match)
    for match in _SHOUTED_INITIAL.finditer(text):
        if not _known([match["name"].lower().partition(" ")[0]]):
            yield FoundData(DataKind.NAME, match.start("name"), match.end("name"), sure=False)
    for match in _AGED.finditer(text):
        before = text[max(0, match.start() - _REACH) : match.start()]
        if not _NO_PLACE.search(before) and _is_name(match["name"]):
            yield FoundData(DataKind.NAME, match.start("name"), match.end("name"), sure=False)


def _named(match: re.Match[str]) -> FoundData:
    return FoundData(DataKind.NAME, match.start("name"), match.end("name"))


def _is_name(name: str) -> bool:
    """Tell whether words that are said to be a name are nothing else."""
    words = re.split(r"[ ,]+", name.lower())
    return (
        not _known(words)
        and _is_surname(name)
        and name.lower() not in FAMOUS
        and (len(words) > 1 or words[0] not in GIVEN_NAMES)
    )


def _known(words: Sequence[str]) -> bool:
    return any(word in NOT_NAMES or word in PLACES for word in words)


def _is_surname(name: str) -> bool:
    last = name.rsplit(maxsplit=1)[-1]
    known = any(word.lower() in NOT_NAMES for word in (name, last))
    return not known and not (last.isupper() and 1 < len(last) < _SHORTEST_CAPITALS)


def _of_a_body(text: str, place: int) -> bool:
    return _OF_A_BODY.search(text[max(0, place - _REACH) : place]) is not None
