"""Mail addresses as people type them, strictly read: what is kept can stand in any header."""

from __future__ import annotations

import re
import unicodedata

from bot.core.errors import UserError
from bot.core.patterns import lazy_pattern

LONGEST = 254
"""Characters of an address: the path of RFC 5321, without its brackets."""

_LONGEST_LOCAL = 64
_LOCAL = lazy_pattern(r"[a-z0-9!#$%&'*+/=?^_{|}~-]+(?:\.[a-z0-9!#$%&'*+/=?^_{|}~-]+)*")
_LABEL = lazy_pattern(r"[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?")
_WRAPPED = lazy_pattern(r"^.*<([^<>]*)>$", re.DOTALL)
_TYPED_DOMAIN = lazy_pattern(r"^[\w.-]+$")


class BadMailAddressError(UserError):
    """What was typed is no mail address that we can write to; `why` says it in a few words."""

    def __init__(self, why: str) -> None:
        super().__init__(
            "not a mail address",
            reply=f"Je ne peux pas écrire à cette adresse : {why}. Donnez-la en entier, par "
            "exemple `prenom.nom@exemple.fr`.",
        )
        self.why = why


def mail_address(typed: str) -> str:
    """Return the address that someone typed, in small letters, its domain as DNS has it.

    « Zoé <zoe@exemple.fr> », « mailto:zoe@exemple.fr » and the address between backquotes are
    read too. Letters without accents only before the @, as most servers want it. Raises
    BadAddressError.
    """
    text = unicodedata.normalize("NFC", typed.strip())
    wrapped = _WRAPPED.match(text)
    text = (wrapped[1] if wrapped else text).strip(" `«»\u00a0\"'").removeprefix("mailto:").strip()
    if len(text) > LONGEST:
        raise BadMailAddressError("elle est trop longue")
    local, at, domain = text.rpartition("@")
    local = local.lower()
    if not at or not local or not domain:
        raise BadMailAddressError("il y faut un @, entre un nom et un domaine")
    if any(character.isspace() or not character.isprintable() for character in text):
        raise BadMailAddressError("elle contient un espace")
    if not local.isascii():
        raise BadMailAddressError("il y a un accent avant le @")
    if len(local) > _LONGEST_LOCAL or not _LOCAL.fullmatch(local):
        raise BadMailAddressError("ce qui précède le @ n'a pas la forme attendue")
    address = f"{local}@{mail_domain(domain)}"
    if len(address) > LONGEST:
        raise BadMailAddressError("elle est trop longue")
    return address


def mail_domain(typed: str) -> str:
    """Return a domain as DNS has it, « été.fr » being « xn--t-9fab.fr ». Raises BadAddressError."""
    if not _TYPED_DOMAIN.match(typed):
        raise BadMailAddressError("son domaine, après le @, n'a pas la forme attendue")
    try:
        domain = typed.lower().encode("idna").decode("ascii")
    except UnicodeError:
        raise BadMailAddressError("son domaine, après le @, n'existe pas") from None
    labels = domain.split(".")
    known = len(labels) > 1 and all(_LABEL.fullmatch(label) for label in labels)
    if not known or labels[-1].isdigit():
        raise BadMailAddressError("son domaine, après le @, n'est pas complet")
    return domain


def domain_of(address: str) -> str:
    """Return what follows the @."""
    return address.rpartition("@")[2]
