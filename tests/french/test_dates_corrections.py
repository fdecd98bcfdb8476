"""What is taken back, hours without their « h », fields, and second days in a place."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from bench.dates import doubts_of_text
from bot.french.dates import DoubtKind, RefusalReason, When, WhenError, read_when

PARIS = "Europe/Paris"
NOW = datetime(2026, 11, 18, 9, 0, tzinfo=UTC)
"""Wednesday 18 November 2026, 10 h in Paris."""


@pytest.mark.parametrize(
    ("text", "wall", "rest"),
    [
        ("désolée du délai, jeudi 26 14h", "11-26 14:00", "désolée du délai"),
        ("pardon, jeudi euh 14h", "11-19 14:00", "pardon euh"),
        ("mardi 24 novembre 14h, pas de visio", "11-24 14:00", "pas de visio"),
        ("jeudi 26 9h-17h non stop", "11-26 09:00", "non stop"),
        ("vendredi 27 à 14h au lieu de jeudi 26", "11-27 14:00", "au lieu de jeudi 26"),
        ("dem midi resto du port", "11-19 12:00", "resto du port"),
        ("pas cette semaine, celle d'après, mardi, 14h", "11-24 14:00", ""),
        ("mercredi 9h30 pas cette semaine la prochaine", "11-25 09:30", ""),
        ("pas la semaine prochaine mais celle d'après, lundi 14h", "11-30 14:00", ""),
    ],
)
def test_what_takes_nothing_back_is_read(text: str, wall: str, rest: str) -> None:
    when = _read(text)

    assert (f"{when.wall:%m-%d %H:%M}", when.rest) == (wall, rest)
    assert not doubts_of_text(when, zone=PARIS)


@pytest.mark.parametrize(
    "text",
    [
        "jeudi non vendredi 10h pardon",
        "jeudi 26 nov, 14h, 2h non 1h",
        "mardi 24 14h-16h non 14h-17h",
        "jeudi 9h non 7h",
        "jeudi 9h, non à 7h",
        "10h30 le 20 ah nn oui à la réunion en fait le 21 là",
        "le 3 décembre 14h ça tombe mal, disons le 4",
        "lundi 16 oups mardi 24 novembre, 9h",
        "jeudi 3 décembre à 14h, non vendredi 4 à 15h, mairie",
        "mardi 8 décembre 14h euh 15h plutôt",
        "jeudi 26, 14h, 15h plutôt, salle 2",
        "jeudi 26 14h, je me suis trompé, 15h",
        "la réunion du 11 décembre décalée au 18 décembre 9h",
        "pas le 12 décembre mais le 13, 14h",
        "surtout pas mercredi, donc jeudi 9h",
        "ni lundi ni mardi : mercredi 25 10h",
        "vendredi et non jeudi, 14h",
        "plutôt vendredi que jeudi 14h",
        "vendredi 27 à 14h, et pas 15h",
        "lundi impossible, mardi 10h",
        "9h30 le 3 décembre, zut c'est déjà pris, le 10",
        "suite à la réunion du 12 octobre, je propose le 26 novembre 14h",
        "CR du 12/10 à valider jeudi 26 novembre 14h",
        "le 25 jsuis pas là donc le 27, 10h, fablab",
        "le 25 on est absentes, du coup le 27 à 10h",
        "le 25 c'est mort alors le 27 à 10h",
        "jeudi je peux pas donc vendredi 10h",
        "11h le 25 ah nn férié chez nous dcp le 26",
        "10h30 le 24 ah nn férié à la réunion dcp le 25",
        "pas avant le 6 décembre, dispo le 8 à 13h45",
        "3 décembre 10h ! y en a pas tous les ans",
    ],
)
def test_what_is_taken_back_for_another_day_or_hour_is_asked_about(text: str) -> None:
    try:
        when = _read(text)
    except WhenError as refused:
        assert refused.why in _BOTH_SAID  # noqa: PT017
        return
    assert doubts_of_text(when, zone=PARIS)


_BOTH_SAID = {
    RefusalReason.TWO_DAYS,
    RefusalReason.TWO_HOURS,
    RefusalReason.TWO_LENGTHS,
    RefusalReason.EVERY,
    RefusalReason.VAGUE,
}


@pytest.mark.parametrize(
    ("text", "wall", "minutes"),
    [
        ("on finit à midi, on démarre à 9h15, mardi 24", "11-24 09:15", 165),
        ("mardi 24 on commence à 9h15 et ça termine à midi", "11-24 09:15", 165),
        ("mardi 24 / 9h / 12h", "11-24 09:00", 180),
        ("27/11 1400-1530 mdph", "11-27 14:00", 90),
        ("27 nov à 1430", "11-27 14:30", None),
        ("27 nov 1430", "11-27 14:30", None),
        ("27 nov à 14", "11-27 14:00", None),
        ("jeudi de 9 à 12", "11-19 09:00", 180),
        ("jeudi 26 nov de 14 à 17 mairie", "11-26 14:00", 180),
        ("27 nov 9-12 mairie", "11-27 09:00", 180),
        ("27 nov 9 à 12h", "11-27 09:00", 180),
        ("jeudi 14-16h en visio", "11-19 14:00", 120),
        ("1h30 de visio mardi 24 à 9h", "11-24 09:00", 90),
        ("jeudi 14h (durée estimée à 2h)", "11-19 14:00", 120),
        ("jeudi 14h, une petite heure", "11-19 14:00", 60),
        ("jeudi 14h nonante minutes", "11-19 14:00", 90),
        ("jeudi quatorze heures zéro cinq", "11-19 14:05", None),
        ("date 26/11 heure 14h durée 1h30", "11-26 14:00", 90),
        ("le dernier lundi avant noël 9h", "12-21 09:00", None),
        ("le deuxième mardi après noël 9h", "01-05 09:00", None),
        ("jeudi 26 novembre 9h, comme dit hier", "11-26 09:00", None),
        ("mercredi dans trois semaines 9h", "12-09 09:00", None),
        ("jeudi apres midi 14h", "11-19 14:00", None),
        ("jeudi 14h, venez 15 min en avance", "11-19 14:00", None),
        ("27 nov 9/12h", "11-27 09:00", 180),
        ("jeudi 26 nov 9h arrêt 8 mai", "11-26 09:00", None),
    ],
)
def test_hours_are_read_with_little_said(text: str, wall: str, minutes: int | None) -> None:
    when = _read(text)

    assert (f"{when.wall:%m-%d %H:%M}", when.minutes) == (wall, minutes)
    assert not doubts_of_text(when, zone=PARIS)


@pytest.mark.parametrize(
    ("text", "kind", "said"),
    [
        ("jeudi non plus, 14h", DoubtKind.UNREAD, "« non »"),
        ("jeudi 26 novembre non 27, 14h", DoubtKind.UNREAD, "« non »"),
        ("26 novembre, non fin décembre, 14h", DoubtKind.UNREAD, "« non »"),
        ("jeudi pas 14h", DoubtKind.UNREAD, "« jeudi pas »"),
        ("le 26 novembre reportée au 28 à 9h", DoubtKind.UNREAD, "« reportée »"),
        ("26 novembre et 27 9h", DoubtKind.UNREAD, "« et 27 »"),
        ("26 et/ou 27 novembre 9h", DoubtKind.UNREAD, "« ou »"),
        ("jeudi 26, groupe de 8 à 10", DoubtKind.BARE_HOUR, "« 8 h »"),
        ("mardi 9h mais jeudi serait mieux", DoubtKind.UNREAD, "« jeudi »"),
        ("jeudi 26 14h mairie, le 27 novembre préfecture", DoubtKind.UNREAD, "27 novembre"),
        ("jeudi 9h toute la journée", DoubtKind.UNREAD, "« toute la journée »"),
        ("jeudi 10-12h", DoubtKind.TWO_READINGS, "jeudi 10 décembre"),
        ("mardi 24 à 17", DoubtKind.BARE_HOUR, "« 17 h »"),
        ("mardi 2h", DoubtKind.NIGHT, "14 h"),
        ("12 août 14h", DoubtKind.FAR, "9 mois"),
    ],
)
def test_what_may_be_a_correction_or_another_day_is_asked_about(
    text: str, kind: DoubtKind, said: str
) -> None:
    (doubt,) = doubts_of_text(_read(text), zone=PARIS)

    assert doubt.kind is kind
    assert said in doubt.sentence.replace("\u00a0", " ")


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ("jeudi 3 décembre non le lundi 14h", RefusalReason.TWO_DAYS),
        ("jeudi ou plutôt vendredi 14h", RefusalReason.TWO_DAYS),
        ("jeudi ? non ? vendredi ? 14h", RefusalReason.TWO_DAYS),
        ("jeudi prochain non vendredi 14h", RefusalReason.TWO_DAYS),
        ("vendredi, pas jeudi 26, 14h", RefusalReason.TWO_DAYS),
        ("jeudi 26 14h, si ça va pas lundi 30", RefusalReason.TWO_DAYS),
        ("jeudi 26 14h mairie, au pire vendredi 27", RefusalReason.TWO_DAYS),
        ("réunion du 26 novembre, ou le 27 novembre 14h", RefusalReason.TWO_DAYS),
        ("réunion du 26 novembre 14h, 27 novembre Pau", RefusalReason.TWO_DAYS),
        ("jeudi 26 de 14h à 16h euh 17h", RefusalReason.TWO_HOURS),
        ("jeudi 26 14h ou 16h", RefusalReason.TWO_HOURS),
        ("jeudi départ 6h30, réunion 9h", RefusalReason.TWO_HOURS),
        ("jeudi sur deux 14h", RefusalReason.EVERY),
        ("jeudi 9h 9h30", RefusalReason.TWO_HOURS),
        ("jeudi 9h-12h (pause à 10h30)", RefusalReason.TWO_HOURS),
        ("vend 27 nov 9h30 12h30 mairie", RefusalReason.TWO_HOURS),
        ("réunion de 2h le 27 novembre à 9h", RefusalReason.TWO_HOURS),
        ("mardi 24 / 9h15 / 2h30 / mairie", RefusalReason.END_FIRST),
        ("mardi 24 - 10h - 1h30 - mairie", RefusalReason.END_FIRST),
        ("jeudi 14h-2h", RefusalReason.END_FIRST),
        ("jeudi 10h grand max", RefusalReason.VAGUE_HOUR),
        ("le dernier lundi après noël 9h", RefusalReason.VAGUE),
        ("jeudi salle 9-12", RefusalReason.NO_HOUR),
        ("jeudi 26, groupe de 10 à 15 agents", RefusalReason.NO_HOUR),
    ],
)
def test_a_correction_that_says_less_or_lets_one_choose_is_refused(
    text: str, why: RefusalReason
) -> None:
    with pytest.raises(WhenError) as refusal:
        _read(text)

    assert refusal.value.why is why


def _read(text: str) -> When:
    return read_when(text, now=NOW, zone=PARIS)


@pytest.mark.parametrize(
    "text",
    [
        "si le 25 vous pouvez pas alors le 27 à 10h",
        "jeudi pas de souci donc vendredi 10h",
        "jeudi 26 je suis pas contre alors vendredi 10h",
        "le 25 je peux pas donc le 26 ou le 27 à 10h",
    ],
)
def test_a_day_that_may_still_suit_is_never_dropped_in_silence(text: str) -> None:
    with pytest.raises(WhenError):
        _read(text)


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ("pas avant le 6 décembre, le 3 à 14h", RefusalReason.VAGUE),
        ("pas avant le 6 décembre, 14h", RefusalReason.VAGUE),
        ("pas avant le 6 décembre sinon le 8 à 14h", RefusalReason.VAGUE),
        ("pas avant mardi, le 8 à 14h", RefusalReason.VAGUE),
        ("mardi 24 14h, pas tous les mardis", RefusalReason.EVERY),
        ("avant le 6 décembre, le 8 à 14h", RefusalReason.VAGUE),
        ("pas tous les mois, le 3 décembre à 14h", RefusalReason.EVERY),
    ],
)
def test_a_bound_that_says_no_day_is_still_refused(text: str, why: RefusalReason) -> None:
    with pytest.raises(WhenError) as refused:
        _read(text)

    assert refused.value.why is why


def test_a_week_that_is_denied_with_nothing_in_its_place_is_asked_about() -> None:
    assert doubts_of_text(_read("pas cette semaine, mardi 14h"), zone=PARIS)
