"""What is no single moment, and the hint that its refusal gives."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from bot.french.dates import RefusalReason, When, WhenError, read_when

PARIS = "Europe/Paris"
NOW = datetime(2026, 10, 2, 8, 0, tzinfo=UTC)
"""Friday 2 October 2026, 10 h in Paris."""

REFUSED: tuple[tuple[str, RefusalReason, str], ...] = (
    ("", RefusalReason.NOTHING, "le jour et l'heure"),
    ("bonjour", RefusalReason.NOTHING, "le jour et l'heure"),
    ("2h30 de réunion", RefusalReason.NOTHING, "le jour et l'heure"),
    ("jeudi dans 2h", RefusalReason.TWO_DAYS, "une seule date"),
    ("dans 0 min", RefusalReason.NO_LENGTH, "90 min"),
    ("14h30", RefusalReason.NO_DAY, "le jour"),
    ("lundi prochain", RefusalReason.NO_HOUR, "l'heure, pour le lundi 5 octobre 2026"),
    ("15.12.2026", RefusalReason.NO_HOUR, "l'heure, pour le mardi 15 décembre 2026"),
    ("jeudi 3 décembre au matin", RefusalReason.NO_HOUR_IN_PART, "l'heure, pour le jeudi 3"),
    ("ce soir", RefusalReason.NO_HOUR_IN_PART, "l'heure, pour le vendredi 2 octobre"),
    ("début mars 14h", RefusalReason.VAGUE, "un jour précis"),
    ("mi-mars 14h", RefusalReason.VAGUE, "un jour précis"),
    ("fin du mois", RefusalReason.VAGUE, "un jour précis"),
    ("courant mars", RefusalReason.VAGUE, "un jour précis"),
    ("vers le 3 décembre 14h", RefusalReason.VAGUE, "un jour précis"),
    ("ce week-end 14h", RefusalReason.VAGUE, "un jour précis"),
    ("d'ici 3 semaines 14h", RefusalReason.VAGUE, "un jour précis"),
    ("la semaine prochaine 14h", RefusalReason.WHICH_DAY_OF_WEEK, "le jour de la semaine"),
    ("le mois prochain 14h", RefusalReason.WHICH_DAY_OF_MONTH, "de 1 à 31"),
    ("en décembre 14h", RefusalReason.WHICH_DAY_OF_MONTH, "de 1 à 31"),
    ("décembre 2026 14h", RefusalReason.WHICH_DAY_OF_MONTH, "de 1 à 31"),
    ("décembre 14h", RefusalReason.WHICH_DAY_OF_MONTH, "de 1 à 31"),
    ("le 1er jeudi 14h", RefusalReason.WHICH_MONTH, "le mois"),
    ("goûter de Noël 14h", RefusalReason.NAMED_DAY, "donnez sa date"),
    ("tous les jeudis 14h", RefusalReason.EVERY, "une seule date"),
    ("tous les mois le 3 à 14h", RefusalReason.EVERY, "une seule date"),
    ("tous les jeudis à 14h", RefusalReason.EVERY, "une seule date"),
    ("chaque semaine 14h", RefusalReason.EVERY, "une seule date"),
    ("du 3/12 au 5/12 14h", RefusalReason.SEVERAL_DAYS, "un jour à la fois"),
    ("du lundi au mercredi 14h", RefusalReason.SEVERAL_DAYS, "un jour à la fois"),
    ("semaine du 5 octobre 14h", RefusalReason.WHICH_DAY_OF_WEEK, "le jour de la semaine"),
    ("vers 15 décembre 14h", RefusalReason.VAGUE, "un jour précis"),
    ("prochainement, 14h", RefusalReason.VAGUE, "un jour précis"),
    ("chaque lundi à 9h", RefusalReason.EVERY, "une seule date"),
    ("du 3 au 5 décembre 14h", RefusalReason.SEVERAL_DAYS, "un jour à la fois"),
    ("le 3 et 4 décembre 14h", RefusalReason.SEVERAL_DAYS, "un jour à la fois"),
    ("lundi 5 ou mardi 6 octobre 14h", RefusalReason.TWO_DAYS, "une seule date"),
    ("le 19/11 9h, le 3/12 9h", RefusalReason.TWO_DAYS, "une seule date"),
    ("le 19/11 9h, le 3/12 en visio", RefusalReason.TWO_DAYS, "une seule date"),
    ("lundi ou mardi 14h", RefusalReason.TWO_DAYS, "une seule date"),
    ("demain 8 octobre 14h", RefusalReason.TWO_DAYS, "une seule date"),
    ("la semaine prochaine, le 3 décembre 14h", RefusalReason.TWO_DAYS, "une seule date"),
    ("jeudi 14h ou 7h", RefusalReason.TWO_HOURS, "de 14 h à 16 h 30"),
    ("jeudi 9h, 10h30", RefusalReason.TWO_HOURS, "durée 2 h 30"),
    ("jeudi 14h, 1h, 2h", RefusalReason.TWO_LENGTHS, "deux durées"),
    ("jeudi de 14h à 16h, 3h", RefusalReason.TWO_LENGTHS, "deux durées"),
    ("dimanche 29 février 14h", RefusalReason.NO_SUCH_DAY, "février 2027 n'a que 28 jours"),
    ("31/11 14h", RefusalReason.NO_SUCH_DAY, "novembre 2026 n'a que 30 jours"),
    ("le 0 décembre 14h", RefusalReason.NO_SUCH_DAY, "commence le 1er"),
    (
        "5e lundi de décembre 14h",
        RefusalReason.NO_SUCH_DAY,
        "il n'y a pas de 5e lundi en décembre 2026",
    ),
    ("12/15 14h", RefusalReason.MONTH_FIRST, "le jour, puis le mois"),
    ("15/13 14h", RefusalReason.NO_SUCH_MONTH, "douze mois"),
    ("jeudi 0 à 14h", RefusalReason.NO_SUCH_DAY, "commence le 1er"),
    ("jeudi 25h", RefusalReason.NO_SUCH_HOUR, "de 0 h à 23 h 59"),
    ("jeudi 14h75", RefusalReason.NO_SUCH_HOUR, "de 0 h à 23 h 59"),
    ("jeudi de 14h à 25h", RefusalReason.NO_SUCH_HOUR, "de 0 h à 23 h 59"),
    ("jeudi 14h du matin", RefusalReason.NO_SUCH_HOUR, "de 0 h à 23 h 59"),
    ("jeudi matin, 14h", RefusalReason.NOT_IN_PART, "de 0 à 23"),
    ("jeudi de 16h à 14h", RefusalReason.END_FIRST, "avant le début"),
    ("jeudi 14h, 1500 minutes", RefusalReason.TOO_LONG, "une journée au plus"),
    ("jeudi 14h, 0 minutes", RefusalReason.NO_LENGTH, "90 min"),
    ("jeudi 14h heure de Cayenne", RefusalReason.OTHER_CLOCK, "à l'heure de Paris"),
    ("jeudi 14h heure réunion avec Lyon", RefusalReason.OTHER_CLOCK, "à l'heure de Paris"),
    ("jeudi 14h heure Martinique", RefusalReason.OTHER_CLOCK, "à l'heure de Paris"),
    ("jeudi 14h heure de la Guyane", RefusalReason.OTHER_CLOCK, "à l'heure de Paris"),
    ("jeudi 14h UTC", RefusalReason.OTHER_CLOCK, "à l'heure de Paris"),
)


@pytest.mark.parametrize(("text", "why", "hint"), REFUSED)
def test_what_is_no_single_moment_is_refused_with_a_hint(
    text: str, why: RefusalReason, hint: str
) -> None:
    with pytest.raises(WhenError) as refusal:
        _read(text)

    assert refusal.value.why is why
    assert hint in refusal.value.reply.replace("\u00a0", " ")


def test_a_refusal_says_in_the_log_what_was_wrong_without_anyones_words() -> None:
    with pytest.raises(WhenError) as refusal:
        _read("chez Amina, fin mars")

    assert str(refusal.value) == "unreadable moment: a vague period"
    assert refusal.value.reply.endswith("« jeudi 3 décembre 14 h », « le 15/12 de 9 h 30 à 12 h ».")


def _read(text: str) -> When:
    return read_when(text, now=NOW, zone=PARIS)
