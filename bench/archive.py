"""How fast a network's published articles are found again by their words."""

from __future__ import annotations

import time
from collections.abc import Iterable
from datetime import timedelta
from functools import partial
from statistics import quantiles
from tempfile import TemporaryDirectory

from sqlalchemy import Connection, insert

from bench.filled import NETWORK, NOW, corpus, texts
from bot.core.database import Database
from bot.core.migrate import migrate
from bot.veille import archive_store as archive
from bot.veille.digest import Entry
from bot.veille.tables import articles, feeds

SIZE = 50_000
"""Articles that a network published: forty years of a busy monthly veille."""

SEARCHES = 300
"""Enough for fifteen of them beyond the 95th percentile."""

_BATCH = 500

Figure = tuple[str, float, str]


def figures() -> Iterable[Figure]:
    """Yield (name, value, unit)."""
    with TemporaryDirectory(prefix="courroie-bench-") as folder:
        database = Database(f"sqlite:///{folder}/archive.db")
        migrate(database)
        titles, summaries = texts(SIZE), texts(2 * SIZE)[SIZE:]
        database.submit(_feed).result()
        for first in range(0, SIZE, _BATCH):
            rows = [
                (number, titles[number - 1], summaries[number - 1])
                for number in range(first + 1, first + _BATCH + 1)
            ]
            database.submit(partial(_keep, rows)).result()
        pairs = [pair.asked for pair in corpus()[1]]
        sought = [*pairs, *titles[:: SIZE // SEARCHES]][:SEARCHES]
        times = []
        for query in sought:
            start = time.perf_counter()
            database.submit(partial(_search, query)).result()
            times.append((time.perf_counter() - start) * 1000)
        yield f"veille_search_p95_{SIZE}", quantiles(times, n=100)[94], "ms"
        database.close()


def _feed(db: Connection) -> None:
    row = {"id": 1, "subscribed": "f", "url": "f", "failures": 0, "stopped": False}
    db.execute(insert(feeds), row)


def _keep(rows: list[tuple[int, str, str]], db: Connection) -> None:
    common = {"feed": 1, "author": "", "tags": [], "collected_at": NOW, "published": NOW}
    db.execute(
        insert(articles),
        [
            {**common, "id": number, "link": f"l{number}", "title": title, "summary": summary}
            for number, title, summary in rows
        ],
    )
    for number, title, summary in rows:
        archive.index(
            db,
            NETWORK,
            Entry(
                article=number,
                title=title,
                link=f"l{number}",
                source="Inclusion",
                theme="Culture numérique",
                published=NOW - timedelta(hours=number),
                summary=summary,
            ),
        )


def _search(query: str, db: Connection) -> None:
    archive.search(db, NETWORK, query, limit=5)
