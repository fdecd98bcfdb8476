"""The kinds of personal data a text may carry, and where one was seen."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum


class DataKind(Enum):
    """What was seen; `label` names it to people, `mask` stands in its place."""

    PHONE = "phone"
    EMAIL = "email"
    PROFILE = "profile"
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
    DataKind.PHONE: ("un numéro de téléphone", "téléphone"),
    DataKind.EMAIL: ("une adresse de courriel", "courriel"),
    DataKind.PROFILE: ("une page personnelle sur un réseau social", "page personnelle"),
    DataKind.SOCIAL_SECURITY_NUMBER: (
        "un numéro de sécurité sociale",
        "numéro de sécurité sociale",
    ),
    DataKind.FILE_NUMBER: ("un numéro de dossier ou d'allocataire", "numéro de dossier"),
    DataKind.IDENTITY_DOCUMENT: ("un numéro de pièce d'identité", "numéro de pièce d'identité"),
    DataKind.NUMBER_PLATE: ("une plaque d'immatriculation", "plaque"),
    DataKind.BIRTH_DATE: ("une date de naissance", "date de naissance"),
    DataKind.NAME: ("le nom d'une personne", "nom"),
    DataKind.ADDRESS: ("une adresse postale", "adresse"),
    DataKind.IBAN: ("un IBAN ou un numéro de compte", "numéro de compte"),
    DataKind.CARD_NUMBER: ("un numéro de carte bancaire", "numéro de carte"),
    DataKind.SECRET: ("un mot de passe ou un code", "code secret"),
}


@dataclass(frozen=True, slots=True)
class FoundData:
    """One piece of personal data, at `text[start:end]`.

    `sure` when something beside its shape tells it: its label, a check digit, whose it is.
    """

    kind: DataKind
    start: int
    end: int
    sure: bool = True
