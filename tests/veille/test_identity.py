from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.veille.article import Article, Known
from bot.veille.identity.deciding import MOST_VERSIONS, decide
from tests.costs import grows_in_proportion
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


@pytest.mark.parametrize("front", ["/index.php", "/index%2Ephp", "/index%2ephp", "/INDEX.PHP"])
def test_a_site_that_writes_its_links_otherwise_tells_nothing_new(front: str) -> None:
    shelf = Shelf()
    plain = [
        Article(guid=f"{SITE}/2026/{name}", link=f"{SITE}/2026/{name}", title=name.title())
        for name in ("agenda", "bourse", "cafe", "forum")
    ]
    rewritten = [
        replace(each, guid=each.link.replace(SITE, SITE + front), link=f"{SITE}{front}/2026/{name}")
        for each, name in zip(plain, ("agenda", "bourse", "cafe", "forum"), strict=True)
    ]
    shelf.receives(*plain)

    assert shelf.receives(*rewritten[:2], *plain[2:]) == []
    assert shelf.receives(*rewritten) == []
    assert shelf.receives(*plain) == []


def test_an_article_is_followed_through_all_its_names() -> None:
    """Each look changes one thing, so that the last has nothing of the first."""
    shelf = Shelf()
    others = _three()[1:]
    one = _three()[0]
    shelf.receives(one, *others)
    changes: list[dict[str, object]] = [
        {"title": "L'atelier du mardi"},
        {"link": f"{SITE}/latelier-du-mardi"},
        {"guid": "urn:12"},
        {"published": NOW},
        {"title": "Complet : l'atelier du mardi"},
        {"link": f"{SITE}/complet"},
        {"guid": "urn:13"},
    ]
    seen = [one]
    for change in changes:
        seen.append(replace(seen[-1], **change))  # type: ignore[arg-type]
        assert shelf.receives(seen[-1], *others) == [], change

    assert [shelf.receives(each, *others) for each in seen] == [[]] * len(seen)
    assert shelf.receives(*reversed(seen), *others) == []


@pytest.mark.parametrize(
    "change",
    [
        {"title": "Report : l'atelier"},
        {"title": "Report : l'atelier", "published": NOW},
        {"title": "Report : l'atelier", "published": NOW, "link": f"{SITE}/report"},
        {"title": "Report : l'atelier", "published": NOW, "guid": "urn:9"},
        {"published": NOW, "guid": "urn:9"},
        {"published": NOW, "link": f"{SITE}/ailleurs"},
        {"guid": "urn:9", "link": f"{SITE}/ailleurs"},
    ],
    ids=lambda change: ", ".join(sorted(change)),
)
def test_the_same_guid_or_link_with_all_else_changed_is_the_same(change: dict[str, object]) -> None:
    shelf = Shelf()
    shelf.receives(*_three())

    changed = replace(_three()[0], **change)  # type: ignore[arg-type]

    assert shelf.receives(changed, *_three()[1:]) == []


@pytest.mark.parametrize(
    "change",
    [
        {"title": "Report : l'atelier"},
        {"title": "Report : l'atelier", "published": NOW},
        {"title": "Report : l'atelier", "guid": "urn:9"},
        {"link": f"{SITE}/ailleurs"},
        {"link": f"{SITE}/ailleurs", "published": NOW},
        {"guid": "urn:9"},
        {"guid": "urn:9", "link": f"{SITE}/a/1-atelier"},
    ],
    ids=lambda change: ", ".join(sorted(change)),
)
def test_the_old_copy_may_stay_beside_the_new_one(change: dict[str, object]) -> None:
    shelf = Shelf()
    shelf.receives(*_three())

    changed = replace(_three()[0], **change)  # type: ignore[arg-type]

    assert shelf.receives(changed, *_three()) == []
    assert shelf.receives(changed, *_three()[1:]) == []
    assert shelf.receives(*_three()) == []


