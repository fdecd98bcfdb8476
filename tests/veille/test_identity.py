from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import timedelta

from hypothesis import given
from hypothesis import strategies as st

from bot.veille.article import Article
from tests.veille.shelf import NOW, Shelf

SITE = "https://mediatheque.example"


def _article(title: str, *, guid: str | None = None, link: str = "", day: int = 0) -> Article:
    return Article(guid=guid, link=link, title=title, published=NOW - timedelta(days=day))


def _three() -> list[Article]:
    return [
        _article(title, guid=f"{SITE}/?p={number}", link=f"{SITE}/{number}-atelier", day=number)
        for number, title in enumerate(("Un atelier", "Une bourse", "Un café"), 1)
    ]


def test_the_first_fetch_is_all_new_and_the_second_all_the_same() -> None:
    shelf = Shelf()

    assert shelf.receives(*_three()) == ["Un atelier", "Une bourse", "Un café"]
    assert shelf.receives(*_three()) == []
    assert shelf.decision.same == (1, 2, 3)


def test_a_feed_that_changes_its_guids_tells_nothing_new() -> None:
    shelf = Shelf()
    shelf.receives(*_three())

    renumbered = [replace(each, guid=f"urn:{index}") for index, each in enumerate(_three())]

    assert shelf.receives(*renumbered) == []
    assert [update.id for update in shelf.decision.updated] == [1, 2, 3]


def test_a_site_that_moves_with_new_guids_links_and_dates_tells_only_its_news() -> None:
    shelf = Shelf()
    shelf.receives(*_three())

    moved = [
        replace(each, guid=f"new-{n}", link=f"https://autre.example/a/{n}", published=NOW)
        for n, each in enumerate(_three())
    ]

    assert shelf.receives(_article("Une nouveauté", guid="new-9"), *moved) == ["Une nouveauté"]


def test_a_feed_that_moves_to_https_tells_nothing_new() -> None:
    shelf = Shelf()
    old = [
        replace(
            each,
            guid=(each.guid or "").replace("https://", "http://www."),
            link=each.link.replace("https://", "http://www."),
        )
        for each in _three()
    ]
    shelf.receives(*old)

    assert shelf.receives(*_three()) == []


def test_redated_articles_are_the_same_and_keep_their_first_date() -> None:
    shelf = Shelf()
    shelf.receives(*_three())

    redated = [replace(each, published=NOW, summary="revu") for each in _three()]

    assert shelf.receives(*redated) == []
    first = shelf.decision.updated[0].article
    assert first.published == NOW - timedelta(days=1)


def test_a_feed_that_shrinks_then_grows_tells_nothing_new() -> None:
    shelf = Shelf()
    shelf.receives(*_three())
    shelf.receives(_three()[0])

    assert shelf.receives(*_three()) == []


def test_one_link_for_all_items_hides_no_news() -> None:
    shelf = Shelf()
    shelf.receives(*(_article(title, link=f"{SITE}/agenda") for title in ("Lundi", "Mardi")))

    assert shelf.receives(_article("Mercredi", link=f"{SITE}/agenda")) == ["Mercredi"]


def test_one_guid_for_all_items_hides_no_news() -> None:
    shelf = Shelf()
    shelf.receives(_article("Lundi", guid="agenda"), _article("Mardi", guid="agenda"))

    assert shelf.receives(_article("Jeudi", guid="agenda"), _article("Lundi", guid="agenda")) == [
        "Jeudi"
    ]


def test_the_front_page_identifies_no_article() -> None:
    shelf = Shelf()
    shelf.receives(_article("Lundi", link=f"{SITE}/", guid=SITE))

    assert shelf.receives(_article("Mardi", link=f"{SITE}/", guid=SITE)) == ["Mardi"]


def test_a_corrected_title_is_an_update() -> None:
    shelf = Shelf()
    shelf.receives(*_three())

    corrected = replace(_three()[0], title="Un atelier, complet")

    assert shelf.receives(corrected) == []
    assert shelf.decision.updated[0].id == 1
    assert shelf.decision.updated[0].article.title == "Un atelier, complet"


def test_without_guids_a_link_with_other_tracking_is_the_same() -> None:
    shelf = Shelf()
    shelf.receives(_article("Un guide", link=f"{SITE}/guide?id=3&utm_source=rss"))

    assert shelf.receives(_article("Un guide", link=f"{SITE}/guide/?id=3#xtor=RSS-1")) == []
    assert shelf.receives(_article("Un autre guide", link=f"{SITE}/guide?id=4")) == [
        "Un autre guide"
    ]


def test_a_fragment_counts_where_it_is_all_that_differs() -> None:
    shelf = Shelf()
    news = [_article(f"Brève {n}", link=f"{SITE}/breves#{n}") for n in (1, 2)]
    shelf.receives(*news)

    assert shelf.receives(*news, _article("Brève 3", link=f"{SITE}/breves#3")) == ["Brève 3"]


