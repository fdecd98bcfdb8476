"""Dates typed in French: what they mean, what is refused, and with which hint."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from bot.domain.when import When, WhenError, Why, read_duration, read_when

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
    ("avant les vacances, jeudi 8 octobre 14h", "2026-10-08 14:00", None, "avant les vacances"),
)  # fmt: skip

REFUSED: tuple[tuple[str, Why, str], ...] = (
    ("", Why.NOTHING, "le jour et l'heure"),
    ("bonjour", Why.NOTHING, "le jour et l'heure"),
    ("2h30 de réunion", Why.NOTHING, "le jour et l'heure"),
    ("dans 2h", Why.NOTHING, "le jour et l'heure"),
    ("14h30", Why.NO_DAY, "le jour"),
    ("lundi prochain", Why.NO_HOUR, "l'heure, pour le lundi 5 octobre 2026"),
    ("15.12.2026", Why.NO_HOUR, "l'heure, pour le mardi 15 décembre 2026"),
    ("jeudi 3 décembre au matin", Why.NO_HOUR_IN_PART, "l'heure, pour le jeudi 3"),
    ("ce soir", Why.NO_HOUR_IN_PART, "l'heure, pour le vendredi 2 octobre"),
    ("début mars 14h", Why.VAGUE, "un jour précis"),
    ("mi-mars 14h", Why.VAGUE, "un jour précis"),
    ("fin du mois", Why.VAGUE, "un jour précis"),
    ("courant mars", Why.VAGUE, "un jour précis"),
    ("vers le 3 décembre 14h", Why.VAGUE, "un jour précis"),
    ("ce week-end 14h", Why.VAGUE, "un jour précis"),
    ("d'ici 3 semaines 14h", Why.VAGUE, "un jour précis"),
    ("la semaine prochaine 14h", Why.WHICH_DAY_OF_WEEK, "le jour de la semaine"),
    ("le mois prochain 14h", Why.WHICH_DAY_OF_MONTH, "de 1 à 31"),
    ("en décembre 14h", Why.WHICH_DAY_OF_MONTH, "de 1 à 31"),
    ("décembre 2026 14h", Why.WHICH_DAY_OF_MONTH, "de 1 à 31"),
    ("décembre 14h", Why.WHICH_DAY_OF_MONTH, "de 1 à 31"),
    ("le 1er jeudi 14h", Why.WHICH_MONTH, "le mois"),
    ("lundi de Pâques 14h", Why.NAMED_DAY, "la date"),
    ("tous les jeudis 14h", Why.EVERY, "une seule date"),
    ("chaque lundi à 9h", Why.EVERY, "une seule date"),
    ("du 3 au 5 décembre 14h", Why.SEVERAL_DAYS, "un jour à la fois"),
    ("le 3 et 4 décembre 14h", Why.SEVERAL_DAYS, "un jour à la fois"),
    ("lundi 5 ou mardi 6 octobre 14h", Why.TWO_DAYS, "une seule date"),
    ("lundi ou mardi 14h", Why.TWO_DAYS, "une seule date"),
    ("demain 8 octobre 14h", Why.TWO_DAYS, "une seule date"),
    ("la semaine prochaine, le 3 décembre 14h", Why.TWO_DAYS, "une seule date"),
    ("jeudi 14h ou 7h", Why.TWO_HOURS, "de 14h à 16h30"),
    ("jeudi 9h, 10h30", Why.TWO_HOURS, "durée 2h30"),
    ("jeudi 14h, 1h, 2h", Why.TWO_LENGTHS, "deux durées"),
    ("jeudi de 14h à 16h, 3h", Why.TWO_LENGTHS, "deux durées"),
    ("dimanche 29 février 14h", Why.NO_SUCH_DAY, "février 2027 n'a que 28 jours"),
    ("31/11 14h", Why.NO_SUCH_DAY, "novembre 2026 n'a que 30 jours"),
    ("le 0 décembre 14h", Why.NO_SUCH_DAY, "commence le 1er"),
    ("5e lundi de décembre 14h", Why.NO_SUCH_DAY, "il n'y a pas de 5e lundi en décembre 2026"),
    ("12/15 14h", Why.MONTH_FIRST, "le jour, puis le mois"),
    ("15/13 14h", Why.NO_SUCH_MONTH, "douze mois"),
    ("jeudi 25h", Why.NO_SUCH_HOUR, "de 0h à 23h59"),
    ("jeudi 14h75", Why.NO_SUCH_HOUR, "de 0h à 23h59"),
    ("jeudi de 14h à 25h", Why.NO_SUCH_HOUR, "de 0h à 23h59"),
    ("jeudi 14h du matin", Why.NO_SUCH_HOUR, "de 0h à 23h59"),
    ("jeudi matin, 14h", Why.NOT_IN_PART, "de 0 à 23"),
    ("jeudi de 16h à 14h", Why.END_FIRST, "avant le début"),
    ("jeudi 14h, 1500 minutes", Why.TOO_LONG, "une journée au plus"),
    ("jeudi 14h, 0 minutes", Why.NO_LENGTH, "90 min"),
    ("jeudi 14h heure de Cayenne", Why.OTHER_CLOCK, "à l'heure de Paris"),
)


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


@pytest.mark.parametrize(("text", "why", "hint"), REFUSED)
def test_what_is_no_single_moment_is_refused_with_a_hint(text: str, why: Why, hint: str) -> None:
    with pytest.raises(WhenError) as refusal:
        _read(text)

    assert refusal.value.why is why
    assert hint in refusal.value.reply.replace("\u00a0", " ")


def test_a_refusal_says_in_the_log_what_was_wrong_without_anyones_words() -> None:
    with pytest.raises(WhenError) as refusal:
        _read("chez Amina, fin mars")

    assert str(refusal.value) == "unreadable moment: a vague period"
    assert refusal.value.reply.endswith("« jeudi 3 décembre 14h », « le 15/12 de 9h30 à 12h ».")


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


def test_of_an_hour_that_comes_twice_the_first_is_meant_unless_the_second_is_said() -> None:
    first, second = _read("25 octobre 2h30"), _read("25 octobre 2h30 heure d'hiver")

    assert f"{first.start:%H:%M} {second.start:%H:%M}" == "00:30 01:30"
    assert not second.rest


def test_a_day_far_in_the_month_is_refused_where_the_month_is_shorter() -> None:
    with pytest.raises(WhenError) as refusal:
        read_when("le 31 à 14h", now=datetime(2026, 11, 3, 8, tzinfo=UTC), zone=PARIS)

    assert "novembre 2026 n'a que 30 jours" in refusal.value.reply


@pytest.mark.parametrize(
    ("text", "minutes"),
    [
        ("2h30", 150),
        ("2 h 30", 150),
        ("2:30", 150),
        ("1 h", 60),
        ("90 min", 90),
        ("90mn", 90),
        ("120 minutes", 120),
        ("1 h 30 min", 90),
        ("une demi-journée", 180),
        ("1/2 journée", 180),
        ("2 heures", 120),
        ("deux heures", 120),
        ("une heure et demie", 90),
        ("1 heure et quart", 75),
        ("une demi-heure", 30),
        ("1/2 h", 30),
        ("un quart d'heure", 15),
        ("1,5 h", 90),
        ("(2h)", 120),
        ("durée 2h", 120),
    ],
)
def test_a_length_is_read(text: str, minutes: int) -> None:
    assert read_duration(text) == minutes


@pytest.mark.parametrize(
    "text", ["", "longtemps", "une journée", "2h30 environ 3h", "0 min", "25h", "2", "2h75"]
)
def test_a_length_that_is_none_is_refused_with_examples(text: str) -> None:
    with pytest.raises(WhenError) as refusal:
        read_duration(text)

    assert "« 2h30 », « 90 min » ou « une demi-journée »" in refusal.value.reply


def test_a_length_beyond_a_day_is_refused() -> None:
    with pytest.raises(WhenError) as refusal:
        read_duration("1500 min")

    assert refusal.value.why is Why.TOO_LONG


def _read(text: str) -> When:
    return read_when(text, now=NOW, zone=PARIS)
