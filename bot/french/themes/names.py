"""Which theme of a list a few typed words mean."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Self

from bot.french.folding import spaced
from bot.french.words import words

LONGEST = 80
"""Characters of what may name a theme: more is a sentence."""

BEGINNING = 5
"""Letters by which a word's beginning is enough: « #bureau », « #parent », but not « #euro »."""

SHORT = 3
"""Letters of a word that has no plural: « bus », « gps »."""

_FORGIVING = ((9, 2), (5, 1))
"""From so many letters on, so many of them may be wrong, missing, added or swapped."""


@dataclass(frozen=True, slots=True)
class _Name:
    """A theme's name, in the ways it may be typed; `said` are its words that carry sense."""

    theme: str
    whole: frozenset[str]
    said: frozenset[str]
    singular: frozenset[str]
    runs: frozenset[str]

    @classmethod
    def of(cls, theme: str) -> Self:
        tokens = _tokens(theme)
        said = frozenset(words(theme))
        return cls(
            theme,
            whole=frozenset({"".join(tokens), "".join(map(singular, tokens))}),
            said=said,
            singular=frozenset(map(singular, said)),
            runs=frozenset(
                "".join(tokens[start:stop])
                for start in range(len(tokens))
                for stop in range(start + 1, len(tokens) + 1)
                if said.intersection(tokens[start:stop])
            ),
        )


@dataclass(frozen=True, slots=True)
class _Typed:
    """What was typed, in the ways it may be compared."""

    joined: str
    singular: str
    said: frozenset[str]

    @classmethod
    def of(cls, text: str) -> Self:
        tokens = _tokens(text[:LONGEST])
        return cls("".join(tokens), "".join(map(singular, tokens)), frozenset(words(text)))


@dataclass(frozen=True, slots=True)
class Names:
    """The names of a list of themes, ready to be compared."""

    names: tuple[_Name, ...]

    @classmethod
    def of(cls, themes: Iterable[str]) -> Self:
        """Prepare the names once."""
        return cls(tuple(map(_Name.of, themes)))

    def meant(self, text: str) -> str | None:
        """Return the only theme that is meant in the strictest way that finds any."""
        if not text or len(text) > LONGEST:
            return None
        typed = _Typed.of(text)
        if not typed.said:
            return None
        for way in _WAYS:
            found = [name.theme for name in self.names if way(typed, name)]
            if found:
                return found[0] if len(found) == 1 else None
        return self._nearest(typed.joined)

    def _nearest(self, joined: str) -> str | None:
        allowed = next((most for length, most in _FORGIVING if len(joined) >= length), 0)
        if not allowed:
            return None
        # Loaded at the first error of typing: 8 ms and 3.5 MB.
        from rapidfuzz.distance import OSA  # noqa: PLC0415

        apart = {
            name.theme: min(
                (
                    OSA.distance(joined, run, score_cutoff=allowed)
                    for run in name.runs
                    if run[0] == joined[0]  # « urgent » is no « argent »
                ),
                default=allowed + 1,
            )
            for name in self.names
        }
        least = min(apart.values(), default=allowed + 1)
        found = [theme for theme, distance in apart.items() if distance == least <= allowed]
        return found[0] if len(found) == 1 else None


def _whole(typed: _Typed, name: _Name) -> bool:
    return typed.joined in name.whole or typed.singular in name.whole


def _part(typed: _Typed, name: _Name) -> bool:
    return typed.said <= name.said or typed.joined in name.runs


def _part_in_the_singular(typed: _Typed, name: _Name) -> bool:
    return {singular(word) for word in typed.said} <= name.singular


def _beginning(typed: _Typed, name: _Name) -> bool:
    return all(
        len(word) >= BEGINNING and any(said.startswith(word) for said in name.said)
        for word in map(singular, typed.said)
    )


_WAYS: tuple[Callable[[_Typed, _Name], bool], ...] = (
    _whole,
    _part,
    _part_in_the_singular,
    _beginning,
)
"""From the strictest to the most forgiving."""


def _tokens(text: str) -> list[str]:
    return re.findall(r"[^\W_]+", spaced(text))


def singular(word: str) -> str:
    """Return a folded word without its plural: « réseaux sociaux », « réseau social »."""
    if word.endswith("aux") and not word.endswith("eaux"):
        return f"{word[:-3]}al"
    return word[:-1] if len(word) > SHORT and word[-1] in "sx" else word
