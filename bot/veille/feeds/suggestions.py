"""Feeds that a network may start with."""

from __future__ import annotations

from dataclasses import dataclass

from bot.french.folding import bare_words


@dataclass(frozen=True, slots=True, kw_only=True)
class Suggestion:
    """A feed worth following: what it is called, where, its theme, what it brings in a line."""

    name: str
    address: str
    theme: str
    about: str


@dataclass(frozen=True, slots=True)
class Suggestions:
    """The list, in its own order."""

    feeds: tuple[Suggestion, ...] = ()

    def named(self, words: str) -> Suggestion | None:
        """Return the feed of this name, else the only one whose name has all these words."""
        wanted = bare_words(words)
        exact = [each for each in self.feeds if bare_words(each.name) == wanted]
        partly = [each for each in self.feeds if set(wanted) <= set(bare_words(each.name))]
        found = exact or partly
        return found[0] if wanted and len(found) == 1 else None
