"""Rules written in French, and the moments they give, whatever the clocks do."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, time, timedelta
from itertools import pairwise, takewhile
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.core.errors import UserError
from bot.french.spoken import DAYS
from bot.network import schedule
from bot.network.network import DEFAULT_DIGEST, DEFAULT_MEETINGS
from bot.network.rhythm import UNREADABLE_RHYTHM, Rhythm, parse_rhythm
from bot.network.schedule import Due
from tests.amounts import examples
from tests.refusals import refused
from tests.room import LOIRE

PARIS = "Europe/Paris"
ZONES = (
    PARIS,
    "Indian/Reunion",
    "America/Guadeloupe",
    "Pacific/Noumea",
    "Pacific/Tahiti",
    "America/Miquelon",
    "Pacific/Wallis",
)
MON, TUE, WED, THU, FRI, SAT, SUN = range(7)


def _nth(nth: int, day: int, at: str, *, every: int = 1, first: int = 1) -> dict[str, object]:
    return {
        "nth": nth,
        "weekday": day,
        "at": time.fromisoformat(at),
        "every_months": every,
        "first_month": first,
    }


def _weekly(day: int, at: str) -> dict[str, object]:
    return {"weekday": day, "at": time.fromisoformat(at), "every_months": 0}


def _on(day: int, at: str, *, every: int = 1, first: int = 1) -> dict[str, object]:
    return {
        "month_day": day,
        "at": time.fromisoformat(at),
        "every_months": every,
        "first_month": first,
    }


@pytest.mark.parametrize(
    ("text", "read"),
    [
        ("le 1er mardi à 9 h", _nth(1, TUE, "09:00")),
        ("LE 1ER MARDI À 9 H", _nth(1, TUE, "09:00")),
        ("le 1er mardi a 9h", _nth(1, TUE, "09:00")),
        ("Le premier mardi, à 9h00", _nth(1, TUE, "09:00")),
        ("1er mardi 9:00", _nth(1, TUE, "09:00")),
        ("le 1ᵉʳ mardi à 9\u00a0h\u00a030", _nth(1, TUE, "09:30")),
        ("le 1ère mardi du mois, 9 h 30", _nth(1, TUE, "09:30")),
        ("le 2e jeudi à 9 h 30", _nth(2, THU, "09:30")),
        ("le 2ème jeudi à 9h30", _nth(2, THU, "09:30")),
        ("le 2eme jeudi à 9 heures 30", _nth(2, THU, "09:30")),
        ("le deuxième jeudi à 9 heures et demie", _nth(2, THU, "09:30")),
        ("le second jeudi, 9 h et quart", _nth(2, THU, "09:15")),
        ("le 2nd jeudi à 9 h", _nth(2, THU, "09:00")),
        ("chaque 2e jeudi du mois à 9 h", _nth(2, THU, "09:00")),
        ("à 9 h 30, le 2e jeudi de chaque mois", _nth(2, THU, "09:30")),
        ("9 h 5 le 2e lundi", _nth(2, MON, "09:05")),
        ("le 3e mercredi à 17h00", _nth(3, WED, "17:00")),
        ("le troisième mercredi, tous les mois, 17 h", _nth(3, WED, "17:00")),
        ("le 4e samedi à 10 h", _nth(4, SAT, "10:00")),
        ("le quatrième samedi à 10 h", _nth(4, SAT, "10:00")),
        ("le dernier vendredi à 14 h", _nth(-1, FRI, "14:00")),
        ("le dernier dimanche à midi", _nth(-1, SUN, "12:00")),
        ("midi et demi, le 1er lundi", _nth(1, MON, "12:30")),
        ("le 1er lundi à midi et quart", _nth(1, MON, "12:15")),
        ("le 1er lundi à minuit", _nth(1, MON, "00:00")),
        ("le 1er lundi à 9 h du matin", _nth(1, MON, "09:00")),
        ("le 1er mardi après-midi, 14 h", _nth(1, TUE, "14:00")),
        ("le 2e jeudi, un mois sur deux, 9 h 30", _nth(2, THU, "09:30", every=2)),
        (
            "le 2e jeudi, 1 mois sur 2, 9 h 30",
            _nth(2, THU, "09:30", every=2),
        ),
        ("le 2e jeudi un mois sur trois 9 h 30", _nth(2, THU, "09:30", every=3)),
        ("le 2e jeudi, tous les 3 mois, 9 h 30", _nth(2, THU, "09:30", every=3)),
        ("le 2e jeudi, tous les quatre mois, 9 h 30", _nth(2, THU, "09:30", every=4)),
        ("le 2e jeudi, tous les six mois, 9 h 30", _nth(2, THU, "09:30", every=6)),
        ("le 2e jeudi, tous les 12 mois, 9 h 30", _nth(2, THU, "09:30", every=12)),
        ("le 2e jeudi, tous les 2 mois dès février, 9 h", _nth(2, THU, "09:00", every=2, first=2)),
        (
            "le 2e jeudi, tous les deux mois à partir de mars, 9 h",
            _nth(2, THU, "09:00", every=2, first=3),
        ),
        (
            "le 2e jeudi, tous les 3 mois à partir d'août, 9 h",
            _nth(2, THU, "09:00", every=3, first=8),
        ),
        ("le 2e jeudi de chaque trimestre à 9 h", _nth(2, THU, "09:00", every=3)),
        ("tous les semestres, le 2e jeudi, 9 h", _nth(2, THU, "09:00", every=6)),
        ("une fois par an, le 2e jeudi, 9 h", _nth(2, THU, "09:00", every=12)),
        (
            "chaque année dès septembre, le 1er lundi, 9 h",
            _nth(1, MON, "09:00", every=12, first=9),
        ),
        ("tous les ans, le 1er lundi depuis juin, 9 h", _nth(1, MON, "09:00", every=12, first=6)),
        ("chaque lundi à 8 h 30", _weekly(MON, "08:30")),
        ("CHAQUE LUNDI À 8H30", _weekly(MON, "08:30")),
        ("tous les lundis à 9 heures", _weekly(MON, "09:00")),
        ("tous les dimanches, midi", _weekly(SUN, "12:00")),
        ("chaque semaine, le mercredi à 20:15", _weekly(WED, "20:15")),
        ("toutes les semaines le vendredi à 9 h", _weekly(FRI, "09:00")),
        ("le 31 à 8 h", _on(31, "08:00")),
        ("le 15 de chaque mois à 10h", _on(15, "10:00")),
        ("le 1er à 9 h", _on(1, "09:00")),
        ("le 1er du mois à 9 h", _on(1, "09:00")),
        ("le premier du mois à 9 h", _on(1, "09:00")),
        ("le dernier jour du mois à 18 h", _on(31, "18:00")),
        ("le 29, tous les 3 mois dès février, 10 h", _on(29, "10:00", every=3, first=2)),
    ],
)
def test_a_rule_is_read_however_it_is_written(text: str, read: dict[str, object]) -> None:
    rhythm = parse_rhythm(text)

    assert {name: getattr(rhythm, name) for name in read} == read
    assert rhythm.text == text


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("", "il manque l'heure"),
        ("le 2e jeudi", "il manque l'heure"),
        ("le 2e jeudi après-midi", "il manque l'heure"),
        ("le 2e jeudi à 25 h", "cette heure n'existe pas"),
        ("le 2e jeudi à 9 h 75", "cette heure n'existe pas"),
        ("le 2e jeudi à 2 h de l'après-midi", "écrivez l'heure de 0 à 23"),
        ("le 2e jeudi à 15 h du matin", "écrivez l'heure de 0 à 23"),
        ("le 2e jeudi à 8 h du soir", "« soir »"),
        ("9 h", "il manque le jour"),
        ("tous les jours à 9 h", "il manque le jour"),
        ("chaque lunid à 9 h", "il manque le jour"),
        ("le 1er madri à 9 h", "« madri »"),
        ("lundi 9 h", "« chaque lundi »"),
        ("un lundi sur deux à 9 h", "« chaque lundi »"),
        ("le 5e lundi à 9 h", "écrivez « le dernier lundi »"),
        ("le cinquième jeudi à 9 h", "écrivez « le dernier jeudi »"),
        ("le 0 à 9 h", "le 0 n'est pas un jour du mois"),
        ("le 32 à 9 h", "le 32 n'est pas un jour du mois"),
        ("le 2e jeudi, tous les 5 mois, 9 h", "1, 2, 3, 4, 6 ou 12 mois"),
        ("le 2e jeudi, tous les 0 mois, 9 h", "1, 2, 3, 4, 6 ou 12 mois"),
        ("le 2e jeudi, un mois sur mille, 9 h", "1, 2, 3, 4, 6 ou 12 mois"),
        ("le 2e jeudi dès lundi, 9 h", "« lundi » n'est pas un mois"),
        ("le 1er mardi et le 3e jeudi à 9 h", "« et 3e jeudi »"),
        ("le 2e jeudi sauf en août, 9 h", "« sauf en aout »"),
        ("le 29 février à 9 h", "« fevrier »"),
        ("le 1er mardi à 9 h ou 10 h", "« ou 10 h »"),
        ("chaque lundi, un mois sur deux, 9 h", "« un sur deux »"),
    ],
)
def test_a_rule_that_would_be_half_read_is_refused_with_a_reason(text: str, reason: str) -> None:
    with refused(UNREADABLE_RHYTHM) as caught:
        parse_rhythm(text)

    assert reason in caught.value.reply
    assert f"« {text} »" in caught.value.reply
    assert "« le 1er mardi à 9 h »" in caught.value.reply


def test_the_examples_of_a_refusal_are_themselves_readable() -> None:
    with refused(UNREADABLE_RHYTHM) as caught:
        parse_rhythm("bientôt")

    for example in caught.value.reply.split("Par exemple : ")[1].split(" », "):
        parse_rhythm(example.strip("«» ."))


@pytest.mark.parametrize("text", [DEFAULT_DIGEST, *DEFAULT_MEETINGS.values()])
def test_the_default_rhythms_are_readable(text: str) -> None:
    assert parse_rhythm(text).text == text


@pytest.mark.parametrize(
    ("text", "after", "dates"),
    [
        ("le 1er mardi à 9 h", "2026-11-03T09:00", ["2026-12-01T09:00", "2027-01-05T09:00"]),
        (
            "le dernier vendredi à 14 h",
            "2026-11-02T09:00",
            ["2026-11-27T14:00", "2026-12-25T14:00"],
        ),
        ("chaque lundi à 8 h 30", "2026-11-02T08:29", ["2026-11-02T08:30", "2026-11-09T08:30"]),
        ("le 31 à 8 h", "2027-01-31T08:00", ["2027-02-28T08:00", "2027-03-31T08:00"]),
        ("le 30 à 8 h", "2027-02-01T08:00", ["2027-02-28T08:00", "2027-03-30T08:00"]),
        ("le 29 à 8 h", "2028-02-01T08:00", ["2028-02-29T08:00", "2028-03-29T08:00"]),
        ("le 29 à 8 h", "2027-02-01T08:00", ["2027-02-28T08:00", "2027-03-29T08:00"]),
        (
            "le 2e jeudi, un mois sur deux, 9 h 30",
            "2026-11-02T09:00",
            ["2026-11-12T09:30", "2027-01-14T09:30"],
        ),
        (
            "le 2e jeudi, tous les 3 mois dès février, 9 h 30",
            "2026-11-02T09:00",
            ["2026-11-12T09:30", "2027-02-11T09:30"],
        ),
        (
            "le 1er lundi, une fois par an dès septembre, 9 h",
            "2026-11-02T09:00",
            ["2027-09-06T09:00", "2028-09-04T09:00"],
        ),
    ],
)
def test_the_next_dates_follow_the_calendar(text: str, after: str, dates: list[str]) -> None:
    found = parse_rhythm(text).next_dates(_local(after), PARIS, 2)

    assert [_wall(each) for each in found] == dates


def test_a_moment_keeps_its_local_hour_when_clocks_change() -> None:
    spring, summer = parse_rhythm("chaque lundi à 9 h").next_dates(
        datetime(2027, 3, 22, tzinfo=UTC), PARIS, 2
    )

    assert spring == datetime(2027, 3, 22, 8, 0, tzinfo=UTC)
    assert summer == datetime(2027, 3, 29, 7, 0, tzinfo=UTC)


def test_an_hour_that_spring_skips_is_moved_forward_by_the_gap() -> None:
    found = parse_rhythm("le dernier dimanche à 2 h 30").next_dates(
        _local("2027-03-01T00:00"), PARIS, 2
    )

    assert [_wall(each) for each in found] == ["2027-03-28T03:30", "2027-04-25T02:30"]


def test_an_hour_that_autumn_has_twice_happens_the_first_time_only() -> None:
    rhythm = parse_rhythm("chaque dimanche à 2 h 30")
    first = datetime(2026, 10, 25, 0, 30, tzinfo=UTC)

    assert rhythm.next_dates(datetime(2026, 10, 24, tzinfo=UTC), PARIS, 1) == (first,)
    assert _wall(rhythm.next_dates(first, PARIS, 1)[0]) == "2026-11-01T02:30"
    assert _last_due(rhythm, first, first + timedelta(hours=2), PARIS) is None


@pytest.mark.parametrize(
    ("zone", "utc"),
    [
        ("Indian/Reunion", "2026-12-01T05:00"),
        ("America/Guadeloupe", "2026-12-01T13:00"),
        ("Pacific/Noumea", "2026-11-30T22:00"),
        ("Pacific/Tahiti", "2026-12-01T19:00"),
    ],
)
def test_overseas_networks_live_in_their_own_time(zone: str, utc: str) -> None:
    found = parse_rhythm("le 1er mardi à 9 h").next_dates(
        datetime(2026, 11, 15, tzinfo=UTC), zone, 1
    )

    assert found == (datetime.fromisoformat(utc).replace(tzinfo=UTC),)


def test_due_is_after_since_and_up_to_now() -> None:
    rhythm = parse_rhythm("chaque lundi à 9 h")
    due = _local("2026-11-09T09:00")
    minute = timedelta(minutes=1)

    assert _last_due(rhythm, due - minute, due - minute, PARIS) is None
    assert _last_due(rhythm, due - minute, due, PARIS) == due
    assert _last_due(rhythm, due, due + minute, PARIS) is None


@pytest.mark.parametrize("days", [40, 400, 4_000])
def test_a_long_outage_owes_one_late_run(days: int) -> None:
    rhythm = parse_rhythm("le 1er mardi à 9 h")
    now = _local("2026-11-20T10:00")

    due = _last_due(rhythm, now - timedelta(days=days), now, PARIS)

    assert due == _local("2026-11-03T09:00")
    assert _last_due(rhythm, due, now, PARIS) is None


def test_a_yearly_moment_is_not_lost_in_a_long_outage() -> None:
    rhythm = parse_rhythm("le 1er lundi, une fois par an dès septembre, 9 h")
    now = _local("2027-09-06T08:00")

    assert _last_due(rhythm, _local("2020-01-01T00:00"), now, PARIS) == _local("2026-09-07T09:00")


_TIMES = st.times(max_value=time(23, 59)).map(
    lambda each: each.replace(second=0, microsecond=0, fold=0)
)
_EVERY = st.sampled_from([1, 2, 3, 4, 6, 12])
_MONTH = st.integers(1, 12)
_RHYTHMS = st.one_of(
    st.builds(
        lambda day, at: Rhythm(text="", at=at, every_months=0, weekday=day),
        st.integers(0, 6),
        _TIMES,
    ),
    st.builds(
        lambda nth, day, at, every, first: Rhythm(
            text="", at=at, every_months=every, first_month=first, weekday=day, nth=nth
        ),
        st.sampled_from([1, 2, 3, 4, -1]),
        st.integers(0, 6),
        _TIMES,
        _EVERY,
        _MONTH,
    ),
    st.builds(
        lambda day, at, every, first: Rhythm(
            text="", at=at, every_months=every, first_month=first, month_day=day
        ),
        st.integers(1, 31),
        _TIMES,
        _EVERY,
        _MONTH,
    ),
)
_MOMENTS = st.datetimes(
    datetime(2020, 1, 1),  # noqa: DTZ001  hypothesis adds the zone
    datetime(2035, 1, 1),  # noqa: DTZ001
    timezones=st.just(UTC),
)


@given(_RHYTHMS, _MOMENTS, st.sampled_from(ZONES))
def test_next_dates_go_forward_and_keep_the_wall_time(
    rhythm: Rhythm, moment: datetime, zone: str
) -> None:
    dates = rhythm.next_dates(moment, zone, 4)

    assert all(earlier < later for earlier, later in pairwise((moment, *dates)))
    for each in dates:
        local = each.astimezone(ZoneInfo(zone))
        asked = datetime.combine(local.date(), rhythm.at, ZoneInfo(zone))
        assert asked.astimezone(UTC) == each or local.time() > rhythm.at


@pytest.mark.parametrize("zone", ["Europe/Paris", "Indian/Reunion", "America/Cayenne"])
@given(rhythm=_RHYTHMS, moment=_MOMENTS)
@examples(20)
def test_ten_years_of_dates_keep_their_wall_time_across_clock_changes(
    zone: str, rhythm: Rhythm, moment: datetime
) -> None:
    end = moment + timedelta(days=3653)

    for each in takewhile(lambda date: date < end, rhythm.after(moment, zone)):
        local = each.astimezone(ZoneInfo(zone))
        asked = datetime.combine(local.date(), rhythm.at, ZoneInfo(zone))
        skipped = asked.astimezone(UTC).astimezone(ZoneInfo(zone)).time() != rhythm.at
        assert local.time() == rhythm.at or (skipped and local.time() > rhythm.at)


@given(_RHYTHMS, _MOMENTS, st.sampled_from(ZONES))
def test_each_date_falls_in_a_month_and_on_a_day_of_the_rule(
    rhythm: Rhythm, moment: datetime, zone: str
) -> None:
    for each in rhythm.next_dates(moment, zone, 3):
        local = each.astimezone(ZoneInfo(zone))
        if rhythm.weekday is not None:
            assert local.weekday() == rhythm.weekday
        if rhythm.nth is not None and rhythm.nth > 0:
            assert (local.day - 1) // 7 + 1 == rhythm.nth
        if rhythm.nth == -1:
            assert (local + timedelta(days=7)).month != local.month
        if rhythm.month_day is not None and local.day != rhythm.month_day:
            assert (local + timedelta(days=1)).month != local.month
        if rhythm.every_months:
            assert (local.month - rhythm.first_month) % rhythm.every_months == 0


@given(_RHYTHMS, _MOMENTS, st.integers(1, 1_000), st.sampled_from(ZONES))
def test_what_is_due_is_the_latest_of_the_dates_since(
    rhythm: Rhythm, since: datetime, days: int, zone: str
) -> None:
    now = since + timedelta(days=days)

    due = _last_due(rhythm, since, now, zone)

    if due is None:
        assert rhythm.next_dates(since, zone, 1)[0] > now
    else:
        assert since < due <= now
        assert rhythm.next_dates(due, zone, 1)[0] > now


@given(st.sampled_from(DAYS), st.sampled_from(["2e", "deuxième", "2ème"]), _TIMES)
def test_any_day_and_hour_are_read(day: str, ordinal: str, at: time) -> None:
    rhythm = parse_rhythm(f"le {ordinal} {day} à {at.hour} h {at.minute:02}")

    assert (rhythm.weekday, rhythm.nth, rhythm.at) == (DAYS.index(day), 2, at)


@given(st.text(max_size=60))
def test_any_text_is_read_or_refused(text: str) -> None:
    try:
        rhythm = parse_rhythm(text)
    except UserError as error:
        if error.refusal is not UNREADABLE_RHYTHM:
            raise
        return

    assert len(rhythm.next_dates(datetime(2026, 1, 1, tzinfo=UTC), PARIS)) == 3


def _last_due(rhythm: Rhythm, since: datetime, now: datetime, zone: str) -> datetime | None:
    """Return what falls due by a rhythm that nothing moves: a digest's."""
    network = replace(LOIRE, digest=rhythm, timezone=zone)
    return schedule.last_due(network, Due.DIGEST, since, now)


def _local(wall: str) -> datetime:
    return datetime.fromisoformat(wall).replace(tzinfo=ZoneInfo(PARIS)).astimezone(UTC)


def _wall(moment: datetime) -> str:
    return moment.astimezone(ZoneInfo(PARIS)).strftime("%Y-%m-%dT%H:%M")
