"""The passages of an article that may hold a deadline: what is worth keeping of its text."""

from __future__ import annotations

import re
import string
import unicodedata
from collections.abc import Iterator

from bot.core.patterns import lazy_pattern
from bot.french.dates.numbers import SPELLED
from bot.french.spoken import DAYS

LONGEST = 330
"""Characters of a passage."""

MOST = 3
"""Passages that are kept of a text."""

_READ_BEFORE = 220
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
        best = sorted(found, key=lambda passage: _CALL.search(passage) is None)[:MOST]
        return tuple(passage for passage in found if passage in best)
    return tuple(found)


def may_tell(title: str, markup: str) -> bool:
    """Tell, fast, whether an article may hold a deadline, tags and entities being what they are.

    It spares making plain text of those that name no date.
    """
    raw = f"{title}\n{markup}".encode("utf-8", "replace").translate(_FOLDED)
    return _MARKED_UP_DATE.search(raw) is not None or next(_told(raw), None) is not None


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
    yield from _told(raw)


def _told(raw: bytes) -> Iterator[tuple[int, int]]:
    """Give the spans of words that tell an end, or that do by what comes before them."""
    for word in _WORDS:
        for start in _found(raw, word):
            yield start, start + len(word)
    for spot in _STARTS.finditer(raw):
        yield from _at_space(raw, spot.start())


def _at_space(raw: bytes, space: int) -> Iterator[tuple[int, int]]:
    found = _SPACED.match(raw, space)
    kind = found.lastgroup if found else None
    if not found or kind is None:
        return
    if kind == "day":
        late = raw.startswith(_LATE, found.end("day"))
        near = _NEAR_BY_LETTER.get(raw[space - 1], ()) if space else ()
        if late or raw.endswith(near, 0, space + 1):
            yield space + 1, found.end("day")
    elif kind in {"end", "feast"} or raw.endswith(_BEFORE[kind], 0, space):
        yield space, found.end(kind)


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
_DATE = lazy_pattern(
    rb"0(?:(?:-|st|nd|rd|th)?"
    + _SPACE_BYTES
    + rb"?(?:er"
    + _SPACE_BYTES
    + rb")?(?:jan[vu]|f(?:e|\xc3.|e\xcc.)[vb]|mar(?:s|ch)|a[pv]r|ma[iy](?![a-z\xc3])|ju(?:i?[nl])"
    rb"|ao(?:u|\xc3)|aug|sept|oct|nov|d(?:e|\xc3.|e\xcc.)c)"
    rb"|[/.-]0|(?<=(?:le|au) 0)|(?<=(?:le|au) 00)"
    rb"|(?<=(?:tir|ter) du 0)|(?<=(?:tir|ter) du 00))"
)
_SPACED = lazy_pattern(
    rb" (?=(?P<end>fin |date |mi-)|(?P<month>janvier|f(?:\xc3\xa9|e)vrier|ma(?:rs|i(?![a-z\xc3]))"
    rb"|a(?:vril|o(?:\xc3\xbb|u)t)|jui(?:n|llet)|septembre|octobre|novembre|d(?:\xc3\xa9|e)cembre)"
    rb"|(?P<unit>jours|semaine|mois)|(?P<feast>no(?:e|\xc3.)l\b|p(?:a|\xc3.)ques|rameaux|mardi gras"
    rb"|nouvel an"
    rb"|f(?:e|\xc3.)te (?:nat|de la mus)|l(?:'|\xe2\x80\x99)(?:as(?:cension|sompt)|armist)"
    rb"|la (?:pentec|toussaint|saint))|(?P<day>" + "|".join(DAYS).encode() + rb"))"
)
"""Words after a space."""

_STARTS = lazy_pattern(
    rb" (?:d(?:at|(?:e|\xc3\xa9)ce|iman)|f(?:in|(?:e|\xc3.)[vt])|j(?:anv|ui[nl]|ours|eud)"
    rb"|m(?:i-|a(?:rs|rdi|i(?![a-z\xc3]))|ercr|ois)|a(?:vril|o(?:\xc3|u))|s(?:ept|emai|amed)"
    rb"|l(?:undi|(?:'|\xe2\x80\x99)a[sr]|a(?= (?:pe|to|sa)))|vendr|octob|n(?:ove|ouvel|o(?:e|\xc3))"
    rb"|p(?:aq|\xc3.que)|ramea)"
)
"""The spaces after which any of them may stand.

Without groups it looks from space to space four times as fast; it holds no other space.
"""

_SPELLED = (
    *(word.encode() for word in SPELLED),
    *(f"{day} de".encode() for day in (*DAYS, "week-end", "quinzaine")),
    *(f"{day} du mois de".encode() for day in DAYS),
)
"""What may stand before a month without figures: « quinze mars », « le premier lundi de juin »."""

_COUNTED = (
    b"lai d'un", b"lai d\xe2\x80\x99un",
    *(
        f"{word} {count}".encode()
        for word in (
            "dans", "dans les", "que", "reste", "restent", "encore", "sous", "ici", "avez", "ont",
            "disposez de", "disposent de",
            "délai de", "delai de", "limite de", "délai", "delai", "exactement",
        )
        for count in ("0", "00", *SPELLED)
    ),
)  # fmt: skip
"""What may stand before days, weeks or months: « dans dix jours », « plus que deux semaines »."""

