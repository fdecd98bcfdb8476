"""Phone numbers and e-mail addresses of people, not of public services."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator

from bot.french.personal.about import ORGANISATION, PERSON, PRONOUN, Nearest
from bot.french.personal.kinds import DataKind, FoundData

_FLAGS = re.IGNORECASE | re.ASCII

_NATIONAL = re.compile(
    r"(?<![\w+])(?<!\d[.,])(?:"
    r"0[1-79](?:[ ._-]{0,2}\d\d){4}|0[1-79](?:/\d\d){4}|"
    r"0\d{3}[ .-]\d{3}[ .-]\d{3}|0\d\d[ .-]\d{3}[ .-]\d{4}"
    r")(?!\d)",
    re.ASCII,
)
_INTERNATIONAL = re.compile(
    r"(?<![\w+])(?:\+ ?|00 ?(?=[1-9]))\d(?:[ ./-]?\(?\d\)?){8,13}(?!\d)", re.ASCII
)
_CALLED = re.compile(
    r"\b(?:tel|telephone|portable|mobile|gsm|fixe)\b[ .]{0,2}(?:est|c'est)?[ :=]{0,3}(?:le )?"
    r"(?P<number>\d(?:[ .-]?\d){5,9})(?!\d)",
    _FLAGS,
)
_A_DATE = re.compile(r"\d\d([ ./-])\d\d\1(?:19|20)\d\d(?!\d)", re.ASCII)
_LANDLINE = re.compile(r"(?:\+ ?|00)33 ?(?:\(0\))? ?[1-59]|0[1-59]", re.ASCII)
_PUBLIC = re.compile(r"(?:\+ ?|00)33 ?(?:\(0\))? ?8|08|3\d\d\d$|1\d{1,5}$", re.ASCII)
_BRACKET = re.compile(r" ?\([^()\n]{3,40}(?=\))")
_OWNER = Nearest(PERSON + "|" + PRONOUN, ORGANISATION)

_EMAIL = re.compile(
    r"(?<![\w.+@-])(?P<local>[\w.+-]{1,64})@(?:[\w-]{1,63}\.){1,4}[a-z]{2,12}\b", _FLAGS
)
_SPELT = re.compile(
    r"(?<![\w.+@-])(?P<local>[\w.+-]{1,64})"
    r"(?: ?\[ ?(?:at|a|arobase|@) ?\] ?| ?\( ?(?:at|a|arobase|@) ?\) ?| arobase | @ )"
    r"(?:[\w-]{1,63}(?:\.| ?[\[(] ?(?:dot|point) ?[\])] ?| point )){1,4}[a-z]{2,12}\b",
    _FLAGS,
)
_AT = re.compile(r"[@\[(]|arobase", re.IGNORECASE)
"""One of these is in every address: looked for first, which is ten times faster."""

_ROLE_WORDS = """
    contact contacts support accueil info infos information informations secretariat mairie aide
    bonjour hello communication com admin administration dpo rgpd cil noreply no nepasrepondre
    ne service services mediatheque bibliotheque ccas cias epn espace maison france
    franceservices conseiller conseillers conseillere cn cnfs assistance inscription
    inscriptions hub formation formations emploi presse direction coordination coordo animation
    reservation reservations reseau numerique association asso club comite centre csc mjc pimms
    point mission prefecture departement region commune ville cc agglo agence boutique sav
    webmaster abuse securite equipe team courrier relation relations usagers public partenaires
    partenariat veille lettre newsletter labo fablab tierslieu atelier ateliers projet projets
    don dons prenom nom exemple adresse xxx votre vous monadresse mon identifiant utilisateur
    pseudo toto truc test
"""
_ROLES = frozenset(_ROLE_WORDS.split())
"""First words of an address that belongs to a role, or that stands for any address."""

_ROLE_STARTS = (
    *("mairie", "mediatheque", "bibliotheque", "conseiller", "france", "espace"),
    *("contact", "association", "accueil", "secretariat", "tiers"),
)


def phones(text: str) -> Iterator[FoundData]:
    """Find phone numbers in a plain text, save public lines and the landlines of bodies.

    08 numbers and short ones (17, 3018, 39 39) are public; « la mairie, 04 … » is a body's.
    """
    is_person = _OWNER.reads(text)
    for pattern in (_INTERNATIONAL, _NATIONAL):
        for match in pattern.finditer(text):
            number = match[0]
            if _A_DATE.match(number) or _PUBLIC.match(number):
                continue
            if _LANDLINE.match(number) and _of_a_body(text, match, is_person):
                continue
            yield FoundData(DataKind.PHONE, match.start(), match.end())
    for match in _CALLED.finditer(text):
        if not _PUBLIC.match(re.sub(r"[ .-]", "", match["number"])):
            yield FoundData(DataKind.PHONE, match.start("number"), match.end("number"))


def emails(text: str) -> Iterator[FoundData]:
    """Find addresses in a plain text, save those of a role (`contact@`) and `prenom.nom@`."""
    for pattern in (_EMAIL, _SPELT) if _AT.search(text) else ():
        for match in pattern.finditer(text):
            if not _is_role(match["local"].lower()):
                yield FoundData(DataKind.EMAIL, match.start(), match.end())


def _of_a_body(text: str, match: re.Match[str], is_person: Callable[[int], bool | None]) -> bool:
    """Tell whether a body is named before the number, or in brackets after it."""
    bracket = _BRACKET.match(text, match.end())
    return is_person(match.start() if bracket is None else bracket.end()) is False


def _is_role(local: str) -> bool:
    first = re.split(r"[._+0-9-]", local, maxsplit=1)[0]
    return first in _ROLES or local.startswith(_ROLE_STARTS)
