from __future__ import annotations

from datetime import timedelta

from bot.french.folding import folded_line
from bot.veille.article import StoredArticle, first_news
from tests.veille.shelf import NOW


def test_a_first_collection_announces_five_recent_articles_at_most() -> None:
    articles = [StoredArticle(day, NOW - timedelta(days=day)) for day in range(40)]

    assert [each.id for each in first_news(reversed(articles), NOW)] == [0, 1, 2, 3, 4]


def test_a_first_collection_of_old_articles_announces_nothing() -> None:
    old = StoredArticle(1, NOW - timedelta(days=32))
    new = StoredArticle(2, NOW)

    assert first_news([old], NOW) == ()
    assert first_news([old, new], NOW) == (new,)


def test_titles_fold_case_accents_spaces_and_apostrophes() -> None:
    assert folded_line("  L’ÉTÉ\u00a0arrive ") == "l'ete arrive"
