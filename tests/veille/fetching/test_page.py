from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.veille.fetching.page import announced_feeds, is_html, read_page
from tests import hostile
from tests.costs import grows_in_proportion

BASE = "https://ville.example/actus/"
LINK = '<link rel="alternate" type="application/rss+xml" href="{}">'


def test_the_feeds_of_a_page_are_found_comments_last() -> None:
    page = (
        "<!doctype html><head><title>La ville</title>"
        + LINK.format("/comments/feed/")
        + LINK.format("flux?a=1&amp;b=2")
        + LINK.format("flux?a=1&amp;b=2")
        + '<LINK REL="Alternate home" TYPE="application/atom+xml; charset=utf-8" HREF="/atom">'
        + '<link rel="stylesheet" type="application/rss+xml" href="/non">'
        + '<link rel="alternate" hreflang="en" href="/en"><link rel="alternate" type>'
        + LINK.format("javascript:alert(1)")
    )

    assert announced_feeds(page, BASE) == (
        "https://ville.example/actus/flux?a=1&b=2",
        "https://ville.example/atom",
        "https://ville.example/comments/feed/",
    )


def test_links_follow_the_page_s_base() -> None:
    page = '<base href="https://autre.example/x/">' + LINK.format("flux")

    assert announced_feeds(page, BASE) == ("https://autre.example/x/flux",)


def test_a_page_of_a_thousand_feeds_announces_five() -> None:
    assert len(announced_feeds("".join(LINK.format(n) for n in range(1000)), BASE)) == 5


@given(st.text(alphabet="<>!-/=\"'[]&;? linkbasehrefCDATA", max_size=200))
def test_any_page_is_read(page: str) -> None:
    assert announced_feeds(page, BASE) is not None


@pytest.mark.parametrize(
    ("head", "title", "summary"),
    [
        ("<title>Un <b>titre</b> &amp; plus</title>", "Un", ""),
        ("<TITLE\n lang=fr>\n Un\n titre\n</TITLE>", "Un titre", ""),
        ("<title>Onglet</title><meta property='og:title' content='Partagé'>", "Partagé", ""),
        ("<title>Onglet</title><meta property='og:title' content='  '>", "Onglet", ""),
        ("<meta name=description content=Mot><title></title>", "", "Mot"),
        ("<meta content='a > b < c' name='Description'>", "", "a > b < c"),
        (
            '<meta property="og:description" content="L&#39;atelier&nbsp;: &lt;i&gt;la&lt;/i&gt;">',
            "",
            "L'atelier\u00a0: la",
        ),
        ("<meta name=description content=B><meta property=og:description content=A>", "", "A"),
        ("<!-- <title>Non</title> --><script>'<title>Non</title>'</script><title>Oui", "Oui", ""),
        ("<svg><title>Logo</title></svg><title>Oui</title>", "Oui", ""),
        ("<title>à l'\u202eenvers\x07</title>", "à l'envers", ""),
        ("<title>Un</title><title>Deux</title>", "Un", ""),
        ("<title>" + "x" * 5_000, "x" * 299 + "…", ""),
        ("", "", ""),
    ],
)
def test_a_page_says_its_title_and_its_summary_as_plain_text(
    head: str, title: str, summary: str
) -> None:
    page = read_page(f"<!doctype html><head>{head}", BASE)

    assert (page.url, page.title, page.summary) == (BASE, title, summary)


def test_a_feed_in_a_comment_is_not_announced() -> None:
    assert read_page(f"<!--{LINK.format('/non')}-->{LINK.format('/oui')}", BASE).feeds == (
        "https://ville.example/oui",
    )


@pytest.mark.parametrize(
    ("content_type", "body", "html"),
    [
        ("text/html; charset=utf-8", b"", True),
        ("application/xhtml+xml", b"", True),
        (None, b" \n<!DOCTYPE html>", True),
        ("text/plain", b"<html>", True),
        ("text/plain", b"Bonjour", False),
        ("application/pdf", b"<html>", False),
        ("application/rss+xml", b"", False),
    ],
)
def test_a_web_page_is_told_by_its_type_or_its_first_words(
    content_type: str | None, body: bytes, *, html: bool
) -> None:
    assert is_html(content_type, body) is html


@pytest.mark.parametrize(
    "piece",
    [
        "<meta ", "<meta \"", "<meta '\"", "<meta name=", "<title", "<title>", "<!--", "<script",
        "<script>", "</script", "<link rel='", "<meta content=\"<meta content='", "<meta a=a ",
        "<meta name=description content='<", "&lt;", "<title>&amp;", "<svg><", "<meta/" , "a=" ,
        "<base href=//>", "<link rel=alternate type=application/rss+xml href=/",
    ],
)  # fmt: skip
@pytest.mark.sample(one_in=4)
def test_a_hostile_page_is_read_in_proportion(piece: str) -> None:
    def read(size: int) -> None:
        read_page(hostile.of(piece, size), BASE)
        read_page("<meta name=a " + hostile.of(piece, size), BASE)

    assert grows_in_proportion(read, 125_000)


@given(st.text(alphabet="<>!-/=\"'&; metaconprygi:l\u202e\x00", max_size=200))
def test_any_page_has_safe_words(text: str) -> None:
    page = read_page(f"<title>{text}</title><meta name=description content='{text}'>", BASE)

    assert "\u202e" not in page.title + page.summary
    assert "\x00" not in page.title + page.summary
