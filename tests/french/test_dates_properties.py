"""What holds of any date and of any text: nothing crashes, nothing drifts, nothing takes long."""

from __future__ import annotations

from contextlib import suppress
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from bot.french.dates import WhenError, doubts, read_duration, read_when
from bot.french.spoken import DAYS, MONTHS
from bot.talk.render import full_moment
from tests import hostile
from tests.costs import grows_in_proportion

PARIS = "Europe/Paris"
ZONES = (PARIS, "Indian/Reunion", "America/Cayenne", "Europe/Brussels")
"""The last one has no city here, and changes its clocks."""

NOW = datetime(2026, 10, 2, 8, 0, tzinfo=UTC)

WORDS = (
    *DAYS, *MONTHS, "le", "du", "au", "à", "de", "14h", "2h30", "3", "31", "12", "/", "-", ".", ",",
    "prochain", "en", "huit", "quinze", "dans", "semaine", "mois", "demain", "midi", "1er", "fin",
    "une", "demi", "journée", "heure", "d'", "hiver", "rue", "2028", "29", "jeuddi", "tous", "les",
    "S50", "veille", "lendemain", "noël", "pâques", "dernier", "jour", "premier", "avant", "après",
    "minuit", "moins", "quatre", "vingt", "et", "cette", "jusqu'à", "00", "06", "soir", "ascension",
    "non", "pas", "plutôt", "euh", "mais", "1430", "9-12", "14-16h", "toute", "pardon", "au",
)  # fmt: skip


@given(minute=st.integers(0, 10 * 366 * 24 * 60), zone=st.sampled_from(ZONES), length=st.booleans())
def test_what_the_bot_says_is_what_it_reads(*, minute: int, zone: str, length: bool) -> None:
    start = NOW + timedelta(minutes=minute)
    said = full_moment(start, zone)

    when = read_when(f"{said}, 2h30" if length else said, now=NOW, zone=zone)

    assert (when.start, when.rest) == (start, "")
    assert when.minutes == (150 if length else None)


@pytest.mark.parametrize("year", range(2026, 2037))
@pytest.mark.parametrize("month", [3, 10])
@pytest.mark.parametrize("zone", ZONES)
def test_it_does_so_in_the_nights_when_clocks_change(year: int, month: int, zone: str) -> None:
    last_day = datetime(year, month, 31, tzinfo=UTC)
    sunday = last_day - timedelta(days=(last_day.weekday() + 1) % 7)
    for quarter in range(24 * 4):
        start = sunday + timedelta(minutes=15 * quarter)

        assert read_when(full_moment(start, zone), now=NOW, zone=zone).start == start


@given(day=st.dates(NOW.date() + timedelta(days=1), datetime(2036, 10, 2, tzinfo=UTC).date()))
@pytest.mark.parametrize("zone", ZONES)
def test_14_h_is_14_h_all_year_round(zone: str, day: datetime) -> None:
    when = read_when(f"{day:%d/%m/%Y} 14h", now=NOW, zone=zone)

    assert f"{when.start.astimezone(ZoneInfo(zone)):%Y-%m-%d %H:%M}" == f"{day} 14:00"


@given(text=st.text(max_size=200) | st.lists(st.sampled_from(WORDS), max_size=12).map(" ".join))
@example("le 99 14h")
@example("dans 99 mois 14h")
@example("31/12/2199 23h59")
@example("\u0661\u0662/\u0661\u0662 14h")
@example("² ½ 14h")
def test_any_text_is_read_or_refused_in_words(text: str) -> None:
    try:
        when = read_when(text, now=NOW, zone=PARIS)
    except WhenError as refusal:
        assert "{" not in refusal.reply  # noqa: PT017
        return

    assert when.minutes is None or 0 < when.minutes <= 24 * 60
    assert all(doubt.sentence for doubt in doubts(when, zone=PARIS, school_zone="A"))


@given(text=st.text(max_size=40) | st.lists(st.sampled_from(WORDS), max_size=4).map(" ".join))
def test_any_length_is_read_or_refused(text: str) -> None:
    with suppress(WhenError):
        assert 0 < read_duration(text) <= 24 * 60


@pytest.mark.parametrize(
    "unit",
    [
        "le ", "de ", "14h ", "14h-", "1/1/", "jeudi , le 3 ", "du 3 au ", "entre 14h et ", "é",
        "\u0301", "heure d'", "premier ", "jeuddi 3 ", "janvir ", "rue du ", "une demi ", "(",
        "https://", "2026-12-", "1 er ", "vingt-", "midi et ", "9", "x ", "12 12 ", "veille de la ",
        "semaine du 3 ", "s3 ", "dans une ", "quatre-vingt-", "noël ", "deux mille ", "le 10 mras ",
        "jeudi non ", "pas jeudi ", "14h euh ", "14h 15h ", "9-12 ", "1430 ", "euh ",
    ],
)  # fmt: skip
@pytest.mark.sample(one_in=4)
def test_the_time_grows_in_proportion_to_the_text(unit: str) -> None:
    def read(size: int) -> None:
        with suppress(WhenError):
            read_when(hostile.of(unit, size), now=NOW, zone=PARIS)

    assert grows_in_proportion(read, 250)
