"""How well, and how fast, a network's published articles are found again.

`data/archive.json` has some articles and what people seek in them: by their words, otherwise, or
nothing that is there. One hand wrote them, and the rule too.
"""

from __future__ import annotations

import json
import time
from collections.abc import Iterable, Mapping, Sequence
from functools import partial
from pathlib import Path
from statistics import quantiles
from tempfile import TemporaryDirectory

from sqlalchemy import Connection

from bench.filled import NETWORK, corpus, texts
from bench.same_news import understood
from bot.core.database import Database
from bot.core.migrate import migrate
from bot.index import meaning
from bot.index import store as index
from bot.index.rules import DocumentKind, DocumentText, SearchedDocument
from bot.index.store import Hit
from bot.veille.meaning_store import ToldArticle

SIZE = 50_000
"""Articles that a network published: forty years of a busy monthly veille."""

LATEST = 2_000
"""Articles of which it is known what they mean, where time is measured: some years of them."""

DATA = Path(__file__).parent / "data" / "archive.json"

FIRST = 3
"""Articles that are looked at: who seeks reads few."""

SEARCHES = 300
"""Enough for fifteen of them beyond the 95th percentile."""

_BATCH = 500

Figure = tuple[str, float, str]


def figures() -> Iterable[Figure]:
    """Yield (name, value, unit)."""
    yield from _quality()
    with TemporaryDirectory(prefix="courroie-bench-") as folder:
        titles, summaries = texts(SIZE), texts(2 * SIZE)[SIZE:]
        database = _opened(folder)
        for first in range(0, SIZE, _BATCH):
            rows = [
                (number, titles[number - 1], summaries[number - 1])
                for number in range(first + 1, first + _BATCH + 1)
            ]
            database.submit(partial(_keep, rows)).result()
        pairs = [pair.asked for pair in corpus()[1]]
        sought = [*pairs, *titles[:: SIZE // SEARCHES]][:SEARCHES]
        yield f"veille_search_p95_{SIZE}", _p95(database, sought, {}), "ms"
        latest = range(SIZE - LATEST + 1, SIZE + 1)
        some = [ToldArticle(id=each, title=titles[each - 1], summary="") for each in latest]
        known = understood([*some, *(ToldArticle(id=0, title=each, summary="") for each in sought)])
        if known:
            rows = [(each.id, each.title, summaries[each.id - 1]) for each in some]
            database.submit(partial(_mean, rows, known)).result()
            yield f"veille_search_by_meaning_p95_{SIZE}", _p95(database, sought, known), "ms"
        database.close()


def _quality() -> Iterable[Figure]:
    """Yield how many of what is sought is found, by words alone and with what it means."""
    read = json.loads(DATA.read_text(encoding="utf-8"))
    rows = [
        (number, each["title"], each["summary"])
        for number, each in enumerate(read["articles"], start=1)
    ]
    told = [ToldArticle(id=number, title=title, summary=rest) for number, title, rest in rows]
    asked = [ToldArticle(id=0, title=each["asked"], summary="") for each in read["asked"]]
    known = understood([*told, *asked])
    with TemporaryDirectory(prefix="courroie-bench-") as folder:
        database = _opened(folder)
        database.submit(partial(_keep, rows)).result()
        if known:
            database.submit(partial(_mean, rows, known)).result()
        for name, vectors in (("words", {}), ("meaning", known)):
            if name == "meaning" and not known:
                continue
            yield from _found(database, read["asked"], vectors, name)
        database.close()


def _found(
    database: Database,
    asked: list[dict[str, str | int | None]],
    vectors: Mapping[str, bytes],
    name: str,
) -> Iterable[Figure]:
    found = [
        database.submit(partial(_search, str(each["asked"]), vectors)).result() for each in asked
    ]
    for way in ("words", "otherwise"):
        right = [
            each["wants"] in [hit.document.ref - 1 for hit in hits[:FIRST]]
            for each, hits in zip(asked, found, strict=True)
            if each["way"] == way
        ]
        yield f"veille_recall@{FIRST}_{way}_by_{name}", sum(right) / len(right), f"of {len(right)}"
    unlike = [hits for each, hits in zip(asked, found, strict=True) if each["way"] == "nothing"]
    yield f"veille_false_by_{name}", sum(map(bool, unlike)), f"of {len(unlike)}"


def _opened(folder: str) -> Database:
    database = Database(f"sqlite:///{folder}/archive.db")
    migrate(database)
    return database


def _p95(database: Database, sought: Iterable[str], known: Mapping[str, bytes]) -> float:
    times = []
    for query in sought:
        start = time.perf_counter()
        database.submit(partial(_search, query, known)).result()
        times.append((time.perf_counter() - start) * 1000)
    return quantiles(times, n=100)[94]


def _keep(rows: list[tuple[int, str, str]], db: Connection) -> None:
    for number, title, summary in rows:
        index.index(
            db,
            DocumentText(
                network=NETWORK,
                document=SearchedDocument(DocumentKind.ARTICLE, number),
                text=title,
                more=summary,
                about="Inclusion Culture numérique",
            ),
        )


def _mean(rows: list[tuple[int, str, str]], known: Mapping[str, bytes], db: Connection) -> None:
    for number, title, summary in rows:
        told = ToldArticle(id=number, title=title, summary=summary)
        vector = known.get(told.text) or known[title]
        meaning.keep(db, SearchedDocument(DocumentKind.ARTICLE, number).number, NETWORK, vector)


def _search(query: str, known: Mapping[str, bytes], db: Connection) -> Sequence[Hit]:
    kinds = (DocumentKind.ARTICLE,)
    return index.search(db, NETWORK, query, limit=5, seeking=known.get(query), kinds=kinds)