_BEFORE = {"month": _SPELLED, "unit": _COUNTED}
_NEAR_END = tuple(
    f"{word} {article}".encode()
    for word in (
        "avant", "après", "apres", "pour", "jusqu'au", "jusqu’au", "jusqu'à", "jusqu’à",
        "jusqu'a", "ici", "ici à",
        "ici a", "ici au", "tard", "termine", "terminent", "arrêtent", "clôturent",
        "arrête", "achève", "achèvent", "ferme",
        "ferment", "fermera", "fermeront", "clos", "close", "closes", "clôt", "clôture", "limite :",
        "délai :", "clôture :", "s", "limite\xa0:", "délai\xa0:", "clôture\xa0:",
    )
    for article in ("", "le ", "ce ")
)  # fmt: skip
"""What makes of a weekday that follows more than a habit."""

_NEAR_BY_LETTER = {
    letter: tuple(word for word in _NEAR_END if word[-2] == letter)
    for letter in {word[-2] for word in _NEAR_END}
}
"""The same by what stands before their last space: there are a hundred."""

_LATE = (
    b" au plus tard",
    b" dernier d",
    b" dernier c",
    b" prochain",
    b" en huit",
    b" en quinze",
    b" de la sem",
)

_WORDS = (
    b"permanen", b"demain", b"j-0", b"deadline",
    b"fil de l", b"toute l", b"toute \xc3\xa9poque", b"long de l", b"tout moment", b"en continu",
    b"quand vous", b"importe qu", b"sans \xc3\xa9ch", b"fur et ", b"di d'", b"ce soir",
    b"la veille",
    b"dernier d", b"dernier jour", b"sous huit", b"sous quinz",
)  # fmt: skip
"""What tells an end by itself."""

_MARKED_UP_DATE = lazy_pattern(
    rb"0(?:(?:[ \xc2\xa0\xe2\x80\xaf]|&nbsp;|&#0+;|<[^>]{1,20}>|er\b){1,8}"
    rb"(?:janv|f(?:e|\xc3.|e\xcc.|&eacute;)v|mars|avr|mai\b|jui[nl]|ao(?:u|\xc3|&)|sept|oct|nov"
    rb"|d(?:e|\xc3.|e\xcc.|&eacute;)c)|[/.-]0|(?<=(?:le|au|du)[ >]0)|(?<=(?:le|au|du)&nbsp;0))"
)
_CUE = lazy_pattern(
    rb"jusqu|avant|ici |ici\xc2|plus tard|pour|limite|cl(?:o|\xc3)|deadline|butoir|fin|ferm|ach"
    rb"|termin|ch(?:\xc3.|e)ance|report|repouss|prolong|d(?:\xc3.|e)lai|du |entre |au |-|:"
    rb"|fil de l|l['\xe2][^a]{0,3}ann|date|permanen|tout moment|en continu|quand vous|importe"
    rb"|fur et |attend|doi(?:t|vent) |rend[ru]|apr(?:e|\xc3.)s|arr(?:e|\xc3.)t|pass(?:e|\xc3.)"
    rb"|incompl|derni|rideau|cachet|imposs|bloqu|ramass|verrou|maxi|remett|tard|refus"
    rb"|\xe2\x86\x92|rel(?:e|\xc3.)v(?:e|\xc3)|expir|remise|retour|envoi|d(?:e|\xc3.)p"
    rb"|tomb|boucl|devan|exp(?:e|\xc3.)d|reven|tampon|foi|pas apr"
    rb"|compter|partir|sactiv|reste|plus que |sous |dans (?:les [^ ]{1,9} [jsm]|un d)"
    rb"|encore (?:0|un|de|tr|qu|ci|si|di)|submi|> "
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
        half = _HALF_DATE.search(line, max(place + 1, end - _LONGEST_DATE), end)
        end = half.start() if half and half.start() > place + _LONGEST_DATE else end
    return start, end


_LONGEST_DATE = 40
_HALF_DATE = lazy_pattern(
    rf"(?:\b(?:{'|'.join(DAYS)})\s+)?(?:\b(?:le|au)\s+)?\b(?:\d{{1,2}}(?:er)?|premier)"
    r"(?:\s+[^\W\d]{3,9}\.?)?(?:\s+20\d\d)?(?:\s*[,(]|\s+à|\s+avant)*(?:\s*\d{1,2})?\s*$"
    rf"|\b(?:{'|'.join(DAYS)})\s*$",
    re.IGNORECASE,
)
"""A date where a passage is cut: what follows may be of it, its month or its hour."""


_LEAST_BEFORE = 90
_SENTENCE = lazy_pattern(r"(?<=[.!?…])\s")
_SPACE = lazy_pattern(r"\s")

_CALL = lazy_pattern(
    r"appels?\b|\b(?:AAP|AMI)\b|candid|dossier|d[ée]p[oô]|projet|subvention|inscri", re.IGNORECASE
)
