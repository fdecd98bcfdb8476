"""JSON Feed 1.0 and 1.1 (jsonfeed.org), and the list of resources of « Les Bases »."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

from bot.veille.fetching.errors import NotAFeedError
from bot.veille.fetching.item import FeedItem
from bot.veille.fetching.text import sound

_RESOURCE = {"id", "slug", "title"}


def read_json(document: str, base_url: str) -> tuple[str, list[FeedItem]]:
    """Give the title and the items of a JSON Feed, or of a list of resources.

    Raises NotAFeedError.
    """
    try:
        feed = json.loads(document)
    except (ValueError, RecursionError) as error:
        raise NotAFeedError("invalid JSON") from error
    title = _string(feed, "title") if isinstance(feed, dict) else ""
    if isinstance(feed, dict) and "jsonfeed.org" in _string(feed, "version"):
        if not isinstance(feed.get("items"), list):
            raise NotAFeedError("JSON Feed without items")
        return title, [_item(each, base_url) for each in feed["items"] if isinstance(each, dict)]
    for listed in _lists(feed):
        resources = [each for each in listed if isinstance(each, dict) and each.keys() >= _RESOURCE]
        if resources:
            return title, _published(resources, base_url)
    raise NotAFeedError("JSON that is neither a JSON Feed nor a list of resources")


def _item(item: dict[str, Any], base_url: str) -> FeedItem:
    people = item.get("authors")
    author = people[0] if isinstance(people, list) and people else item.get("author")
    tags = item.get("tags")
    return FeedItem(
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
        tags=[sound(tag) for tag in tags if isinstance(tag, str)] if isinstance(tags, list) else [],
    )


def _lists(document: object) -> Iterator[list[object]]:
    """Give the document, or what stands in it, where it is a list."""
    for each in document.values() if isinstance(document, dict) else [document]:
        if isinstance(each, list):
            yield each


def _published(resources: list[dict[str, Any]], base_url: str) -> list[FeedItem]:
    """Give what is published, the latest first: the list is in no order of its own."""
    public = [each for each in resources if each.get("published", True)]
    items = [_resource(each, base_url) for each in public]
    return sorted(items, key=lambda item: item.dates, reverse=True)


def _resource(resource: dict[str, Any], base_url: str) -> FeedItem:
    """Read a resource; one that is updated is the same, and not news again."""
    return FeedItem(
        base=base_url,
        guid=_string(resource, "id"),
        link=_string(resource, "url"),
        title=_string(resource, "title"),
        texts=(_string(resource, "summary"), _string(resource, "description")),
        dates=tuple(
            filter(None, (_string(resource, name) for name in ("published", "created", "updated")))
        ),
    )


def _string(mapping: dict[str, Any], name: str) -> str:
    """Read a string, or a number as some publishers write their ids; anything else is ""."""
    value = mapping.get(name)
    if isinstance(value, int) and not isinstance(value, bool):
        return str(value) if abs(value) < 10**18 else ""
    return sound(value) if isinstance(value, str) else ""
