"""The catalogue of tools, read from a TOML file: ours, or one that a structure wrote for itself."""

from __future__ import annotations

import tomllib
from functools import cache
from importlib.resources import files
from pathlib import Path
from typing import Annotated

from pydantic import Field, HttpUrl, ValidationError, model_validator

from bot.config.errors import not_toml, sentences, unreadable
from bot.config.values import Frozen
from bot.french.folding import spaced
from bot.meeting.tools import Purpose, Tool, Toolbox

LONGEST_SENTENCE = 200
"""Characters of what a tool is good for: two lines on a phone."""


class ToolConfig(Frozen):
    """`[[tools]]`: one tool; see templates/rencontre/outils.toml."""

    name: Annotated[str, Field(min_length=1, max_length=60)]
    url: HttpUrl
    purposes: Annotated[tuple[Purpose, ...], Field(min_length=1)]
    good_for: Annotated[str, Field(min_length=1, max_length=LONGEST_SENTENCE)]
    libre: Annotated[bool, Field(strict=True)]
    expires_days: Annotated[int | None, Field(strict=True, gt=0)] = None

    @property
    def tool(self) -> Tool:
        """The tool, as the domain knows it."""
        purposes = tuple(dict.fromkeys(self.purposes))
        return Tool(**dict(self) | {"url": str(self.url), "purposes": purposes})


class ToolsConfig(Frozen):
    """The whole file."""

    tools: Annotated[tuple[ToolConfig, ...], Field(min_length=1)]

    @model_validator(mode="after")
    def _once(self) -> ToolsConfig:
        names = [spaced(each.name) for each in self.tools]
        for each, name in zip(self.tools, names, strict=True):
            if names.count(name) > 1:
                raise ValueError(
                    f"tools.name : « {each.name} » est donné deux fois ; gardez-en un seul"
                )
        return self


def load_tools(path: Path) -> Toolbox:
    """Read and check a catalogue.

    Raises ValueError, whose message lists everything that is wrong in French, one line each.
    """
    try:
        text = path.read_text(encoding="utf-8-sig")
    except (OSError, UnicodeDecodeError) as error:
        raise ValueError(
            f"le fichier {path} {unreadable(error)} ; corrigez son chemin, ou copiez-y "
            "templates/rencontre/outils.toml"
        ) from None
    return _read(text, str(path))


@cache
def default_tools() -> Toolbox:
    """Return our own catalogue."""
    ours = files("templates") / "rencontre" / "outils.toml"
    return _read(ours.read_text(encoding="utf-8"), "outils.toml")


def _read(text: str, name: str) -> Toolbox:
    try:
        found = ToolsConfig.model_validate(tomllib.loads(text))
    except tomllib.TOMLDecodeError as error:
        raise ValueError(f"{name} : {not_toml(error)}") from None
    except ValidationError as error:
        lines = "".join(f"\n  {line}" for line in sentences(error, ToolsConfig))
        raise ValueError(f"le fichier {name} est à corriger{lines}") from None
    return Toolbox(tuple(each.tool for each in found.tools))
