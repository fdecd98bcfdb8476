"""What a web page says of itself: its title, its summary, the feeds that it announces.

Written for hostile pages: html.parser raises on some broken ones and takes quadratic time on
others. Every search here goes forward only, or through a bounded slice.
"""

from __future__ import annotations

import html
import re
from collections.abc import Iterator
from dataclasses import dataclass

from bot.core.patterns import lazy_pattern
from bot.veille.fetching.item import SUMMARY_LIMIT, TITLE_LIMIT, absolute
from bot.veille.fetching.text import headline, plain
from bot.veille.link import WebPage

_FEED_TYPES = frozenset({"application/rss+xml", "application/atom+xml", "application/feed+json"})
_PAGE_TYPES = frozenset({"text/html", "application/xhtml+xml"})
_READ_LIMIT = 300_000
_FOUND_LIMIT = 5
_TAGS_LIMIT = 1_000
_TAG_LENGTH = 4_000

_UNSEEN = lazy_pattern(r"<!--|<(script|style|svg|template|noscript)\b", re.IGNORECASE)
_TAG = lazy_pattern(r"<(link|base|meta|title)\b", re.IGNORECASE)
_INSIDE = lazy_pattern(r"""(?:[^"'<>]++|"[^"]*+"|'[^']*+')*+>""")
_ATTRIBUTE = lazy_pattern(
    r"""([a-z:-]{1,20})\s{0,9}=\s{0,9}(?:"([^"]*)"|'([^']*)'|([^\s"'>]+))""", re.IGNORECASE
)
_SUMMARIES = ("og:description", "description", "twitter:description")


@dataclass(frozen=True, slots=True)
class _Tag:
    """An opening tag: `inside` is its text up to the next tag, for a title."""

    name: str
    given: dict[str, str]
    inside: str


def announced_feeds(page: str, base_url: str) -> tuple[str, ...]:
    """Give the addresses in the `<link rel="alternate">` of a page, in its order.

    Feeds of comments come last; five addresses at most, from the page's first 300,000 characters.
    """
    found = dict.fromkeys(_alternates(_tags(page), base_url))
    return tuple(sorted(found, key=lambda url: "comment" in url.lower())[:_FOUND_LIMIT])


def read_page(page: str, url: str) -> WebPage:
    """Give what the first 300,000 characters of a page say of it, as plain text.

    The title is the one made for sharing (`og:title`), else the tab's; "" where there is none.
    """
    tags = list(_tags(page))
    named: dict[str, str] = {}
    for tag in tags:
        name = (tag.given.get("property") or tag.given.get("name") or "").strip().lower()
        if tag.name == "meta" and (content := tag.given.get("content", "").strip()):
            named.setdefault(name, content)
    tab = next((each.inside for each in tags if each.name == "title" and each.inside.strip()), "")
    titles = (headline(each, TITLE_LIMIT) for each in (named.get("og:title", ""), tab))
    summaries = (plain(named.get(each, ""), SUMMARY_LIMIT) for each in _SUMMARIES)
    return WebPage(
        url=url,
        title=next(filter(None, titles), ""),
        summary=next(filter(None, summaries), ""),
        feeds=announced_feeds(page, url),
    )


def is_html(content_type: str | None, body: bytes) -> bool:
    """Tell a web page by its type, or by its first characters where the server says nothing."""
    kind = (content_type or "").partition(";")[0].strip().lower()
    if kind in {"", "text/plain", "application/octet-stream"}:
        head = body[:1_000].lstrip(b"\xef\xbb\xbf \t\r\n").lower()
        return head.startswith((b"<!doctype html", b"<html"))
    return kind in _PAGE_TYPES


def _alternates(tags: Iterator[_Tag], base: str) -> Iterator[str]:
    for tag in tags:
        address = absolute(tag.given.get("href", ""), base)
        if tag.name == "base":
            base = address or base
        kind = tag.given.get("type", "").partition(";")[0].strip().lower()
        alternate = "alternate" in tag.given.get("rel", "").lower().split()
        if tag.name == "link" and address and kind in _FEED_TYPES and alternate:
            yield address


def _tags(page: str) -> Iterator[_Tag]:
    """Give the tags that tell something, a thousand at most."""
    seen = _seen(page[:_READ_LIMIT])
    for count, tag in enumerate(_TAG.finditer(seen)):
        if count == _TAGS_LIMIT:
            return
        slice_ = seen[tag.end() : tag.end() + _TAG_LENGTH]
        inside = _INSIDE.match(slice_)
        if inside is None:
            continue
        given: dict[str, str] = {}
        for match in _ATTRIBUTE.finditer(inside[0][:-1]):
            value = html.unescape("".join(filter(None, match.groups()[1:])))
            given.setdefault(match[1].lower(), value)
        yield _Tag(tag[1].lower(), given, slice_[inside.end() :].partition("<")[0])


def _seen(page: str) -> str:
    """Leave out comments, scripts and drawings, whose tags are not the page's."""
    kept, place = [], 0
    while start := _UNSEEN.search(page, place):
        kept.append(page[place : start.start()])
        name = start[1]
        end = re.compile(rf"</{name}\b" if name else "-->", re.IGNORECASE).search(page, start.end())
        if end is None:
            return "".join(kept)
        place = end.end()
    return "".join([*kept, page[place:]])
