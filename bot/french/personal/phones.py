"""Phone numbers of people, not of public services; broken as they may be."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator

from bot.french.personal.about import ORGANISATION, PERSON, PRONOUN, Nearest
from bot.french.personal.kinds import DataKind, FoundData
from bot.french.personal.piecemeal import in_pieces

_FLAGS = re.IGNORECASE | re.ASCII

_NATIONAL = re.compile(
    r"(?<![\w+])(?<!\d[.,])(?<!0\d )(?:"
    r"0[1-79](?:[ ._-]{0,2}\d\d){4}|0[1-79](?:/\d\d){4}|"
    r"0[1-79](?P<sep> ?[.,/_-] ?|  ?)\d\d(?:(?P=sep)\d\d){3}|"
    r"(?<!\d )0 [1-79](?: \d){8}(?! ?\d)|0\d{3}[ .-]\d{3}[ .-]\d{3}|0\d\d[ .-]\d{3}[ .-]\d{4}"
    r")(?![,.]?\d)(?! \d\d(?![\dh:€]))",
    re.ASCII,
)
_INTERNATIONAL = re.compile(
    r"(?<![\w+])(?:\+ ?\d(?:[ ./-]?\(?\d\)?){8,13}|00 ?[1-9](?:[ .-]?\(?\d\)?){9,13})(?!\d)",
    re.ASCII,
)
_BROKEN = re.compile(
    r"(?<![\w+/,.-])(?<!\d )\(?0\)?[ .-]{0,2}[67]\)?(?:[ .:\n-]{0,3}\d){8}(?![ ,./-]?\d)", re.ASCII
)
"""A mobile number, its digits set apart in any way."""

_THEN = (
    r"(?:[\s,.]{0,3}(?:\b(?:puis|et|ensuite|suivi|suite|de|la|c'est|(?:se )?(?:fini[st]|finissant|"
    r"termine|terminant) par|la fin|pour finir|apres)[\s:,]{1,2}){1,3})"
)
_SPLIT = re.compile(
    rf"(?<![\w+/,.-])0[1-79](?:(?:[ ._-]{{0,2}}|{_THEN})\d\d){{4}}(?![ ./-]?\d)", _FLAGS
)
_ENDS_FIRST = re.compile(
    r"(?:fini\w{0,4}|termine\w{0,3}) par (?P<number>\d(?:[ .]?\d){1,7}[^\d\n]{1,40}"
    r"(?:commence\w{0,3}|debute\w{0,2}) par 0[1-79](?:[ .]?\d){1,6})(?!\d)",
    _FLAGS,
)
_NO_ZERO = re.compile(
    r"(?<![\w.,/+-])(?<!\d )(?:33[ .]?)?[67](?:\d{8}|(?:[ .-]?\d\d){4}|"
    r"\d\d(?:[ .-]\d{3}){2})(?![ .,/-]?\d)(?!\w)",
    re.ASCII,
)
_CUT = re.compile(
    r"(?<![\w.,/+-])(?<!\d )0[67](?:[ .-]?\d)(?:(?:[ .-]?\d){5,6}|(?:[ .-]?\d){8,9})"
    r"(?![ .,/-]?\d)(?!\w)",
    re.ASCII,
)
"""A mobile number that lacks one or two digits, or has one or two too many."""
_TO_CALL = re.compile(
    r"\b(?:tel|telephone|telephoner|portable|mobile|gsm|fixe|joindre|joignable|(?:r?appel\w{0,4})|"
    r"sms|whatsapp|num|numero|zero)\b",
    re.IGNORECASE,
)
_CALLED = re.compile(
    r"\b(?:tel|telephone|portable|mobile|gsm|fixe)\b(?: (?:de|du|d') ?(?:la |l')?\w{1,15})?"
    r"[ .]{0,2}(?:est|c'est)?[ :=]{0,3}(?:le )?(?P<number>\d(?:[ .-]?\d){5,9})(?!\d)",
    _FLAGS,
)
_A_DATE = re.compile(r"\d\d([ ./-])\d\d\1(?:19|20)\d\d(?!\d)", re.ASCII)
_LANDLINE = re.compile(r"(?:\+ ?|00)33 ?(?:\(0\))? ?[1-59]|0[1-59]", re.ASCII)
_PUBLIC = re.compile(r"(?:\+ ?|00)33 ?(?:\(0\))? ?8|08|3\d\d\d$|1\d{1,5}$", re.ASCII)
_BRACKET = re.compile(r" ?\([^()\n]{3,40}(?=\))")
_BODY_AFTER = re.compile(
    rf"(?: ?[,:=-])?(?: c'est| est)? ?(?:bien )?(?:le |la |l')?(?:(?:numero|tel|standard|"
    rf"fixe) (?:de |du |d')(?:la |l')?)?(?:{ORGANISATION})\b",
    re.IGNORECASE,
)
_NUMBERED = re.compile(
    r"\b(?:comptes?|factures?|version|naf|livrets?|dossiers?|plainte|n ?°|pv|contrat|siren|siret"
    r"|imei|serie|ref|commande)"
    r"[ :.°n]{0,5}$",
    re.IGNORECASE,
)
_BEGUN = re.compile(r"\d[ .-]$", re.ASCII)
_CALLER = re.compile(
    r"\b(?:sms|textos?|appel\w{0,3}|messages?|whatsapp)(?: recus?)? (?:du|par le|depuis le|d'un)"
    r" (?:numero )?$",
    re.IGNORECASE,
)
"""« un SMS du 07 … » : whoever wrote it, a cheat most often."""

_AMOUNT = re.compile(r" ?(?:€|euros?\b|k€|habitants?\b|vues\b|personnes\b)", _FLAGS)
_BEFORE = 40

_OWNER = Nearest(PERSON + "|" + PRONOUN, ORGANISATION)


def phones(text: str) -> Iterator[FoundData]:
    """Find phone numbers in a plain text, save public lines and the landlines of bodies.

    08 numbers and short ones (17, 3018, 39 39) are public; « la mairie, 04 … » is a body's. A
    landline that nobody is named for is doubtful, and so is a number without its zero.
    """
    is_person = _OWNER.reads(text)
    for pattern in (_INTERNATIONAL, _NATIONAL):
        for match in pattern.finditer(text):
            if not (_PUBLIC.match(match[0]) or _is_other(text, match)):
                landline = _LANDLINE.match(match[0]) is not None
                whose = _whose(text, match, is_person) if landline else True
                if whose is not False:
                    yield FoundData(DataKind.PHONE, match.start(), match.end(), whose is True)
    for pattern in (_BROKEN, _SPLIT):
        for match in pattern.finditer(text):
            whole = pattern is _SPLIT and not any(map(str.isalpha, match[0]))
            if not (whole or _is_other(text, match)):
                yield FoundData(DataKind.PHONE, match.start(), match.end())
    for match in (*_CALLED.finditer(text), *_ENDS_FIRST.finditer(text)):
        if not _PUBLIC.match(re.sub(r"[ .-]", "", match["number"])):
            yield FoundData(DataKind.PHONE, match.start("number"), match.end("number"))
    yield from _without_zero(text, is_person)
    told = in_pieces(text, lambda start: _is_to_call(text, start), is_person)
    yield from (found for found in told if not _BODY_AFTER.match(text, found.end))


def _without_zero(text: str, is_person: Callable[[int], bool | None]) -> Iterator[FoundData]:
    """Find the mobile numbers that lack their zero, where a person or a call is spoken of."""
    for match in (*_NO_ZERO.finditer(text), *_CUT.finditer(text)):
        called = _to_call(text, match) or _TO_CALL.search(text, match.end(), match.end() + _BEFORE)
        named = is_person(match.start()) is True
        if (called or named) and not (_is_other(text, match) or _AMOUNT.match(text, match.end())):
            yield FoundData(DataKind.PHONE, match.start(), match.end(), sure=bool(called and named))


def _is_to_call(text: str, start: re.Match[str]) -> bool:
    """Tell whether a word for calling stands near the beginning of a number."""
    after = _TO_CALL.search(text, start.end(), start.end() + 2 * _BEFORE)
    return after is not None or _to_call(text, start)


def _to_call(text: str, match: re.Match[str]) -> bool:
    """Tell whether a word for calling comes before a number."""
    return _TO_CALL.search(text, max(0, match.start() - _BEFORE), match.start()) is not None


def _is_other(text: str, match: re.Match[str]) -> bool:
    """Tell whether a number is a date, ends a longer one, or is something's: « plainte n° »."""
    if _A_DATE.match(match[0]):
        return True
    before = text[max(0, match.start() - _BEFORE) : match.start()]
    return any(pattern.search(before) for pattern in (_NUMBERED, _BEGUN, _CALLER))


def _whose(text: str, match: re.Match[str], is_person: Callable[[int], bool | None]) -> bool | None:
    """Tell whether a person or a body is named before the number, or in brackets after it."""
    bracket = _BRACKET.match(text, match.end())
    if (
        bracket is None
        and is_person(match.start()) is None
        and _BODY_AFTER.match(text, match.end())
    ):
        return False
    return is_person(match.start() if bracket is None else bracket.end())
