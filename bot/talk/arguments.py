"""Reading what busy people type: numbers, networks, with or without accents."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass

from bot.core.patterns import lazy_pattern
from bot.french.folding import fold

_NUMBER = lazy_pattern(
    r"^\s*+(?:(?:(?:à\s++)?la\s++)?(?:question\s*+|q\s*+)?"
    r"|(?:l['’]\s*+)?(?:id[ée]e|[ée]ch[ée]ance)\s++|(?:le\s++)?projet\s++)"
    r"(?:n\s*+[°ºo]?\.?|№|#|num[eé]ro)?\s*+"
    r"(\d{1,9})(?!\w|[.,:/-]\d)\s*+(?:[:,.;)–—-](?=\s|$))?",
    re.IGNORECASE,
)
"""Spaces are never given back (`*+`): the time stays in proportion to the text."""

_NUMBERS = lazy_pattern(r"(?<!\d)\d{1,9}(?!\d)")
_LEADING = lazy_pattern(r"^[:,]\s+")
_CONFIRMED = lazy_pattern(r"^\s*confirm[ée]e?(?![\w'’])[\s:,]*", re.IGNORECASE)
_CERTIFIED = lazy_pattern(r"^\s*certifi[ée]e?s?(?![\w'’])[\s:,]*", re.IGNORECASE)
_POLITE = lazy_pattern(
    r"(?:^|[\s,])(?:svp|stp|merci|s['’]il (?:vous|te) pla[iî]t)\W*$", re.IGNORECASE
)
_NAME = lazy_pattern(r"(?<![\w@/.])@([a-z0-9][a-z0-9._-]*)", re.IGNORECASE)
_NAMES = 40
_CHANNEL = lazy_pattern(r"^\s*~([a-z0-9][a-z0-9_-]*)\s*", re.IGNORECASE)


def first_word(text: str) -> tuple[str, str]:
    """Split off the first word, whatever follows it: a line break, a French space, « : »."""
    parts = text.split(None, 1)
    rest = parts[1].rstrip() if len(parts) > 1 else ""
    return parts[0] if parts else "", _LEADING.sub("", rest)


def number_first(text: str) -> tuple[int, str] | None:
    """Read « 12 », « n°12 », « #12 : … » at the start: the number and the rest, or None.

    « 12e », « 1,5 », « 12/11 » and « 14:30 » are no number of a question.
    """
    text = unicodedata.normalize("NFC", text)
    match = _NUMBER.match(text)
    if match is None:
        return None
    return int(match[1]), text[match.end() :].strip()


def every_number(text: str) -> tuple[int, ...]:
    """Return the numbers that a button gives: « 12 13 »."""
    return tuple(int(each) for each in _NUMBERS.findall(text))


def certified_first(text: str) -> tuple[bool, str]:
    """Read « certifié », by which one says that a text carries no personal data, and the rest."""
    match = _CERTIFIED.match(text)
    return (False, text) if match is None else (True, text[match.end() :])


@dataclass(frozen=True, slots=True)
class TypedText:
    """Someone's words, what came before them taken off: a number, « certifié », or neither."""

    number: int | None
    certified: bool
    text: str


def text_first(text: str, *, numbered: bool) -> TypedText:
    """Read « certifié La Manufacture », or « 12 certifié La Manufacture » where `numbered`."""
    found = number_first(text) if numbered else None
    number, words = found or (None, text)
    certified, words = certified_first(words)
    return TypedText(number, certified, words)


def confirmed_first(text: str) -> tuple[bool, str]:
    """Read « confirmé », by which one insists on what was questioned, and the rest."""
    match = _CONFIRMED.match(text)
    return (False, text) if match is None else (True, text[match.end() :])


def without_thanks(text: str) -> str:
    """Return a text without the « svp » or « merci » that ends it."""
    return _POLITE.sub("", text)


def channel_first(text: str) -> tuple[str, str] | None:
    """Read « ~loire … » at the start: the channel's name, folded, and the rest, or None."""
    match = _CHANNEL.match(text)
    if match is None:
        return None
    return fold(match[1]), text[match.end() :]


def names_in(text: str) -> tuple[str, ...]:
    """Return the user names that a text gives with « @ », in order, as the chat keeps them.

    The dot that ends a sentence is no part of a name. Forty at most, one a line of a long agenda.
    """
    found = (match[1].rstrip(".-_").lower() for match in _NAME.finditer(text))
    return tuple(dict.fromkeys(found))[:_NAMES]


def unnamed_in(text: str) -> str:
    """Return what a list of people says beside their user names: « Zoé » of « @louis et Zoé »."""
    words = re.split(r"[\s,;]+", _NAME.sub(" ", text))
    return " ".join(word for word in words if word not in ("", "et"))


def paged(text: str) -> tuple[str, int]:
    """Split « bureautique page 2 » into the words and the page: 1 when none is said."""
    words = without_thanks(text).split()
    found = number_first(words[-1]) if words else None
    if found is None:
        return " ".join(words), 1
    kept = [word for word in words[:-1] if fold(word) != "page"]
    return " ".join(kept), max(found[0], 1)
