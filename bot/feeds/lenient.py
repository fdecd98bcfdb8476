"""The slow path: feedparser, for whatever the fast one declines. Only the worker process loads it.

feedparser resolves no link and cleans no HTML here: both paths share `item.article_of`, so a
feed reads the same on either.
"""

from __future__ import annotations

import re
from typing import Any

import feedparser

from bot.feeds.errors import NotAFeedError
from bot.feeds.item import Item, absolute
from bot.feeds.text import sound

_PICTURE_WORDS = re.compile(
    r"<media:(title|description)\b[^<>]*>(?:[^<]*+|\s*<!\[CDATA\[[^\]]*+\]\]>\s*)</media:\1\s*>"
)
"""What pictures are called: feedparser takes it for the article's own title and text."""

_DECLARATION = re.compile(r"^\s*<\?xml[^>]*>")


def read_lenient(document: str, base_url: str) -> tuple[str, list[Item]]:
    """Give the title and the items of any RSS or Atom, however broken.

    Raises NotAFeedError. feedparser drops all entity declarations but plain ones.
    """
    parsed = feedparser.parse(
        _PICTURE_WORDS.sub("", _DECLARATION.sub("", document)).encode(),
        response_headers={"content-type": "application/xml; charset=utf-8"},
        resolve_relative_uris=False,
        sanitize_html=False,
    )
    if not parsed.version:
        raise NotAFeedError("feedparser finds no known format")
    link = _page if parsed.version.startswith("atom") else _link
    items = [_item(entry, base_url, link(entry, base_url)) for entry in parsed.entries]
    return _string(parsed.feed, "title"), items


def _link(entry: dict[str, Any], _: str) -> str:
    return _string(entry, "link")


def _page(entry: dict[str, Any], base_url: str) -> str:
    """Choose as `strict` does: feedparser would take an Atom id for a link."""
    pages = [
        (absolute(_string(each, "href"), base_url), _string(each, "type") or "text/html")
        for each in dict.get(entry, "links", ())
        if _string(each, "rel") in {"", "alternate"}
    ]
    found = [(address, kind) for address, kind in pages if address]
    html = [address for address, kind in found if "html" in kind]
    return next(iter(html or [address for address, _ in found]), "")


def _item(entry: dict[str, Any], base_url: str, link: str) -> Item:
    return Item(
        base=base_url,
        guid=_string(entry, "id"),
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


def _string(mapping: dict[str, Any], name: str) -> str:
    """Read by `dict.get`: feedparser's own `get` answers one date for another."""
    value = dict.get(mapping, name)
    return sound(value) if isinstance(value, str) else ""
