"""The feeds that a web page announces, for people who give the address of a site."""

from __future__ import annotations

import html
import re
from collections.abc import Iterator

from bot.feeds.item import absolute

_TYPES = frozenset({"application/rss+xml", "application/atom+xml", "application/feed+json"})
_READ_LIMIT = 100_000
_FOUND_LIMIT = 5

# html.parser raises on some broken pages and takes quadratic time on others.
_TAG = re.compile(r"<(link|base)\s([^<>]{1,2000})>", re.IGNORECASE)
_ATTRIBUTE = re.compile(
    r"""([a-z]{1,20})\s{0,9}=\s{0,9}(?:"([^"]*)"|'([^']*)'|([^\s"']+))""", re.IGNORECASE
)


def announced_feeds(page: str, base_url: str) -> tuple[str, ...]:
    """Give the addresses in the `<link rel="alternate">` of a page, in its order.

    Feeds of comments come last; five addresses at most, from the page's first 100,000 characters.
    """
    found = dict.fromkeys(_alternates(page[:_READ_LIMIT], base_url))
    return tuple(sorted(found, key=lambda url: "comment" in url.lower())[:_FOUND_LIMIT])


def _alternates(page: str, base: str) -> Iterator[str]:
    for tag in _TAG.finditer(page):
        given = {
            match.group(1).lower(): html.unescape("".join(filter(None, match.groups()[1:])))
            for match in _ATTRIBUTE.finditer(tag.group(2))
        }
        address = absolute(given.get("href", ""), base)
        if tag.group(1).lower() == "base":
            base = address or base
        kind = given.get("type", "").partition(";")[0].strip().lower()
        alternate = "alternate" in given.get("rel", "").lower().split()
        if address and kind in _TYPES and alternate:
            yield address
