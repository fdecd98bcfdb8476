"""The deadlines of calls for projects that an article tells, each with the words that say it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Self
from zoneinfo import ZoneInfo

from bot.french.folding import fold
from bot.veille.deadlines.folded import FoldedText
from bot.veille.deadlines.passage import DatedWords, DeadlinePassage, FoundDeadline, Vague
from bot.veille.deadlines.passages import passages
from bot.veille.deadlines.weighing import ArticleWords, likelihoods

LIKELY, SURE = 0.45, 0.995
"""How likely a date is a deadline: from LIKELY on it is found, from SURE on it may be certain."""


def found_in(
    text: str, published: datetime, zone: str, theme: str = ""
) -> tuple[FoundDeadline, ...]:
    """Return the deadlines that a text tells, in its order, as known at `published` (UTC).

    The first line is the title, empty for none: its words say what the others are about, and so
    does `theme`: its feed's, the feed's name, the article's tags. Days are those of an IANA zone.
    Without an hour a day ends at 23:59, and so it does « à minuit »: « jusqu'au 28 octobre à
    minuit » is the end of the 28th; « 0h » is its beginning. « Avant le 12 » is taken as the
    article writes it, the 12th. What is over is left out. Dates go before the days that are left,
    and these before « toute l'année ».

    Each date is weighed with the words around it (`weighing`), and found when it is LIKELY. It is
    certain when it is SURE, written out, and nothing contradicts it: another end that is found,
    an hour left unread beside it.
    """
    article = DatedArticle.of(text, published, zone, theme)
    best: dict[datetime | None, tuple[float, DatedWords]] = {}
    weighed = likelihoods(article.words, [each.words for each in article.dates])
    for date, likely in zip(article.dates, weighed, strict=True):
        ends = date.found.ends
        if likely >= LIKELY and likely > best.get(ends, (0.0,))[0]:
            best[ends] = likely, date
    least = min((date.vague for _, date in best.values()), default=Vague.NOT)
    told = [(likely, date.found) for likely, date in best.values() if date.vague is least]
    return tuple(
        replace(found, certain=found.certain and likely >= SURE and len(told) == 1)
        for likely, found in told
    )


@dataclass(frozen=True, slots=True)
class DatedArticle:
    """An article as its deadlines are read: what is weighed with each date, and its dates."""

    words: ArticleWords
    dates: Sequence[DatedWords]

    @classmethod
    def of(cls, text: str, published: datetime, zone: str, theme: str) -> Self:
        """Fold an article and cut it: see `found_in`."""
        title = FoldedText.of(text.partition("\n")[0])
        local = published.astimezone(ZoneInfo(zone))
        read = [DeadlinePassage(FoldedText.of(passage), title, local) for passage in passages(text)]
        words = ArticleWords(
            title=title.lower,
            theme=fold(theme),
            passages="\n".join(each.lower for each in read),
        )
        return cls(words, [date for passage in read for date in passage.dates()])
