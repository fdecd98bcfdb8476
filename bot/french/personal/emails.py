"""E-mail addresses of people, not of roles; written, or said in words."""

from __future__ import annotations

import re
from collections.abc import Iterator

from bot.french.personal.about import ORGANISATION
from bot.french.personal.kinds import DataKind, FoundData
from bot.french.personal.words import GIVEN_NAMES, ORDINARY

_FLAGS = re.IGNORECASE | re.ASCII

_EMAIL = re.compile(
    r"(?<![\w.+@-])(?P<local>[\w.+-]{1,64})@(?P<domain>(?:[\w-]{1,63}\.){1,4}[a-z]{2,12}\b)", _FLAGS
)
_AROBASE = r"(?:a ?r{1,2}ob(?:a[sczt]{0,2}e?s?)?|a (?:rond|entoure|dans un rond))"
_POINT = r"(?:point|pt|pnt|poin|dot)"
_LOCAL = (
    rf"(?P<local>[\w.+-]{{1,64}}(?: ?(?:\.|\b{_POINT}\b|\btiret(?: du (?:bas|six|huit|\d))?\b|"
    r"\bunderscore\b) ?[\w+-]{1,40}){0,5})"
)
_ARROBA = (
    rf"(?: ?[\[({{<] ?(?:at|a|{_AROBASE}|chez|@) ?[\])}}>] ?|"
    rf"[ ,-]{{1,2}}(?:{_AROBASE}|a commercial)[ ,:-]{{1,2}}| at |@(?=[\w-]{{1,40}} {_POINT} ))"
)
_DOT = rf"(?:\.| \. | ?[\[({{] ?(?:{_POINT}|\.) ?[\])}}] ?|[ -]{_POINT}[ -])"
_PROVIDER = (
    r"(?:g ?mail|jmail|gmel|hot ?mail|otmail|hotmel|outlook|yahoo?|wanadoo?|orange|free|sfr|"
    r"la ?poste|live|icloud|bbox|proton|"
    r"protonmail|msn|aol|neuf|numericable)"
)
_DOMAIN = (
    rf"(?P<domain>[\w-]{{1,63}}(?:{_DOT}[\w-]{{1,63}}){{0,3}}{_DOT}[a-z]{{2,12}}\b|{_PROVIDER}\b)"
)
_SPELT = re.compile(rf"(?<![\w.+@-]){_LOCAL}{_ARROBA}{_DOMAIN}", _FLAGS)
_CHEZ = re.compile(
    r"(?<![\w.+@-])(?P<local>(?=[a-z]{0,30}(?:[._]\w|\d))(?![\d.]{1,64} )[\w.+-]{3,64}|"
    r"(?<=\")[\w.+-]{3,64}\")"
    rf" chez {_DOMAIN}",
    _FLAGS,
)
_DICTATED = re.compile(
    r"\b(?:e-?mails?|mails?|courriel|boi?te|adresse|compte|gmail)\b[^\n:=!?@]{0,40}?"
    r"(?: ?[:=>] ?| (?:c'est|est|c|s'appelle) )(?P<local>[^\n:=!?@]{3,70}?)[ ,]{1,2}"
    rf"(?:(?P<chez>chez)|{_AROBASE}|a commercial)[ ,:]{{1,2}}{_DOMAIN}",
    _FLAGS,
)
"""« son mail : clé puis le chiffre 2 puis mentine, tout attaché, chez free.fr »."""
_DICTATING = re.compile(
    r"\b(?:point|pt|tirets?|underscore|puis|suivi\w*|chiffres?|lettres?|majuscules?|minuscules?|"
    r"attachee?s?|colle|accent|comme|zero)\b|[\d._-]",
    re.IGNORECASE,
)
_TLD = r"(?:com|fr|net|org|eu|info|be|ch|lu|re|bzh|me|pro|invalid|ex[ae]mple|test)"
_SPACED = re.compile(
    rf"(?<![\w.+@-]){_LOCAL}(?: @ ?|@ )"
    rf"(?P<domain>[\w-]{{1,63}}(?:\.[\w-]{{1,63}}){{0,3}} ?\. ?{_TLD}\b|{_PROVIDER}\b)",
    _FLAGS,
)
_BARE = re.compile(
    rf"(?<![\w.+@-])(?P<local>[\w.+-]{{1,64}})@(?P<domain>{_PROVIDER}(?:com|fr|net)?)\b(?!\.\w)",
    _FLAGS,
)
_AT = re.compile(
    r"[@\[({<]|a ?r{1,2}ob|a (?:rond|entoure|dans un rond)| at | chez |a commercial", re.IGNORECASE
)
"""One of these is in every address: looked for first, which is ten times faster."""

