"""Names of people: after a title, after a given name, or said to be a name."""

from __future__ import annotations

import re
from collections.abc import Iterator

from bot.french.personal.kinds import DataKind, FoundData
from bot.french.personal.words import AFTER_TITLE, GIVEN_NAMES, NOT_NAMES, PLACES

_TITLE = re.compile(
    r"(?<!\w)(?P<title>m\.|mm\.|(?-i:M|MM|Me|Dr|Pr)\.?|mr\.?|mmes?\.?|mlles?\.?|melle\.?|monsieur|"
    r"madame|mademoiselle|messieurs|mesdames|maitre|docteur|"
    r"(?:la |les )?familles? |les epoux |le couple )(?:(?<= )| {1,2}|(?<=\.)(?=(?-i:[A-Z])))",
    re.IGNORECASE | re.ASCII,
)
_WORD = r"(?:[A-Z][a-z]+|[A-Z]{2,})(?:['-](?:[A-Z][a-z]+|[A-Z]+|[a-z]+))*"
_PARTICLE = (
    r"(?:(?:[Dd]e [Ll]a|[Dd]e [Ll]'|[Dd]e|[Dd]u|[Dd]es|[Vv]an [Dd]er|[Vv]an [Dd]en|[Vv]an|"
    r"[Vv]on|[Dd]a|[Dd]os|[Dd]i|[Ee]l|[Aa]l|[Bb]en|[Bb]in|[Aa]it|[Oo]uld|[Ll]e|[Ll]a|[Ll]es|"
    r"DE LA|DE|DU|DES|LE|LA|EL|BEN|VAN) |[DdLlO]'(?=[A-Z]))"
)
_SURNAME = re.compile(
    rf"(?:[A-Z]\.(?:-[A-Z]\.)? ?)?(?P<particle>{_PARTICLE}?)(?P<first>{_WORD})", re.ASCII
)
_NEXT = re.compile(rf" (?P<particle>{_PARTICLE}?)(?P<first>{_WORD})", re.ASCII)
_LOWER = re.compile(r"(?P<first>[a-z]{3,30}(?:['-][a-z]+)*)(?!\w)", re.ASCII)
_SHORT_TITLES = frozenset({"mr", "mr.", "mme", "mme.", "mlle", "mlle.", "melle", "m."})
_DETERMINED = re.compile(r"(?:\b(?:une?|la|le|cette|ce|ma|mon|chaque|notre|votre|petite?)|\d) $")

_GIVEN = re.compile(
    r"(?<![\w@.'-])(?P<given>[A-Z][A-Za-z]{1,14}(?:-[A-Z][a-z]{1,14})?) "
    rf"(?P<surname>(?:(?:Ben|El|Le|La|Van|Von|Da|Dos|Di|Al|Ait|Ould|De|Du|D') ?)?{_WORD})",
    re.ASCII,
)
_TURNED = re.compile(
    r"(?<![\w@.'-])(?P<surname>[A-Z]{4,20}(?:[ -][A-Z]{3,20})?) (?P<given>[A-Z][a-z]{2,14})\b"
)
_ONE = r"usagere?|dame|participante?|beneficiaire|patiente?|locataire"
_KIN = r"parents?|mere|pere|maman|papa|fils|fille|mari|femme|frere|s(?:o|oe)ur|conjointe?|au nom"
_NAMES = rf"(?P<name>(?-i:{_WORD}(?: {_WORD}){{0,3}}))"
_TWO_NAMES = rf"(?P<name>(?-i:{_WORD}(?: {_WORD}){{1,3}}))"
_SAID = tuple(
    re.compile(shape, re.IGNORECASE | re.ASCII)
    for shape in (
        (
            rf"\b(?:{_ONE}|monsieur|madame|personne)\b[^.\n]{{0,25}}"
            rf"\b(?:s'appelle|se nomme|nommee?) {_NAMES}"
        ),
        rf"\bnom(?: de (?:famille|naissance|jeune fille))?(?: ?:| est) {_NAMES}",
        rf"\b(?:mon|ma|cet|cette|une?|l'|la|le) ?(?:{_ONE}) {_NAMES}",
        rf"\b(?:{_KIN}) (?:de |d'){_TWO_NAMES}",
    )
)
"""Ways to say a name; « le compte de » is none, for bodies have accounts too."""

_SHORTEST_CAPITALS = 4
_WORDS_BEFORE = 3
_REACH = 40


def titled_names(text: str) -> Iterator[FoundData]:
    """Find « Mme Dupont », « M. Ben Salah », « la famille Martin », and « mme dupont ».

    Initials (« Mme D. »), roles (« M. le maire ») and « mme souhaite … » name nobody.
    """
    for title in _TITLE.finditer(text):
        end = _surname_end(text, title.end())
        if end is None and _may_be_lower(text, title):
            lower = _LOWER.match(text, title.end())
            end = lower.end() if lower and _is_lower_surname(lower["first"]) else None
        if end is not None:
            yield FoundData(DataKind.NAME, title.start(), end)


def full_names(text: str) -> Iterator[FoundData]:
    """Find a given name with a surname, and what is said to be a name.

    A given name alone names nobody, nor does what a place is called: « rue Pierre Curie ».
    """
    for match in _GIVEN.finditer(text):
        given = match["given"].partition("-")[0].lower()
        if given in GIVEN_NAMES and _is_surname(match["surname"]) and not _of_a_place(text, match):
            yield FoundData(DataKind.NAME, match.start(), match.end())
    for match in _TURNED.finditer(text):
        if match["given"].lower() in GIVEN_NAMES and _is_surname(match["surname"]):
            yield FoundData(DataKind.NAME, match.start(), match.end())
    for shape in _SAID:
        for match in shape.finditer(text):
            words = match["name"].lower().split()
            if not NOT_NAMES.intersection(words) and _is_surname(match["name"]):
                yield FoundData(DataKind.NAME, match.start("name"), match.end("name"))


def _surname_end(text: str, place: int) -> int | None:
    """Return where the surname that starts here ends, with the words that go on with it."""
    surname = _SURNAME.match(text, place)
    if surname is None or surname["first"].lower() in NOT_NAMES:
        return None
    end = surname.end()
    while (more := _NEXT.match(text, end)) and more["first"].lower() not in NOT_NAMES:
        end = more.end()
    return end


def _may_be_lower(text: str, title: re.Match[str]) -> bool:
    short = title["title"].lower() in _SHORT_TITLES
    return short and not _DETERMINED.search(text, max(0, title.start() - 10), title.start())


def _is_lower_surname(word: str) -> bool:
    """Refuse verbs and, by their ending, past participles: « mme inquiétée par »."""
    return not (word in AFTER_TITLE or word in NOT_NAMES or word.endswith(("ee", "ees")))


def _is_surname(name: str) -> bool:
    last = name.rsplit(maxsplit=1)[-1]
    known = any(word.lower() in NOT_NAMES for word in (name, last))
    return not known and not (last.isupper() and len(last) < _SHORTEST_CAPITALS)


def _of_a_place(text: str, match: re.Match[str]) -> bool:
    before = re.findall(r"[a-z]+", text[max(0, match.start() - _REACH) : match.start()].lower())
    return any(word in PLACES for word in before[-_WORDS_BEFORE:])
