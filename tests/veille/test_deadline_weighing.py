"""What the words of an article weigh: told of whole articles, for it is learnt."""

from __future__ import annotations

from datetime import UTC, datetime
from math import sqrt

import pytest

from bot.veille.deadlines import reading, weighing
from bot.veille.deadlines.reading import dates_of, found_in
from bot.veille.deadlines.subject import Belief
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


@pytest.mark.parametrize("how", [0.9, reading.SURE, reading.LIKELY, 0.1])
def test_weights_leave_out_doubt_or_leave_alone_what_rules_find(
    monkeypatch: pytest.MonkeyPatch, how: float
) -> None:
    text = (
        "Appel à projets « Aidants »\nDossiers à déposer avant le vendredi 16 octobre 2026 à 12 h."
    )
    monkeypatch.setattr(reading, "likelihoods", lambda _a, dates: {e.ends: how for e in dates})
    found = found_in(text, PUBLISHED, ZONE, "Financements")

    assert [each.certain for each in found] == ([how >= reading.SURE] if how > 0.1 else [])


@pytest.mark.parametrize(("how", "count"), [(reading.LIKELY, 1), (0.3, 0)])
def test_weights_find_what_no_rule_does_unless_it_is_called_off(
    monkeypatch: pytest.MonkeyPatch, how: float, count: int
) -> None:
    monkeypatch.setattr(reading, "likelihoods", lambda _a, dates: {e.ends: how for e in dates})
    text = "La tournée\nLe camion passe avant le 16 octobre."
    off = "La tournée est annulée\nLe camion passait avant le 16 octobre."

    assert len(found_in(text, PUBLISHED, ZONE, "Santé")) == count
    assert found_in(off, PUBLISHED, ZONE, "Santé") == ()


def test_all_months_are_one_word_and_many_words_weigh_no_more_than_few() -> None:
    article, dates = dates_of("Fonds\nÀ déposer avant le 3 mai, 17 h.", PUBLISHED, ZONE, "Aide")
    (row,) = features(article, dates)

    assert {"theme:aide", "t:fonds", "s:DATE", "b:avant_le", "ending", "of 1"} <= row.keys()
    assert not any("mai" in name for name in row if name.startswith(("s:", "b:", "a:")))
    assert row["t:fonds"] == 2 / sqrt(1 + 3)


def test_the_likelihood_of_a_moment_is_that_of_the_best_date_that_tells_it(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(weighing, "_weights", lambda: {"": 0.0, "ending": 2.0})
    article = ArticleWords(title="", theme="", passages="", signs=())
    ends = datetime(2026, 10, 16, tzinfo=UTC)
    dates = [
        DateWords(
            ends=ends,
            told=Belief.NONE,
            sentence=("", ""),
            clause=("", ""),
            ending=ending,
            ranged=False,
            something_else=False,
        )
        for ending in (True, False)
    ]

    assert likelihoods(article, dates) == {ends: pytest.approx(0.8808, abs=1e-4)}
