"""The feeds that we suggest, read from templates/veille/flux.toml."""

from __future__ import annotations

import tomllib
from functools import cache
from importlib.resources import files
from typing import Annotated

from pydantic import Field, HttpUrl

from bot.config.values import Frozen
from bot.veille.feeds.suggestions import Suggestion, Suggestions

LONGEST_SENTENCE = 120
"""Characters of what a feed brings: one line, or two on a phone."""


class FeedSuggestion(Frozen):
    """`[[feeds]]`: one feed."""

    name: Annotated[str, Field(min_length=1, max_length=60)]
    address: HttpUrl
    theme: Annotated[str, Field(min_length=1)]
    about: Annotated[str, Field(min_length=1, max_length=LONGEST_SENTENCE)]


class FeedSuggestions(Frozen):
    """The whole file."""

    feeds: Annotated[tuple[FeedSuggestion, ...], Field(min_length=1)]


@cache
def default_suggestions() -> Suggestions:
    """Return our own list."""
    ours = files("templates") / "veille" / "flux.toml"
    found = FeedSuggestions.model_validate(tomllib.loads(ours.read_text(encoding="utf-8")))
    return Suggestions(tuple(Suggestion(**each.model_dump(mode="json")) for each in found.feeds))
