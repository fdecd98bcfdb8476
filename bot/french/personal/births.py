"""Birth dates, told from the dates of everything else."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator

from bot.french.personal.about import ORGANISATION, PERSON, THING, Nearest
from bot.french.personal.fame import FAMOUS, SURNAMES
from bot.french.personal.kinds import DataKind, FoundData
from bot.french.personal.names import full_names
from bot.french.personal.titles import titled_names
from bot.french.spoken import MONTH_NUMBERS, SHORT_MONTH_NUMBERS

_FLAGS = re.IGNORECASE | re.ASCII

_MONTH = rf"(?:{'|'.join(MONTH_NUMBERS)}|(?:juill|{'|'.join(SHORT_MONTH_NUMBERS)})\b\.?)"
_NUMERIC = (
    r"(?:\d{1,2} du \d{1,2} (?:19|"
    r"20)?\d\d|\d{1,2} ?[ /.-] ?\d{1,2} ?[ /.-] ?(?:\d{4}|\d\d)|\d{4}[/.-]\d\d[/.-]\d\d)"
)
_GLUED = r"(?:(?:0[1-9]|[12]\d|3[01])(?:0[1-9]|1[0-2])(?:(?:19|20)\d\d|\d\d))"
_ORDINAL = r"(?:\d{1,2}|1 ?er)(?: du mois(?: de)?)?"
_WORDED = (
    rf"(?:{_ORDINAL} {_MONTH}(?:,? (?:de )?(?:l'an(?:nee)? )?(?:\d{{4}}|'?\d\d\b))|"
    rf"{_MONTH} \d{{4}}|"
    rf"(?:(?:19|20)\d\d|(?<=en )'?\d\d),? \(?(?:le |au )?{_ORDINAL} {_MONTH}\b|"
    rf"\d{{1,2}}-{_MONTH}-\d{{2,4}})"
)
_DAY = rf"(?:{_ORDINAL} {_MONTH}\b)"
_DATE = rf"(?P<date>{_NUMERIC}|{_WORDED}|{_GLUED}|{_MONTH} \d\d\b|{_DAY})(?!\d)"

_BORN = re.compile(
    r"(?<!\w)(?:ne|nee|nes|nees|ne\(e\)s?|ne[.·-]e\.?s?|venue? au monde|vu le jour|naquit|"
    r"naissance)(?! a (?:partir|compter))"
    r"(?: (?:a|au|en|aux)(?: (?!\d)[\w'-]{1,20}){1,4}?(?: ?\(\w{2,4}\))?)?"
    rf"[ ,(:]{{1,3}}(?:vers )?(?:(?:le|en|un|au|du|date)(?: ?:)? )?"
    rf"(?:(?:lundi|mardi|mercredi|jeudi|vendredi|samedi|dimanche) )?{_DATE}",
    _FLAGS,
)
_BORN_FAR = re.compile(
    rf"(?<!\w)(?:(?:ne|nee)s?|(?:anniversaire|naissance) (?:de|du))"
    rf" (?P<gap>[^\d.!?\n]{{1,40}}?[ ,(]) ?(?:le |en )"
    rf"(?P<date>(?:\d{{1,2}}(?P<sep>[ /.-])\d{{1,2}}(?P=sep)|{_ORDINAL} {_MONTH} )"
    rf"(?P<year>(?:19|20)\d\d))(?!\d)",
    _FLAGS,
)
"""« née la même année que moi, le 2 octobre 1975 »."""
_NAMED = re.compile(
    r"\b(?:(?:dates?|jour|mois|annee) de naiss(?:ance|\.)|date (?:de )?naiss(?:ance)?|"
    r"acte de naissance (?:dit|indique|porte)|naissance ?[:=(]|ddn\b|dob\b|dn ?:|"
    r"d\.d\.n|d\.n\.|dn\b|nais\.|anniv(?:ersaire)? ?:)"
    r"(?P<gap>[^\d.!?\n]{0,40}\.?[^\d.!?\n]{0,3})"
    rf"(?P<date>{_NUMERIC}|{_WORDED}|{_GLUED})(?!\d)",
    _FLAGS,
)
_BOUND = re.compile(
    r"\b(?:avant|apres|entre|depuis|partir|format|rendez|jusqu\w*)\b", re.IGNORECASE
)
_OF = re.compile(
    rf"\b(?:{PERSON}|(?:elle|il) est)\b(?: [\w'-]{{1,20}}){{0,2}}?,? (?:du|de l'annee|de|"
    rf"d') ?(?P<date>{_NUMERIC}|{_WORDED})(?!\d)",
    _FLAGS,
)
_LABEL_AFTER = re.compile(
    rf"(?<!\d)(?P<date>{_NUMERIC}|{_WORDED})(?!\d)[^\d\n.]{{1,30}}\b(?:date de naissance|ddn|"
    rf"naissance)\b",
    _FLAGS,
)
_LABEL = re.compile(r"naissance|ddn", re.IGNORECASE)
_BIRTHDAY = re.compile(
    rf"\b(?:ses|eu|aura|a|fete) \d{{1,3}} ans (?:le|au|depuis le) (?P<date>{_DAY})", _FLAGS
)
_YEAR_FIRST = re.compile(
    rf"\b(?:{PERSON})\b,? (?:de|ne en|nee en|d') ?(?P<date>(?:19|20)\d\d ?[,(] ?(?:le |"
    rf"du )?{_ORDINAL} {_MONTH}\b)",
    _FLAGS,
)
_ALONE = re.compile(
    r"(?:[(,:;/-] ?|\"|(?P<space>(?<=\w) ))(?P<date>(?:\d{1,2}(?P<sep>[ /.-])\d{1,2}(?P=sep)|"
    r"(?:\d{1,2}|1 ?er) "
    rf"{_MONTH} )(?P<year>\d{{4}})|(?:0[1-9]|[12]\d|3[01])(?:0[1-9]|"
    rf"1[0-2])(?P<glued>19\d\d))(?![\d/])",
    _FLAGS,
)
_FEAST = (
    r"(?:noel|fete nat\w*|toussaint|armistice|saint[ -]sylvestre|l'an|nouvel an|fete du travail"
    r"|paques|pentecote|ascension|assomption|epiphanie|fete des (?:rois|meres|peres|morts)"
    r"|chandeleur|mardi gras|(?:jour|veille|lendemain|fete) de la (?:saint|ste?)e?[ -][a-z]{3,12}"
    r"|la (?:saint|st)[ -](?:jean|valentin|nicolas|martin|michel|patrick))"
)
_YEAR = r"(?:(?:19|20)\d\d|'?\d\d)(?!\d| ?(?:ans|km|h|rue|%|€)(?!\w))"
_BORN_ON = re.compile(
    r"(?<!\w)(?:nee?s?|naissance|anniversaire|vu le jour)\b[^\d.!?\n]{0,25}?\b"
    rf"(?P<date>(?:1 ?er de )?{_FEAST},? (?:(?:en|de|de l'annee|annee|l'an) )?{_YEAR})",
    _FLAGS,
)
_BORN_THEN = re.compile(
    rf"\b(?:de|en) {_YEAR},? (?:et |elle est |il est )?nee? [^\d.!?\n]{{0,25}}?\b"
    rf"(?P<date>{_FEAST})\b",
    _FLAGS,
)
"""« née le jour de la fête nationale en 58 »: a feast is a day of the year."""
_ANY = re.compile(
    rf"\d ?[ /.-] ?\d{{1,2}} ?[ /.-] ?\d\d|\d du \d|\d{{6}}|\b{_MONTH}|"
    r"(?<!\w)(?:nee?s?|naissance|anniversaire|vu le jour)\b",
    _FLAGS,
)
"""Part of every date: looked for first, which is ten times faster."""

_NAME_REACH = 60
_ADULT_YEARS = range(1900, 2013)
_SUBJECT = Nearest(PERSON, ORGANISATION + "|" + THING)


def births(text: str) -> Iterator[FoundData]:
    """Find the birth dates in a plain text.

    After « né le », unless what was born is an association or a project; after « date de
    naissance », unless it is a bound (« avant le »); a whole date of 1900 to 2012 after « monsieur
    du », or set apart just after a person: « Mme X, 12/03/1954 ». A year alone is an age, not a
    birth date.
    """
    if not _ANY.search(text):
        return
    is_person = _SUBJECT.reads(text)
    for match in _BORN.finditer(text):
        if is_person(match.start()) is not False and not _is_historical(match, text):
            yield _found(match)
    yield from _born_far(text, is_person)
    for match in _NAMED.finditer(text):
        if not _BOUND.search(match["gap"]):
            yield _found(match)
    after = _LABEL_AFTER.finditer(text) if _LABEL.search(text) else ()
    for match in (*after, *_BIRTHDAY.finditer(text)):
        bound = match.re is _LABEL_AFTER and _BOUND.search(match[0])
        if is_person(match.start()) is not False and not bound:
            yield _found(match, sure=False)
    yield from _of_a_person(text)
    yield from _beside_a_name(text, is_person)


def _born_far(text: str, is_person: Callable[[int], bool | None]) -> Iterator[FoundData]:
    """Find the days that some words part from a birth, and those that a feast tells; doubtful."""
    for match in (*_BORN_ON.finditer(text), *_BORN_THEN.finditer(text)):
        if is_person(match.start()) is not False and not _is_historical(match, text):
            yield _found(match, sure=False)
    for match in _BORN_FAR.finditer(text):
        whose = is_person(match.start("date"))
        born = whose or (whose is None and int(match["year"]) in _ADULT_YEARS)
        if born and not _BOUND.search(match["gap"]):
            yield _found(match, sure=False)


def _is_historical(match: re.Match[str], text: str) -> bool:
    """Tell whether somebody famous, or of another century, was born: « Macron né le … »."""
    year = re.search(r"(?<!\d)1\d{3}(?!\d)", match["date"])
    words = re.findall(
        r"[\w'-]+", text[max(0, match.start() - _NAME_REACH) : match.start()].lower()
    )
    famous = words[-1:] and (words[-1] in SURNAMES or " ".join(words[-2:]) in FAMOUS)
    return bool(famous) or (year is not None and int(year[0]) not in _ADULT_YEARS)


def _of_a_person(text: str) -> Iterator[FoundData]:
    """Find « monsieur du 12/03/1954 », « un pépé de 1933 (le 30 juin) »."""
    for match in _OF.finditer(text):
        year = re.search(r"(?<!\d)\d{4}(?!\d)", match["date"])
        if year is None or int(year[0]) in _ADULT_YEARS:
            yield _found(match, sure=year is not None)
    for match in _YEAR_FIRST.finditer(text):
        yield _found(match)


def _beside_a_name(text: str, is_person: Callable[[int], bool | None]) -> Iterator[FoundData]:
    """Find the whole dates, of years when adults were born, that a person comes just before."""
    for match in _ALONE.finditer(text):
        if int(match["year"] or match["glued"]) in _ADULT_YEARS:
            before = text[max(0, match.start() - _NAME_REACH) : match.start()].rstrip()
            named = not before[-1:].isdigit() and (
                _RIGHT_AFTER.search(before) or _after_a_name(before)
            )
            if named or (not match["space"] and is_person(match.start())):
                yield _found(match)


_RIGHT_AFTER = re.compile(rf"\b(?:{PERSON}|(?-i:[A-Z][a-z]{{2,20}} [A-Z][a-z]{{2,20}}))$", _FLAGS)


def _after_a_name(before: str) -> bool:
    """Tell whether a text ends with a name."""
    names = (*full_names(before), *titled_names(before))
    return any(_MORE_NAMES.fullmatch(before, name.end) for name in names)


_MORE_NAMES = re.compile(r"(?: [A-Z][\w'-]{1,20}){0,3}", re.ASCII)


def _found(match: re.Match[str], *, sure: bool = True) -> FoundData:
    return FoundData(DataKind.BIRTH_DATE, match.start("date"), match.end("date"), sure)