_ROLE_WORDS = """
    contact contacts support accueil info infos information informations secretariat mairie aide
    bonjour hello communication com admin administration dpo rgpd cil noreply no nepasrepondre
    ne service services mediatheque bibliotheque ccas cias epn espace maison france
    franceservices conseiller conseillers conseillere cn cnfs assistance inscription
    inscriptions hub formation formations emploi presse direction coordination coordo animation
    reservation reservations tournee reseau numerique association asso club comite centre csc mjc
    pimms
    point mission prefecture departement region commune ville cc agglo agence boutique sav
    webmaster abuse securite equipe team courrier relation relations usagers public partenaires
    partenariat veille lettre newsletter labo fablab tierslieu atelier ateliers projet projets
    don dons prenom nom exemple adresse xxx votre vous monadresse mon identifiant utilisateur
    pole poles guichet cellule plateforme dispositif cyberbase permanence mediation mediateur
    mediatrice animateur animatrice maire elus secretaire gestion etatcivil urbanisme scolaire
    culture jeunesse seniors logement habitat referent referente
    pseudo toto truc test cyber alerte alertes notification notifications facturation compta
    comptabilite rh recrutement social sociale standard urgence signalement dsi
"""
_ROLES = frozenset(_ROLE_WORDS.split())
"""First words of an address that belongs to a role, or that stands for any address."""

_SMALL_WORDS = frozenset(
    {"par", "avec", "pour", "et", "ou", "ping", "a", "le", "la", "les", "en", "sur", "de", "un"}
)
"""What stands before « @ », and is no part of an address."""

_ROLE_STARTS = (
    *("mairie", "mediatheque", "bibliotheque", "conseiller", "france", "espace"),
    *("contact", "association", "accueil", "secretariat", "tiers"),
)
_BODY = re.compile(
    r"(?:^|[.-])(?:(?:prefecture|mairie|ville|commune|agglo|departement|region|mediatheque|gouv|"
    r"franceservices|france-services|cpam|caf|msa|ccas|impots|urssaf|ac)(?![a-z])|prefecture\d)"
)
_INITIAL = re.compile(r"[a-z]{1,2}[._][a-z-]{3,30}")
"""« j.exemple », at a town hall."""

_ORGANISATION = re.compile(ORGANISATION)


def emails(text: str) -> Iterator[FoundData]:
    """Find addresses in a plain text, save those of a role (`contact@`) and `prenom.nom@`."""
    for match in _DICTATED.finditer(text):
        first = re.split(r"\W", match["local"].lower(), maxsplit=1)[0]
        dictated = not match["chez"] or _DICTATING.search(match["local"])
        if dictated and first not in _ROLES:
            yield FoundData(DataKind.EMAIL, match.start("local"), match.end(), not match["chez"])
    for pattern in (_EMAIL, _SPELT, _SPACED, _BARE, _CHEZ) if _AT.search(text) else ():
        for match in pattern.finditer(text):
            if not _is_role(match["local"].lower(), match["domain"].lower()):
                yield FoundData(DataKind.EMAIL, match.start(), match.end())


def _is_role(local: str, domain: str) -> bool:
    """Tell whether an address is a body's: its first word is a role, or no part of it a name."""
    parts = [part for part in re.split(r"[ ._+0-9-]+", local) if part]
    first = parts[0] if parts else ""
    if first in _ROLES or local in _SMALL_WORDS or local.startswith(_ROLE_STARTS):
        return True
    if any(part in GIVEN_NAMES for part in parts) or _INITIAL.fullmatch(local):
        return False
    if _BODY.search(domain):
        return True
    if re.match(_PROVIDER, domain):
        return False
    return any(part in ORDINARY or _ORGANISATION.fullmatch(part) for part in parts)
