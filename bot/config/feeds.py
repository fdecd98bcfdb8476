"""The feeds that we suggest, read from templates/veille/flux.toml."""

from __future__ import annotations

import tomllib
from functools import cache
from importlib.resources import files
from typing import Annotated

from pydantic import BaseModel, ConfigDict, Field, HttpUrl

from bot.veille.feeds.suggestions import Suggestion, Suggestions

LONGEST_SENTENCE = 120
"""Characters of what a feed brings: one line, or two on a phone."""


class FeedSuggestion(BaseModel):
    """`[[feeds]]`: one feed."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    name: Annotated[str, Field(min_length=1, max_length=60)]
    address: HttpUrl
    theme: Annotated[str, Field(min_length=1)]
    about: Annotated[str, Field(min_length=1, max_length=LONGEST_SENTENCE)]


class FeedSuggestions(BaseModel):
    """The whole file."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    feeds: Annotated[tuple[FeedSuggestion, ...], Field(min_length=1)]


@cache
def default_suggestions() -> Suggestions:
    """Return our own list."""
    ours = files("templates") / "veille" / "flux.toml"
    found = FeedSuggestions.model_validate(tomllib.loads(ours.read_text(encoding="utf-8")))
    return Suggestions(
        tuple(
            Suggestion(
                name=each.name, address=str(each.address), theme=each.theme, about=each.about
            )
            for each in found.feeds
        )
    )
