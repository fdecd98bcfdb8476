"""How likely a date is the last day to apply, by the words of its article: weights, learnt.

Whether one applies by a date, or an exhibition closes, is told by a hundred words that no list
holds. A logistic regression on how the date is written and how soon it comes, and on the words and
stems of the title, of the passages, of the date's sentence and clause, alone and in pairs, learnt
on articles by many hands (`python -m bench.deadlines_training`). A half is where the two are as
likely.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import pairwise
from math import exp, sqrt

from bot.core.patterns import lazy_pattern
from bot.french.learnt import kept
from bot.french.spoken import DAYS, MONTH_NUMBERS

_BEFORE, _AFTER = 12, 10
"""Words of a clause before its date and after it."""

_USUAL = 3
"""Added to the number of words, so that one alone does not weigh as much as ten."""

_STEM = 4
"""Letters that a word shares with others of its family: « candidat », « candidater »."""

_MANY = 4
"""Dates from which on their number says no more."""


@dataclass(frozen=True, slots=True, kw_only=True)
class DateWords:
    """A date to come, with the folded words before and after it: of its sentence, of its clause.

    `facts` name what is known of it besides. It has no `ends` when it says that there is no end.
    """

    ends: datetime | None
    facts: Sequence[str]
    sentence: tuple[str, str]
    clause: tuple[str, str]


@dataclass(frozen=True, slots=True, kw_only=True)
class ArticleWords:
    """An article: its folded title, theme and passages."""

    title: str
    theme: str
    passages: str


def likelihoods(article: ArticleWords, dates: Sequence[DateWords]) -> Sequence[float]:
    """Return how likely one applies by each date, 0 to 1."""
    weights = kept(__package__)
    common = weights[""] + _sum(weights, _of_article(article)) if dates else 0.0
    moments = _moments(dates)
    worths = (common + _sum(weights, _of_date(each, moments)) for each in dates)
    return [1 / (1 + exp(-max(-30.0, worth))) for worth in worths]


def features(article: ArticleWords, dates: Sequence[DateWords]) -> Sequence[Mapping[str, float]]:
    """Return what is weighed of each date, and by how much its weight is multiplied."""
    moments = _moments(dates)
    common = _of_article(article)
    return [common | _of_date(each, moments) for each in dates]


def _sum(weights: Mapping[str, float], some: Mapping[str, float]) -> float:
    return sum(weights[name] * scale for name, scale in some.items() if name in weights)


def _of_article(article: ArticleWords) -> dict[str, float]:
    title, theme = _words(article.title), _words(article.theme)
    return {
        **_scaled("t", [*title, *_pairs(title)]),
        **_scaled("x", _words(article.passages)),
        **dict.fromkeys((f"theme:{word}" for word in theme), 1.0),
    }


def _of_date(date: DateWords, moments: Sequence[datetime]) -> dict[str, float]:
    before, after = map(_words, date.sentence)
    sentence = [*before, "DATE", *after]
    near, next_ = _words(date.clause[0])[-_BEFORE:], _words(date.clause[1])[:_AFTER]
    return {
        **_scaled("s", [*sentence, *_pairs(sentence)]),
        **_scaled("b", [*near, *_pairs(near)]),
        **_scaled("a", [*next_, *_pairs(next_)]),
        **dict.fromkeys(date.facts, 1.0),
        **dict.fromkeys(_places(date, moments), 1.0),
    }


def _moments(dates: Sequence[DateWords]) -> Sequence[datetime]:
    return sorted({each.ends for each in dates if each.ends})


def _places(date: DateWords, moments: Sequence[datetime]) -> Iterator[str]:
    """Give where a date stands among those of its article."""
    if date.ends is None:
        return
    yield f"of {min(len(moments), _MANY)}"
    if date.ends == moments[0]:
        yield "first"
    if date.ends == moments[-1]:
        yield "last"


def _scaled(group: str, words: Sequence[str]) -> dict[str, float]:
    """Name what a group holds; many words weigh no more than few."""
    names = {f"{group}:{word}" for word in words}
    stems = {f"{group}:{word[:_STEM]}~" for word in words if len(word) > _STEM and word.isalpha()}
    return dict.fromkeys(names | stems, 2 / sqrt(len(names) + _USUAL))


def _pairs(words: Sequence[str]) -> Sequence[str]:
    return [f"{one}_{two}" for one, two in pairwise(words)]


_MONTH = lazy_pattern(rf"\b(?:{'|'.join(MONTH_NUMBERS)})\b")
_DAY = lazy_pattern(rf"\b(?:{'|'.join(DAYS)})\b")
_NUMBER = lazy_pattern(r"\d+(?:[ .,]\d+)*")
_WORD = lazy_pattern(r"[a-zA-Z]+|0|[.!?;:,()%€\"«»]")


def _words(folded: str) -> Sequence[str]:
    """Return words and marks; all months are one word, all weekdays, all numbers."""
    plain = _NUMBER.sub(" 0 ", _DAY.sub("DAY", _MONTH.sub("MONTH", folded)))
    return _WORD.findall(plain)
