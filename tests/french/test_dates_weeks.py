"""Weeks by their number, by their Monday, from this one; the turn of the year."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from bench.dates import doubts_of_text
from bot.french.dates import DoubtKind, RefusalReason, When, WhenError, read_when

PARIS = "Europe/Paris"
NOW = datetime(2026, 11, 18, 9, 0, tzinfo=UTC)
"""Wednesday 18 November 2026, in week 47; 2026 has 53 weeks."""


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("S49 jeudi 10h", "2026-12-03"),
        ("jeudi s. 49 10h", "2026-12-03"),
        ("S49 : jeudi 10h", "2026-12-03"),
        ("sem. n° 49, jeudi 10h", "2026-12-03"),
        ("le jeudi de la semaine quarante-neuf à 10h", "2026-12-03"),
        ("semaine 53 mardi 10h", "2026-12-29"),
        ("semaine 1 lundi 10h", "2027-01-04"),
        ("vendredi semaine 5 10h", "2027-02-05"),
        ("semaine 5 de 2028, vendredi 10h", "2028-02-04"),
        ("semaine 47 vendredi 10h", "2026-11-20"),
        ("semaine du 14 décembre, mardi 10h", "2026-12-15"),
        ("mardi de la semaine du lundi 14 décembre 10h", "2026-12-15"),
        ("semaine du 28 décembre au 2 janvier, mardi 10h", "2026-12-29"),
        ("semaine du 23, jeudi 10h", "2026-11-26"),
        ("semaine du 16/11 vendredi 10h", "2026-11-20"),
        ("la semaine pro, lundi 10h", "2026-11-23"),
        ("jeudi 3 décembre (S49) 10h", "2026-12-03"),
        ("ce week-end, samedi 10h", "2026-11-21"),
    ],
)
def test_a_day_of_a_named_week_is_read(text: str, day: str) -> None:
    when = _read(text)

    assert (f"{when.wall:%Y-%m-%d}", when.typed.asked) == (day, ())


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("semaine 47 mardi 10h", DoubtKind.PAST),
        ("semaine 46 mardi 10h", DoubtKind.FAR),
        ("mardi de la semaine dernière 10h", DoubtKind.PAST),
        ("lundi dernier 10h", DoubtKind.PAST),
        ("mardi 10h S3", DoubtKind.TWO_READINGS),
    ],
)
def test_a_week_that_is_over_or_may_be_a_room_is_asked_about(text: str, kind: DoubtKind) -> None:
    assert [each.kind for each in doubts_of_text(_read(text), zone=PARIS)] == [kind]


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ("semaine 49 10h", RefusalReason.WHICH_DAY_OF_WEEK),
        ("semaine 54 mardi 10h", RefusalReason.NO_SUCH_WEEK),
        ("semaine 53 de 2027 mardi 10h", RefusalReason.NO_SUCH_WEEK),
        ("jeudi 3 décembre S50 10h", RefusalReason.TWO_DAYS),
        ("la 2e semaine de décembre, mardi 10h", RefusalReason.VAGUE),
        ("mardi de la semaine d'après 10h", RefusalReason.VAGUE),
        ("une semaine sur deux, le mardi 10h", RefusalReason.EVERY),
    ],
)
def test_what_is_no_day_of_one_week_is_refused(text: str, why: RefusalReason) -> None:
    with pytest.raises(WhenError) as refusal:
        _read(text)

    assert refusal.value.why is why


def test_a_room_that_looks_like_a_week_is_a_place() -> None:
    when = _read("salle S3, mardi 10h")

    assert (f"{when.wall:%Y-%m-%d}", when.rest) == ("2026-11-24", "salle S3")


def _read(text: str) -> When:
    return read_when(text, now=NOW, zone=PARIS)
