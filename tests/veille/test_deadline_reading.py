"""Deadlines in articles: what is read, what is left alone, what is kept, and at what cost."""

from __future__ import annotations

import re
from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bench.deadlines import labelled
from bot.veille.deadlines.passage import PHRASE, FoundDeadline
from bot.veille.deadlines.passages import may_tell, passages
from bot.veille.deadlines.reading import found_in
from tests import hostile
from tests.costs import grows_in_proportion

pytestmark = pytest.mark.usefixtures("each_date_ends")

PARIS = "Europe/Paris"
PUBLISHED = datetime(2026, 10, 5, 8, tzinfo=UTC)
TEXTS = labelled()


def _ends(text: str, published: datetime = PUBLISHED, theme: str = "") -> list[str]:
    return [_said(found) for found in found_in(text, published, PARIS, theme)]


def _doubtful(text: str, theme: str = "") -> list[str]:
    """Return the ends that wait for a coordinator's yes."""
    return [_said(one) for one in found_in(text, PUBLISHED, PARIS, theme) if not one.certain]


def _said(found: FoundDeadline) -> str:
    if found.ends is None:
        return "permanent"
    return found.ends.astimezone(ZoneInfo(PARIS)).strftime("%Y-%m-%d %H:%M")


@pytest.mark.parametrize(
    ("said", "ends"),
    [
        ("jusqu'au 28 octobre à minuit", "2026-10-28 23:59"),
        ("JUSQU’AU 28\u00a0OCTOBRE À MINUIT", "2026-10-28 23:59"),
        ("jusqu'au 28 octobre à 0h", "2026-10-28 00:00"),
        ("jusqu'au 28 octobre à 24h00", "2026-10-28 23:59"),
        ("jusqu'au 28 octobre, 12 h", "2026-10-28 12:00"),
        ("avant midi le 28 octobre", "2026-10-28 12:00"),
        ("jusqu'au 28/10/26", "2026-10-28 23:59"),
        ("jusqu'au 2026-10-28", "2026-10-28 23:59"),
        ("jusqu'à fin février", "2027-02-28 23:59"),
        ("d'ici la fin de l'année", "2026-12-31 23:59"),
        ("d'ici le 30", "2026-10-30 23:59"),
        ("jusqu'au mercredi 28 octobre", "2026-10-28 23:59"),
        ("pour le vingt-huit octobre à quinze heures trente", "2026-10-28 15:30"),
        ("pour le quinze mars deux mille vingt-sept", "2027-03-15 23:59"),
        ("avant la Toussaint, soit le 28 octobre", "2026-10-28 23:59"),
        ("jusqu'au deuxième mardi de novembre", "2026-11-10 23:59"),
        ("avant mercredi, 28 octobre au plus tard", "2026-10-28 23:59"),
        ("d'ici le vendredi 30", "2026-10-30 23:59"),
        ("[du 12/10 au 28/10/2026]", "2026-10-28 23:59"),
        ("avant le 28 octobre à 8 heures du soir", "2026-10-28 20:00"),
        ("jusqu'au 28 octobre, 17:00:00", "2026-10-28 17:00"),
        ("avant le 2e mardi de novembre (le 10)", "2026-11-10 23:59"),
        ("jusqu'au dernier jour d'octobre", "2026-10-31 23:59"),
        ("avant la Toussaint", "2026-10-31 23:59"),
        ("pour la Saint-Nicolas", "2026-12-06 23:59"),
        ("le lundi de Pâques au plus tard", "2027-03-29 23:59"),
        ("d'ici l'Ascension", "2027-05-06 23:59"),
        ("jusqu'à la fin du mois prochain", "2026-11-30 23:59"),
        ("avant le 11-Novembre", "2026-11-11 23:59"),
        ("jusqu'au 03.11", "2026-11-03 23:59"),
        ("deadline: 5 January 2027, 5 pm", "2027-01-05 17:00"),
        ("deadline: November 30th", "2026-11-30 23:59"),
        ("deadline : Friday 27 November 2026, midnight", "2026-11-27 23:59"),
        ("d'ici dimanche soir en huit", "2026-10-18 23:59"),
        ("dernier jour : mercredi prochain", "2026-10-07 23:59"),
    ],
)
def test_a_date_is_read_as_it_is_written(said: str, ends: str) -> None:
    assert _ends(f"Appel à projets, à déposer {said}.") == [ends]


