"""Articles that tell the same news in other words: the best ranked whole, the others under it.

That two texts mean much the same does not make one news of them: « Permanence à Feurs » and
« Permanence à Boën » do, and so do two issues of a letter. Those are made on one pattern, whereas
two writers of one news share few words in a row, and agree on names, numbers and days. Figures:
`bench/same_news.py`.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import timedelta
from functools import lru_cache

from bot.core.patterns import lazy_pattern
from bot.french.folding import fold, folded_line
from bot.french.spoken import DAYS, MONTH_NUMBERS
from bot.french.words import terms
from bot.meaning.vector import SIGNS, likeness_to, signs
from bot.veille.article import Unread
from bot.veille.digest import Entry

CLOSE = 0.75
"""The least cosine of two texts that tell one news."""

SHARED = 3
"""Stems that they share at least."""

PATTERN = 4
"""Words in a row, of titles or of summaries, that two writers do not both happen to write."""

COPIED = 8
"""Words in a row, of summaries under one title, that a publisher took over from another."""

WITHIN = timedelta(days=10)
"""How long after another an article tells the same news."""

MOST = 1_000
"""Articles that are compared, the latest ones: more take too long while someone waits."""

_APART = 0.36
"""The share of signs that differ beyond which no two vectors are CLOSE."""

Pairs = Mapping[int, frozenset[int]]
"""The articles that tell the same news as another, by their numbers, both ways."""


def pairs(articles: Iterable[Unread], vectors: Mapping[int, bytes]) -> Pairs:
    """Return which articles tell the same news, where it is known what they mean."""
    known = [each for each in articles if each.id in vectors]
    known = sorted(known, key=lambda each: each.published, reverse=True)[:MOST]
    bits = [signs(vectors[each.id]) for each in known]
    found: dict[int, set[int]] = {}
    for place, later in enumerate(known):
        vector = vectors[later.id]
        oldest = (later.published - WITHIN).timestamp()
        end = bisect_right(known, -oldest, key=lambda each: -each.published.timestamp())
        likeness, furthest = likeness_to(vector), min(len(vector), SIGNS) * _APART
        apart = map(int.bit_count, map(bits[place].__xor__, bits[place + 1 : end]))
        for at, count in enumerate(apart, start=place + 1):
            if count > furthest:
                continue
            earlier = known[at]
            if likeness(vectors[earlier.id]) >= CLOSE and same_news(later, earlier):
                found.setdefault(later.id, set()).add(earlier.id)
                found.setdefault(earlier.id, set()).add(later.id)
    return {number: frozenset(others) for number, others in found.items()}


def together(ordered: Iterable[Entry], pairs: Pairs) -> Sequence[Entry]:
    """Put each article under the best ranked one that tells the same news.

    What people chose, or said a word of, stands by itself.
    """
    heads: dict[int, Entry] = {}
    for entry in ordered:
        same = pairs.get(entry.article, frozenset())
        above = next((number for number in heads if number in same), None) if same else None
        if above is None or entry.chosen or entry.why:
            heads[entry.article] = entry
        else:
            told = replace(entry, brief=True)
            heads[above] = replace(heads[above], alike=(*heads[above].alike, told))
    return list(heads.values())


def same_news(one: Unread, other: Unread) -> bool:
    """Tell by their words whether two articles that mean much the same tell the same news."""
    mine, its = [_Words.of(f"{each.title}. {each.summary}") for each in (one, other)]
    if len(mine.stems & its.stems) < SHARED or mine.contradicts(its):
        return False
    if folded_line(one.title) == folded_line(other.title):
        return one.feed != other.feed and _in_a_row(one.summary, other.summary, COPIED)
    return not (
        _in_a_row(one.title, other.title, PATTERN) or _in_a_row(one.summary, other.summary, PATTERN)
    )


@dataclass(frozen=True, slots=True)
class _Words:
    """What an article says that can be held against another: its marks tell when, who, where."""

    every: frozenset[str]
    stems: frozenset[str]
    when: frozenset[str]
    names: frozenset[str]

    @staticmethod
    @lru_cache(maxsize=MOST)  # each is held against many others, at each press of a pile
    def of(text: str) -> _Words:
        """Read an article's title and summary."""
        every = frozenset(_words(text))
        return _Words(
            every=every,
            stems=frozenset(terms(text)),
            when=frozenset(each for each in every if each.isdecimal() or each in _DAYS),
            names=frozenset(fold(each) for each in _names(text)),
        )

    def contradicts(self, other: _Words) -> bool:
        """Tell whether each has a number, a day, or a name, that the other has not."""
        return any(
            mine - other.every and its - self.every
            for mine, its in ((self.when, other.when), (self.names, other.names))
        )


_DAYS = frozenset(MONTH_NUMBERS) | frozenset(DAYS)
_WORD = lazy_pattern(r"[^\W_]+")
_BEGINS = tuple(".:?!«")


def _names(text: str) -> Iterable[str]:
    """Yield words with a capital letter that begins no sentence, and acronyms wherever."""
    for match in _WORD.finditer(text):
        word, before = match[0], text[max(0, match.start() - 2) : match.start()]
        begins = not before or (before[0] in _BEGINS and before[1:].isspace())
        if word[0].isupper() and (not begins or (word.isupper() and len(word) > 1)):
            yield word


def _words(text: str) -> Sequence[str]:
    return _WORD.findall(fold(text))


def _in_a_row(one: str, other: str, count: int) -> bool:
    return not _rows(one, count).isdisjoint(_rows(other, count))


def _rows(text: str, count: int) -> frozenset[tuple[str, ...]]:
    words = _words(text)
    return frozenset(zip(*(words[start:] for start in range(count)), strict=False))
