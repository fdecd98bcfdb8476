"""The feeds over HTTP: validators honoured, one moved for good, one dead, one gone."""

import hashlib
from collections.abc import Callable, Sequence
from datetime import UTC, datetime
from email.utils import format_datetime

from aiohttp import web

from sandbox.server.context import here
from sandbox.server.feeds import formats
from sandbox.server.feeds.articles import Article, Source, article, latest, sources

Writer = Callable[[Source, Sequence[Article], str], str]

_FRESH_SECONDS = 600
_RSS = "application/rss+xml"
_FORMATS: dict[str, tuple[str, Writer, str]] = {
    "inclusion.rss": ("inclusion", formats.rss, _RSS),
    "hub.atom": ("hub", formats.atom, "application/atom+xml"),
    "aides.json": ("aides", formats.json_feed, "application/feed+json"),
    "nouvelle-adresse.rss": ("demenage", formats.rss, _RSS),
    "casse.rss": ("casse", formats.broken_rss, _RSS),
}
_MOVED = {"demenage.rss": "nouvelle-adresse.rss"}


async def show_feed(request: web.Request) -> web.StreamResponse:
    """Give a feed as it stands at the world's instant, or 304 to a reader who has it already."""
    file = request.match_info["file"]
    if file in _MOVED:
        raise web.HTTPMovedPermanently(f"/sandbox/feeds/{_MOVED[file]}")
    if file == "mort.rss":
        # Without Retry-After, which would be meant for all the feeds of this host.
        return web.Response(status=503, text="En panne.\n")
    if file not in _FORMATS:
        raise web.HTTPNotFound(text="Ce flux n'existe pas.\n")
    name, write, kind = _FORMATS[file]
    articles = latest(name, here(request).shared.clock.now())
    body = write(sources()[name], articles, home_of(request)).encode()
    tag = f'"{hashlib.sha256(body).hexdigest()[:20]}"'
    changed = articles[0].published if articles else datetime(2024, 1, 1, tzinfo=UTC)
    headers = {
        "ETag": tag,
        "Last-Modified": format_datetime(changed, usegmt=True),
        "Cache-Control": f"public, max-age={_FRESH_SECONDS}",
    }
    if _known(request, tag, changed):
        return web.Response(status=304, headers=headers)
    return web.Response(body=body, content_type=kind, charset="utf-8", headers=headers)


async def show_article(request: web.Request) -> web.Response:
    """Give the page behind an article's link, or behind a feed's."""
    source = sources().get(request.match_info["feed"])
    number = request.match_info.get("number")
    if source is None:
        raise web.HTTPNotFound(text="Cet article n'existe pas.\n")
    chosen = article(source.name, int(number)) if number else None
    return web.Response(text=formats.page(source, chosen), content_type="text/html")


def home_of(request: web.Request) -> str:
    """Give the address by which the reader reached us."""
    return f"{request.scheme}://{request.host}"


def _known(request: web.Request, tag: str, changed: datetime) -> bool:
    """Compare validators: If-None-Match alone counts when it is there (RFC 9110, 13.1.3)."""
    if asked := request.headers.get("If-None-Match"):
        tags = {one.strip().removeprefix("W/") for one in asked.split(",")}
        return "*" in tags or tag in tags
    since = request.if_modified_since
    return since is not None and changed.replace(microsecond=0) <= since


ROUTES = (
    web.get("/sandbox/feeds/{file}", show_feed),
    web.get("/sandbox/articles/{feed}", show_article),
    web.get("/sandbox/articles/{feed}/{number:[0-9]{1,6}}", show_article),
)
