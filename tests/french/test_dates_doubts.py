"""What is asked before a date is taken."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from bot.french.dates import Doubt, DoubtKind, doubts, read_when

PARIS = "Europe/Paris"
NOW = datetime(2026, 10, 2, 8, 0, tzinfo=UTC)
"""Friday 2 October 2026, 10 h in Paris."""


@pytest.mark.parametrize(
    "text", ["jeudi 3 décembre 14h", "lundi 5 octobre 7h", "mardi 6 octobre 21h59"]
)
def test_an_ordinary_working_day_raises_no_question(text: str) -> None:
    assert not _doubts(text)


@pytest.mark.parametrize(
    ("text", "kinds"),
    [
        ("mercredi 3 décembre 14h", [DoubtKind.WEEKDAY]),
        ("dans quinze jours 14h", []),
        ("dans une quinzaine de jours 14h", [DoubtKind.TWO_READINGS]),
        ("mardi dans quinze jours 14h", [DoubtKind.TWO_READINGS]),
        ("hier 14h", [DoubtKind.PAST]),
        ("mardi 15/12/2024 14h", [DoubtKind.WEEKDAY, DoubtKind.PAST]),
        ("vendredi 14h", [DoubtKind.TODAY, DoubtKind.SOON]),
        ("ce vendredi 14h", [DoubtKind.SOON]),
        ("demain 9h", [DoubtKind.SOON, DoubtKind.WEEKEND]),
        ("28 septembre 14h", [DoubtKind.FAR]),
        ("28 septembre 2027 14h", []),
        ("mardi 5 octobre 2027 14h", [DoubtKind.FAR]),
        ("mercredi 11 novembre 14h", [DoubtKind.HOLIDAY]),
        ("dimanche 1er novembre 14h", [DoubtKind.HOLIDAY, DoubtKind.SCHOOL]),
        ("samedi 5 décembre 14h", [DoubtKind.WEEKEND]),
        ("mardi 25 mai 2027 14h", []),
        ("mardi 3 août 2027 14h", [DoubtKind.AUGUST]),
        ("mardi 24 août 2027 14h", [DoubtKind.AUGUST]),
        ("vendredi 7 mai 2027 14h", [DoubtKind.SCHOOL]),
        ("jeudi 3 décembre 6h59", [DoubtKind.HOUR]),
        ("jeudi 3 décembre 22h", [DoubtKind.HOUR]),
        ("28 mars 2027 2h30", [DoubtKind.WEEKEND, DoubtKind.NIGHT, DoubtKind.SKIPPED]),
        (
            "25 octobre 2h30",
            [DoubtKind.WEEKEND, DoubtKind.SCHOOL, DoubtKind.NIGHT, DoubtKind.TWICE],
        ),
        (
            "25 octobre 2h30 heure d'été",
            [DoubtKind.WEEKEND, DoubtKind.SCHOOL, DoubtKind.HOUR],
        ),
    ],
)
def test_what_may_be_a_slip_is_asked(text: str, kinds: list[DoubtKind]) -> None:
    assert [doubt.kind for doubt in _doubts(text)] == kinds


def test_next_thursday_said_on_a_monday_may_be_either() -> None:
    monday = datetime(2026, 10, 5, 8, tzinfo=UTC)
    when = read_when("jeudi prochain 14h", now=monday, zone=PARIS)

    (doubt,) = doubts(when, zone=PARIS, school_zone="B")

    assert doubt.kind is DoubtKind.TWO_READINGS
    assert "le jeudi 8\u00a0octobre 2026, ou le jeudi 15\u00a0octobre 2026" in doubt.sentence


def test_a_day_that_its_month_lacks_is_asked_about_with_the_next_one_and_the_last() -> None:
    when = read_when("le 31 à 14h", now=datetime(2026, 11, 3, 8, tzinfo=UTC), zone=PARIS)

    (doubt,) = doubts(when, zone=PARIS, school_zone="")

    assert doubt.kind is DoubtKind.SHORT_MONTH
    assert "pas de 31 en novembre" in doubt.sentence
    assert "31\u00a0décembre 2026, ou au lundi 30\u00a0novembre 2026" in doubt.sentence


def test_a_weekday_that_disagrees_is_said_with_the_nearest_that_agrees() -> None:
    (doubt,) = _doubts("mercredi 3 décembre 14h")

    assert doubt.sentence == (
        "Vous écrivez « mercredi », mais c'est un jeudi. Gardez-vous le jeudi "
        "3\u00a0décembre 2026, ou pensiez-vous au mercredi 2\u00a0décembre 2026 ?"
    )


def test_a_bank_holiday_is_named_and_the_next_working_day_proposed() -> None:
    (doubt,) = _doubts("jeudi 6 mai 2027 14h")

    assert "est férié : l'Ascension" in doubt.sentence
    assert "prenez le vendredi 7\u00a0mai 2027" in doubt.sentence


def test_a_bank_holiday_is_that_of_the_networks_territory() -> None:
    when = read_when("10 juin 2027 14h", now=NOW, zone="America/Cayenne")

    (doubt,) = doubts(when, zone="America/Cayenne", school_zone="")

    assert "l'abolition de l'esclavage" in doubt.sentence


@pytest.mark.parametrize(
    ("school_zone", "named"),
    [("A", "zone\u00a0A"), ("B", ""), ("C", "zone\u00a0C"), ("Corse", ""), ("", ""), ("Z", "")],
)
def test_school_holidays_are_those_of_the_networks_zone(school_zone: str, named: str) -> None:
    when = read_when("jeudi 15 avril 2027 14h", now=NOW, zone=PARIS)

    sentences = [each.sentence for each in doubts(when, zone=PARIS, school_zone=school_zone)]

    assert len(sentences) == bool(named)
    assert all(f"pendant les vacances de printemps ({named})" in each for each in sentences)


def test_an_hour_that_clocks_skip_is_said_with_the_one_that_is_noted() -> None:
    skipped = _doubts("28 mars 2027 2h30")[-1]

    assert "2\u00a0h\u00a030 n'existe pas" in skipped.sentence
    assert "Je note 3\u00a0h\u00a030" in skipped.sentence


@pytest.mark.parametrize("kind", DoubtKind)
def test_every_question_says_what_to_do_and_never_shouts(kind: DoubtKind) -> None:
    names = ("typed", "real", "day", "near", "other", "hour", "months", "name", "zone", "number")
    sentence = Doubt(kind, dict.fromkeys((*names, "month", "instead"), "x")).sentence

    assert "!" not in sentence
    assert any(each in sentence for each in ("Gardez", "ardez-vous", "onfirmez", "crivez", "onnez",
                                             "hoisissez", "joutez"))  # fmt: skip


def _doubts(text: str) -> tuple[Doubt, ...]:
    when = read_when(text, now=NOW, zone=PARIS)
    return doubts(when, zone=PARIS, school_zone="B")
