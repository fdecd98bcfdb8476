"""Days that may be another: today's own name or number, short months, figures, past years."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from bench.dates import doubts_of_text
from bot.french.dates import (
    DoubtKind,
    RefusalReason,
    When,
    WhenError,
    read_when,
    require_clear,
    without_lead,
)

PARIS = "Europe/Paris"
NOW = datetime(2026, 11, 18, 9, 0, tzinfo=UTC)
"""Wednesday 18 November 2026, 10 h in Paris."""


@pytest.mark.parametrize(
    ("text", "kind", "read", "other"),
    [
        ("mercredi 14h", DoubtKind.TODAY, "mercredi 18 novembre", "mercredi 25 novembre"),
        ("le 18 à 14h", DoubtKind.TODAY, "mercredi 18 novembre", "vendredi 18 décembre"),
        ("le 18 à 9h", DoubtKind.PASSED, "vendredi 18 décembre", "mercredi 18 novembre"),
        ("ce mercredi 9h", DoubtKind.PASSED, "mercredi 25 novembre", "mercredi 18 novembre"),
        ("2e mardi du mois 9h", DoubtKind.PASSED, "mardi 8 décembre", "mardi 10 novembre"),
        ("le 31 à 9h", DoubtKind.SHORT_MONTH, "jeudi 31 décembre", "lundi 30 novembre"),
        ("mercredi en huit 9h", DoubtKind.TWO_READINGS, "2 décembre", "mercredi 25 novembre"),
        ("vendredi prochain 9h", DoubtKind.TWO_READINGS, "20 novembre", "27 novembre"),
        ("vendredi 18 à 14h", DoubtKind.TWO_READINGS, "18 décembre", "18 novembre"),
        ("dans huit jours 9h", DoubtKind.TWO_READINGS, "25 novembre", "26 novembre"),
        ("dans une huitaine de jours 9h", DoubtKind.TWO_READINGS, "25 novembre", "26 novembre"),
        ("mardi 19 novembre 9h", DoubtKind.WEEKDAY, "jeudi 19 novembre", "mardi 17 novembre"),
        ("jeudi 12/3 9h", DoubtKind.FIGURES, "12 mars 2027", "jeudi 3 décembre 2026"),
    ],
)
def test_both_readings_are_offered(text: str, kind: DoubtKind, read: str, other: str) -> None:
    doubt, *_ = doubts_of_text(_read(text), zone=PARIS)
    said = doubt.sentence.replace("\u00a0", " ")

    assert doubt.kind is kind
    assert read in said
    assert other in said


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("ce mercredi 14h", "2026-11-18"),
        ("mercredi 18 à 14h", "2026-11-18"),
        ("18/11 à 14h", "2026-11-18"),
        ("mercredi 9h", "2026-11-25"),
        ("mercredi prochain 9h", "2026-11-25"),
        ("vendredi qui vient 9h", "2026-11-20"),
        ("lundi prochain 9h", "2026-11-23"),
        ("vendredi 4 à 9h", "2026-12-04"),
        ("le 30 à 9h", "2026-11-30"),
        ("2/12 9h", "2026-12-02"),
        ("12/1 9h", "2027-01-12"),
        ("dans dix jours 9h", "2026-11-28"),
        ("dans quinze jours 9h", "2026-12-02"),
    ],
)
def test_a_day_that_can_be_no_other_is_not_questioned(text: str, day: str) -> None:
    when = _read(text)

    assert f"{when.wall:%Y-%m-%d}" == day
    assert not doubts_of_text(when, zone=PARIS)


def test_tomorrow_said_after_midnight_may_be_the_day_that_has_begun() -> None:
    night = datetime(2026, 11, 18, 0, 20, tzinfo=UTC)
    said = [
        [each.kind for each in doubts_of_text(read_when(text, now=night, zone=PARIS), zone=PARIS)]
        for text in ("demain 9h", "demain jeudi 9h", "après-demain 9h")
    ]

    assert said == [[DoubtKind.TWO_READINGS], [], []]


def test_a_month_written_first_is_suspected_only_where_it_is_much_nearer() -> None:
    august = datetime(2026, 8, 31, 8, tzinfo=UTC)
    kinds = [
        each.kind
        for text in ("10/3 9h", "3/10 9h", "10/3/2027 9h")
        for each in doubts_of_text(read_when(text, now=august, zone=PARIS), zone=PARIS)
    ]

    assert kinds == [DoubtKind.FIGURES]


def test_a_year_that_is_over_is_said_with_the_same_day_to_come() -> None:
    past = doubts_of_text(_read("mardi 8 décembre 2025 9h"), zone=PARIS)[-1]

    assert past.kind is DoubtKind.PAST
    assert "Pensiez-vous au mardi 8\u00a0décembre 2026 ?" in past.sentence


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("vendredi 19 novembre", "mais c'est un jeudi"),
        ("mercredi", "ou au mercredi 25 novembre"),
        ("12/11/2026", "le jeudi 12 novembre 2026 est déjà passé"),
        ("mardi 15", "Si 15 est une heure, écrivez « 15 h »"),
        ("le 31", "pas de 31 en novembre"),
    ],
)
def test_a_day_without_its_hour_is_questioned_all_the_same(text: str, said: str) -> None:
    with pytest.raises(WhenError) as refusal:
        _read(text)

    reply = refusal.value.reply.replace("\u00a0", " ")
    assert refusal.value.why is RefusalReason.NO_HOUR
    assert said.casefold() in reply.casefold()
    assert "Il me manque l'heure" in reply


def test_where_nothing_can_be_asked_a_doubtful_day_is_refused_with_its_question() -> None:
    clear = _read("jeudi 3 décembre 9h")

    assert require_clear(clear) is clear
    with pytest.raises(WhenError) as refusal:
        require_clear(_read("mardi 3 décembre 9h"))
    assert refusal.value.reply.endswith("ou pensiez-vous au mardi 1er\u00a0décembre 2026 ?")


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("avant le 3 décembre", "3 décembre"),
        ("d'ici vendredi", "vendredi"),
        ("jusqu’au 3/12", "3/12"),
        ("au plus tard le 3", "3"),
        ("pour jeudi", "jeudi"),
        ("le 3 décembre", "3 décembre"),
        ("avant-veille de Noël", "avant-veille de Noël"),
        ("dès lundi", "lundi"),
        ("pourquoi pas jeudi", "pourquoi pas jeudi"),
    ],
)
def test_the_words_that_make_a_day_a_limit_are_set_aside(text: str, day: str) -> None:
    assert without_lead(text) == day


def _read(text: str) -> When:
    return read_when(text, now=NOW, zone=PARIS)
