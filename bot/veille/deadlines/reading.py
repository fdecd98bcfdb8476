"""The deadlines of calls for projects that an article tells, each with the words that say it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Self
from zoneinfo import ZoneInfo

from bot.french.folding import fold
from bot.veille.deadlines.certainty import is_endless, is_taken_back, tells_an_hour
from bot.veille.deadlines.folded import FoldedText
from bot.veille.deadlines.hours import END_OF_DAY
from bot.veille.deadlines.passage import (
    DatedWords,
    DeadlinePassage,
    FoundDeadline,
    PassageRead,
    Ruled,
)
from bot.veille.deadlines.passages import passages
from bot.veille.deadlines.subject import ArticleContext, Subject
from bot.veille.deadlines.weighing import ArticleWords, DateWords, likelihoods

LIKELY, SURE = 0.4, 0.7
"""How likely a date is a deadline: from LIKELY on it is found, from SURE on it may be certain."""


def found_in(
    text: str, published: datetime, zone: str, theme: str = ""
) -> tuple[FoundDeadline, ...]:
    """Return the deadlines that a text tells, in its order, as known at `published` (UTC).

    The first line is the title, empty for none: its words say what the others are about, and so
    does `theme`: its feed's, the feed's name, the article's tags. Days are those of an IANA zone.
    Without an hour a day ends at 23:59, and so it does « à minuit »: « jusqu'au 28 octobre à
    minuit » is the end of the 28th; « 0h » is its beginning. « Avant le 12 » is taken as the
    article writes it, the 12th. What is over is left out, and what was put off replaced by the
    new date. Dated ends go before « toute l'année ».

    Rules read each date (`passage`), then all is weighed, what they say and the words around it
    (`weighing`): what they find is left out when it is not LIKELY, what they do not is found when
    it is, to be checked.
    """
    article = _Article.of(text, published, zone, theme)
    ruled = _ruled(article)
    found = _likely(ruled, article)
    if len(found) > 1:
        return tuple(replace(each, certain=False) for each in found)
    permanent = ruled.get(None)
    return tuple(found) or ((permanent,) if permanent else ())


def dates_of(
    text: str, published: datetime, zone: str, theme: str = ""
) -> tuple[ArticleWords, Sequence[DateWords]]:
    """Return what is weighed in a text, and of each date to come: for those who learn weights."""
    article = _Article.of(text, published, zone, theme)
    return article.words, [each.words for each in article.dates(_ruled(article))]


def _ruled(article: _Article) -> Ruled:
    """Return what rules alone find, each end once, the certain before the doubtful."""
    read: list[PassageRead] = []
    for passage in article.passages:
        for one in passage.read():
            if one.postponed:
                read = [each for each in read if each.found.permanent]
            read.append(one)
    found = [one.found for one in _telling(read)]
    several_ends = len({one.found.ends for one in read if one.found.ends}) > 1
    if several_ends or (any(each.certain for each in found) and is_taken_back(article.lower)):
        found = [replace(each, certain=False) for each in found]
    found = [
        _if_endless(each, article) if each.permanent else _if_by_day(each, article)
        for each in found
    ]
    by_end: dict[datetime | None, FoundDeadline] = {}
    for each in found:
        same = by_end.setdefault(each.ends, each)
        if each.certain and not same.certain:
            by_end[each.ends] = each
    return by_end


def _likely(ruled: Ruled, article: _Article) -> Sequence[FoundDeadline]:
    """Return each date that is LIKELY, as rules found it, or to be checked when none did."""
    dates = article.dates(ruled)
    likely = likelihoods(article.words, [each.words for each in dates])
    found: dict[datetime, FoundDeadline] = {}
    for date in dates:
        ends = date.words.ends
        if likely[ends] < LIKELY or (date.barred and ends not in ruled):
            continue
        one = ruled.get(ends, date.found)
        found.setdefault(ends, replace(one, certain=one.certain and likely[ends] >= SURE))
    return list(found.values())


def _if_endless(found: FoundDeadline, article: _Article) -> FoundDeadline:
    """Leave a doubt on a permanent call when its article tells a day too."""
    plain = is_endless(title=article.title.lower, sentence=fold(found.phrase))
    dated = any(each.spans for each in article.passages)
    return replace(found, certain=found.certain and plain and not dated)


def _if_by_day(found: FoundDeadline, article: _Article) -> FoundDeadline:
    """Leave a doubt on the end of a day when its article tells an hour apart."""
    if not (found.certain and found.ends):
        return found
    by_day = found.ends.astimezone(article.zone).time() == END_OF_DAY
    return replace(found, certain=not (by_day and tells_an_hour(article.lower)))


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
    zone: ZoneInfo

    @classmethod
    def of(cls, text: str, published: datetime, zone: str, theme: str) -> Self:
        """Fold an article and cut it: see `found_in`."""
        title, _, _ = text.partition("\n")
        context = ArticleContext.of(title, theme)
        clock = ZoneInfo(zone)
        local = published.astimezone(clock)
        texts = [FoldedText.of(passage) for passage in passages(text)]
        read = [DeadlinePassage(Subject(each, context), local) for each in texts]
        return cls(context, fold(theme), read, clock)

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

    def dates(self, ruled: Ruled) -> Sequence[DatedWords]:
        """Return every date to come, each with what rules say of it."""
        return [date for passage in self.passages for date in passage.dates(ruled)]
