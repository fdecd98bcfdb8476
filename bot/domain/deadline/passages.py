"""The passages of an article that may hold a deadline: what is worth keeping of its text."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator

from bot.domain.deadline.cues import ASKS, CALL, CALL_SIGNS
from bot.domain.personal.reading import Reading

LONGEST = 240
"""Characters of a passage."""

MOST = 3
"""Passages that are kept of a text."""

_READ_BEFORE = 150
"""Characters before a date that its passage tries to hold; what is left of LONGEST comes after."""

_CUE_BEFORE, _CUE_AFTER = 110, 30
"""Characters around a date in which the word that makes it an end is looked for."""


def passages(text: str, most: int = MOST) -> tuple[str, ...]:
    """Return the passages of a text where an end is told, in order; at most `most`.

    A line is never crossed; one of LONGEST characters or fewer is kept whole, so that what was
    kept, one passage a line, gives the same passages again. When there are too many, those with
    the words of a call come first.
    """
    if not _worth_reading(text):
        return ()
    found = dict.fromkeys(
        passage
        for line in unicodedata.normalize("NFC", text).splitlines()
        for passage in _of_line(line.strip())
    )
    if len(found) > most:
        best = sorted(found, key=lambda passage: not _calls(passage))[:most]
        return tuple(passage for passage in found if passage in best)
    return tuple(found)


def _worth_reading(text: str) -> bool:
    """Tell whether some date or some « toute l'année » may be there, in 30 µs for an article."""
    raw = text.encode("utf-8", "replace").lower()
    return any(word in raw for word in _GIVE_AWAY) or _MAY.search(raw) is not None


_GIVE_AWAY = tuple(
    word.encode()
    for word in (
        "/", "janv", "vrier", "vr.", "mars", "avril", "avr.", "juin", "juil", "aou",
        "ao\u00fb", "ao\u00db", "sept", "octobre", "oct.", "novembre", "nov.", "cembre", "c. 20",
        "fin ", ".20", "-20", "plus tard", "ici le", "fil de l", "toute l", "date ", "permanent",
        " moment", "continu", "permanence",
    )
)  # fmt: skip

_MAY = re.compile(rb"mai(?![a-z\xc3])")
"""The month, not « maison »."""

_PLACE = re.compile(
    r"\d(?: ?er)?[\s]?(?:janv|f[eé]v|mars|avr|mai|juin|juil|ao[uû]t?|sept|oct|nov|d[eé]c)"
    r"|\d[/.-]\d{1,2}(?![\d%])|premier\s"
    r"|(?<=\s)fin\s(?:d|janv|f[eé]v|mars|avr|mai|juin|juil|ao|sept|oct|nov|20)"
    r"|(?:ici|avant|tard)\sle\s\d|(?:jusqu['’]|ici\s)au\s\d"
    r"|fil de l|toute l['’]|(?:sans|pas de|aucune) date|permanen|tout moment|en continu",
    re.IGNORECASE,
)
_CUE = re.compile(
    r"jusqu|avant|ici\s|plus tard|\bpour\b|limite|cl[oô]|deadline|butoir|\bfin\b|ferm|ach[eè]v"
    r"|termin|[eé]ch[eé]ance|report|repouss|prolong|d[eé]lai|\bdu\b|entre\sle|\bau\b|:"
    r"|fil de l|toute l['’]|(?:sans|pas de|aucune) date|permanen|tout moment|en continu",
    re.IGNORECASE,
)


def _of_line(line: str) -> Iterator[str]:
    if len(line) <= LONGEST:
        if _told(line) is not None:
            yield line
        return
    read_to = 0
    while (place := _told(line, read_to)) is not None:
        start, end = _around(line, place)
        passage = line[start:end].strip()
        if _told(passage) is not None:
            yield passage
        read_to = max(end, place + 1)


def _told(line: str, read_from: int = 0) -> int | None:
    """Return where the first date with a word that makes it an end stands, if any."""
    for place in _PLACE.finditer(line, read_from):
        start, end = max(0, place.start() - _CUE_BEFORE), place.end() + _CUE_AFTER
        if _CUE.search(line, start, end):
            return place.start()
    return None


def _around(line: str, place: int) -> tuple[int, int]:
    """Return a span of at most LONGEST characters, cut on words, that holds a place."""
    start = max(0, place - _READ_BEFORE)
    if start:
        sentence = _SENTENCE.search(line, start, place - _LEAST_BEFORE)
        space = sentence or _SPACE.search(line, start, place)
        start = space.end() if space else start
    end = min(len(line), start + LONGEST)
    if end < len(line):
        space_at = max(line.rfind(" ", place, end + 1), line.rfind("\u00a0", place, end + 1))
        end = space_at if space_at > place else end
    return start, end


_LEAST_BEFORE = 90
_SENTENCE = re.compile(r"(?<=[.!?…])\s")
_SPACE = re.compile(r"\s")


def _calls(passage: str) -> bool:
    plain = Reading.of(passage).plain
    folded = plain.casefold()
    return bool(CALL_SIGNS.search(plain) or CALL.search(folded) or ASKS.search(folded))
