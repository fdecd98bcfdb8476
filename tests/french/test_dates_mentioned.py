"""Dates that a text mentions and counts: from its own day, from another that it tells."""

from __future__ import annotations

from datetime import date, time

import pytest

from bot.french.dates.mentions.mention import Mention
from bot.french.dates.mentions.reading import mentions

MONDAY = date(2026, 10, 5)


def _days(text: str) -> list[str]:
    return [f"{each.on(MONDAY):%m-%d}" for each in mentions(text)]


def _one(text: str) -> Mention:
    (found,) = mentions(text)
    return found


@pytest.mark.parametrize(
    ("said", "day"),
    [
        ("dans dix jours", "10-15"),
        ("dans les 2 semaines", "10-19"),
        ("d'ici un mois", "11-05"),
        ("envoyez-la sous une semaine", "10-12"),
        ("a rendre sous huitaine", "10-13"),
        ("a rendre sous quinzaine", "10-20"),
        ("trois jours a compter d'aujourd'hui", "10-08"),
        ("deux jours suivant la parution", "10-07"),
        ("deux jours a compter de ce lundi", "10-07"),
        ("j-10 !", "10-15"),
        ("plus que 4 jours pour candidater", "10-09"),
        ("il reste une semaine avant la cloture.", "10-12"),
        ("il vous reste deux jours, pas un de plus, pour repondre", "10-07"),
        ("encore trois jours aux communes pour deposer", "10-08"),
        ("fin de la semaine", "10-11"),
        ("fin de la semaine prochaine", "10-18"),
        ("le mardi en huit", "10-13"),
        ("le mardi en quinze", "10-20"),
        ("le mardi de la semaine prochaine", "10-13"),
        ("pour le mercredi", "10-07"),
        ("clos jeudi a 12 h", "10-08"),
        ("reponse vendredi prochain avant midi", "10-09"),
        ("ce soir", "10-05"),
        ("demain soir", "10-06"),
        ("apres-demain", "10-07"),
        ("pour la saint-nicolas", "12-06"),
        ("avant noel", "12-24"),
        ("le 16 du mois prochain", "11-16"),
        ("fin du mois prochain", "11-30"),
        ("fin de ce mois", "10-31"),
        ("fin du dernier trimestre", "12-31"),
        ("fin du premier semestre 2027", "06-30"),
        ("dernier jour ouvre de janvier", "01-29"),
        ("premier week-end de decembre", "12-06"),
    ],
)
def test_a_day_is_counted_from_that_of_the_text(said: str, day: str) -> None:
    found = _one(f"or {said}")

    assert f"{found.on(MONDAY):%m-%d}" == day
    assert not found.exact


@pytest.mark.parametrize(
    ("said", "days"),
    [
        ("la veille de la fete du 4 decembre", ["12-03"]),
        ("trois semaines avant la seance du 4 decembre", ["11-13"]),
        ("un mois avant la fete du 31 decembre", ["11-30"]),
        ("j-15 avant la seance du 4 decembre", ["11-19"]),
        ("deux jours apres la seance du 4 decembre", ["12-06"]),
        ("la seance est le 4 decembre. retour un mois apres cette seance", ["12-04", "01-04"]),
        ("la seance est le 4 decembre. retour un mois plus tot", ["12-04", "11-04"]),
        ("la veille de la fete du 4 decembre a 17 h", ["12-03"]),
        ("deux jours avant noel", ["12-23"]),
        ("le lundi suivant la toussaint", ["11-02"]),
        ("le lundi qui precede le 4 decembre", ["11-30"]),
        ("ouvert le 4 decembre, clos le vendredi suivant", ["12-04", "12-11"]),
        ("ferme a compter du 2 decembre", ["12-01"]),
        ("a compter du 2 decembre, le site ne sera plus ouvert", ["12-01"]),
        ("a compter du 2 decembre et pendant six semaines", ["01-13"]),
        ("ouvert a compter du 2 decembre", ["12-02"]),
        ("le 3 decembre, envoi pour le 20.", ["12-03", "12-20"]),
        ("la date du 28 octobre est reportee au 4.", ["10-28", "11-04"]),
        ("la date du 20 decembre est reportee au 5.", ["12-20", "01-05"]),
        ("plus que dix jours avant la cloture du 15 octobre", ["10-15"]),
        ("j-10 avant le 15 octobre", ["10-15"]),
        ("la veille, mercredi 18 novembre", ["11-18"]),
    ],
)  # fmt: skip
def test_a_day_is_counted_from_another_that_is_told(said: str, days: list[str]) -> None:
    assert sorted(_days(said)) == sorted(days)


@pytest.mark.parametrize(
    "said",
    [
        "trois jours de formation",
        "dans dix mois",
        "nous repondrons sous dix jours",
        "un delai de dix jours",
        "encore deux jours de fete",
        "j-3 de la fete",
        "chaque vendredi, la fete",
        "la salle saint-martin",
        "le 3 mai a ete dit" + " et puis" * 40 + " la veille.",
        "la veille de rien",
        "deux jours apres rien",
    ],
)
def test_no_day_is_counted_where_nothing_tells_from_when(said: str) -> None:
    assert [each for each in mentions(said) if each.shift or not each.month] == []


@pytest.mark.parametrize("said", ["fin juin", "30 juin", "fin du 2e trimestre", "mi-mars"])
def test_a_year_of_another_century_is_read_as_one_that_is_over(said: str) -> None:
    assert _one(f"{said} 1999").year == 1999
    assert _one(f"{said} 1999").on(MONDAY) is None


def test_the_days_that_are_left_are_rough_and_a_term_is_not() -> None:
    assert _one("plus que 4 jours pour candidater").rough
    assert not _one("d'ici 4 jours").rough
    assert _one("d'ici 4 jours").ends


def test_a_counted_day_has_its_hour_and_its_place() -> None:
    for said in ("la veille de noel a 17 h 30", "la veille de la fete du 4 decembre a 17 h 30"):
        found = _one(f"or {said}, puis")

        assert (found.at, found.start, found.lead) == (time(17, 30), 3, 3)
        assert found.end == 3 + len(said)
