"""The slow path: feedparser, for whatever the fast one declines. Only the worker process loads it.

feedparser resolves no link and cleans no HTML here: both paths share `item.article_of`, so a
feed reads the same on either.
"""

from __future__ import annotations

import re
from itertools import islice
from typing import Any

import feedparser

from bot.core.patterns import lazy_pattern
from bot.veille.fetching.errors import NotAFeedError
from bot.veille.fetching.item import FeedItem, absolute, page_among
from bot.veille.fetching.text import sound

_PICTURE_WORDS = lazy_pattern(
    r"<media:(title|description)\b[^<>]*>(?:[^<]*+|\s*<!\[CDATA\[[^\]]*+\]\]>\s*)</media:\1\s*>"
)
"""What pictures are called: feedparser takes it for the article's own title and text."""

_DECLARATION = lazy_pattern(r"^\s*<\?xml[^>]*>")


_ITEM = lazy_pattern(r"<(?:\w{1,20}:)?(?:item|entry)\b", re.IGNORECASE)


def read_lenient(document: str, base_url: str, limit: int) -> tuple[str, list[FeedItem]]:
    """Give the title and the first `limit` items of any RSS or Atom, however broken.

    Raises NotAFeedError. feedparser drops all entity declarations but plain ones.
    """
    place = _Place(base_url)
    parsed = feedparser.parse(
        _PICTURE_WORDS.sub("", _DECLARATION.sub("", _top(document, limit))).encode(),
        response_headers={
            "content-type": "application/xml; charset=utf-8",
            "content-location": place.told,
        },
        resolve_relative_uris=False,
        sanitize_html=False,
    )
    if not parsed.version:
        raise NotAFeedError("feedparser finds no known format")
    atom = parsed.version.startswith("atom")
    items = [_item(entry, place, atom=atom) for entry in parsed.entries]
    return _string(parsed.feed, "title"), items


def _top(document: str, limit: int) -> str:
    """Leave out the items past the limit, on which feedparser would spend seconds."""
    starts = (found.start() for found in _ITEM.finditer(document))
    return document[: next(islice(starts, limit + 1, None), None)]


class _Place:
    """Where the document comes from, and what feedparser is told of it: the same, on no host.

    So that what it resolves by itself can be told from what the publisher wrote.
    """

    def __init__(self, base_url: str) -> None:
        scheme, _, rest = base_url.partition("://")
        host, _, path = rest.partition("/")
        self.base = base_url
        self._true = f"{scheme}://{host}/"
        self._no_host = f"{scheme}://courroie.invalid/"
        self.told = self._no_host + path
        self._beside = self.told.partition("?")[0].rpartition("/")[0] + "/"

    def link(self, link: str) -> str:
        """Give the absolute address of a link; "" where it leads to no page."""
        if link.startswith(self._no_host):
            link = self._true + link.removeprefix(self._no_host)
        return absolute(link, self.base)

    def guid(self, guid: str) -> str:
        """Give a guid as it was written: « 12 » is not an address."""
        if guid.startswith(self._beside):
            return guid.removeprefix(self._beside)
        return guid.replace(self._no_host, "/", 1)


def _item(entry: dict[str, Any], place: _Place, *, atom: bool) -> FeedItem:
    link = _page(entry, place) if atom else place.link(_string(entry, "link"))
    return FeedItem(
        base=place.base,
        guid=place.guid(_string(entry, "id")),
        link=_string(entry, "feedburner_origlink") or link,
        title=_string(entry, "title"),
        texts=(
            _string(entry, "summary"),
            *(_string(content, "value") for content in dict.get(entry, "content", ())),
        ),
        author=_string(entry, "author"),
        dates=tuple(_string(entry, name) for name in ("published", "updated", "created")),
        tags=[_string(tag, "label") or _string(tag, "term") for tag in dict.get(entry, "tags", ())],
    )


def _page(entry: dict[str, Any], place: _Place) -> str:
    """Choose as `strict` does: feedparser would take an Atom id for a link."""
    return page_among(
        (place.link(_string(each, "href")), _string(each, "type") or "text/html")
        for each in dict.get(entry, "links", ())
        if _string(each, "rel") in {"", "alternate"}
    )


def _string(mapping: dict[str, Any], name: str) -> str:
    """Read by `dict.get`: feedparser's own `get` answers one date for another."""
    value = dict.get(mapping, name)
    return sound(value) if isinstance(value, str) else ""
