"""What the configuration's tables are made of: secrets looked up, frozen models."""

from __future__ import annotations

import os
from collections.abc import Mapping
from pathlib import Path
from typing import Annotated

from pydantic import (
    AfterValidator,
    BaseModel,
    BeforeValidator,
    ConfigDict,
    Field,
    HttpUrl,
    SecretStr,
    ValidationInfo,
)

from bot.config.errors import unreadable

LAST_PORT = 65_535


ABSENT = SecretStr("un-secret-qui-manque-et-que-personne-n-a")
"""What stands for a secret that is not there, where all the rest is looked at."""


class AbsentSecretError(ValueError):
    """A secret is not where the file says; the message, in French, says what is missing."""


class Surroundings:
    """What secrets are looked up in."""

    def __init__(self, folder: Path = Path(), environment: Mapping[str, str] | None = None) -> None:
        self.folder = folder
        self.environment = os.environ if environment is None else environment


def surroundings(info: ValidationInfo) -> Surroundings:
    """Return where what is being validated stands."""
    return info.context if isinstance(info.context, Surroundings) else Surroundings()


class Frozen(BaseModel):
    """A table of the file: never changed once read, and its unknown keys are refused."""

    model_config = ConfigDict(frozen=True, extra="forbid", arbitrary_types_allowed=True)


def resolved(value: object, info: ValidationInfo) -> object:
    """Replace `env:NAME` and `file:PATH` by what they point to."""
    if not isinstance(value, str):
        return value
    context = surroundings(info)
    kind, _, name = value.partition(":")
    if kind == "env":
        if not context.environment.get(name):
            raise AbsentSecretError(
                f"la variable d'environnement {name} n'est pas définie ; définissez-la"
            )
        return context.environment[name].strip()
    if kind == "file":
        path = context.folder / name
        try:
            return path.read_text(encoding="utf-8-sig").strip()
        except (OSError, UnicodeDecodeError) as error:
            raise AbsentSecretError(
                f"le fichier {path} {unreadable(error)} ; créez-le ou corrigez son chemin"
            ) from None
    return value


def _not_empty(value: SecretStr) -> SecretStr:
    if not value.get_secret_value():
        raise ValueError("le secret est vide ; écrivez-le, ou « env:NOM », ou « file:CHEMIN »")
    return value


def _shown(value: HttpUrl) -> HttpUrl:
    if value.username or value.password:
        raise ValueError("cette adresse se lit : n'y mettez ni identifiant ni mot de passe")
    return value


Address = Annotated[HttpUrl, AfterValidator(_shown)]
"""An address that pages, messages and `courroie check` may tell."""

Secret = Annotated[SecretStr, BeforeValidator(resolved), AfterValidator(_not_empty)]
Some = Annotated[str, Field(min_length=1)]