def test_two_copies_of_a_new_article_are_one() -> None:
    shelf = Shelf()
    new = _article("Un forum", guid="urn:f", link=f"{SITE}/forum")
    copy = replace(new, link=f"{SITE}/salon/forum")

    assert shelf.receives(new, copy, *_three()) == [
        "Un forum",
        "Un atelier",
        "Une bourse",
        "Un café",
    ]
    assert shelf.receives(copy, *_three()) == []


def test_a_slug_that_follows_the_title_is_known_by_the_text_and_the_moment() -> None:
    shelf = Shelf()
    text = "Chaque mardi, de 9 h à 12 h, venez avec vos questions et votre téléphone."
    shelf.receives(*(replace(each, summary=f"{each.title}. {text}") for each in _three()))

    renamed = _article("Un atelier, un goûter", guid="x", link=f"{SITE}/atelier-gouter", day=1)

    assert shelf.receives(replace(renamed, summary=f"Un atelier. {text}")) == []


@pytest.mark.parametrize(
    ("title", "news"),
    [
        ("Grand atelier de réparation, reporté", []),
        ("Réparation : grand atelier à Brest", []),
        ("Une bourse aux livres", ["Une bourse aux livres"]),
        ("Grand atelier de réparation n° 2", ["Grand atelier de réparation n° 2"]),
    ],
)
def test_a_slug_that_follows_the_title_is_known_by_its_words_and_the_moment(
    title: str, news: list[str]
) -> None:
    shelf = Shelf()
    first = _article("Grand atelier de réparation", guid="a", link=f"{SITE}/grand-atelier", day=9)
    shelf.receives(first, *_three())

    assert shelf.receives(_article(title, guid="b", link=f"{SITE}/b", day=9), *_three()) == news


def test_alike_titles_imported_together_are_news_each() -> None:
    shelf = Shelf()
    dates = [
        _article(f"Atelier numérique de {place}", guid=place, link=f"{SITE}/{place}", day=9)
        for place in ("Brest", "Morlaix", "Quimper", "Carhaix")
    ]
    shelf.receives(*dates[:2])

    assert shelf.receives(*dates[1:3]) == ["Atelier numérique de Quimper"]
    assert shelf.receives(*dates[2:]) == ["Atelier numérique de Carhaix"]


def test_two_articles_share_a_link_on_purpose() -> None:
    shelf = Shelf()
    both = [
        _article(title, guid=title, link=f"{SITE}/inscription", day=day)
        for title, day in (("Forum de mai", 5), ("Forum de juin", 4))
    ]
    shelf.receives(*both, *_three())
    third = _article("Forum de juillet", guid="7", link=f"{SITE}/inscription")

    assert shelf.receives(third, *both, *_three()) == ["Forum de juillet"]
    assert shelf.receives(third, *_three()) == []


def test_two_articles_share_a_title_on_purpose() -> None:
    shelf = Shelf()
    here, there = (
        _article("Permanence", guid=place, link=f"{SITE}/{place}", day=day)
        for place, day in (("brest", 2), ("morlaix", 3))
    )

    assert shelf.receives(there, *_three())[:1] == ["Permanence"]
    assert shelf.receives(here, there, *_three()) == ["Permanence"]
    moved = [
        replace(each, guid=None, link=each.link.replace(SITE, "https://b.example"))
        for each in (here, there)
    ]
    assert shelf.receives(*moved) == []


@pytest.mark.parametrize("guids", [True, False])
def test_one_link_for_all_hides_nothing_one_by_one_either(guids: bool) -> None:  # noqa: FBT001
    shelf = Shelf()
    days = [
        _article(name, guid=name if guids else None, link=f"{SITE}/agenda", day=9 - place)
        for place, name in enumerate(("Lundi", "Mardi", "Mercredi", "Jeudi"))
    ]
    shelf.receives(*days[:2])

    assert shelf.receives(days[2]) == ["Mercredi"]
    assert shelf.receives(days[3]) == ["Jeudi"]
    assert shelf.receives(*days) == []


def test_a_letter_always_at_one_address_is_news_each_month() -> None:
    shelf = Shelf()
    letters = [
        replace(
            _article("La lettre", guid=f"urn:{month}", link=f"{SITE}/lettre", day=150 - 30 * month),
            summary=f"Les nouvelles du mois {month}.",
        )
        for month in range(5)
    ]
    for letter in letters:
        assert shelf.receives(letter, *_three())[:1] == ["La lettre"]

    assert shelf.receives(*reversed(letters), *_three()) == []


