"""The passages of an article that may hold a deadline: what is worth keeping of its text."""

from __future__ import annotations

import re
import string
import unicodedata
from collections.abc import Iterator, Sequence

from bot.french.personal.reading import PlainText
from bot.french.spoken import DAYS
from bot.veille.deadlines.cues import ASKS, CALL, CALL_SIGNS
from bot.veille.deadlines.mentions import NUMBERS

LONGEST = 240
"""Characters of a passage."""

MOST = 3
"""Passages that are kept of a text."""

_READ_BEFORE = 150
"""Characters before a date that its passage tries to hold; what is left of LONGEST comes after."""

_CUE_BEFORE, _CUE_AFTER = 110, 30
"""Characters around a date in which the word that makes it an end is looked for."""


def passages(text: str) -> tuple[str, ...]:
    """Return the passages of a text where an end is told, in order; at most MOST.

    They are all that `found_in` reads: on the title and these, one a line, it finds what it
    finds on the title and the text. Linear; 30 µs for 6,000 characters without any date.

    A line is never crossed; one of LONGEST characters or fewer is kept whole, so that what was
    kept, one passage a line, gives the same passages again. When there are too many, those with
    the words of a call come first.
    """
    text = unicodedata.normalize("NFC", text)
    if next(_places(text), None) is None:
        return ()
    found = dict.fromkeys(
        passage for line in text.splitlines() for passage in _of_line(line.strip())
    )
    if len(found) > MOST:
        best = sorted(found, key=lambda passage: not _calls(passage))[:MOST]
        return tuple(passage for passage in found if passage in best)
    return tuple(found)


def may_tell(title: str, markup: str) -> bool:
    """Tell, fast, whether an article may hold a deadline, tags and entities being what they are.

    It spares making plain text of those that name no date.
    """
    raw = f"{title}\n{markup}".encode("utf-8", "replace").translate(_FOLDED)
    if _MARKED_UP_DATE.search(raw) or any(word in raw for word in _WORDS):
        return True
    spelled = next(_after(raw, _MONTHS, _SPELLED), None)
    return spelled is not None or next(_after(raw, _WEEKDAYS, _NEAR_END), None) is not None


def _of_line(line: str) -> Iterator[str]:
    if len(line) <= LONGEST:
        if next(_places(line), None) is not None:
            yield line
        return
    read_to = 0
    for place in _places(line):
        if place < read_to:
            continue
        start, read_to = _around(line, place)
        passage = line[start:read_to].strip()
        if next(_places(passage), None) is not None:
            yield passage


def _places(text: str) -> Iterator[int]:
    """Give the places of dates, and of « toute l'année », near a word that makes it an end.

    Bytes, where a digit is always 0, are looked through eight times as fast as letters.
    """
    raw = text.encode("utf-8", "replace").translate(_FOLDED)
    counted = place = 0
    for start, end in sorted(_spots(raw)):
        if _CUE.search(raw, max(0, start - _CUE_BEFORE), end + _CUE_AFTER):
            place += len(raw[counted:start].decode("utf-8"))
            counted = start
            yield place


def _spots(raw: bytes) -> Iterator[tuple[int, int]]:
    for spot in _DATE.finditer(raw):
        yield spot.span()
    for word in _WORDS:
        for start in _found(raw, word):
            yield start, start + len(word)
    yield from _after(raw, _MONTHS, _SPELLED)
    yield from _after(raw, _WEEKDAYS, _NEAR_END)
    yield from _after(raw, _UNITS, _COUNTED)


def _after(
    raw: bytes, words: Sequence[bytes], before: tuple[bytes, ...]
) -> Iterator[tuple[int, int]]:
    for word in words:
        for start in _found(raw, word):
            if raw.endswith(before, 0, start):
                yield start, start + len(word)


def _found(raw: bytes, word: bytes) -> Iterator[int]:
    start = raw.find(word)
    while start >= 0:
        yield start
        start = raw.find(word, start + 1)


