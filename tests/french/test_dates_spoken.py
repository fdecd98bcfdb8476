"""Hours as they are said and shortened, numbers in letters, and moments counted from now."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from bench.dates import doubts_of_text
from bot.french.dates import DoubtKind, RefusalReason, When, WhenError, read_when

PARIS = "Europe/Paris"
NOW = datetime(2026, 11, 18, 9, 20, 40, tzinfo=UTC)
"""Wednesday 18 November 2026, 10 h 20 min 40 s in Paris."""

READ: tuple[tuple[str, str, int | None], ...] = (
    ("vendredi onze décembre à seize heures vingt-cinq", "12-11 16:25", None),
    ("le trente et un décembre à dix heures cinq", "12-31 10:05", None),
    ("le vingt deux décembre deux mille vingt-six, midi vingt", "12-22 12:20", None),
    ("mardi huit à quinze heures moins le quart", "12-08 14:45", None),
    ("le huit décembre, dix-sept heures moins vingt-cinq", "12-08 16:35", None),
    ("jeudi midi moins dix", "11-19 11:50", None),
    ("jeudi midi, 12h15", "11-19 12:15", None),
    ("jeudi soir 8h", "11-19 20:00", None),
    ("jeudi après-midi de 2h à 4h", "11-19 14:00", 120),
    ("jeudi 9h du mat", "11-19 09:00", None),
    ("jeudi 9h en début de matinée", "11-19 09:00", None),
    ("jeudi fin de journée 17h30", "11-19 17:30", None),
    ("jeudi à 9.45", "11-19 09:45", None),
    ("jeudi 10 h 00 min", "11-19 10:00", None),
    ("jeudi 14 heures 45 minutes", "11-19 14:45", None),
    ("jeudi 14h-16", "11-19 14:00", 120),
    ("jeudi 14h à 16", "11-19 14:00", 120),
    ("jeudi 19h à minuit", "11-19 19:00", 300),
    ("jeudi 14h pour 1h30", "11-19 14:00", 90),
    ("jeudi 14h quatre-vingt-dix minutes", "11-19 14:00", 90),
    ("jeudi 14h, 75'", "11-19 14:00", 75),
    ("jeudi 14h jusqua 15h", "11-19 14:00", 60),
    ("jeudi 14h 12 rue des Lilas", "11-19 14:00", None),
    ("jeudi 14h (places limitées à 12)", "11-19 14:00", None),
    ("jeudi 10h, repas à midi", "11-19 10:00", None),
    ("jeudi dix heures et demie, une heure et demie", "11-19 10:30", 90),
    ("jeudi 14h, à 10 min de la gare", "11-19 14:00", None),
    ("tt a lheure 15h", "11-18 15:00", None),
    ("cet aprem 15h", "11-18 15:00", None),
    ("ce midi", "11-18 12:00", None),
    ("ajd 15h", "11-18 15:00", None),
    ("ap-demain 9h", "11-20 09:00", None),
    ("dans une heure", "11-18 11:20", None),
    ("dans trois quarts d'heure", "11-18 11:05", None),
    ("ds 20 mn", "11-18 10:40", None),
    ("dans 1h30 pendant 30 min", "11-18 11:50", 30),
    ("dans 36 h", "11-19 22:20", None),
    ("dans un mois à 9h", "12-18 09:00", None),
    ("merc 25 nov 9h", "11-25 09:00", None),
    ("jeu 03 12 9h", "12-03 09:00", None),
    ("03 12 2026 9h", "12-03 09:00", None),
    ("le 3-12 9h", "12-03 09:00", None),
    ("3-déc-2026 9h", "12-03 09:00", None),
    ("le 3 : 9h", "12-03 09:00", None),
    ("fin décembre, le mardi 29 à 9h", "12-29 09:00", None),
    ("jeudi 3 décembre 2026 : 9h00 à 10h00", "12-03 09:00", 60),
)


@pytest.mark.parametrize(("text", "wall", "minutes"), READ)
def test_what_is_said_is_read(text: str, wall: str, minutes: int | None) -> None:
    when = _read(text)

    assert (f"{when.wall:%m-%d %H:%M}", when.minutes) == (wall, minutes)
    assert not doubts_of_text(when, zone=PARIS)


@pytest.mark.parametrize(
    ("text", "kind", "said"),
    [
        ("jeudi à 14", DoubtKind.BARE_HOUR, "« 14 h »"),
        ("jeudi matin 9", DoubtKind.BARE_HOUR, "« 9 h »"),
        ("jeudi de 2 à 4", DoubtKind.BARE_HOUR, "« 2 h »"),
        ("jeudi minuit", DoubtKind.MIDNIGHT, "la nuit vers le vendredi 20"),
        ("jeudi 24h", DoubtKind.MIDNIGHT, "la nuit vers le vendredi 20"),
        ("pas jeudi 14h", DoubtKind.UNREAD, "« pas jeudi »"),
        ("à partir du 3 décembre 14h", DoubtKind.UNREAD, "« partir »"),
        ("jusqu'à jeudi 14h", DoubtKind.UNREAD, "« jusqu »"),
        ("3 décembre dernier 14h", DoubtKind.UNREAD, "« dernier »"),
        ("3 décembre 24 14h", DoubtKind.UNREAD, "« 24 »"),
        ("jeudi 3 décembre ou le lendemain 14h", DoubtKind.UNREAD, "« ou »"),
        ("le 10 mras 14h", DoubtKind.UNREAD, "« mras »"),
        ("jeudi 3 décembre à 14h ou 16", DoubtKind.UNREAD, "« ou »"),
        ("jeudi nuit 14h", DoubtKind.UNREAD, "« nuit »"),
    ],
)
def test_what_is_half_said_is_asked_about(text: str, kind: DoubtKind, said: str) -> None:
    (doubt,) = doubts_of_text(_read(text), zone=PARIS)

    assert doubt.kind is kind
    assert said in doubt.sentence.replace("\u00a0", " ")


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ("jeudi après 14h", RefusalReason.VAGUE_HOUR),
        ("jeudi 14h au plus tard", RefusalReason.VAGUE_HOUR),
        ("avant jeudi 14h", RefusalReason.VAGUE),
        ("d'ici le 3 décembre 14h", RefusalReason.VAGUE),
        ("un jeudi 14h", RefusalReason.VAGUE),
        ("sous huitaine 14h", RefusalReason.VAGUE),
        ("dans un mois et demi 14h", RefusalReason.VAGUE),
        ("dans un mois et dix jours 14h", RefusalReason.VAGUE),
        ("le lundi de la rentrée 14h", RefusalReason.VAGUE),
        ("dans 3 jours ouvrés 14h", RefusalReason.VAGUE),
        ("jeudi suivant 14h", RefusalReason.VAGUE),
        ("il y a trois jours 14h", RefusalReason.GONE),
        ("tous les quinze jours 14h", RefusalReason.EVERY),
        ("les jeudis 14h", RefusalReason.EVERY),
        ("3/4 décembre 14h", RefusalReason.SEVERAL_DAYS),
        ("lundi 7 et 14 à 10h", RefusalReason.SEVERAL_DAYS),
        ("1er et 3e jeudi du mois 14h", RefusalReason.SEVERAL_DAYS),
        ("jeudi 3 décembre 14h ou à défaut le 10", RefusalReason.TWO_DAYS),
        ("demain dans 2h", RefusalReason.TWO_DAYS),
        ("jeudi 9h12h", RefusalReason.TWO_HOURS),
        ("jeudi 14h3", RefusalReason.CUT_HOUR),
        ("semaines 50 et 51, jeudi 14h", RefusalReason.SEVERAL_DAYS),
        ("jeudi après-midi 11h", RefusalReason.NOT_IN_PART),
        ("15/12/24 14h", RefusalReason.NO_SUCH_YEAR),
        ("jeudi entre midi et deux", RefusalReason.NO_HOUR_IN_PART),
    ],
)
def test_what_is_no_exact_moment_is_refused(text: str, why: RefusalReason) -> None:
    with pytest.raises(WhenError) as refusal:
        _read(text)

    assert refusal.value.why is why


def test_an_hour_from_now_is_an_hour_in_the_night_when_clocks_go_back() -> None:
    when = read_when("dans une heure", now=datetime(2027, 10, 31, 0, 30, tzinfo=UTC), zone=PARIS)

    assert when.start == datetime(2027, 10, 31, 1, 30, tzinfo=UTC)
    assert not doubts_of_text(when, zone=PARIS)


def test_hours_that_count_days_are_asked_about() -> None:
    (doubt,) = doubts_of_text(_read("réunion dans 72 heures"), zone=PARIS)

    assert doubt.kind is DoubtKind.UNREAD


def _read(text: str) -> When:
    return read_when(text, now=NOW, zone=PARIS)
