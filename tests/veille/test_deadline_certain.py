"""What leaves an end in doubt however likely it is, and days told by others."""

from __future__ import annotations

from datetime import UTC, datetime
from zoneinfo import ZoneInfo

import pytest

from bot.veille.deadlines.reading import found_in
from tests.costs import grows_in_proportion

pytestmark = pytest.mark.usefixtures("each_date_ends")

PARIS = "Europe/Paris"
PUBLISHED = datetime(2026, 4, 7, 8, tzinfo=UTC)


def _found(text: str, theme: str = "Social") -> list[tuple[str, bool]]:
    """Return each end, and whether everybody reads it at once."""
    return [
        (one.ends.astimezone(ZoneInfo(PARIS)).strftime("%Y-%m-%d %H:%M"), one.certain)
        for one in found_in(text, PUBLISHED, PARIS, theme)
        if one.ends
    ]


CALL = "Appel à projets Lien social\nDépôt des dossiers jusqu'au 29 mai 2026"


def test_a_day_that_is_written_out_is_certain() -> None:
    assert _found(f"{CALL}.") == [("2026-05-29 23:59", True)]
    assert _found(f"{CALL} à 17 h.") == [("2026-05-29 17:00", True)]


@pytest.mark.parametrize(
    "text",
    [
        f"{CALL} à 17 h. Le second relevé des dossiers se clôt le 30 septembre 2026.",
        f"{CALL}. Attention : le portail ferme à 20 h.",
        f"{CALL}, cachet de la veille.",
        "Dossiers de l'appel à projets à déposer avant le 29 mai 2026.",
        "Appel à projets, à déposer jusqu'à la mi-mai.",
    ],
)
def test_another_end_an_hour_apart_an_eve_or_a_day_that_is_counted_waits_for_a_yes(
    text: str,
) -> None:
    found = _found(text)

    assert found
    assert not any(certain for _, certain in found)


def test_what_has_no_end_is_certain_when_the_article_tells_no_day() -> None:
    told = "Appel à projets permanent\nLa fondation lit les dossiers au fil de l'eau."
    dated = f"{told}\nProchaine lecture : au plus tard le 14 mai."

    assert [
        (each.permanent, each.certain) for each in found_in(told, PUBLISHED, PARIS, "Social")
    ] == [(True, True)]
    assert not any(each.permanent for each in found_in(dated, PUBLISHED, PARIS, "Social"))


@pytest.mark.parametrize(
    ("said", "ends"),
    [
        ("jusqu'à la veille de Noël", "2026-12-24 23:59"),
        ("jusqu'au vendredi suivant la Pentecôte", "2026-05-29 23:59"),
        ("au plus tard le vendredi précédant le 8 mai", "2026-05-01 23:59"),
        ("au plus tard le lundi qui suit le 8 mai", "2026-05-11 23:59"),
        ("reçus de ce lundi 6 avril au dimanche 24 mai", "2026-05-24 23:59"),
        ("au plus tard le 16 du mois prochain", "2026-05-16 23:59"),
        ("au plus tard le 30 de ce mois", "2026-04-30 23:59"),
    ],
)
def test_a_day_is_told_by_a_feast_a_weekday_or_the_month(said: str, ends: str) -> None:
    assert [end for end, _ in _found(f"L'appel à projets attend vos dossiers {said}.")] == [ends]


@pytest.mark.parametrize(
    "bit",
    [
        *("associations depos ", "seconde vague : 3 mai ", "la veille de noël ", "3 mai, la "),
        *(
            "aucune 3 mai ",
            "dossiers le 3 mai ",
            "prend les ",
            "ce sera 3 mai ",
            "à compter du 3 mai ",
            "les dossiers sont remis à le 3 mai 2026 ",
        ),
    ],
)
@pytest.mark.sample(one_in=4)
def test_the_time_stays_in_proportion_to_the_text(bit: str) -> None:
    def read(count: int) -> None:
        found_in(f"Appel à projets\n{bit * count}", PUBLISHED, PARIS, "Financements")

    assert grows_in_proportion(read, 125)
