from __future__ import annotations

from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.veille.article import Article
from bot.veille.fetching.errors import FeedError, NotAFeedError, NotStrictError, UnreadableError
from bot.veille.fetching.parse import (
    ARTICLE_LIMIT,
    LENIENT_LIMIT,
    parse,
    parse_lenient,
    parse_strict,
)
from tests.amounts import examples
from tests.veille.fetching import samples

BASE = "https://fabrique.example/rss/flux.xml"


def _titles(body: bytes) -> list[str]:
    return [article.title for article in parse(body, None, BASE).articles]


def test_an_rss_feed_becomes_articles() -> None:
    feed = parse_strict(samples.RSS.encode(), "application/rss+xml", BASE)

    assert feed.title == "La Fabrique & co"
    assert feed.articles == (
        Article(
            guid="a-1",
            link="https://fabrique.example/ateliers/1?utm_source=rss",
            title="Un atelier ouvert",
            summary="Venez nombreux.",
            author="Zoé",
            published=datetime(2026, 11, 23, 8, 0, tzinfo=UTC),
            tags=("Ateliers", "Brest"),
        ),
        Article(
            guid="https://fabrique.example/2",
            link="https://fabrique.example/2",
            title="Sans lien",
            author="Louis",
        ),
        Article(
            guid="a-3",
            link="https://fabrique.example/3",
            summary="Un billet sans titre.",
        ),
    )


def test_atom_links_follow_xml_base_and_people_keep_their_mail_to_themselves() -> None:
    relative, two_links = parse_strict(samples.ATOM.encode(), None, BASE).articles

    assert relative.link == "https://atelier.example/blog/2026/un-billet"
    assert relative.summary == "En trois mots & plus."
    assert relative.author == "Amina"
    assert relative.tags == ("Intelligence artificielle",)
    assert relative.published == datetime(2026, 11, 20, 8, 0, tzinfo=UTC)
    assert two_links.link == "https://atelier.example/deux"
    assert two_links.published == datetime(2026, 11, 22, 7, 0, tzinfo=UTC)


def test_a_json_feed_becomes_articles() -> None:
    seven, eight = parse_strict(samples.JSON_FEED.encode(), None, BASE).articles

    assert (seven.guid, seven.link) == ("7", "https://fabrique.example/7")
    assert (seven.title, seven.summary) == ("", "Une brève.")
    assert (seven.author, seven.tags) == ("Zoé", ("ville",))
    assert (eight.link, eight.author, eight.summary) == ("https://ailleurs.example/8", "L", "Texte")


@pytest.mark.parametrize("name", samples.BROKEN)
def test_a_broken_feed_is_read_by_the_slow_path(name: str) -> None:
    with pytest.raises(NotStrictError):
        parse_strict(samples.BROKEN[name], None, BASE)

    first = parse(samples.BROKEN[name], None, BASE).articles[0]

    assert first.title == "Un atelier ouvert"
    assert first.link == "https://fabrique.example/ateliers/1?utm_source=rss"
    assert first.published == datetime(2026, 11, 23, 8, 0, tzinfo=UTC)


@pytest.mark.parametrize("name", samples.NOT_FEEDS)
def test_what_is_not_a_feed_is_told(name: str) -> None:
    with pytest.raises(NotAFeedError):
        parse(samples.NOT_FEEDS[name], None, BASE)


def test_an_entity_bomb_does_not_go_off() -> None:
    assert all(len(title) < 100 for title in _titles(samples.ENTITY_BOMB))


def test_an_external_entity_is_not_opened() -> None:
    assert _titles(samples.EXTERNAL_ENTITY) in (["ab"], ["a&file;b"])


def test_a_document_of_huge_depth_is_read_or_refused() -> None:
    assert _titles(samples.DEEP) == ["Profond"]


def test_a_malformed_document_over_the_limit_is_refused() -> None:
    body = samples.RSS.encode() + b"<" + b" " * LENIENT_LIMIT

    with pytest.raises(UnreadableError):
        parse(body, None, BASE)


def test_a_document_of_endless_items_is_read_from_its_top() -> None:
    items = "".join(f"<item><title>{n}</title></item>" for n in range(ARTICLE_LIMIT + 9))
    body = f"<rss version='2.0'><channel>{items}</channel></rss>".encode()

    assert len(_titles(body)) == ARTICLE_LIMIT
    assert _titles(body)[0] == "0"


@pytest.mark.parametrize(
    "link", ["javascript:alert(1)", "mailto:a@b.example", "http://[x", "/x" * 2000, "data:,x"]
)
def test_only_web_links_are_kept(link: str) -> None:
    item = f"<item><title>x</title><link>{link}</link></item>"
    body = f"<rss version='2.0'><channel>{item}</channel></rss>".encode()

    assert parse_strict(body, None, BASE).articles[0].link == ""


def test_an_unreadable_base_is_ignored() -> None:
    body = samples.ATOM.replace("https://atelier.example/blog/", "http://[x").encode()

    assert parse_strict(body, None, BASE).articles[1].link == "https://fabrique.example/deux"


@given(st.binary(max_size=300) | st.text(max_size=300).map(str.encode))
def test_any_bytes_are_a_feed_or_a_feed_error(body: bytes) -> None:
    _survives(body)


@examples(60)
@given(st.sampled_from([*samples.STRICT.values(), samples.JSON_FEED.encode()]), st.data())
def test_any_damaged_feed_is_a_feed_or_a_feed_error(body: bytes, data: st.DataObject) -> None:
    start = data.draw(st.integers(0, len(body)))
    length = data.draw(st.integers(0, 30))
    middle = data.draw(st.sampled_from([b"", b"<", b"&", b"]]>", b"<![CDATA[", b"\0", b"<!--"]))
    _survives(body[:start] + middle + body[start + length :])


def _survives(body: bytes) -> None:
    try:
        feed = parse(body, None, BASE)
    except FeedError:
        return
    assert all(article.title or article.link or article.summary for article in feed.articles)


def test_a_link_escaped_twice_is_undone_and_no_reference_is_left_to_act() -> None:
    item = "<item><link>https://a.example/?a=1&amp;amp;b=2&amp;copy;=3</link></item>"
    body = f"<rss version='2.0'><channel>{item}</channel></rss>".encode()

    assert parse(body, None, BASE).articles[0].link == "https://a.example/?a=1&b=2&copy%3B=3"


def test_a_deadline_told_far_down_an_article_is_carried_by_every_path() -> None:
    """The summary is cut long before it; what is read is the longest text."""
    told = "<p>Dossiers à déposer jusqu&rsquo;au <strong>27&nbsp;novembre</strong> 2026.</p>"
    long = f"<p>{'Des mots. ' * 90}</p>{told}<p>Appel à projets.</p>"
    body = samples.RSS.replace("<p>Plus long.</p>", long).encode()

    for feed in (parse_strict(body, None, BASE), parse_lenient(body, None, BASE)):
        [phrase] = feed.articles[0].phrases
        assert "jusqu’au 27\u00a0novembre 2026" in phrase
        assert feed.articles[1].phrases == ()
