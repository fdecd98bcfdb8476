"""Phone numbers told in pieces, with what one says meanwhile: « un 06, puis 39 98, non, 97 … »."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass

from bot.french.personal.kinds import DataKind, FoundData

_FLAGS = re.IGNORECASE | re.ASCII

_STARTS = re.compile(r"(?<![\w+/-])(?<!\d[,.])(?<!\d )0[1-79]\d{0,7}(?![\d/:%€])", re.ASCII)
_MONTH = r"janv|fevr|mars|avril|mai|juin|juil|aout|sept|octo|nove|dece"
_GROUP = re.compile(
    rf"(?P<gap>(?! ?(?:h\b|heures?|{_MONTH}|ans\b|euros?|min|jours|personnes|km|go\b))"
    r"[^\d\n!?€%/]{1,45})(?P<digits>\d{1,8})(?![\d%€:/h]| ?(?:h|ans|euros?|min|km|go|%)\b)",
    _FLAGS,
)
_GOES_ON = re.compile(
    r"\b(?:puis|ensuite|suite|suivi\w*|fin|finir|fini[st]|termine|apres|derriere|reste|dernier"
    r"|derniers|repete|attends?|relis|crois|semble|bout)\b",
    _FLAGS,
)
_CORRECTS = re.compile(
    r"\b(?:non|nan|pardon|euh|heu|enfin|plutot|oups|repete|erreur|dire|desolee?)\b", _FLAGS
)
_ELSE = re.compile(
    rf"\b(?:{_MONTH}|lundi|mardi|mercredi|jeudi|vendredi|samedi|dimanche|rue|avenue|article|page"
    r"|codes?|dossier|places?|heures?|h|euros?|siret|version)\b",
    _FLAGS,
)
_FIGURES = 10
_MOST = 14


@dataclass(frozen=True, slots=True)
class _Group:
    """Some figures, and what is told by the words before them."""

    end: int
    digits: str
    said: bool
    goes_on: bool
    corrects: bool
    is_a_day: bool


@dataclass(frozen=True, slots=True)
class _Pieces:
    end: int
    last: str
    figures: int
    again: bool = False
    """Whether a group is told twice, or corrected."""
    goes_on: bool = False
    """Whether some word says that a number goes on."""
    said: bool = False
    """Whether any word is: without, it is a number like another."""
    has_days: bool = False

    @property
    def whole(self) -> bool:
        """Whether ten figures are told, one group of them twice or corrected if there are more."""
        return self.figures == _FIGURES or (_FIGURES < self.figures <= _MOST and self.again)

    def followed_by(self, group: _Group) -> _Pieces:
        return _Pieces(
            group.end,
            group.digits,
            self.figures + len(group.digits),
            self.again or group.corrects or group.digits == self.last,
            self.goes_on or group.goes_on or group.corrects,
            self.said or group.said,
            self.has_days or group.is_a_day,
        )


def in_pieces(
    text: str,
    is_called: Callable[[re.Match[str]], bool],
    is_person: Callable[[int], bool | None],
) -> Iterator[FoundData]:
    """Find the numbers whose groups are told one after the other, whatever is said between them.

    A word that goes on, a call or a person tells them from other figures; all are doubtful but
    those that somebody is called at.
    """
    groups: dict[int, _Group | None] = {}
    told = 0
    for start in _STARTS.finditer(text):
        if start.start() < told:
            continue
        read = _read(text, start, groups)
        plain = read.figures == _FIGURES and not read.said
        if plain or not read.whole:
            continue
        whose = is_person(start.start())
        whose = is_person(read.end) if whose is None else whose
        if whose is False:
            continue
        called = is_called(start)
        if called or whose or (read.goes_on and _is_a_mobile(text, start, read)):
            told, sure = read.end, bool(called and whose)
            yield FoundData(DataKind.PHONE, start.start(), read.end, sure)


def _is_a_mobile(text: str, start: re.Match[str], read: _Pieces) -> bool:
    """Tell whether nothing else is counted: neither days, « le 06, le 12 », nor « groupe 06 »."""
    counted = _COUNTED.search(text, max(0, start.start() - _NEAR), start.start())
    return start[0] in {"06", "07"} and not counted and not read.has_days


_COUNTED = re.compile(
    r"\b(?:groupes?|codes?|versions?|factures?|departements?|salles?|etapes?|ateliers?|commandes?"
    r"|comptes?|lots?|pages?|chapitres?|lignes?|naf|ape|niveaux?)\b",
    _FLAGS,
)
_SAID = re.compile(r"[a-z]", _FLAGS)
_DAY = re.compile(r".* (?:le|du|au) ", re.ASCII)
_NEAR = 20


def _read(text: str, start: re.Match[str], groups: dict[int, _Group | None]) -> _Pieces:
    """Walk from group to group, fifteen at most; `groups` are those read, by where one looked."""
    read = _Pieces(start.end(), start[0], len(start[0]))
    while read.figures < _MOST:
        if read.end not in groups:
            groups[read.end] = _group(text, read.end)
        group = groups[read.end]
        if group is None:
            break
        more = read.followed_by(group)
        if read.figures >= _FIGURES and not more.whole:
            break
        read = more
    return read


def _group(text: str, place: int) -> _Group | None:
    """Read the figures that go on with what ends at a place, unless they are something else's."""
    group = _GROUP.match(text, place)
    if group is None or _ELSE.search(group["gap"]):
        return None
    gap = group["gap"]
    told = (_SAID.search(gap), _GOES_ON.search(gap), _CORRECTS.search(gap), _DAY.fullmatch(gap))
    return _Group(group.end(), group["digits"], *(one is not None for one in told))
