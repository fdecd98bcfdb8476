"""Days that have a name, and days told from them."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from bench.dates import doubts_of_text
from bot.french.dates import DoubtKind, RefusalReason, When, WhenError, read_when

PARIS = "Europe/Paris"
NOW = datetime(2026, 11, 18, 9, 0, tzinfo=UTC)
"""Wednesday 18 November 2026; Easter is 28 March in 2027, 16 April in 2028."""


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("Noël 11h", "2026-12-25"),
        ("le jour de Noël à 11h", "2026-12-25"),
        ("avant-veille de Noël 11h", "2026-12-23"),
        ("le surlendemain de Noël, 11h", "2026-12-27"),
        ("réveillon du nouvel an 18h", "2026-12-31"),
        ("la veille du jour de l'an 18h", "2026-12-31"),
        ("1er de l'an 15h", "2027-01-01"),
        ("le 1er de l'an à 15h", "2027-01-01"),
        ("chandeleur 16h", "2027-02-02"),
        ("le lendemain de mardi gras 16h", "2027-02-10"),
        ("mercredi des cendres 16h", "2027-02-10"),
        ("vendredi saint 9h", "2027-03-26"),
        ("dimanche de Pâques 11h", "2027-03-28"),
        ("lundi de Pâques 2028 11h", "2028-04-17"),
        ("la veille de l'Ascension 14h", "2027-05-05"),
        ("vendredi du pont de l'Ascension 14h", "2027-05-07"),
        ("lendemain de la Pentecôte 14h", "2027-05-17"),
        ("fête des pères 10h", "2027-06-20"),
        ("la veille du 14 juillet 18h", "2027-07-13"),
        ("lendemain du 1er mai, 10h", "2027-05-02"),
        ("la veille du jeudi 3 décembre 14h", "2026-12-02"),
        ("lendemain du 31/12 14h", "2027-01-01"),
        ("le jeudi avant Noël 14h", "2026-12-24"),
        ("mardi après Pâques 14h", "2027-03-30"),
        ("le premier lundi après le 3 décembre, 14h", "2026-12-07"),
        ("mercredi, la veille de l'Ascension, 14h", "2027-05-05"),
        ("avant-dernier jeudi de janvier 14h", "2027-01-21"),
        ("dernier jour de février 2028 14h", "2028-02-29"),
        ("l'avant-dernier jour du mois 14h", "2026-11-29"),
        ("premier jour du mois prochain 14h", "2026-12-01"),
    ],
)
def test_a_day_that_has_a_name_is_read(text: str, day: str) -> None:
    when = _read(text)

    assert (f"{when.wall:%Y-%m-%d}", when.typed.asked) == (day, ())


@pytest.mark.parametrize(
    ("year", "day"), [(2027, "30/05"), (2028, "28/05"), (2034, "04/06"), (2039, "05/06")]
)
def test_the_mothers_feast_gives_way_to_pentecost(year: int, day: str) -> None:
    assert f"{_read(f'fête des mères {year} 11h').wall:%d/%m}" == day


def test_easter_alone_is_its_sunday_or_its_monday() -> None:
    (doubt,) = doubts_of_text(_read("Pâques 11h"), zone=PARIS)

    assert doubt.kind is DoubtKind.TWO_READINGS
    assert "dimanche 28\u00a0mars 2027, ou le lundi 29\u00a0mars 2027" in doubt.sentence


def test_the_epiphany_is_kept_on_its_day_or_on_a_sunday() -> None:
    (doubt,) = doubts_of_text(_read("épiphanie à 15h"), zone=PARIS)

    assert "mercredi 6\u00a0janvier 2027, ou le dimanche 3\u00a0janvier 2027" in doubt.sentence


def test_a_feast_that_names_something_else_is_left_among_the_words() -> None:
    tea = _read("goûter de Noël, mardi 15 décembre 16h")
    elders = _read("mardi 15 décembre 16h, Noël des aînés")

    assert [f"{each.wall:%d/%m}" for each in (tea, elders)] == ["15/12", "15/12"]
    assert [each.rest for each in (tea, elders)] == ["goûter de Noël", "Noël des aînés"]


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ("goûter de Noël 16h", RefusalReason.NAMED_DAY),
        ("mercredi de Pâques 16h", RefusalReason.NAMED_DAY),
        ("avant Noël 16h", RefusalReason.VAGUE),
        ("entre Noël et le nouvel an 16h", RefusalReason.VAGUE),
        ("vacances de la Toussaint, mardi 16h", RefusalReason.VAGUE),
        ("pendant le pont du 11 novembre 16h", RefusalReason.VAGUE),
        ("à la rentrée 16h", RefusalReason.VAGUE),
        ("16h espace de l'Ascension", RefusalReason.NO_DAY),
        ("la veille de la réunion 16h", RefusalReason.NO_DAY),
        ("11 novembre, veille de Noël, 16h", RefusalReason.TWO_DAYS),
        ("le dernier jour ouvré du mois 16h", RefusalReason.VAGUE),
    ],
)
def test_what_a_feast_does_not_tell_is_refused(text: str, why: RefusalReason) -> None:
    with pytest.raises(WhenError) as refusal:
        _read(text)

    assert refusal.value.why is why


def _read(text: str) -> When:
    return read_when(text, now=NOW, zone=PARIS)
