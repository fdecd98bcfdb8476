"""Publishers in a process of their own: `python -m bench.publishers` prints its port, and serves.

Each address of the loopback is a publisher, so that each feed has a host of its own, for us as for
the programs that we are compared with. A feed is what WordPress makes: 30 entries of 2 kB, with an
ETag and a Last-Modified. `/edition/1` makes one publisher in twenty print something new;
`/tally` says how many bodies and how many 304 were sent since it was last asked, and when the
first of them was asked for (on the machine's monotonic clock).
"""

from __future__ import annotations

import asyncio
import time
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime

from aiohttp import web

ENTRIES = 30
CHANGING = 20
"""One publisher in so many prints something new in each edition."""

PRINTED = datetime(2026, 11, 24, 6, 0, tzinfo=UTC)
"""When the first edition was."""

_PLACE = b"@publisher@"
_TEXT = (
    "<p>L&#8217;atelier du mardi, à @publisher@&nbsp;: <em>aidants</em>, démarches, et la "
    '<a href="https://@publisher@.example/lieu?n={0}">Manufacture</a>. Billet {0}.</p>\n'
)


def address(publisher: int, port: int) -> str:
    """Return where a publisher's feed is."""
    return f"http://127.0.{publisher // 250 + 1}.{publisher % 250 + 1}:{port}/feed"


def feed(edition: int) -> bytes:
    """Write what all publishers print in an edition, but for their name."""
    latest = ENTRIES + edition
    items = "".join(_entry(number) for number in range(latest, edition, -1))
    return (
        '<?xml version="1.0" encoding="UTF-8"?><rss version="2.0"\n'
        'xmlns:content="http://purl.org/rss/1.0/modules/content/"\n'
        'xmlns:dc="http://purl.org/dc/elements/1.1/"\n'
        'xmlns:slash="http://purl.org/rss/1.0/modules/slash/">\n<channel>\n'
        "<title>Le blog de @publisher@</title><link>https://@publisher@.example</link>\n"
        f"<description>Au fil des jours</description>\n{items}</channel></rss>\n"
    ).encode()


def _entry(number: int) -> str:
    date = PRINTED - timedelta(hours=7 * (ENTRIES - number))
    text = _TEXT.format(number) * 8
    return (
        f"<item>\n<title>Billet {number} &#8211; l&#8217;aide au numérique</title>\n"
        f"<link>https://@publisher@.example/2026/11/billet-{number}/</link>\n"
        "<dc:creator><![CDATA[Camille]]></dc:creator>\n"
        f"<pubDate>{format_datetime(date)}</pubDate>\n"
        "<category><![CDATA[Ateliers]]></category><category><![CDATA[Accès aux droits]]>"
        "</category>\n"
        f'<guid isPermaLink="false">https://@publisher@.example/?p={number}</guid>\n'
        f"<description><![CDATA[{text[:330]}]]></description>\n"
        f"<content:encoded><![CDATA[{text}]]></content:encoded>\n"
        "<slash:comments>0</slash:comments>\n</item>\n"
    )


@dataclass
class Press:
    """All publishers: the edition under way, and what was sent."""

    edition: int = 0
    bodies: int = 0
    unchanged: int = 0
    first: float = 0.0

    async def answer(self, request: web.BaseRequest) -> web.StreamResponse:
        """Answer for the publisher whose address was asked."""
        if request.path == "/tally" or request.path.startswith("/edition/"):
            return web.Response(text=self._told(request.path))
        if request.path != "/feed":
            return web.Response(status=404)
        self.first = self.first or time.monotonic()
        _, _, high, low = request.host.partition(":")[0].split(".")
        publisher = (int(high) - 1) * 250 + int(low) - 1
        edition = self.edition if publisher % CHANGING == 0 else 0
        headers = {
            "ETag": f'"{publisher}-{edition}"',
            "Last-Modified": format_datetime(PRINTED + timedelta(hours=edition), usegmt=True),
        }
        if request.headers.get("If-None-Match") == headers["ETag"]:
            self.unchanged += 1
            return web.Response(status=304, headers=headers)
        self.bodies += 1
        headers["Content-Type"] = "application/rss+xml; charset=UTF-8"
        body = _feeds[edition].replace(_PLACE, b"ville-%d" % publisher)
        return web.Response(body=body, headers=headers)

    def _told(self, path: str) -> str:
        if path.startswith("/edition/"):
            self.edition = int(path.removeprefix("/edition/"))
        told = f"{self.bodies} {self.unchanged} {self.first}"
        self.bodies, self.unchanged, self.first = 0, 0, 0.0
        return told


_feeds = (feed(0), feed(1))


async def _serve() -> None:
    runner = web.ServerRunner(web.Server(Press().answer, access_log=None))
    await runner.setup()
    await web.TCPSite(runner, "0.0.0.0", 0, backlog=1024).start()  # noqa: S104  all of 127/8
    print(runner.addresses[0][1], flush=True)
    await asyncio.Event().wait()


if __name__ == "__main__":
    asyncio.run(_serve())