def test_a_monthly_title_is_news_each_month() -> None:
    shelf = Shelf()
    shelf.receives(_article("Revue de presse", guid="10", link=f"{SITE}/10", day=31))

    assert shelf.receives(_article("Revue de presse", guid="11", link=f"{SITE}/11")) == [
        "Revue de presse"
    ]


def test_the_same_title_on_the_same_day_with_all_else_changed_is_the_same() -> None:
    shelf = Shelf()
    shelf.receives(*_three())

    changed = _article("Un CAFE", guid="x", link=f"{SITE}/x", day=3)

    assert shelf.receives(_three()[0], changed) == []


def test_same_link_other_guid_other_title_is_news_unless_its_moment_is_the_same() -> None:
    shelf = Shelf()
    shelf.receives(_article("Séance 1", guid="1", link=f"{SITE}/seance", day=7))

    assert shelf.receives(_article("Séance 2", guid="2", link=f"{SITE}/seance")) == ["Séance 2"]

    shelf = Shelf()
    shelf.receives(_article("Séance 1", guid="1", link=f"{SITE}/seance", day=7))

    assert shelf.receives(_article("La séance", guid="2", link=f"{SITE}/seance", day=7)) == []


def test_articles_without_guid_or_link_are_told_apart_by_title() -> None:
    shelf = Shelf()
    shelf.receives(Article(title="Été : l'agenda"))

    assert shelf.receives(Article(title="ETE :  l’agenda"), Article(title="Hiver")) == ["Hiver"]


def test_an_article_known_by_title_alone_may_gain_a_guid() -> None:
    shelf = Shelf()
    shelf.receives(_article("Un atelier", day=9))

    assert shelf.receives(_article("Un atelier", guid="1")) == []
    assert shelf.decision.updated[0].article.guid == "1"


def test_an_article_twice_in_one_feed_is_one_article() -> None:
    assert Shelf().receives(*_three(), *_three()) == ["Un atelier", "Une bourse", "Un café"]


def test_a_future_date_is_brought_back_to_now_and_none_takes_now() -> None:
    shelf = Shelf()
    shelf.receives(_article("Demain", day=-1), Article(title="Sans date"))

    assert [each.published for each in shelf.by_id.values()] == [NOW, NOW]


# A small alphabet, so that guids, links and titles often meet.
_ODD_ARTICLES = st.builds(
    Article,
    guid=st.sampled_from([None, "1", "2", f"{SITE}/a", SITE, f"http://www.{SITE[8:]}/a"]),
    link=st.sampled_from(["", SITE, f"{SITE}/a", f"{SITE}/a#1", f"{SITE}/b?p=1", f"{SITE}/b?p=2"]),
    title=st.sampled_from(["", "Été", "ete", "Hiver", "Revue"]),
    published=st.sampled_from([None, NOW, NOW - timedelta(days=3), NOW + timedelta(days=3)]),
)
_ODD_FEEDS = st.lists(_ODD_ARTICLES, max_size=8)


@given(_ODD_FEEDS, _ODD_FEEDS)
def test_the_same_feed_twice_tells_nothing_new(before: list[Article], feed: list[Article]) -> None:
    shelf = Shelf()
    shelf.receives(*before)
    shelf.receives(*feed)

    assert shelf.receives(*feed) == []
    assert not shelf.decision.updated


@given(_ODD_FEEDS, st.data())
def test_any_feed_may_shrink_and_grow(feed: list[Article], data: st.DataObject) -> None:
    shelf = Shelf()
    shelf.receives(*feed)
    kept = data.draw(st.lists(st.sampled_from(feed), unique_by=id) if feed else st.just([]))
    shelf.receives(*kept)

    assert shelf.receives(*feed) == []


@given(_ODD_FEEDS)
def test_any_feed_may_move_to_https(feed: list[Article]) -> None:
    shelf = Shelf()
    shelf.receives(*(_spelled(each, "https://", "http://www.") for each in feed))

    assert shelf.receives(*feed) == []


@given(_ODD_FEEDS, _ODD_FEEDS)
def test_each_fetched_article_is_decided_once(
    before: Sequence[Article], feed: Sequence[Article]
) -> None:
    shelf = Shelf()
    shelf.receives(*before)
    shelf.receives(*feed)

    claimed = [*(each.id for each in shelf.decision.updated), *shelf.decision.same]
    assert len(claimed) == len(set(claimed))
    assert len(claimed) + len(shelf.decision.new) <= len(feed)


def _spelled(article: Article, old: str, new: str) -> Article:
    guid = article.guid and article.guid.replace(old, new)
    return replace(article, guid=guid, link=article.link.replace(old, new))
