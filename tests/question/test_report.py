"""The figures of a year of questions."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from bot.network.period import MONTHS, last_months
from bot.question.report import QuestionLife, make_report
from bot.question.rules import QuestionStatus

NOW = datetime(2026, 11, 2, 8, 0, tzinfo=UTC)
PARIS = "Europe/Paris"


def lived(
    *,
    theme: str = "",
    at: datetime = NOW,
    status: QuestionStatus = QuestionStatus.OPEN,
    hours: float | None = None,
) -> QuestionLife:
    answered_at = None if hours is None else at + timedelta(hours=hours)
    if hours is not None:
        status = QuestionStatus.ANSWERED
    return QuestionLife(theme=theme, asked_at=at, status=status, answered_at=answered_at)


def test_nothing_asked_makes_an_empty_report() -> None:
    report = make_report([], last_months(NOW, PARIS))

    assert (report.asked, report.answered, report.waiting, report.share) == (0, 0, 0, 0)
    assert (report.delay, report.themes) == (None, ())
    assert len(report.months) == MONTHS
    assert all(count.asked == 0 for count in report.months)


@pytest.mark.parametrize("status", QuestionStatus)
def test_each_state_counts_as_it_should(status: QuestionStatus) -> None:
    report = make_report([lived(status=status)], last_months(NOW, PARIS))

    none = status in (QuestionStatus.WITHDRAWN, QuestionStatus.MERGED)
    assert report.asked == (0 if none else 1)
    assert report.waiting == int(status.waiting)
    assert report.answered == int(status is QuestionStatus.ANSWERED)


def test_the_delay_is_the_median_not_the_mean() -> None:
    some = [lived(hours=hours) for hours in (1, 2, 1_000)]

    assert make_report(some, last_months(NOW, PARIS)).delay == timedelta(hours=2)
    assert make_report(some[:2], last_months(NOW, PARIS)).delay == timedelta(hours=1.5)


def test_an_answer_without_a_date_counts_without_a_delay() -> None:
    report = make_report([lived(status=QuestionStatus.ANSWERED)], last_months(NOW, PARIS))

    assert (report.share, report.delay) == (100, None)


@pytest.mark.parametrize(("answered", "asked", "share"), [(1, 3, 33), (2, 3, 67), (0, 4, 0)])
def test_the_share_is_in_percent(answered: int, asked: int, share: int) -> None:
    some = [lived(hours=1)] * answered + [lived()] * (asked - answered)

    assert make_report(some, last_months(NOW, PARIS)).share == share


def test_themes_come_by_number_then_name_and_none_last() -> None:
    some = [lived(theme=theme) for theme in ("", "Santé", "Justice", "E-mail", "E-mail")]

    labels = [count.label for count in make_report(some, last_months(NOW, PARIS)).themes]

    assert labels == ["E-mail", "Justice", "Santé", ""]


def test_months_are_the_networks_own() -> None:
    midnight = datetime(2026, 10, 31, 23, 0, tzinfo=UTC)
    some = [lived(at=midnight), lived(at=midnight - timedelta(seconds=1))]

    months = make_report(some, last_months(NOW, PARIS)).months

    assert [(count.asked) for count in months[-2:]] == [1, 1]
    assert [count.asked for count in make_report(some, last_months(NOW, "UTC")).months[-2:]] == [
        2,
        0,
    ]


@pytest.mark.parametrize(
    ("now", "since"),
    [
        (NOW, (2025, 11, 30, 23)),
        (datetime(2026, 12, 31, 23, 30, tzinfo=UTC), (2026, 1, 31, 23)),
        (datetime(2026, 6, 30, 12, tzinfo=UTC), (2025, 6, 30, 22)),
    ],
)
def test_a_report_looks_back_on_twelve_months(
    now: datetime, since: tuple[int, int, int, int]
) -> None:
    found = last_months(now, PARIS).since

    assert found.astimezone(UTC) == datetime(*since, tzinfo=UTC)
    months = [count.month for count in make_report([], last_months(now, PARIS)).months]
    assert months[0] == found
    assert len({(month.year, month.month) for month in months if month}) == MONTHS


def test_what_is_older_is_in_no_month() -> None:
    report = make_report([lived(at=NOW - timedelta(days=900))], last_months(NOW, PARIS))

    assert sum(count.asked for count in report.months) == 0
