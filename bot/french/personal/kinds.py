"""The kinds of personal data a text may carry, and where one was seen."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum


class Kind(Enum):
    """What was seen; `label` names it to people, `mask` stands in its place."""

    PHONE = "phone"
    EMAIL = "email"
    SOCIAL_SECURITY_NUMBER = "social security number"
    FILE_NUMBER = "file number"
    IDENTITY_DOCUMENT = "identity document"
    NUMBER_PLATE = "number plate"
    BIRTH_DATE = "birth date"
    NAME = "name"
    ADDRESS = "address"
    IBAN = "iban"
    CARD_NUMBER = "card number"
    SECRET = "secret"  # noqa: S105 - a word, not a password

    @property
    def label(self) -> str:
        """Its French name, with its article: « un numéro de téléphone »."""
        return _WORDS[self][0]

    @property
    def mask(self) -> str:
        """The French word that replaces it, without brackets: « téléphone »."""
        return _WORDS[self][1]


_WORDS = {
    Kind.PHONE: ("un numéro de téléphone", "téléphone"),
    Kind.EMAIL: ("une adresse de courriel", "courriel"),
    Kind.SOCIAL_SECURITY_NUMBER: ("un numéro de sécurité sociale", "numéro de sécurité sociale"),
    Kind.FILE_NUMBER: ("un numéro de dossier ou d'allocataire", "numéro de dossier"),
    Kind.IDENTITY_DOCUMENT: ("un numéro de pièce d'identité", "numéro de pièce d'identité"),
    Kind.NUMBER_PLATE: ("une plaque d'immatriculation", "plaque"),
    Kind.BIRTH_DATE: ("une date de naissance", "date de naissance"),
    Kind.NAME: ("le nom d'une personne", "nom"),
    Kind.ADDRESS: ("une adresse postale", "adresse"),
    Kind.IBAN: ("un IBAN", "IBAN"),
    Kind.CARD_NUMBER: ("un numéro de carte bancaire", "numéro de carte"),
    Kind.SECRET: ("un mot de passe ou un code", "code secret"),
}


@dataclass(frozen=True, slots=True)
class Found:
    """One piece of personal data, at `text[start:end]`."""

    kind: Kind
    start: int
    end: int
