from __future__ import annotations

import json
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from bot.veille.article import Article, Known, StoredArticle, first_news
from bot.veille.fetching.errors import NotAFeedError
from bot.veille.fetching.parse import parse, parse_strict
from bot.veille.identity.deciding import Decision, decide
from tests.veille.fetching import publishers

NOW = datetime(2026, 11, 24, 9, 0, tzinfo=UTC)
BASE = "https://site.example/flux"


def _read(body: bytes | str) -> tuple[Article, ...]:
    return parse_strict(body.encode() if isinstance(body, str) else body, None, BASE).articles


def _kept(articles: tuple[Article, ...]) -> list[Known]:
    return [
        Known(
            id=number,
            guid=each.guid,
            link=each.link,
            title=each.title,
            summary=each.summary,
            published=each.published,
            told=each.published,
        )
        for number, each in enumerate(articles, 1)
    ]


def _then(before: bytes | str, after: bytes | str) -> Decision:
    """Collect one feed, then the other."""
    return decide(_read(after), _kept(_read(before)))


def test_a_tag_on_mastodon_has_posts_without_titles() -> None:
    (post,) = _read(publishers.MASTODON_TAG)

    assert post == Article(
        guid="https://social.example/@zoe/1142",
        link="https://social.example/@zoe/1142",
        summary="Un atelier cartes, demain, à la bibliothèque. #mediationnumerique",
        published=datetime(2026, 11, 23, 14, 2, 11, tzinfo=UTC),
        tags=("mediationnumerique",),
    )


def test_posts_without_titles_are_told_apart_and_may_be_corrected() -> None:
    first, second = _read(publishers.MASTODON_ACCOUNT)
    corrected = publishers.MASTODON_ACCOUNT.replace("Deux places", "Une place")
    decision = _then(publishers.MASTODON_ACCOUNT, corrected)

    assert (first.title, second.title) == ("", "")
    assert first.summary == "Deux places restent pour jeudi. Qui vient ?"
    assert decision.new == ()
    assert [each.article.summary[:9] for each in decision.updated] == ["Une place"]
    assert decision.same == (2,)


def test_a_new_post_without_title_is_news() -> None:
    decision = _then(
        publishers.MASTODON_ACCOUNT,
        publishers.MASTODON_ACCOUNT.replace("@reseau/7", "@reseau/8"),
    )

    assert [each.link for each in decision.new] == ["https://social.example/@reseau/8"]


def test_bluesky_has_dates_of_another_kind_and_guids_that_are_no_links() -> None:
    (post,) = _read(publishers.BLUESKY)

    assert post.guid == "at://did:plc:ab12/app.bsky.feed.post/3kab"
    assert post.link == "https://bsky.example/profile/reseau.example/post/3kab"
    assert post.title == ""
    assert post.published == datetime(2026, 11, 23, 18, 4, 5, tzinfo=UTC)


def test_an_empty_wiki_has_no_news() -> None:
    assert [each.title for each in _read(publishers.YESWIKI)] == ["Une fiche du wiki"]
    assert parse(publishers.YESWIKI_EMPTY.encode(), None, BASE).title == "Agenda du wiki"
    assert _read(publishers.YESWIKI_EMPTY) == ()
    assert _then(publishers.YESWIKI, publishers.YESWIKI_EMPTY) == Decision()


def test_without_guid_the_link_tells_the_article() -> None:
    again = publishers.SITES_FACILES_RSS.replace("Une enquête", "L'enquête").replace(
        "19 Nov", "23 Nov"
    )
    decision = _then(publishers.SITES_FACILES_RSS, again)

    assert decision.new == ()
    assert decision.updated[0].article.title == "L'enquête locale"


def test_an_id_that_holds_the_date_of_the_last_change_is_still_the_same() -> None:
    decision = _then(
        publishers.sites_faciles_atom("2026-11-19"),
        publishers.sites_faciles_atom("2026-11-23", "L'enquête locale, prolongée"),
    )

    assert decision.new == ()
    assert decision.updated[0].article.published == datetime(2026, 11, 19, 9, tzinfo=UTC)


def test_links_that_differ_by_a_parameter_are_other_articles() -> None:
    decision = _then(publishers.maire_info([1, 2]), publishers.maire_info([3, 2]))

    assert [each.link for each in decision.new] == [
        "http://maires.example/article.asp?param=3&PARAM2=PLUS"
    ]
    assert decision.new[0].title == "Numérique : l’aide n° 3"
    assert decision.new[0].summary == "Les communes rurales déposent leurs dossiers…"
    assert decision.same == (2,)


@pytest.mark.parametrize("body", [publishers.RESOURCE_LIST, publishers.RESOURCE_OBJECT])
def test_a_list_of_resources_is_read_the_latest_first_without_drafts(body: bytes) -> None:
    latest, older = _read(body)

    assert latest == Article(
        guid="7c1d",
        link="https://bases.example/ressources/mots-de-passe",
        title="Un jeu sur les mots de passe",
        published=datetime(2026, 11, 21, 8, tzinfo=UTC),
    )
    assert older.guid == "5f0b"


def test_a_resource_that_is_updated_is_not_news_again() -> None:
    later = [
        {**each, "updated": "2026-11-24T08:00:00.000Z", "title": f"{each['title']} (2)"}
        for each in publishers.RESOURCES
    ]

    assert _then(publishers.RESOURCE_LIST, json.dumps(later)).new == ()


@pytest.mark.parametrize(
    "body", [b"[]", b'{"resources": []}', b'[{"id": 1}]', b'[{"title": "x", "slug": "x"}]', b"[[]]"]
)
def test_another_list_is_no_feed(body: bytes) -> None:
    with pytest.raises(NotAFeedError):
        parse(body, None, BASE)


EVERYBODY = {**publishers.XML, "Les Bases": publishers.RESOURCE_LIST}
del EVERYBODY["YesWiki, empty"]


@pytest.mark.parametrize("name", EVERYBODY)
def test_every_publisher_may_misbehave_without_telling_old_news(name: str) -> None:
    """Guids change; all moves to https; dates change; the feed shrinks, then grows."""
    articles = _read(EVERYBODY[name])
    known = _kept(articles)
    oddities = {
        "the same again": articles,
        "other guids": [replace(each, guid=f"urn:x:{n}") for n, each in enumerate(articles)],
        "no guid": [replace(each, guid=None) for each in articles],
        "the other scheme": [_other_scheme(each) for each in articles],
        "dated anew": [replace(each, published=NOW) for each in articles],
        "undated": [replace(each, published=None) for each in articles],
        "shrunk": articles[:1],
        "in another order": articles[::-1],
        "empty": [],
    }
    for oddity, fetched in oddities.items():
        assert decide(fetched, known).new == (), oddity


@pytest.mark.parametrize("name", EVERYBODY)
def test_no_publisher_floods_at_first(name: str) -> None:
    (first, *_) = _read(EVERYBODY[name])
    many = [
        replace(first, guid=str(n), link=f"{first.link}&n={n}", published=NOW - timedelta(hours=n))
        for n in range(900)
    ]

    new = decide(many, ()).new
    assert len(first_news((StoredArticle(0, each.published or NOW) for each in new), NOW)) == 5


def _other_scheme(article: Article) -> Article:
    guid, link = (
        each.replace("https:", "HTTP:").replace("http:", "https:").replace("HTTP:", "http:")
        for each in (article.guid or "", article.link)
    )
    return replace(article, guid=guid or None, link=link)
