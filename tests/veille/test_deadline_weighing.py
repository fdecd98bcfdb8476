"""What the words of an article weigh: told of whole articles, for it is learnt."""

from __future__ import annotations

from datetime import UTC, datetime
from math import sqrt

import pytest

from bot.veille.deadlines import reading, weighing
from bot.veille.deadlines.reading import DatedArticle, found_in
from bot.veille.deadlines.weighing import ArticleWords, DateWords, features, likelihoods

PUBLISHED = datetime(2026, 9, 7, 8, tzinfo=UTC)
ZONE = "Europe/Paris"

SPENT = """Soldes des titres-services
Les carnets de l'an dernier ne sont plus échangés après le 27 novembre. Les ateliers qui les \
prennent sont affichés à l'accueil, et un carnet perdu n'est pas remplacé."""
JUDGED = """La chambre régionale juge les appels à projets trop courts
Dans son rapport, elle demande au Département de voter un plan avant le 27 novembre. Le président \
a répondu que les crédits étaient engagés."""
LENT = """Un camion aménagé, prêté deux semaines à votre commune
Les communes de moins de 2 000 habitants peuvent accueillir le bus numérique du Département. \
Faites connaître votre souhait à la mission inclusion avant le 16 octobre, avec un emplacement et \
une borne. La tournée sera arrêtée en novembre."""


@pytest.mark.parametrize("text", [SPENT, JUDGED])
def test_a_day_that_others_are_held_to_is_no_deadline(text: str) -> None:
    assert found_in(text, PUBLISHED, ZONE, "Financements") == ()


def test_what_one_may_ask_for_under_no_name_of_a_call_is_found_to_be_checked() -> None:
    (found,) = found_in(LENT, PUBLISHED, ZONE, "Collectivités")

    assert found.ends == datetime(2026, 10, 16, 21, 59, tzinfo=UTC)
    assert not found.certain
    assert "avant le 16 octobre" in found.phrase


@pytest.mark.parametrize(
    ("how", "certain"),
    [(reading.SURE, [True]), (0.9, [False]), (reading.LIKELY, [False]), (0.1, [])],
)
def test_what_is_likely_is_found_and_what_is_sure_is_certain(
    monkeypatch: pytest.MonkeyPatch, how: float, certain: list[bool]
) -> None:
    text = "Appel à projets\nDossiers à déposer jusqu'au vendredi 16 octobre 2026 à 12 h."
    monkeypatch.setattr(reading, "likelihoods", lambda _a, dates: [how for _ in dates])

    found = found_in(text, PUBLISHED, ZONE, "Financements")

    assert [each.certain for each in found] == certain


def test_of_several_dates_that_tell_one_moment_the_likeliest_is_quoted(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    text = "Appel à projets\nRéunion avant le 16 octobre. Dépôt jusqu'au 16 octobre 2026."
    monkeypatch.setattr(reading, "likelihoods", lambda _a, _dates: [0.5, 0.999])

    (found,) = found_in(text, PUBLISHED, ZONE, "Financements")

    assert found.certain
    assert found.phrase == "Dépôt jusqu'au 16 octobre 2026."


def test_all_months_are_one_word_and_many_words_weigh_no_more_than_few() -> None:
    text = "Fonds\nÀ déposer avant le 3 mai, 17 h."
    article = DatedArticle.of(text, PUBLISHED, ZONE, "Aide")
    (row,) = features(article.words, [each.words for each in article.dates])

    assert {"theme:aide", "t:fonds", "s:DATE", "b:avant_le", "hour", "of 1"} <= row.keys()
    assert not any("mai" in name for name in row if name.startswith(("s:", "b:", "a:")))
    assert row["t:fonds"] == 2 / sqrt(1 + 3)


def test_each_date_is_as_likely_as_what_is_known_of_it(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(weighing, "kept", lambda _package: {"": 0.0, "exact": 2.0})
    article = ArticleWords(title="", theme="", passages="")
    dates = [
        DateWords(ends=PUBLISHED, facts=facts, sentence=("", ""), clause=("", ""))
        for facts in (("exact",), ())
    ]

    assert likelihoods(article, dates) == [pytest.approx(0.8808, abs=1e-4), 0.5]
