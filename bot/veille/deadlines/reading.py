"""The deadlines of calls for projects that an article tells, each with the words that say it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Self
from zoneinfo import ZoneInfo

from bot.french.folding import fold
from bot.veille.deadlines.certainty import is_endless, is_taken_back
from bot.veille.deadlines.folded import FoldedText
from bot.veille.deadlines.nearby import all_mentions
from bot.veille.deadlines.passage import (
    DatedWords,
    DeadlinePassage,
    FoundDeadline,
    PassageRead,
)
from bot.veille.deadlines.passages import passages
from bot.veille.deadlines.subject import ArticleContext, Subject
from bot.veille.deadlines.weighing import ArticleWords, DateWords, likelihoods

HARDLY, PLAIN, RATHER = 0.3, 0.5, 0.6
"""How likely a date is by the words around it: less, and what rules find is left out; as much, and
it may be certain; more, and it is found though no rule does."""


def found_in(
    text: str, published: datetime, zone: str, theme: str = ""
) -> tuple[FoundDeadline, ...]:
    """Return the deadlines that a text tells, in its order, as known at `published` (UTC).

    The first of several lines is the title: its words say what the others are about, and so does
    `theme`: its feed's, the feed's name, the article's tags. Days are those of an IANA zone.
    Without an hour a day ends at 23:59, and so it does « à minuit »: « jusqu'au 28 octobre à
    minuit » is the end of the 28th; « 0h » is its beginning. « Avant le 12 » is taken as the
    article writes it, the 12th. What is over is left out, and what was put off replaced by the
    new date. Dated ends go before « toute l'année ». What rules find is weighed by the words around
    it (`weighing`), and where they find nothing, what is RATHER likely is found, to be checked.
    """
    article = _Article.of(text, published, zone, theme)
    read: list[PassageRead] = []
    for passage in article.passages:
        for one in passage.read():
            if one.postponed:
                read = [each for each in read if each.found.permanent]
            read.append(one)
    several_ends = len({one.found.ends for one in read if one.found.ends}) > 1
    told = [one.found for one in _telling(read)]
    dated = _likely([each for each in told if not each.permanent], article)
    found = list(dated) or [each for each in told if each.permanent]
    several_ends = several_ends or len({each.ends for each in dated}) > 1
    if several_ends or (any(each.certain for each in found) and is_taken_back(article.lower)):
        found = [replace(each, certain=False) for each in found]
    if any(each.permanent and each.certain for each in found):
        found = [_if_endless(each, article) for each in found]
    by_date: dict[tuple[datetime | None, bool], FoundDeadline] = {}
    for each in found:
        same = by_date.setdefault((each.ends, each.permanent), each)
        if each.certain and not same.certain:
            by_date[each.ends, each.permanent] = each
    return tuple(by_date.values())


def dates_of(
    text: str, published: datetime, zone: str, theme: str = ""
) -> tuple[ArticleWords, Sequence[DateWords]]:
    """Return what is weighed in a text, and of each date to come: for those who learn weights."""
    article = _Article.of(text, published, zone, theme)
    return article.words, [each.words for each in article.dates()]


def _likely(found: Sequence[FoundDeadline], article: _Article) -> Sequence[FoundDeadline]:
    """Leave out what is hardly one by its words; add, to be checked, what is one by them alone."""
    dates = article.dates()
    if not dates:
        return found
    likely = likelihoods(article.words, [each.words for each in dates])

    def how(each: FoundDeadline) -> float:
        return likely.get(each.ends, 1.0) if each.ends else 1.0

    kept = [
        replace(each, certain=each.certain and how(each) >= PLAIN)
        for each in found
        if how(each) >= HARDLY
    ]
    if found:
        return kept
    return [each.found for each in dates if not each.barred and how(each.found) >= RATHER]


def _if_endless(found: FoundDeadline, article: _Article) -> FoundDeadline:
    """Leave a doubt on a permanent call when its article tells a day too."""
    plain = is_endless(title=article.title.lower, sentence=fold(found.phrase))
    dated = any(all_mentions(each.lower) for each in article.passages)
    return replace(found, certain=found.certain and plain and not dated)


def _telling(read: list[PassageRead]) -> list[PassageRead]:
    """Leave out what is weak beside what is not, and counts of days beside anything else."""
    if any(not (one.weak or one.also) for one in read):
        read = [one for one in read if not one.weak]
    return [one for one in read if not one.rough] or read[:1]


@dataclass(frozen=True, slots=True)
class _Article:
    """An article as its deadlines are read: its title, its theme folded, its passages."""

    context: ArticleContext
    theme: str
    passages: Sequence[DeadlinePassage]

    @classmethod
    def of(cls, text: str, published: datetime, zone: str, theme: str) -> Self:
        """Fold an article and cut it: see `found_in`."""
        title, lines, _ = text.strip().partition("\n")
        context = ArticleContext.of(title if lines else "", theme)
        local = published.astimezone(ZoneInfo(zone))
        texts = [FoldedText.of(passage) for passage in passages(text)]
        return cls(
            context, fold(theme), [DeadlinePassage(Subject(each, context), local) for each in texts]
        )

    @property
    def title(self) -> FoldedText:
        return self.context.title

    @property
    def lower(self) -> str:
        return "\n".join((self.title.lower, *(each.lower for each in self.passages)))

    @property
    def words(self) -> ArticleWords:
        """What is weighed with each of its dates."""
        return ArticleWords(
            title=self.title.lower,
            theme=self.theme,
            passages="\n".join(each.lower for each in self.passages),
            signs=self.context.signs,
        )

    def dates(self) -> Sequence[DatedWords]:
        """Return every date to come."""
        return [date for passage in self.passages for date in passage.dates()]
