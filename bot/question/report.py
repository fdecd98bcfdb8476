"""What the questions of a year tell: how many, about what, how long until the answer."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from statistics import median

from bot.core.grouping import grouped
from bot.network.period import Period
from bot.question.rules import QuestionStatus


@dataclass(frozen=True, slots=True, kw_only=True)
class QuestionLife:
    """What the figures need of a question."""

    theme: str
    asked_at: datetime
    status: QuestionStatus
    answered_at: datetime | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Count:
    """Questions asked, and those of them that have their answer: of a theme, or in a month.

    `label` is the theme, empty for none; `month` the first day of the month.
    """

    label: str = ""
    month: datetime | None = None
    asked: int
    answered: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Report:
    """The figures of a network's questions asked since `since`.

    `delay` is the median time from the deposit to the answer, None without answers. A double
    that was merged counts with the question that it joined, so only there. `themes` come with
    the most asked first, `months` in order, without a hole.
    """

    since: datetime
    asked: int
    answered: int
    waiting: int
    delay: timedelta | None
    themes: tuple[Count, ...]
    months: tuple[Count, ...]

    @property
    def share(self) -> int:
        """The part that has its answer, in percent of what was asked."""
        return round(100 * self.answered / self.asked) if self.asked else 0


def make_report(lived: Sequence[QuestionLife], period: Period) -> Report:
    """Count a period's questions; withdrawn and merged ones are none."""
    kept = [
        each
        for each in lived
        if each.status not in (QuestionStatus.WITHDRAWN, QuestionStatus.MERGED)
    ]
    answered = [each for each in kept if each.status is QuestionStatus.ANSWERED]
    delays = [
        (each.answered_at - each.asked_at).total_seconds() for each in answered if each.answered_at
    ]
    return Report(
        since=period.since,
        asked=len(kept),
        answered=len(answered),
        waiting=sum(each.status.waiting for each in kept),
        delay=timedelta(seconds=median(delays)) if delays else None,
        themes=_by_theme(kept),
        months=_by_month(kept, period),
    )


def _by_theme(kept: Sequence[QuestionLife]) -> tuple[Count, ...]:
    found = grouped((each.theme, each) for each in kept)
    counts = [_count(some, label=theme) for theme, some in found.items()]
    return tuple(sorted(counts, key=lambda count: (-count.asked, not count.label, count.label)))


def _by_month(kept: Sequence[QuestionLife], period: Period) -> tuple[Count, ...]:
    found = grouped((period.month_of(each.asked_at), each) for each in kept)
    return tuple(_count(found.get(month, ()), month=month) for month in period.months)


def _count(
    some: Sequence[QuestionLife], *, label: str = "", month: datetime | None = None
) -> Count:
    answered = sum(each.status is QuestionStatus.ANSWERED for each in some)
    return Count(label=label, month=month, asked=len(some), answered=answered)
