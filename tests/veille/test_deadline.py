"""A deadline: what may become of it, when it is shown and recalled, how it is typed."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from bot.core.errors import Refusal
from bot.french.dates import PAST_END, WhenError, read_last_day
from bot.french.spoken import last_moment
from bot.veille.deadlines.rules import (
    DEADLINE_ENDED,
    DEADLINE_STATE,
    DEADLINE_TRANSITIONS,
    UNKNOWN_DEADLINE,
    Deadline,
    DeadlineStatus,
    DeadlineStep,
    due_reminder,
    reminders,
    soonest,
)
from commands.veille.deadlines import UNREAD_DEADLINE
from tests.refusals import refused

PARIS = "Europe/Paris"
NOW = datetime(2026, 10, 6, 8, tzinfo=UTC)
"""Tuesday 6 October 2026, 10 h in Paris."""


def _at(text: str, zone: str = PARIS) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=ZoneInfo(zone)).astimezone(UTC)


def _deadline(
    ends: str | None = "2026-12-04 18:00",
    status: DeadlineStatus = DeadlineStatus.CONFIRMED,
    number: int = 1,
) -> Deadline:
    return Deadline(
        network="loire",
        number=number,
        title="Appel à projets Tiers-lieux",
        link="https://exemple.fr/aap",
        starts=date(2026, 10, 1),
        ends=_at(ends) if ends else None,
        status=status,
        by="amina",
        at=NOW,
    )


TO_CHECK = _deadline(status=DeadlineStatus.TO_CHECK)


def test_every_step_is_in_the_table_and_every_word_has_its_french() -> None:
    assert set(DEADLINE_TRANSITIONS) == set(DeadlineStep)
    assert all(each.label for each in DeadlineStatus)


def test_a_date_is_confirmed_once_and_says_by_whom() -> None:
    confirmed = TO_CHECK.take(DeadlineStep.CONFIRMED, "zoe", NOW + timedelta(hours=1))

    assert confirmed.status is DeadlineStatus.CONFIRMED
    assert (confirmed.by, confirmed.at) == ("zoe", NOW + timedelta(hours=1))
    with refused(DEADLINE_STATE[DeadlineStatus.CONFIRMED]) as caught:
        confirmed.take(DeadlineStep.CONFIRMED, "zoe", NOW)
    assert caught.value.reply == (
        "L'échéance n° 1 est confirmée : il n'y a rien à faire de plus, sauf corriger sa date."
    )


def test_who_corrects_a_date_confirms_it() -> None:
    later = TO_CHECK.correct(_at("2026-12-18 12:00"), "amina", NOW)

    assert (later.status, later.ends) == (DeadlineStatus.CONFIRMED, _at("2026-12-18 12:00"))
    assert later.starts == TO_CHECK.starts
    assert later.correct(None, "amina", NOW).permanent
    assert later.correct(None, "amina", NOW).starts is None
    with refused(PAST_END):
        TO_CHECK.correct(NOW, "amina", NOW)


def test_a_call_that_is_over_is_not_confirmed_but_may_be_put_off() -> None:
    over = _deadline("2026-10-05 12:00", DeadlineStatus.TO_CHECK)

    with refused(DEADLINE_ENDED):
        over.take(DeadlineStep.CONFIRMED, "amina", NOW)
    assert not over.correct(_at("2026-11-05 12:00"), "amina", NOW).ended(NOW)


def test_what_was_dropped_comes_back_to_be_checked() -> None:
    dropped = _deadline().take(DeadlineStep.DROPPED, "amina", NOW)

    assert dropped.status is DeadlineStatus.DROPPED
    assert dropped.take(DeadlineStep.RESTORED, "amina", NOW).status is DeadlineStatus.TO_CHECK
    moves: tuple[Callable[[], Deadline], ...] = (
        lambda: dropped.take(DeadlineStep.DROPPED, "amina", NOW),
        lambda: dropped.take(DeadlineStep.CONFIRMED, "amina", NOW),
        lambda: dropped.correct(None, "amina", NOW),
    )
    for move in moves:
        with refused(DEADLINE_STATE[DeadlineStatus.DROPPED]):
            move()
    with refused(DEADLINE_STATE[DeadlineStatus.TO_CHECK]):
        TO_CHECK.take(DeadlineStep.RESTORED, "amina", NOW)


def test_a_doubtful_date_is_confirmed_corrected_or_dropped_but_never_applied_to() -> None:
    doubtful = _deadline(status=DeadlineStatus.DOUBTFUL)

    assert doubtful.waits
    assert not doubtful.checked
    assert doubtful.take(DeadlineStep.CONFIRMED, "amina", NOW).checked
    assert doubtful.correct(_at("2026-12-18 12:00"), "amina", NOW).checked
    assert doubtful.take(DeadlineStep.DROPPED, "amina", NOW).status is DeadlineStatus.DROPPED
    with refused(DEADLINE_STATE[DeadlineStatus.DOUBTFUL]):
        doubtful.require_open(NOW)
    assert reminders(doubtful, PARIS) == ()


def test_one_applies_to_a_confirmed_call_that_is_not_over() -> None:
    _deadline().require_open(NOW)
    _deadline(None).require_open(NOW)
    with refused(DEADLINE_STATE[DeadlineStatus.TO_CHECK]):
        TO_CHECK.require_open(NOW)
    with refused(DEADLINE_ENDED):
        _deadline("2026-10-06 09:00").require_open(NOW)


def test_the_soonest_comes_first_and_permanent_ones_last() -> None:
    found = [_deadline(None, number=1), _deadline(number=2), _deadline("2026-11-06", number=3)]

    assert [each.number for each in sorted(found, key=soonest)] == [3, 2, 1]


def test_a_deadline_is_recalled_four_times_on_working_mornings() -> None:
    # J-30 is Wednesday 4 November; J-14 Friday 20; J-7 Friday 27; J-2 Wednesday 2 December.
    assert reminders(_deadline(), PARIS) == tuple(
        _at(f"{day} 09:00") for day in ("2026-11-04", "2026-11-20", "2026-11-27", "2026-12-02")
    )


@pytest.mark.parametrize(
    ("ends", "known", "expected"),
    [
        # J-2 is a Saturday: Friday. J-7 is Monday 9.
        ("2026-11-16 12:00", "2026-11-05", ["2026-11-09", "2026-11-13"]),
        # J-2 is 11 November.
        ("2026-11-13 12:00", "2026-11-07", ["2026-11-10"]),
        # Three of them fall in August: one, on the last working day of July.
        ("2026-09-04 12:00", "2026-07-01", ["2026-07-31", "2026-09-02"]),
        ("2026-10-08 12:00", "2026-10-06", []),
    ],
)
def test_nobody_is_reminded_when_people_are_away_nor_before_it_was_known(
    ends: str, known: str, expected: list[str]
) -> None:
    deadline = _deadline(ends).correct(_at(ends), "amina", _at(f"{known} 10:00"))

    assert reminders(deadline, PARIS) == tuple(_at(f"{day} 09:00") for day in expected)


def test_what_is_permanent_or_unchecked_is_never_recalled() -> None:
    assert reminders(_deadline(None), PARIS) == ()
    assert reminders(TO_CHECK, PARIS) == ()


def test_after_an_outage_only_the_nearest_reminder_is_due() -> None:
    deadline = _deadline()
    moments = reminders(deadline, PARIS)

    assert due_reminder(deadline, NOW, None, PARIS) is None
    assert due_reminder(deadline, moments[0], None, PARIS) == moments[0]
    assert due_reminder(deadline, moments[0], moments[0], PARIS) is None
    assert due_reminder(deadline, moments[2] + timedelta(hours=1), moments[0], PARIS) == moments[2]
    assert due_reminder(deadline, _at("2026-12-04 18:00"), None, PARIS) is None


@pytest.mark.parametrize("zone", [PARIS, "Indian/Reunion", "America/Martinique"])
def test_reminders_come_at_nine_where_the_network_lives(zone: str) -> None:
    assert {moment.astimezone(ZoneInfo(zone)).hour for moment in reminders(_deadline(), zone)} == {
        9
    }


@pytest.mark.parametrize(
    ("text", "ends"),
    [
        ("15 janvier 2027", "2027-01-15 23:59"),
        ("le 15/01/2027 à 12h", "2027-01-15 12:00"),
        ("jusqu'au 15 janvier à minuit", "2027-01-15 23:59"),
        ("avant le vendredi 15 janvier 18 h 30", "2027-01-15 18:30"),
        ("avant le vendredi 15 janvier 2027 à 18 h 30 au plus tard", "2027-01-15 18:30"),
        ("fin mars 2027", "2027-03-31 23:59"),
        ("la fin mars 2027", "2027-03-31 23:59"),
        ("vendredi.", "2026-10-09 23:59"),
        ("le 9 octobre, dernier délai", "2026-10-09 23:59"),
        ("dans 3 semaines", "2026-10-27 23:59"),
        ("permanent", None),
        ("toute l’année", None),
    ],
)
def test_a_last_day_is_typed(text: str, ends: str | None) -> None:
    assert read_last_day(text, NOW, PARIS, UNREAD_DEADLINE) == (_at(ends) if ends else None)


@pytest.mark.parametrize(
    ("text", "refusal"),
    [
        ("", UNREAD_DEADLINE),
        ("bientôt", UNREAD_DEADLINE),
        ("15 janvier 2027 Appel à projets", UNREAD_DEADLINE),
        ("fin mars 2027 Concours", UNREAD_DEADLINE),
        ("15 janvier 2026", PAST_END),
        ("fin juin 1999", PAST_END),
        ("fin juin 2026", PAST_END),
        ("fin de l'année 1999", PAST_END),
    ],
)
def test_what_cannot_be_read_is_refused_with_what_to_do(text: str, refusal: Refusal) -> None:
    with refused(refusal) as caught:
        read_last_day(text, NOW, PARIS, UNREAD_DEADLINE)
    assert caught.value.reply.endswith(".")


def test_a_day_that_does_not_exist_is_refused_as_any_date_is() -> None:
    with pytest.raises(WhenError) as caught:
        read_last_day("31 février", NOW, PARIS, UNREAD_DEADLINE)
    assert caught.value.reply.endswith((".", "»."))


@pytest.mark.parametrize(
    "text", ["vendredi prochain", "dans huit jours", "mardi", "lundi 15 janvier 2027"]
)
def test_a_day_that_may_be_another_is_refused_with_both(text: str) -> None:
    with pytest.raises(WhenError) as caught:
        read_last_day(text, NOW, PARIS, UNREAD_DEADLINE)
    assert " ou " in caught.value.reply


def test_a_number_that_is_not_there_is_named() -> None:
    assert "n° 12" in UNKNOWN_DEADLINE(number=12).reply


def test_an_end_is_said_with_its_hour_unless_it_is_the_days_end() -> None:
    assert last_moment(None, PARIS) == "toute l'année"
    assert last_moment(_at("2027-01-15 23:59"), PARIS) == "vendredi 15\u00a0janvier 2027"
    assert (
        last_moment(_at("2027-01-15 12:00"), PARIS) == "vendredi 15\u00a0janvier 2027 à 12\u00a0h"
    )
