"""How well and how fast questions are found.

`data/paraphrases.json` holds invented questions and the same needs asked by someone else. Half of
the pairs are held out: only the others were looked at while tuning. Beside our search, what one
would do without it: FTS5 over the raw words without accents, and rapidfuzz over all the texts.
"""

from __future__ import annotations

import sqlite3
import time
from collections.abc import Callable, Iterable, Sequence
from contextlib import closing
from functools import partial
from pathlib import Path
from statistics import quantiles
from tempfile import TemporaryDirectory

from rapidfuzz import fuzz, process
from sqlalchemy import Connection

from bench.filled import NETWORK, Pair, corpus, filled
from bot.core.database import Database
from bot.core.migrate import migrate
from bot.french.folding import spaced
from bot.question.search import store as search

SIZES = (1_000, 100_000)
"""Questions of one network: a busy year of a département, and more than France will ask."""

SEARCHES = 300
"""Enough for fifteen of them beyond the 95th percentile."""

Figure = tuple[str, float, str]
Find = Callable[[str], Sequence[int]]


def figures() -> Iterable[Figure]:
    """Yield (name, value, unit)."""
    kept, pairs = corpus()
    with TemporaryDirectory(prefix="courroie-bench-") as folder:
        yield from _found(Path(folder), kept, pairs)
    for size in SIZES:
        yield from _timed([pair.asked for pair in pairs], size)


def _found(folder: Path, kept: Sequence[str], pairs: Sequence[Pair]) -> Iterable[Figure]:
    """Yield recall@3 of each way, then what `nearest` offers, rightly and wrongly."""
    database = Database(f"sqlite:///{folder}/pairs.db")
    migrate(database)
    database.submit(lambda db: _index(db, kept, first=0)).result()
    with closing(_plain_fts5(kept)) as plain:
        ways: dict[str, Find] = {
            "": lambda asked: [hit.question for hit in _ours(database, asked)],
            "fts5_": lambda asked: _by_fts5(plain, asked),
            "rapidfuzz_": lambda asked: _by_rapidfuzz(kept, asked),
        }
        held_out = [pair for pair in pairs if pair.held_out]
        for name, find in ways.items():
            yield f"search_{name}recall_at_3", _recall(find, pairs), "ratio"
            yield f"search_{name}recall_at_3_held_out", _recall(find, held_out), "ratio"
    first = [(_ours(database, pair.asked)[:1], pair) for pair in held_out]
    offered = [hits[0].question == pair.kept for hits, pair in first if _near(hits)]
    yield "search_nearest_offered_held_out", len(offered) / len(held_out), "ratio"
    yield "search_nearest_right_held_out", sum(offered) / len(offered), "ratio"
    others = [_ours(database, text)[1:2] for text in kept]
    yield "search_nearest_offered_to_unlike", sum(map(_near, others)) / len(kept), "ratio"
    database.close()


def _near(hits: Sequence[search.Hit]) -> bool:
    return bool(hits) and hits[0].score >= search.NEAR


def _recall(find: Find, pairs: Sequence[Pair]) -> float:
    return sum(pair.kept in find(pair.asked)[:3] for pair in pairs) / len(pairs)


def _ours(database: Database, asked: str) -> Sequence[search.Hit]:
    return database.submit(lambda db: search.search(db, "loire", asked, limit=3)).result()


def _plain_fts5(kept: Sequence[str]) -> sqlite3.Connection:
    db = sqlite3.connect(":memory:")
    db.execute(
        "CREATE VIRTUAL TABLE plain USING fts5(text, tokenize='unicode61 remove_diacritics 2')"
    )
    db.executemany("INSERT INTO plain (rowid, text) VALUES (?, ?)", enumerate(kept))
    return db


def _by_fts5(db: sqlite3.Connection, asked: str) -> Sequence[int]:
    query = " OR ".join(f'"{word}"' for word in spaced(asked).split() if word.isalnum())
    rows = db.execute("SELECT rowid FROM plain WHERE plain MATCH ? ORDER BY rank LIMIT 3", (query,))
    return [row for (row,) in rows]


def _by_rapidfuzz(kept: Sequence[str], asked: str) -> Sequence[int]:
    best = process.extract(asked, kept, scorer=fuzz.token_set_ratio, processor=spaced, limit=3)
    return [place for _, _, place in best]


def _timed(asked: Sequence[str], size: int) -> Iterable[Figure]:
    """Yield the cost of keeping a question and of finding some among `size` of one network.

    Half of what is sought is in the words of the pairs, half in generated ones.
    """
    kept = filled(size)
    yield f"search_index_{size}", kept.index_seconds / size * 1e6, "µs"
    sought = [*asked, *kept.texts[:: max(1, size // SEARCHES)]][:SEARCHES]
    for name, find in (("", _search), ("nearest_", _nearest)):
        times: list[float] = []
        for query in sought:
            start = time.perf_counter()
            kept.database.submit(partial(find, query)).result()
            times.append((time.perf_counter() - start) * 1000)
        yield f"search_{name}{size}_p95", quantiles(times, n=100)[94], "ms"
    yield f"search_size_{size}", kept.index_bytes / size, "bytes/question"


def _search(query: str, db: Connection) -> Sequence[search.Hit]:
    return search.search(db, NETWORK, query, limit=5)


def _nearest(query: str, db: Connection) -> Sequence[search.Hit]:
    return search.nearest(db, NETWORK, query, limit=5)


def _index(db: Connection, texts: Sequence[str], *, first: int) -> None:
    for number, text in enumerate(texts, first):
        search.index(db, number, "loire", text=text)
