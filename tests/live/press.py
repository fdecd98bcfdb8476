"""A newspaper whose feed a test fills."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from datetime import datetime
from email.utils import format_datetime
from html import escape

from aiohttp import web


@dataclass
class Press:
    """An RSS feed at `url`, newest article first."""

    url: str = ""
    articles: list[tuple[str, str, datetime]] = field(default_factory=list)

    def publish(self, title: str, at: datetime) -> str:
        """Publish an article, and return its link."""
        link = f"https://presse.example.org/{len(self.articles) + 1}"
        self.articles.insert(0, (title, link, at))
        return link

    async def feed(self, _request: web.Request) -> web.Response:
        """Give the feed."""
        items = "".join(
            f"<item><title>{escape(title)}</title><link>{link}</link><guid>{link}</guid>"
            f"<pubDate>{format_datetime(at, usegmt=True)}</pubDate></item>"
            for title, link, at in self.articles
        )
        body = (
            '<?xml version="1.0" encoding="UTF-8"?><rss version="2.0"><channel>'
            "<title>La presse</title><link>https://presse.example.org/</link>"
            f"<description>Essai</description>{items}</channel></rss>"
        )
        return web.Response(body=body.encode(), content_type="application/rss+xml")


@asynccontextmanager
async def open_press() -> AsyncIterator[Press]:
    """Serve a feed on this machine."""
    press = Press()
    application = web.Application()
    application.router.add_get("/rss", press.feed)
    runner = web.AppRunner(application, access_log=None, shutdown_timeout=0.1)
    await runner.setup()
    try:
        await web.TCPSite(runner, "127.0.0.1", 0).start()
        press.url = f"http://127.0.0.1:{runner.addresses[0][1]}/rss"
        yield press
    finally:
        await runner.cleanup()