@pytest.mark.parametrize("title", ["Agenda", "Lettre d'information de mars"])
def test_what_has_only_a_title_is_news_each_month(title: str) -> None:
    shelf = Shelf()
    shelf.receives(_article(title, day=59), _article("Autre chose", day=60))

    assert shelf.receives(_article(title, day=28), _article("Autre chose", day=60)) == [title]
    assert shelf.receives(_article(title, day=0), _article(title, day=28)) == [title]
    assert shelf.receives(_article(title, day=0), _article(title, day=28)) == []


def test_a_daily_title_is_news_each_day_be_it_a_minute_early() -> None:
    shelf = Shelf()
    shelf.receives(_article("Revue de presse", guid="10", link=f"{SITE}/10", day=1))
    early = _article("Revue de presse", guid="11", link=f"{SITE}/11")

    assert shelf.receives(replace(early, published=NOW - timedelta(minutes=2)), *_three())[:1] == [
        "Revue de presse"
    ]


def test_a_feed_that_numbers_its_items_by_rank_hides_nothing() -> None:
    shelf = Shelf()
    names = ("Un", "Deux", "Trois", "Quatre", "Cinq", "Six")

    def ranked(*days: int) -> list[Article]:
        return [
            _article(names[day], guid=str(rank), link=f"{SITE}/{day}", day=30 - day)
            for rank, day in enumerate(days, start=1)
        ]

    assert shelf.receives(*ranked(2, 1, 0)) == ["Trois", "Deux", "Un"]
    assert shelf.receives(*ranked(3, 2, 1)) == ["Quatre"]
    assert shelf.receives(*ranked(5, 4)) == ["Six", "Cinq"]
    assert shelf.receives(*ranked(5, 4, 3, 2, 1, 0)) == []


def test_a_guid_that_changes_each_hour_is_not_remembered_for_ever() -> None:
    shelf = Shelf()
    for hour in range(MOST_VERSIONS + 10):
        changing = replace(_three()[0], guid=f"urn:{hour}")
        assert shelf.receives(changing, *_three()[1:]) == [] or hour == 0

    assert len(shelf.by_id[1].past) == MOST_VERSIONS
    assert shelf.receives(*_three()) == []


@pytest.mark.parametrize("dates", [True, False])
@pytest.mark.parametrize("alike", [("title",), ("link",), ("guid", "link"), ("link", "title")])
@pytest.mark.sample(one_in=4)
def test_a_feed_whose_articles_are_all_called_alike_is_compared_in_proportion(
    dates: bool,  # noqa: FBT001
    alike: tuple[str, ...],
) -> None:
    """Articles of which none is known, and five times as many known ones."""

    def made(number: int) -> Article:
        guid, link, title = (
            f"{SITE}/{0 if kind in alike else number}" for kind in ("guid", "link", "title")
        )
        published = NOW - timedelta(hours=number) if dates else None
        return Article(guid=guid, link=link, title=title, published=published)

    def compare(count: int) -> None:
        known = [
            Known(id=n, guid=each.guid, link=each.link, title=each.title, told=each.published)
            for n, each in enumerate(map(made, range(5 * count)))
        ]
        decide([made(number) for number in range(5 * count, 6 * count)], known)
        decide([made(number) for number in range(5 * count, 6 * count)], [])

    assert grows_in_proportion(compare, 125)


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


def test_of_two_items_of_one_guid_the_kept_one_stays() -> None:
    shelf = Shelf()
    older = Article(
        guid=f"{SITE}/a", link=f"{SITE}/a", title="Été", published=NOW - timedelta(days=3)
    )
    newer = Article(guid=f"{SITE}/a", link=f"{SITE}/a#1", title="Été", published=NOW)
    feed = (Article(guid=None, link="", title="", published=None), older, newer)
    shelf.receives(Article(guid=None, link="", title="Été", published=NOW))
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
