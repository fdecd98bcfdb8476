"""What a network did in a year: its meetings and letters, who came, what was asked and read.

Everything is a count: no one is named, and no place is ranked against another.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from statistics import median

from bot.network.period import Period
from bot.question.report import Report
from bot.relay.figures import NOTHING_CLIMBED, BeltReport
from bot.survey.results import QuestionResult
from bot.talk.markdown import readable
from bot.year.glance import Glance, YearEvent, YearMonth

USEFUL = 10
"""Articles that a report tells."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Useful:
    """An article that was published: `useful` members said so, `kept` by the coordinators."""

    title: str
    link: str
    useful: int
    kept: bool

    @property
    def name(self) -> str:
        """Its title, or its address as people read it."""
        return self.title or readable(self.link)


@dataclass(frozen=True, slots=True, kw_only=True)
class PeopleCounts:
    """The people behind a year, counted.

    `contributors` asked, answered, proposed, hosted or wrote; `hosts` welcomed a meeting, in so
    many `places`; `subscribers` receive the letter by mail now.
    """

    contributors: int = 0
    hosts: int = 0
    places: int = 0
    subscribers: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class SurveyCounted:
    """A survey that closed `at`: `people` answered, 0 where there were too few to be told.

    `results` are the network's own, `merged` the total of its territories; each beside last year's.
    """

    at: datetime
    people: int = 0
    results: Sequence[QuestionResult] = ()
    merged: Sequence[QuestionResult] = ()

    @property
    def told(self) -> tuple[QuestionResult, ...]:
        """The questions with counts to tell: the territories' where there are some."""
        counted = [each for each in self.merged if each.told.counts]
        return tuple(counted or (each for each in self.results if each.told.counts))


@dataclass(frozen=True, slots=True, kw_only=True)
class YearReport:
    """All that is told of a period, as it was at `made`; `months` has no hole.

    `regularity` is None for a calendar year that goes on; `belt` is what climbed and came down;
    `surveys` are those that closed, the latest first.
    """

    period: Period
    made: datetime
    questions: Report
    months: tuple[YearMonth, ...] = ()
    articles: int = 0
    useful: Sequence[Useful] = ()
    parts: PeopleCounts = PeopleCounts()
    regularity: Glance | None = None
    belt: BeltReport = NOTHING_CLIMBED
    surveys: Sequence[SurveyCounted] = ()

    @property
    def meetings(self) -> tuple[YearEvent, ...]:
        """The meetings that were held, by date."""
        return tuple(each for month in self.months for each in month.meetings)

    @property
    def letters(self) -> tuple[YearEvent, ...]:
        """The letters that came out, by date."""
        return tuple(each for month in self.months for each in month.letters)

    @property
    def digests(self) -> tuple[YearEvent, ...]:
        """The digests that came out, by date."""
        return tuple(each for month in self.months for each in month.digests)

    @property
    def sequences(self) -> int:
        """Animation sequences of the period."""
        return len(self.meetings) + len(self.letters)

    @property
    def people(self) -> int:
        """All who came to meetings, each as often as they came."""
        return sum(each.people for each in self.meetings)

    @property
    def usual_people(self) -> int:
        """How many come to a meeting: the median of those that were counted, 0 without any."""
        counted = [each.people for each in self.meetings if each.people]
        return round(median(counted)) if counted else 0

    @property
    def empty(self) -> bool:
        """Whether there is nothing to tell."""
        told = self.sequences or self.digests or self.questions.asked or self.surveys
        return not told and self.belt.empty


def most_useful(found: Sequence[Useful]) -> tuple[Useful, ...]:
    """Put what members found useful first, then what coordinators kept; equals stay in order."""
    told = [each for each in found if each.useful or each.kept]
    return tuple(sorted(told, key=lambda each: (-each.useful, not each.kept))[:USEFUL])
