"""The theme that the words of a question give away.

Each saying of the tables found in the text adds to its theme, the longest saying first: the
words of « carte grise » are then read, and are no « carte » any more. A theme is proposed when
it has enough, and clearly more than the next one. No model, no training: a wrong proposal is
mended by a line of the table.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable, Mapping, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from functools import lru_cache
from typing import Self

from bot.core.grouping import grouped
from bot.core.patterns import lazy_pattern
from bot.french.folding import spaced
from bot.french.themes.formalities import FORMALITIES
from bot.french.themes.sayings import NEUTRAL
from bot.french.themes.skills import SKILLS
from bot.french.words import WEAK, clauses, shape, stem, word_of

SURE, LIKELY, HINT = 1.0, 0.7, 0.3
"""What a saying of each strength adds to its theme. Tuned on the open part of bench/data."""

MORE_WORDS = 0.2
"""What each word after the first adds to a saying: the more words, the less by chance."""

REPEATED = 0.5
"""What a further saying of a theme adds, of its worth: « tablette », « Android » and « réglages »
together must not hide a « contrôle parental »."""

ENOUGH = 0.4
"""A theme that has less is not proposed: a hint alone is not enough."""

AHEAD = 0.1
"""By how much a theme must be ahead of the next one."""

LONGEST = 30
"""Letters of the longest word that is read."""

TOKENS_KEPT = 4_096
"""How many words stay read: a network's whole vocabulary, 2.2 MB."""


@dataclass(frozen=True, slots=True)
class _Saying:
    """The words of a saying after its first one, and what it is worth to which theme."""

    rest: tuple[str, ...]
    worth: tuple[tuple[str, float], ...]


@dataclass(frozen=True, slots=True)
class Vocabulary:
    """What is said of the themes of a list, ready to be found in a text.

    `readings` leads each way to read a word to the one that sayings use; `sayings` are by their
    first word, the longest first.
    """

    readings: Mapping[str, str]
    sayings: Mapping[str, Sequence[_Saying]]

    @classmethod
    def of(cls, names: Iterable[str]) -> Self:
        """Prepare the sayings of the themes: those of the table, or the words of their names."""
        neutral = (("", saying, 0.0) for saying in _cut(NEUTRAL))
        said = [
            (theme, spaced(saying), strength)
            for theme, saying, strength in (*neutral, *_all_said(names))
        ]
        alone = {key for _, saying, _ in said for key in _marked(saying)}
        worth: dict[tuple[str, ...], dict[str, float]] = {}
        for theme, saying, strength in said:
            keys = _keys(saying, alone)
            full = strength * (1 + MORE_WORDS * (len(keys) - 1))
            themes = worth.setdefault(keys, {})
            if theme:
                themes[theme] = max(full, themes.get(theme, 0.0))
        worth.pop((), None)
        return cls(_readings((saying for _, saying, _ in said), alone), _by_first_word(worth))

    def proposed(self, text: str) -> str:
        """Return the theme that is clearly ahead, "" when there is none."""
        scores = self._scores(text)
        theme = max(scores, key=scores.__getitem__, default="")
        if not theme or scores[theme] < ENOUGH:
            return ""
        ahead = scores.pop(theme) - max(scores.values(), default=0.0)
        return theme if ahead >= AHEAD else ""

    def _scores(self, text: str) -> dict[str, float]:
        found: dict[str, list[float]] = {}
        words = self._words(text)
        counted: set[int] = set()
        place = 0
        while place < len(words):
            saying = self._saying_at(words, place)
            place += 1
            if saying is None:
                continue
            place += len(saying.rest)
            if id(saying) not in counted:
                counted.add(id(saying))
                for theme, worth in saying.worth:
                    found.setdefault(theme, []).append(worth)
        return {theme: _total(worth) for theme, worth in found.items()}

    def _words(self, text: str) -> list[str]:
        """Return the words that carry sense, as sayings use them; "" for one that none uses."""
        known = self.readings.get
        return [
            known(exact) or known(root) or known(sound) or ""
            for exact, root, sound in map(_read, _TOKEN.findall(unicodedata.normalize("NFC", text)))
            if exact
        ]

    def _saying_at(self, words: list[str], place: int) -> _Saying | None:
        for saying in self.sayings.get(words[place], ()):
            stop = place + 1 + len(saying.rest)
            if tuple(words[place + 1 : stop]) == saying.rest:
                return saying
        return None


