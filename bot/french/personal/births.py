"""Birth dates, told from the dates of everything else."""

from __future__ import annotations

import re
from collections.abc import Iterator

from bot.french.personal.about import ORGANISATION, PERSON, THING, Nearest
from bot.french.personal.kinds import DataKind, FoundData
from bot.french.personal.names import full_names
from bot.french.spoken import MONTH_NUMBERS, SHORT_MONTH_NUMBERS

_FLAGS = re.IGNORECASE | re.ASCII

_MONTH = rf"(?:{'|'.join(MONTH_NUMBERS)}|(?:{'|'.join(SHORT_MONTH_NUMBERS)})\b\.?)"
_NUMERIC = r"(?:\d{1,2}[ /.-]\d{1,2}[ /.-](?:\d{4}|\d\d)|\d{4}-\d\d-\d\d)"
_WORDED = rf"(?:(?:\d{{1,2}}|1 ?er) {_MONTH} (?:\d{{4}}|\d\d\b)|{_MONTH} \d{{4}})"
_DAY = rf"(?:\d{{1,2}}|1 ?er) {_MONTH}\b"

_BORN = re.compile(
    r"(?<!\w)(?:ne|nee|nes|nees|ne\(e\)s?|ne[.·-]e\.?s?)"
    r"(?: (?:a|au|en|aux)(?: [\w'-]{1,20}){1,4}?(?: ?\(\w{2,4}\))?)?"
    r"[ ,(:]{1,3}(?:(?:le|en|un|au|du) )?"
    rf"(?P<date>{_NUMERIC}|{_WORDED}|{_DAY})(?!\d)",
    _FLAGS,
)
_NAMED = re.compile(
    r"\b(?:(?:dates?|jour|mois) de naiss(?:ance|\.)|naissance ?:|ddn\b|d\.d\.n)"
    r"(?P<gap>[^\d.!?\n]{0,40})"
    rf"(?P<date>{_NUMERIC}|{_WORDED})(?!\d)",
    _FLAGS,
)
_BOUND = re.compile(
    r"\b(?:avant|apres|entre|depuis|partir|format|rendez|jusqu\w*)\b", re.IGNORECASE
)
_ALONE = re.compile(
    r"(?:[(,:;-] ?|\")(?P<date>(?:\d{1,2}[/.-]\d{1,2}[/.-]|(?:\d{1,2}|1 ?er) "
    rf"{_MONTH} )(?P<year>\d{{4}}))(?![\d/])",
    _FLAGS,
)
_NAME_REACH = 40
_ADULT_YEARS = range(1900, 2013)
_SUBJECT = Nearest(PERSON, ORGANISATION + "|" + THING)


def births(text: str) -> Iterator[FoundData]:
    """Find the birth dates in a plain text.

    After « né le », unless what was born is an association or a project; after « date de
    naissance », unless it is a bound (« avant le »); and a whole date of 1900 to 2012 set apart
    just after a person: « Mme X, 12/03/1954 ». A year alone is an age, not a birth date.
    """
    is_person = _SUBJECT.reads(text)
    for match in _BORN.finditer(text):
        if is_person(match.start()) is not False:
            yield _found(match)
    for match in _NAMED.finditer(text):
        if not _BOUND.search(match["gap"]):
            yield _found(match)
    for match in _ALONE.finditer(text):
        adult = int(match["year"]) in _ADULT_YEARS
        if adult and (is_person(match.start()) or _after_a_name(text, match)):
            yield _found(match)


def _after_a_name(text: str, match: re.Match[str]) -> bool:
    """Tell whether a given name with a surname ends just before the date's comma."""
    before = text[max(0, match.start() - _NAME_REACH) : match.start()].rstrip()
    return any(name.end == len(before) for name in full_names(before))


def _found(match: re.Match[str]) -> FoundData:
    return FoundData(DataKind.BIRTH_DATE, match.start("date"), match.end("date"))
