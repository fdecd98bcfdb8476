"""The slow path: feedparser, for whatever the fast one declines. Only the worker process loads it.

feedparser resolves no link and cleans no HTML here: both paths share `item.article_of`, so a
feed reads the same on either.
"""

from __future__ import annotations

import re
from typing import Any

import feedparser

from bot.feeds.errors import NotAFeedError
from bot.feeds.item import Item
from bot.feeds.text import sound

_DECLARATION = re.compile(r"^\s*<\?xml[^>]*>")


def read_lenient(document: str, base_url: str) -> tuple[str, list[Item]]:
    """Give the title and the items of any RSS or Atom, however broken.

    Raises NotAFeedError. feedparser drops all entity declarations but plain ones.
    """
    parsed = feedparser.parse(
        _DECLARATION.sub("", document).encode(),
        response_headers={
            "content-type": "application/xml; charset=utf-8",
            "content-location": base_url,
        },
        resolve_relative_uris=False,
        sanitize_html=False,
    )
    if not parsed.version:
        raise NotAFeedError("feedparser finds no known format")
    return _string(parsed.feed, "title"), [_item(entry, base_url) for entry in parsed.entries]


def _item(entry: dict[str, Any], base_url: str) -> Item:
    return Item(
        base=base_url,
        guid=_string(entry, "id"),
        link=_string(entry, "feedburner_origlink") or _string(entry, "link"),
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
