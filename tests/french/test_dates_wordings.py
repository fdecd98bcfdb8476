"""Any day, in each way to say it: it is that one; with another weekday, it is asked about."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import UTC, date, datetime, time, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bench.dates import doubts_of_text
from bot.french.dates import WhenError, read_when
from bot.french.spoken import DAYS, MONTHS

PARIS = "Europe/Paris"
NOW = datetime(2026, 10, 2, 8, 0, tzinfo=UTC)
"""Friday 2 October 2026, 10 h in Paris."""

_FIRST = date(2026, 10, 12)
_LAST = date(2027, 1, 25)
"""Between these each wording is of one day only: no « vendredi » of today, no month first."""

_LETTERS = (
    "premier", "deux", "trois", "quatre", "cinq", "six", "sept", "huit", "neuf", "dix", "onze",
    "douze", "treize", "quatorze", "quinze", "seize", "dix-sept", "dix-huit", "dix-neuf", "vingt",
    "vingt-et-un", "vingt-deux", "vingt-trois", "vingt-quatre", "vingt-cinq", "vingt-six",
    "vingt-sept", "vingt-huit", "vingt-neuf", "trente", "trente et un",
)  # fmt: skip


def _month(day: date) -> str:
    return f"{day.day} {MONTHS[day.month - 1]}"


def _weekday(day: date) -> str:
    return DAYS[day.weekday()]


_WITH_A_WEEKDAY: Mapping[str, Callable[[date], str]] = {
    "words": lambda day: f"{_weekday(day)} {_month(day)}",
    "letters": lambda day: f"{_weekday(day)} {_LETTERS[day.day - 1]} {MONTHS[day.month - 1]}",
    "figures": lambda day: f"{_weekday(day)} {day:%d/%m}",
    "apart": lambda day: f"{_weekday(day)} {day:%d %m}",
    "short": lambda day: f"{_weekday(day)[:4]}. {day.day} {MONTHS[day.month - 1][:4]}.",
}
_OTHERS: Mapping[str, Callable[[date], str]] = {
    "year": lambda day: f"le {day:%d.%m.%Y}",
    "dashes": lambda day: f"le {day.day}-{day.month}",
    "iso": lambda day: f"{day:%Y-%m-%d}",
    "ahead": lambda day: f"dans {(day - NOW.date()).days} jours",
    "eve": lambda day: f"la veille du {_month(day + timedelta(days=1))}",
    "morrow": lambda day: f"le lendemain du {_month(day - timedelta(days=1))}",
    "week": lambda day: f"S{day.isocalendar().week} {_weekday(day)}",
    "of week": lambda day: f"{_weekday(day)} de la semaine {day.isocalendar().week}",
    "nth": lambda day: f"le {(day.day + 6) // 7}e {_weekday(day)} de {MONTHS[day.month - 1]}",
    "before": lambda day: f"le {_weekday(day)} avant le {_month(day + timedelta(days=3))}",
}
_DAYS = st.dates(_FIRST, _LAST).filter(lambda day: (day - NOW.date()).days != 15)


@pytest.mark.parametrize("say", [*_WITH_A_WEEKDAY.values(), *_OTHERS.values()])
@given(day=_DAYS)
def test_a_day_is_read_in_each_way_to_say_it(say: Callable[[date], str], day: date) -> None:
    when = read_when(f"{say(day)}, 14h30 à 16h", now=NOW, zone=PARIS)

    assert (when.wall, when.minutes, when.rest) == (datetime.combine(day, time(14, 30)), 90, "")
    assert not when.typed.asked


@pytest.mark.parametrize("say", _WITH_A_WEEKDAY.values())
@given(day=_DAYS, apart=st.integers(1, 6))
def test_another_weekday_is_always_asked_about(
    say: Callable[[date], str], day: date, apart: int
) -> None:
    wrong = DAYS[(day.weekday() + apart) % 7]
    text = f"{wrong} {say(day).partition(' ')[2]}, 14h30"

    try:
        when = read_when(text, now=NOW, zone=PARIS)
    except WhenError:
        return
    assert doubts_of_text(when, zone=PARIS)
