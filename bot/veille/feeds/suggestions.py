"""Feeds that a network may start with."""

from __future__ import annotations

from dataclasses import dataclass

from bot.french.folding import spaced


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
        wanted = _tokens(words)
        exact = [each for each in self.feeds if _tokens(each.name) == wanted]
        partly = [each for each in self.feeds if set(wanted) <= set(_tokens(each.name))]
        found = exact or partly
        return found[0] if wanted and len(found) == 1 else None


def _tokens(text: str) -> list[str]:
    return "".join(letter if letter.isalnum() else " " for letter in spaced(text)).split()