@pytest.mark.parametrize(
    "text",
    [
        "Appel à projets ouvert jusqu'au lundi 28 octobre.",
        "Appel à projets ouvert jusqu'au 31 février.",
        "Appel à projets ouvert jusqu'au 15 septembre.",
        "Appel à projets ouvert jusqu'au 28 octobre 2025.",
        "Appel à projets ouvert jusqu'au 28 octobre 2036.",
        "",
    ],
)
def test_a_wrong_a_past_or_another_date_is_no_deadline(text: str) -> None:
    assert _ends(text) == []


@pytest.mark.parametrize(
    ("said", "ends"),
    [
        ("avant vendredi midi", "2026-10-09 12:00"),
        ("pour lundi", "2026-10-12 23:59"),
        ("jusqu'à demain soir", "2026-10-06 23:59"),
        ("jusqu'à ce soir, 20h", "2026-10-05 20:00"),
        ("d'ici la mi-novembre", "2026-11-15 23:59"),
        ("au plus tard la veille du forum du 4 décembre", "2026-12-03 23:59"),
        ("au plus tard trois semaines avant le comité du 4 décembre", "2026-11-13 23:59"),
        ("au plus tard un mois avant la fête du 31 mars", "2027-02-28 23:59"),
        ("à J-15 avant la séance du 4 décembre", "2026-11-19 23:59"),
    ],
)
def test_a_date_that_is_counted_from_another_waits_for_a_coordinator(said: str, ends: str) -> None:
    assert _doubtful(f"Appel à projets, dossier à déposer {said}.") == [ends]


def test_a_title_alone_tells_its_deadline() -> None:
    assert _ends("Bourse « Un lieu » : avant le 28 octobre 2026") == ["2026-10-28 23:59"]


def test_a_countdown_says_nothing_but_the_day_it_leads_to() -> None:
    for said in (
        "Plus que 10 jours avant la clôture du 15 octobre",
        "J-10 avant la clôture, le 15 octobre",
        "J-10 avant le 15 octobre",
    ):
        assert _ends(f"Appel à projets des lacs\n{said} !") == ["2026-10-15 23:59"]


def test_the_weekday_that_follows_is_counted_from_the_date_before() -> None:
    told = "Appel à projets\nLe dépôt ouvre le mardi 13 octobre et fermera le vendredi suivant."

    assert _doubtful(told)[-1] == "2026-10-16 23:59"


def test_an_hour_that_is_left_unread_makes_a_date_doubtful() -> None:
    assert _doubtful("Appel à projets : dépôt jusqu'au 28 octobre, bureau ouvert dès 14 h.") == [
        "2026-10-28 23:59"
    ]


def test_the_day_that_opens_is_kept_with_the_end_after_it() -> None:
    _, _, found, _ = found_in(
        "Prix des ponts : le calendrier\nOuverture des dépôts : 12 octobre 2026. Vos questions : "
        "jusqu'au 26 octobre. Fin des dépôts : 9 novembre, 14h. Auditions : 7 décembre.",
        PUBLISHED,
        PARIS,
    )

    assert (found.starts, _said(found)) == (date(2026, 10, 12), "2026-11-09 14:00")


def test_two_ends_told_as_one_are_two() -> None:
    assert _ends(
        "Appel à projets, deux vagues : la première se ferme le 2 novembre, la seconde le 7 mars."
    ) == ["2026-11-02 23:59", "2027-03-07 23:59"]


def test_a_range_tells_when_it_starts_even_over_new_year() -> None:
    (found,) = found_in(
        "Candidatures du 20 décembre au 31 janvier pour cet appel à projets.", PUBLISHED, PARIS
    )

    assert (found.starts, _said(found)) == (date(2026, 12, 20), "2027-01-31 23:59")