_FOLDED = bytes.maketrans(
    (string.ascii_uppercase + string.digits).encode(),
    (string.ascii_lowercase + "0" * len(string.digits)).encode(),
)
_SPACE_BYTES = rb"(?: |\xc2\xa0|\xe2\x80\xaf)"
_DATE = re.compile(
    rb"0(?:"
    + _SPACE_BYTES
    + rb"?(?:er"
    + _SPACE_BYTES
    + rb")?(?:janv|f(?:e|\xc3.|e\xcc.)v|mars|avr|mai(?![a-z\xc3])|jui[nl]"
    rb"|ao(?:u|\xc3)|sept|oct|nov|d(?:e|\xc3.|e\xcc.)c)"
    rb"|[/.-]0|(?<=(?:le|au) 0)|(?<=(?:le|au) 00))"
)
_MONTHS = (
    b" janvier", b" f\xc3\xa9vrier", b" fevrier", b" mars", b" avril", b" mai ", b" juin",
    b" juillet", b" ao\xc3\xbbt", b" aout", b" septembre", b" octobre", b" novembre",
    b" d\xc3\xa9cembre", b" decembre",
)  # fmt: skip
_SPELLED = (
    *(word.encode() for word in NUMBERS),
    *(f"{day} de".encode() for day in DAYS),
    *(f"{day} du mois de".encode() for day in DAYS),
)
"""What may stand before a month without figures: « quinze mars », « le premier lundi de juin »."""

_UNITS = (b" jours", b" semaine")
_COUNTED = tuple(f"dans {count}".encode() for count in ("0", "00", *NUMBERS))

_WEEKDAYS = tuple(map(str.encode, DAYS))
_NEAR_END = tuple(
    f"{word} {article}".encode()
    for word in (
        "avant", "pour", "jusqu'au", "jusqu’au", "jusqu'à", "jusqu’à", "jusqu'a", "ici", "ici à",
        "ici a", "ici au", "tard", "termine", "terminent", "achève", "achèvent", "ferme",
        "ferment", "fermera", "fermeront", "clos", "close", "closes", "clôt", "clôture", "limite :",
        "délai :", "clôture :", "s", "limite\xa0:", "délai\xa0:", "clôture\xa0:",
    )
    for article in ("", "le ", "ce ")
)  # fmt: skip
"""What makes of a weekday that follows more than a habit."""

_WORDS = (
    b" fin ", b"fil de l", b"toute l", b"toute \xc3\xa9poque", b"long de l", b" date ", b"permanen",
    b"tout moment", b"en continu", b"quand vous", b"importe qu", b"sans \xc3\xa9ch", b"fur et ",
    b"di d'", b"demain", b"ce soir", b"la veille", b" mi-", b"dernier d",
)  # fmt: skip
_MARKED_UP_DATE = re.compile(
    rb"0(?:(?:[ \xc2\xa0\xe2\x80\xaf]|&nbsp;|&#0+;|<[^>]{1,20}>|er\b){1,8}"
    rb"(?:janv|f(?:e|\xc3.|e\xcc.|&eacute;)v|mars|avr|mai\b|jui[nl]|ao(?:u|\xc3|&)|sept|oct|nov"
    rb"|d(?:e|\xc3.|e\xcc.|&eacute;)c)|[/.-]0|(?<=(?:le|au)[ >]0)|(?<=(?:le|au)[ >]00)"
    rb"|(?<=(?:le|au)&nbsp;0)|(?<=(?:le|au)&nbsp;00))"
)
_CUE = re.compile(
    rb"jusqu|avant|ici |ici\xc2|plus tard|pour|limite|cl(?:o|\xc3)|deadline|butoir|fin|ferm|ach"
    rb"|termin|ch(?:\xc3.|e)ance|report|repouss|prolong|d(?:\xc3.|e)lai|du |entre |au |-|:"
    rb"|fil de l|l['\xe2][^a]{0,3}ann|date|permanen|tout moment|en continu|quand vous|importe"
    rb"|fur et |attend|doi(?:t|vent) |rend[ru]|apr(?:e|\xc3.)s|arr(?:e|\xc3.)t|pass(?:e|\xc3.)"
    rb"|incompl|derni|\xe2\x86\x92|rel(?:e|\xc3.)ve|expir|remise|retour|envoi|d(?:e|\xc3.)p"
)


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
    plain = PlainText.of(passage).plain
    folded = plain.casefold()
    return bool(CALL_SIGNS.search(plain) or CALL.search(folded) or ASKS.search(folded))
