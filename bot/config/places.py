"""`[networks.places]`: the open list of the places of a network's territory."""

from __future__ import annotations

from typing import Annotated

from pydantic import BeforeValidator, Field, ValidationInfo, model_validator

from bot.config.values import Address, Frozen, Some, surroundings
from bot.network.network import PlaceList


def _placed(value: object, info: ValidationInfo) -> object:
    """Return the path of a file from where we are: it is written from the configuration's."""
    if not isinstance(value, str) or not value:
        return value
    return str(surroundings(info).folder / value)


class PlacesConfig(Frozen):
    """A CSV in the standard of the médiation numérique, at an `address` or in a `file`.

    Of it are kept the places of some `areas`: départements, communes by INSEE code or by name.
    """

    address: Address | None = None
    file: Annotated[Some | None, BeforeValidator(_placed)] = None
    areas: Annotated[tuple[Some, ...], Field(min_length=1)]

    @model_validator(mode="after")
    def _one_source(self) -> PlacesConfig:
        if (self.address is None) == (self.file is None):
            raise ValueError(
                "dites où est la liste : son adresse (address) ou un fichier (file), l'un des deux"
            )
        return self

    @property
    def places(self) -> PlaceList:
        """The list, as the domain knows it."""
        return PlaceList(source=str(self.address or self.file), areas=self.areas)
