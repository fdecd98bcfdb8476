"""When meetings, letters and digests fall due: August, bank holidays, clocks, far zones."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from itertools import islice
from zoneinfo import ZoneInfo

import pytest

from bot.french.workdays import AUGUST
from bot.network import schedule
from bot.network.network import DEFAULT_LETTERS, DEFAULT_MEETINGS, Network, Scale
from bot.network.rhythm import UNREADABLE_RHYTHM, parse_rhythm
from bot.network.schedule import Due
from tests.refusals import refused
from tests.room import LOIRE, MONDAY

NEW_YEAR = datetime(2026, 12, 31, 12, tzinfo=UTC)
REUNION = "Indian/Reunion"


def of_scale(scale: Scale, zone: str = "Europe/Paris") -> Network:
    return replace(
        LOIRE,
        scale=scale,
        timezone=zone,
        meeting=parse_rhythm(DEFAULT_MEETINGS[scale]),
        letter=parse_rhythm(DEFAULT_LETTERS[scale]),
    )


def meets(rule: str, zone: str = "Europe/Paris") -> Network:
    return replace(LOIRE, meeting=parse_rhythm(rule), timezone=zone)


def local_dates(network: Network, due: Due, after: datetime, until: datetime) -> list[datetime]:
    zone = ZoneInfo(network.timezone)
    return [
        each.astimezone(zone)
        for each in islice(schedule.dates_after(network, due, after), 60)
        if each <= until
    ]


@pytest.mark.parametrize("zone", ["Europe/Paris", REUNION, "America/Guadeloupe", "Pacific/Noumea"])
@pytest.mark.parametrize("scale", Scale)
def test_each_month_but_august_has_its_sequence_at_each_scale(scale: Scale, zone: str) -> None:
    network = of_scale(scale, zone)

    for year in range(2027, 2040):
        start = datetime(year, 1, 1, tzinfo=ZoneInfo(zone))
        end = start.replace(year=year + 1)
        months = [
            each.month
            for due in (Due.MEETING, Due.LETTER)
            for each in local_dates(network, due, start - timedelta(seconds=1), end)
            if each.year == year
        ]
        assert set(months) == set(range(1, 13)) - {AUGUST}


def test_the_larger_the_scale_the_rarer_the_meetings() -> None:
    year = NEW_YEAR + timedelta(days=365)

    counts = [
        len(local_dates(of_scale(each), Due.MEETING, NEW_YEAR, year))
        for each in (Scale.EPCI, Scale.DEPARTEMENT, Scale.REGION, Scale.NATIONAL)
    ]

    assert counts == [11, 6, 4, 2]


def test_networks_of_two_scales_never_meet_on_the_same_day() -> None:
    until = NEW_YEAR + timedelta(days=3650)
    days = [
        {each.date() for each in local_dates(of_scale(scale), Due.MEETING, NEW_YEAR, until)}
        for scale in (Scale.DEPARTEMENT, Scale.REGION, Scale.NATIONAL)
    ]

    assert not days[0] & days[1]
    assert not days[0] & days[2]
    assert not days[1] & days[2]


def test_a_month_has_a_meeting_or_a_letter_never_both_in_a_departement() -> None:
    dates = [
        each
        for due in (Due.MEETING, Due.LETTER)
        for each in local_dates(
            of_scale(Scale.DEPARTEMENT), due, NEW_YEAR, NEW_YEAR + timedelta(days=365)
        )
    ]

    assert sorted(each.month for each in dates) == [1, 2, 3, 4, 5, 6, 7, 9, 10, 11, 12]


@pytest.mark.parametrize(
    ("rule", "usual", "held"),
    [
        ("le 1er à 10 h", "2027-01-01", "2027-01-04"),  # New Year's Day, a Friday
        ("le 8 à 10 h", "2026-05-08", "2026-05-11"),
        ("le 2e jeudi à 10 h", "2026-05-14", "2026-05-15"),  # Ascension
        ("le 25 à 10 h", "2026-12-25", "2026-12-28"),
        ("le dernier jour, 10 h", "1997-03-31", "1997-03-28"),  # Easter Monday, the month's end
        ("le 2e samedi à 10 h", "2028-01-08", "2028-01-08"),
        ("le 3e dimanche à 10 h", "2026-05-17", "2026-05-17"),
        ("le 1er samedi à 10 h", "2027-05-01", "2027-05-01"),  # the rule names the weekend
    ],
)
def test_a_bank_holiday_moves_to_the_next_working_day_of_its_month(
    rule: str, usual: str, held: str
) -> None:
    network = meets(rule)
    before = datetime.fromisoformat(f"{usual}T00:00").replace(tzinfo=UTC) - timedelta(days=5)

    at = next(schedule.dates_after(network, Due.MEETING, before)).astimezone(
        ZoneInfo("Europe/Paris")
    )

    assert f"{at:%Y-%m-%d %H:%M}" == f"{held} 10:00"


def test_a_moment_that_was_moved_is_still_to_come_on_the_holiday_itself() -> None:
    ascension = datetime(2026, 5, 14, 12, tzinfo=UTC)

    at = next(schedule.dates_after(meets("le 2e jeudi à 10 h"), Due.MEETING, ascension))

    assert at == datetime(2026, 5, 15, 8, tzinfo=UTC)
    assert next(schedule.dates_after(meets("le 2e jeudi à 10 h"), Due.MEETING, at)) > at


def test_an_overseas_network_has_its_own_holidays_and_hours() -> None:
    network = meets("le 20 à 9 h", REUNION)  # 20 December: the abolition of slavery, a Sunday

    at = next(schedule.dates_after(network, Due.MEETING, datetime(2027, 12, 18, 12, tzinfo=UTC)))

    assert at == datetime(2027, 12, 21, 5, tzinfo=UTC)


def test_meetings_keep_their_hour_when_clocks_change() -> None:
    dates = local_dates(
        meets("le dernier dimanche, 9 h"), Due.MEETING, NEW_YEAR, NEW_YEAR + timedelta(days=365)
    )

    assert {each.hour for each in dates} == {9}


@pytest.mark.parametrize("rule", ["le 31 à 8 h", "chaque mardi à 9 h"])
def test_dates_come_in_order_each_once(rule: str) -> None:
    dates = list(islice(schedule.dates_after(meets(rule), Due.MEETING, MONDAY), 60))

    assert dates == sorted(set(dates))


def test_nothing_but_the_veille_falls_in_august() -> None:
    network = replace(of_scale(Scale.EPCI), digest=parse_rhythm("chaque lundi à 8 h 30"))
    july, september = datetime(2027, 7, 31, tzinfo=UTC), datetime(2027, 8, 31, 12, tzinfo=UTC)

    assert not local_dates(network, Due.MEETING, july, september)
    assert not local_dates(network, Due.LETTER, july, september)
    assert len(local_dates(network, Due.DIGEST, july, september)) == 5


def test_a_letter_between_meetings_of_each_month_never_comes_and_does_not_last() -> None:
    between = parse_rhythm("le 3, les mois sans rencontre, 9 h")
    network = replace(meets("le 2e jeudi à 9 h"), letter=between)

    # August has no meeting, but is at rest for letters too.
    assert next(schedule.dates_after(network, Due.LETTER, MONDAY), None) is None
    assert schedule.last_due(network, Due.LETTER, MONDAY, MONDAY + timedelta(days=300)) is None


def test_without_a_letter_the_next_due_is_a_meeting_or_a_digest() -> None:
    assert next(schedule.dates_after(LOIRE, Due.LETTER, MONDAY), None) is None
    assert schedule.next_due(LOIRE, MONDAY) == datetime(2026, 11, 3, 8, tzinfo=UTC)


def test_an_outage_owes_the_last_moment_only() -> None:
    network = of_scale(Scale.DEPARTEMENT)
    back = datetime(2027, 6, 20, tzinfo=UTC)

    due = schedule.last_due(network, Due.LETTER, MONDAY, back)

    assert due == datetime(2027, 6, 10, 7, 30, tzinfo=UTC)
    assert schedule.last_due(network, Due.LETTER, due, back) is None


@pytest.mark.parametrize(
    ("due", "rule", "reason"),
    [
        (Due.MEETING, "jamais", "seule la lettre peut ne venir jamais"),
        (Due.DIGEST, "Jamais.", "seule la lettre"),
        (Due.MEETING, "le 2, les mois sans rencontre, 9 h", "ne se dit que de la lettre"),
        (Due.MEETING, "le 2, une fois par an dès août, 9 h", "le mois d'août est au repos"),
        (Due.LETTER, "le 2, tous les 12 mois dès août, 9 h", "le mois d'août est au repos"),
        (Due.LETTER, "le 2e jeudi", "il manque l'heure"),
    ],
)
def test_a_rule_that_says_nothing_is_refused(due: Due, rule: str, reason: str) -> None:
    with refused(UNREADABLE_RHYTHM) as caught:
        schedule.read_rule(due, rule)

    assert reason in caught.value.reply


def test_a_rule_is_put_in_the_place_of_another() -> None:
    rule = schedule.read_rule(Due.LETTER, "le 3 à 9 h")

    assert schedule.read_rule(Due.LETTER, " Jamais. ") is None
    for due in Due:
        assert schedule.rule_of(schedule.with_rule(LOIRE, due, rule), due) == rule
    with pytest.raises(ValueError, match="has a rule for its meeting"):
        schedule.with_rule(LOIRE, Due.MEETING, None)


def test_months_are_those_of_the_network() -> None:
    december_there = datetime(2026, 11, 30, 21, tzinfo=UTC)

    month = schedule.month_of(december_there, REUNION)

    assert f"{month:%Y-%m-%d %H:%M}" == "2026-12-01 00:00"
    assert f"{schedule.months_later(month, 2):%Y-%m}" == "2027-02"
    assert f"{schedule.months_later(month, -12):%Y-%m}" == "2025-12"


@pytest.mark.parametrize("due", Due)
@pytest.mark.parametrize("scale", Scale)
def test_dates_are_the_same_from_wherever_one_looks(scale: Scale, due: Due) -> None:
    network = replace(of_scale(scale, REUNION), digest=parse_rhythm("chaque lundi à 2 h 30"))
    all_dates = list(islice(schedule.dates_after(network, due, NEW_YEAR), 90))

    for days in range(0, 460, 23):
        moment = NEW_YEAR + timedelta(days=days, hours=days)
        seen = islice(schedule.dates_after(network, due, moment), 20)
        ahead = [each for each in all_dates if each > moment]
        assert list(seen) == ahead[:20]
