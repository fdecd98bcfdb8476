"""JSON Feed 1.0 and 1.1 (jsonfeed.org)."""

from __future__ import annotations

import json
from typing import Any

from bot.feeds.errors import NotAFeedError
from bot.feeds.item import Item


def read_json(document: str, base_url: str) -> tuple[str, list[Item]]:
    """Give the title and the items of a JSON Feed. Raises NotAFeedError."""
    try:
        feed = json.loads(document)
    except (ValueError, RecursionError) as error:
        raise NotAFeedError("invalid JSON") from error
    if not isinstance(feed, dict) or not isinstance(feed.get("items"), list):
        raise NotAFeedError("JSON without items")
    if "jsonfeed.org" not in _string(feed, "version"):
        raise NotAFeedError("JSON that is not a JSON Feed")
    items = [each for each in feed["items"] if isinstance(each, dict)]
    return _string(feed, "title"), [_item(each, base_url) for each in items]


def _item(item: dict[str, Any], base_url: str) -> Item:
    people = item.get("authors")
    author = people[0] if isinstance(people, list) and people else item.get("author")
    tags = item.get("tags")
    return Item(
        base=base_url,
        guid=_string(item, "id"),
        link=_string(item, "url") or _string(item, "external_url"),
        title=_string(item, "title"),
        texts=(
            _string(item, "summary"),
            _string(item, "content_html"),
            _string(item, "content_text"),
        ),
        author=_string(author, "name") if isinstance(author, dict) else "",
        dates=(_string(item, "date_published"), _string(item, "date_modified")),
        tags=[tag for tag in tags if isinstance(tag, str)] if isinstance(tags, list) else [],
    )


def _string(mapping: dict[str, Any], name: str) -> str:
    """Read a string, or a number as some publishers write their ids; anything else is ""."""
    value = mapping.get(name)
    if isinstance(value, int) and not isinstance(value, bool):
        return str(value) if abs(value) < 10**18 else ""
    return value if isinstance(value, str) else ""