def test_an_end_that_goes_from_a_day_to_another_is_no_range() -> None:
    (found,) = found_in("La date butoir passe du 10 au 24 octobre 2026.", PUBLISHED, PARIS)

    assert found.starts is None


def test_the_phrase_quotes_the_article() -> None:
    text = (
        "Les dossiers de candidature sont attendus jusqu’au 28\u00a0octobre, "
        + "avec toutes les pièces " * 20
    )
    (found,) = found_in(text, PUBLISHED, PARIS)

    assert len(found.phrase) <= PHRASE
    assert "jusqu’au 28\u00a0octobre" in found.phrase
    assert found.phrase.endswith("…")
    assert found.phrase.strip("…") in text


def test_an_hour_may_be_that_of_all_dates() -> None:
    text = "Appel à projets\nDépôts jusqu'au 30 octobre, puis au 8 janvier, chaque fois à midi."

    assert _ends(text) == ["2026-10-30 12:00", "2027-01-08 12:00"]


def test_what_tells_a_deadline_is_never_left_unread() -> None:
    """Tags and entities stand where an editor puts them."""
    telling = [one.text for one in TEXTS if one.deadlines and found_in(one.lines, one.at, PARIS)]
    spellings = [
        spelling
        for text in telling
        for spelling in (
            text,
            re.sub(r"(?<=\d) | (?=\d)", "&nbsp;", text.replace("é", "&eacute;")),
            re.sub(r"(?<= )(?=\d+ ?[a-zéû]{3})", "<strong>", text),
        )
    ]

    assert len(telling) > 180
    assert [each for each in spellings if not may_tell("", each)] == []


@given(st.text(alphabet="0139/.-h: éjusqu'a’vndtl\u00a0\u0301minocrpx«\n", max_size=900))
def test_any_text_is_read_and_kept_alike(text: str) -> None:
    whole = f"AAP\n{text}"
    kept = passages(whole)

    assert passages("\n".join(kept)) == kept
    found = found_in(whole, PUBLISHED, PARIS)
    assert found == found_in("\n".join(("AAP", *kept)), PUBLISHED, PARIS)
    assert all(len(one.phrase) <= PHRASE for one in found)


@pytest.mark.parametrize(
    "piece",
    [
        "1",
        "1/",
        "1 mai ",
        "du 1 au ",
        "jusqu'au ",
        "avant le 1 ",
        "limite ",
        "AAP 1/1/26 ",
        " fin ",
        "avant lundi ",
        "la veille du 1 mai ",
        "trois jours avant ",
        "premier lundi de mai ",
        "dans 3 jours ",
        "aides ouvert ",
        "communes deposent ",
        "celles jusqu'au 1 mai. ",
        "apres le 1 mai ne seront ",
        "pour la saint-jean ",
        "sous trois jours, soit ",
        "demandes arrivees avant le ",
        "les copies le 1 mai : ",
        "ferme a compter du 1 mai ",
        "reporte au 1 ",
        "plus que 3 jours pour ",
        "envoyez-la sous 3 jours ",
        "releves : 1 mai, 2 mai ",
        "j-3 ",
        "1 mai 12 h, heure de ",
    ],
)
@pytest.mark.sample(one_in=4)
def test_the_time_grows_in_proportion_to_the_text(piece: str) -> None:
    assert grows_in_proportion(
        lambda size: found_in(hostile.of(piece, size), PUBLISHED, PARIS), 750
    )


def test_a_date_is_never_read_by_half_where_a_passage_is_cut() -> None:
    for size in range(230, 330):
        said = f"Dossiers avant le 9 octobre. {'a' * size} avant le 15 octobre 2026 à 16 h."
        found = set(_ends(f"Appel à projets\n{said} {'Et puis rien de plus ici. ' * 12}"))

        assert found <= {"2026-10-09 23:59", "2026-10-15 16:00"}