def _total(worth: list[float]) -> float:
    """Return what a theme has: all of its best saying, and less and less of the others."""
    total = 0.0
    for one in sorted(worth):
        total = one + REPEATED * total
    return total


_TOKEN = lazy_pattern(r"[^\W_]+\+?")
_MARKED = lazy_pattern(r"=([^\W_]+)")
_SHORT = 3
_LEAST_SOUND = 6


@lru_cache(maxsize=TOKENS_KEPT)
def _read(token: str) -> tuple[str, str, str]:
    """Return a word as it is, its stem and its sound; nothing of one that carries no sense.

    A word of three letters or fewer is itself only: « café » is no CAF, though their stems meet.
    So is a number.
    """
    word = word_of(token) if len(token) <= LONGEST else ""
    if not word:
        return "", "", ""
    exact = f"={word[:-1] if len(word) > _SHORT and word[-1] in 'sx' else word}"
    if len(exact) <= 1 + _SHORT or word.isdigit():
        return exact, "", ""
    sound = shape(word)
    return exact, stem(word), f"~{sound}" if len(sound) >= _LEAST_SOUND else ""


def _marked(saying: str) -> Iterable[str]:
    """Yield the words of a folded saying that are kept apart from those of the same stem."""
    return (_read(marked)[0] for marked in _MARKED.findall(saying))


def _keys(saying: str, alone: AbstractSet[str]) -> tuple[str, ...]:
    """Return the words of a folded saying, each as `readings` leads to it."""
    return tuple(key for key, _ in _keys_and_sounds(saying, alone))


def _keys_and_sounds(saying: str, alone: AbstractSet[str]) -> Iterable[tuple[str, str]]:
    for exact, root, sound in map(_read, _TOKEN.findall(saying)):
        if exact:
            yield exact if exact in alone else root or exact, sound


def _all_said(names: Iterable[str]) -> Iterable[tuple[str, str, float]]:
    """Yield theme, saying and strength; of a theme we do not know, its name and its words."""
    known = {spaced(theme): sayings for theme, sayings in (SKILLS | FORMALITIES).items()}
    for theme in names:
        sayings = known.get(spaced(theme))
        if sayings is None:
            yield theme, theme, SURE
            for clause in clauses(theme):
                yield theme, clause.word, LIKELY if clause.weight > WEAK else HINT
            continue
        strengths = (sayings.sure, SURE), (sayings.likely, LIKELY), (sayings.hint, HINT)
        for row, strength in strengths:
            for said in _cut(row):
                yield theme, said, strength


def _cut(row: str) -> Iterable[str]:
    return (saying for saying in row.split(",") if saying.strip())


def _readings(said: Iterable[str], alone: AbstractSet[str]) -> Mapping[str, str]:
    """Return the words of the sayings, and the sounds that only one of them has."""
    keys: dict[str, str] = {}
    heard: dict[str, set[str]] = {}
    for saying in said:
        for key, sound in _keys_and_sounds(saying, alone):
            keys[key] = key
            heard.setdefault(sound, set()).add(key)
    heard.pop("", None)
    return {sound: min(found) for sound, found in heard.items() if len(found) == 1} | keys


def _by_first_word(
    worth: Mapping[tuple[str, ...], Mapping[str, float]],
) -> Mapping[str, Sequence[_Saying]]:
    return grouped(
        (keys[0], _Saying(keys[1:], tuple(worth[keys].items())))
        for keys in sorted(worth, key=len, reverse=True)
    )
