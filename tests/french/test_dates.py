"""Dates typed in French: what they mean, and what is left of the text."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from bot.french.dates import When, read_when

PARIS, REUNION, CAYENNE = "Europe/Paris", "Indian/Reunion", "America/Cayenne"
NOW = datetime(2026, 10, 2, 8, 0, tzinfo=UTC)
"""Friday 2 October 2026: 10 h in Paris, noon in La Réunion, 5 h in Cayenne."""

ON_3_DECEMBER_AT_14 = (
    "jeudi 3 décembre 14h",
    "Jeudi 3 Décembre à 14 h",
    "JEUDI 3 DECEMBRE 14H00",
    "jeudi 3 décembre 14:00",
    "jeudi 3 décembre 2026 14h",
    "jeudi 3 déc. 14h",
    "jeu. 3 dec 14h",
    "jeudi 3/12 14h",
    "jeudi 3/12/26 à 14h",
    "03/12/2026 14h",
    "3.12.2026 14h",
    "3-12-2026 14h",
    "2026-12-03 14:00",
    "2026-12-03T14:00:00",
    "2026/12/03 14h",
    "14h le 3 décembre",
    "à 14h, le jeudi 3 décembre",
    "le jeudi 3 à 14h",
    "le 3 décembre prochain à 14h",
    "3 decembre quatorze heures",
    "jeudi trois décembre 14 heures précises",
    "jeudi 3 desembre 14h",
    "jeuddi 3 décembre 14h",
    "3 dé\u200bcembre 14\u00a0h",
    "le premier jeudi de décembre à 14h",
    "1er jeudi de décembre 2026, 14h",
    "jeudi 3 décembre, 2h de l'après-midi",
    "jeudi 3 décembre après-midi, 2h",
    "jeudi 3 décembre aprem 14h",
    "jeudi 3 décembre à partir de 14h",
    "jeudi 3 décembre, début 14h",
    "jeudi 3 décembre 2026 à 14\u00a0h\u00a000, heure de Paris",
    "le 3 décembre à 14 h heure locale",
)

READ: tuple[tuple[str, str], ...] = (
    ("le 3 à 14 h", "2026-10-03 14:00"),
    ("le 1er mars 14h", "2027-03-01 14:00"),
    ("le 1er à 14h", "2026-11-01 14:00"),
    ("le 2 à 11h", "2026-10-02 11:00"),
    ("le 2 à 9h", "2026-11-02 09:00"),
    ("le 15 du mois prochain à 14h", "2026-11-15 14:00"),
    ("le 30 de ce mois 14h", "2026-10-30 14:00"),
    ("jeudi 14h", "2026-10-08 14:00"),
    ("ce jeudi 14h", "2026-10-08 14:00"),
    ("vendredi 14h", "2026-10-02 14:00"),
    ("vendredi 9h", "2026-10-09 09:00"),
    ("vendredi prochain 14h", "2026-10-09 14:00"),
    ("lundi prochain 14h", "2026-10-05 14:00"),
    ("lundi en huit 14h", "2026-10-12 14:00"),
    ("lundi en quinze 14h", "2026-10-19 14:00"),
    ("mardi de la semaine prochaine 9h", "2026-10-06 09:00"),
    ("semaine prochaine, mardi 9h", "2026-10-06 09:00"),
    ("la semaine prochaine, mardi 6 octobre 9h", "2026-10-06 09:00"),
    ("dans deux semaines à 9h", "2026-10-16 09:00"),
    ("dans 10 jours à 9h30", "2026-10-12 09:30"),
    ("dans une quinzaine 14h", "2026-10-16 14:00"),
    ("dans un mois 14h", "2026-11-02 14:00"),
    ("dans deux semaines, mardi 14h", "2026-10-13 14:00"),
    ("aujourd'hui 18h", "2026-10-02 18:00"),
    ("aujourd'hui en huit 18h", "2026-10-09 18:00"),
    ("ce soir à 18h30", "2026-10-02 18:30"),
    ("demain 14h", "2026-10-03 14:00"),
    ("demain, samedi 3 octobre, 14h", "2026-10-03 14:00"),
    ("après-demain 14h", "2026-10-04 14:00"),
    ("apres demain 14h", "2026-10-04 14:00"),
    ("mardi 15/12 9h30", "2026-12-15 09:30"),
    ("28 septembre 14h", "2027-09-28 14:00"),
    ("29/02/2028 14h", "2028-02-29 14:00"),
    ("dernier vendredi du mois 9h", "2026-10-30 09:00"),
    ("3e jeudi de novembre à 9h30", "2026-11-19 09:30"),
    ("2e mardi du mois prochain 14h", "2026-11-10 14:00"),
    ("jeudi 8 octobre midi", "2026-10-08 12:00"),
    ("jeudi 8 octobre midi et quart", "2026-10-08 12:15"),
    ("jeudi 8 octobre midi trente", "2026-10-08 12:30"),
    ("jeudi 8 octobre minuit", "2026-10-08 00:00"),
    ("jeudi 8 octobre 9 heures et quart", "2026-10-08 09:15"),
    ("jeudi 8 octobre 9h moins le quart", "2026-10-08 08:45"),
    ("jeudi 8 octobre dix-huit heures trente", "2026-10-08 18:30"),
    ("jeudi 8 octobre 7h du soir", "2026-10-08 19:00"),
    ("aujourd'hui en quinze 18h", "2026-10-16 18:00"),
    ("demain en huit 18h", "2026-10-10 18:00"),
    ("demain en quinze 18h", "2026-10-17 18:00"),
    ("aujourdhui 18h", "2026-10-02 18:00"),
    ("apresdemain 18h", "2026-10-04 18:00"),
    ("hier 18h", "2026-10-01 18:00"),
    ("ce matin 11h", "2026-10-02 11:00"),
    ("cet après-midi 15h", "2026-10-02 15:00"),
    ("cet après-midi à 3h", "2026-10-02 15:00"),
    ("dans une huitaine 14h", "2026-10-09 14:00"),
    ("vendredi de cette semaine 14h", "2026-10-02 14:00"),
    ("cette semaine, vendredi 14h", "2026-10-02 14:00"),
    ("ce lundi prochain 14h", "2026-10-05 14:00"),
    ("le prochain lundi à 14h", "2026-10-05 14:00"),
    ("lundi qui vient 14h", "2026-10-05 14:00"),
    ("mardi soir 19h", "2026-10-06 19:00"),
    ("mardi soir 7h", "2026-10-06 19:00"),
    ("25 octobre 14h heure d'hiver de Paris", "2026-10-25 14:00"),
    ("3 febrier 9h", "2027-02-03 09:00"),
    ("12 septembr 9h", "2027-09-12 09:00"),
    ("mecredi 7 octobre 9h", "2026-10-07 09:00"),
)

WITH_LENGTH_AND_REST: tuple[tuple[str, str, int | None, str], ...] = (
    ("jeudi 3 déc. de 14h à 16h30", "2026-12-03 14:00", 150, ""),
    ("jeudi 3 décembre 14h-16h30", "2026-12-03 14:00", 150, ""),
    ("jeudi 3 décembre 14h -> 16h30", "2026-12-03 14:00", 150, ""),
    ("jeudi 3 décembre de 14 à 16h30", "2026-12-03 14:00", 150, ""),
    ("jeudi 3 décembre entre 10h et midi", "2026-12-03 10:00", 120, ""),
    ("jeudi 3 décembre 9-12h", "2026-12-03 09:00", 180, ""),
    ("jeudi 3 décembre 14h jusqu'à 17h", "2026-12-03 14:00", 180, ""),
    ("jeudi 3 décembre 14h, visio jusqu'à 17h", "2026-12-03 14:00", 180, "visio"),
    ("jeudi 3 décembre à 14h, fin à 17h", "2026-12-03 14:00", 180, ""),
    ("jeudi 3 décembre de 14h à 17h (3h)", "2026-12-03 14:00", 180, ""),
    ("durée 2h, jeudi 3 décembre 14h", "2026-12-03 14:00", 120, ""),
    ("jeudi 3 décembre 14h, 90 min", "2026-12-03 14:00", 90, ""),
    ("jeudi 3 décembre 14h 1h30 de réunion", "2026-12-03 14:00", 90, ""),
    ("jeudi 3 décembre 14h, trois quarts d'heure", "2026-12-03 14:00", 45, ""),
    ("jeudi 3 décembre 14h, une demi-journée", "2026-12-03 14:00", 180, ""),
    ("jeudi 3 décembre 14h, 1,5 h", "2026-12-03 14:00", 90, ""),
    (
        "jeudi 3 décembre 14h, 2h30, médiathèque de Valcombe",
        "2026-12-03 14:00",
        150,
        "médiathèque de Valcombe",
    ),
    (
        "Médiathèque de Valcombe, jeudi 3 décembre 14h",
        "2026-12-03 14:00",
        None,
        "Médiathèque de Valcombe",
    ),
    (
        "jeudi 3 décembre 14h, 12 rue du 8 mai 1945",
        "2026-12-03 14:00",
        None,
        "12 rue du 8 mai 1945",
    ),
    ("place du 11 Novembre jeudi 3/12 14h", "2026-12-03 14:00", None, "place du 11 Novembre"),
    ("3/12 14h café du lundi", "2026-12-03 14:00", None, "café du lundi"),
    ("jeudi 3/12 14h, gîte de fin de semaine", "2026-12-03 14:00", None, "gîte de fin de semaine"),
    ("jeudi 3/12, 14h, salle 3, 3e étage", "2026-12-03 14:00", None, "salle 3, 3e étage"),
    ("jeudi 3/12, 14h : 30 personnes", "2026-12-03 14:00", None, "30 personnes"),
    ("jeudi 3/12 14h 30 personnes", "2026-12-03 14:00", None, "30 personnes"),
    (
        "jeudi 3/12 14h visio https://visio.exemple.fr/2026-12-04-15h",
        "2026-12-03 14:00",
        None,
        "visio https://visio.exemple.fr/2026-12-04-15h",
    ),
    ("jeudi 3/12 14h, le 7 rue des Lilas", "2026-12-03 14:00", None, "le 7 rue des Lilas"),
    ("jeudi 3/12 14h soirée jeux", "2026-12-03 14:00", None, "soirée jeux"),
    ("jeudi 3/12 14h Maison de Demain", "2026-12-03 14:00", None, "Maison de Demain"),
    ("avant les vacances, jeudi 8 octobre 14h", "2026-10-08 14:00", None, "avant les vacances"),
)  # fmt: skip


@pytest.mark.parametrize("text", ON_3_DECEMBER_AT_14)
def test_one_moment_is_said_in_many_ways(text: str) -> None:
    when = _read(text)

    assert when.start == datetime(2026, 12, 3, 13, 0, tzinfo=UTC)
    assert (when.minutes, when.rest) == (None, "")


@pytest.mark.parametrize(("text", "wall"), READ)
def test_a_date_is_read_from_the_day_on_which_it_is_typed(text: str, wall: str) -> None:
    when = _read(text)

    assert (f"{when.wall:%Y-%m-%d %H:%M}", when.minutes, when.rest) == (wall, None, "")


@pytest.mark.parametrize(("text", "wall", "minutes", "rest"), WITH_LENGTH_AND_REST)
def test_what_is_no_date_is_left_as_it_was_typed(
    text: str, wall: str, minutes: int | None, rest: str
) -> None:
    when = _read(text)

    assert (f"{when.wall:%Y-%m-%d %H:%M}", when.minutes, when.rest) == (wall, minutes, rest)


@pytest.mark.parametrize(
    ("zone", "text", "start"),
    [
        (REUNION, "jeudi 3 décembre 14h", "2026-12-03 10:00"),
        (REUNION, "vendredi 11h", "2026-10-09 07:00"),
        (REUNION, "demain 8h, heure de La Réunion", "2026-10-03 04:00"),
        (REUNION, "demain minuit", "2026-10-02 20:00"),
        (CAYENNE, "jeudi 3 décembre 14h", "2026-12-03 17:00"),
        (CAYENNE, "vendredi 9h", "2026-10-02 12:00"),
        (CAYENNE, "demain 22h heure de Cayenne", "2026-10-04 01:00"),
        ("Pacific/Noumea", "aujourd'hui 20h", "2026-10-02 09:00"),
    ],
)
def test_the_hour_is_that_of_the_networks_own_clock(zone: str, text: str, start: str) -> None:
    when = read_when(text, now=NOW, zone=zone)

    assert f"{when.start:%Y-%m-%d %H:%M}" == start


def test_the_wall_time_is_kept_on_both_sides_of_a_clock_change() -> None:
    before, after = _read("samedi 24 octobre 14h"), _read("lundi 26 octobre 14h")

    assert [when.wall.hour for when in (before, after)] == [14, 14]
    assert [when.start.hour for when in (before, after)] == [12, 13]


def test_the_31st_of_a_named_weekday_is_looked_for_in_the_next_months() -> None:
    when = read_when("jeudi 31 à 14h", now=datetime(2026, 11, 3, 8, tzinfo=UTC), zone=PARIS)

    assert f"{when.wall:%Y-%m-%d}" == "2026-12-31"


def test_of_an_hour_that_comes_twice_the_first_is_meant_unless_the_second_is_said() -> None:
    first, second = _read("25 octobre 2h30"), _read("25 octobre 2h30 heure d'hiver")

    assert f"{first.start:%H:%M} {second.start:%H:%M}" == "00:30 01:30"
    assert not second.rest


def _read(text: str) -> When:
    return read_when(text, now=NOW, zone=PARIS)
