"""Dates as busy people type them, written before the grammar: its first version read 66 of 70."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from bot.french.dates import When, WhenError, read_when

PARIS = "Europe/Paris"
NOW = datetime(2026, 10, 2, 8, 0, tzinfo=UTC)
"""Friday 2 October 2026, 10 h in Paris."""

READ: tuple[tuple[str, str, int | None, str], ...] = (
    ("jeudi 3 décembre 14h", "2026-12-03 14:00", None, ""),
    ("Jeudi 3 dec 14h-16h30 mairie de Sorgues", "2026-12-03 14:00", 150, "mairie de Sorgues"),
    ("le 15/10 à 9h", "2026-10-15 09:00", None, ""),
    ("lundi 12 oct 9h30", "2026-10-12 09:30", None, ""),
    ("vendredi prochain 10h", "2026-10-09 10:00", None, ""),
    ("mardi en huit à 14 h", "2026-10-13 14:00", None, ""),
    ("demain 11h", "2026-10-03 11:00", None, ""),
    ("apres demain 18h30", "2026-10-04 18:30", None, ""),
    ("dans 3 semaines à 10h", "2026-10-23 10:00", None, ""),
    ("14h le 6 novembre", "2026-11-06 14:00", None, ""),
    ("6 nov 14h", "2026-11-06 14:00", None, ""),
    ("6/11/26 14:00", "2026-11-06 14:00", None, ""),
    ("06.11.2026 14h00", "2026-11-06 14:00", None, ""),
    ("2026-11-06 14:00", "2026-11-06 14:00", None, ""),
    ("2026-11-06T14:00", "2026-11-06 14:00", None, ""),
    ("vendredi 6 novembre 2026 de 9h30 à 12h", "2026-11-06 09:30", 150, ""),
    ("vendredi 6 nov. 9h30/12h", "2026-11-06 09:30", 150, ""),
    (
        "jeudi 26 novembre, 13h30, 3h, tiers-lieu La Fabrique",
        "2026-11-26 13:30",
        180,
        "tiers-lieu La Fabrique",
    ),
    (
        "mardi 17 novembre 14h visio https://visio.exemple.fr/cn-15-12",
        "2026-11-17 14:00",
        None,
        "visio https://visio.exemple.fr/cn-15-12",
    ),
    ("le 1er décembre a 9h", "2026-12-01 09:00", None, ""),
    ("1 decembre 9h", "2026-12-01 09:00", None, ""),
    ("mercredi 9 décembre midi", "2026-12-09 12:00", None, ""),
    ("jeudi 10 décembre 14 heures 30", "2026-12-10 14:30", None, ""),
    ("jeudi 10 decembre quatorze heures", "2026-12-10 14:00", None, ""),
    ("JEUDI 10 DECEMBRE 14H", "2026-12-10 14:00", None, ""),
    ("jeudi 10 décmbre 14h", "2026-12-10 14:00", None, ""),
    ("mecredi 14 octobre 9h", "2026-10-14 09:00", None, ""),
    ("le 22 à 14h", "2026-10-22 14:00", None, ""),
    ("jeudi 22 14h", "2026-10-22 14:00", None, ""),
    ("lundi 10h", "2026-10-05 10:00", None, ""),
    ("ce lundi à 10h", "2026-10-05 10:00", None, ""),
    ("la semaine prochaine mardi 14h", "2026-10-06 14:00", None, ""),
    ("mardi de la semaine prochaine à 14h", "2026-10-06 14:00", None, ""),
    (
        "rdv jeudi 5 novembre à 9h30 à la médiathèque",
        "2026-11-05 09:30",
        None,
        "rdv à la médiathèque",
    ),
    (
        "Rencontre du réseau le mardi 8 décembre 2026 à 14 h 00",
        "2026-12-08 14:00",
        None,
        "Rencontre du réseau",
    ),
    ("on se retrouve lundi 9 novembre 14h ?", "2026-11-09 14:00", None, "on se retrouve"),
    ("mardi 24/11 de 14h à 17h, salle 3", "2026-11-24 14:00", 180, "salle 3"),
    ("mardi 24/11, 14h, 2h, 12 rue du 8 mai 1945", "2026-11-24 14:00", 120, "12 rue du 8 mai 1945"),
    ("mardi 24 novembre 14h 1h30 mairie", "2026-11-24 14:00", 90, "mairie"),
    ("mardi 24 novembre 14h (2h30)", "2026-11-24 14:00", 150, ""),
    ("mardi 24 novembre 14h pendant 2 heures", "2026-11-24 14:00", 120, ""),
    ("mardi 24 novembre à 14h, durée 90 min", "2026-11-24 14:00", 90, ""),
    ("mardi 24 novembre 14h une demi-journée", "2026-11-24 14:00", 180, ""),
    ("le 3 mars prochain à 10h", "2027-03-03 10:00", None, ""),
    ("3 mars 2027 10h", "2027-03-03 10:00", None, ""),
    ("jeudi 14 janvier 9h45", "2027-01-14 09:45", None, ""),
    ("dans 10 jours 14h", "2026-10-12 14:00", None, ""),
    ("aujourd'hui 17h", "2026-10-02 17:00", None, ""),
    ("ce soir 18h", "2026-10-02 18:00", None, ""),
    ("jeudi 19 novembre 9h du matin", "2026-11-19 09:00", None, ""),
    ("jeudi 19 novembre 2h de l'après-midi", "2026-11-19 14:00", None, ""),
    ("jeudi 19 novembre à 9 heures et demie", "2026-11-19 09:30", None, ""),
    ("jeudi 19/11 entre 10h et midi", "2026-11-19 10:00", 120, ""),
    ("le premier jeudi de décembre à 14h", "2026-12-03 14:00", None, ""),
    ("dernier mardi de novembre 14h", "2026-11-24 14:00", None, ""),
    ("jeudi 26 novembre de 14 à 17h", "2026-11-26 14:00", 180, ""),
    (
        "26 nov 9h-12h30 + repas, Espace Simone Veil",
        "2026-11-26 09:00",
        210,
        "+ repas, Espace Simone Veil",
    ),
    ("sam 14 nov 10h", "2026-11-14 10:00", None, ""),
    ("jeu. 12 nov. 14h30", "2026-11-12 14:30", None, ""),
    ("12 novembre prochain, 14h30-16h", "2026-11-12 14:30", 90, ""),
    ("14 h 30, jeudi 12 novembre, préfecture", "2026-11-12 14:30", None, "préfecture"),
    ("le 12/11 à 14h30 heure de Paris", "2026-11-12 14:30", None, ""),
)

REFUSED: tuple[tuple[str, str], ...] = (
    ("jeudi prochain", "heure"),
    ("fin novembre 14h", "jour"),
    ("jeudi matin", "heure"),
    ("14h", "jour"),
    ("31 novembre 14h", "30 jours"),
    ("jeudi 3 ou vendredi 4 décembre 14h", "une seule"),
    ("jeudi 12 novembre, accueil 9h, début 9h30", "deux heures"),
    ("25/12", "heure"),
)


@pytest.mark.parametrize(("text", "wall", "minutes", "rest"), READ)
def test_what_people_type_is_read(text: str, wall: str, minutes: int | None, rest: str) -> None:
    when = _read(text)

    assert (f"{when.wall:%Y-%m-%d %H:%M}", when.minutes, when.rest) == (wall, minutes, rest)


@pytest.mark.parametrize(("text", "hint"), REFUSED)
def test_what_cannot_be_taken_is_refused_with_a_hint(text: str, hint: str) -> None:
    with pytest.raises(WhenError) as refusal:
        _read(text)

    assert hint in refusal.value.reply


def _read(text: str) -> When:
    return read_when(text, now=NOW, zone=PARIS)
