from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from bot.feeds.discover import announced_feeds

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
