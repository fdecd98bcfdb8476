"""How well and how fast questions are found.

What is found: in the archives of others (see `archives`), by words alone, and with what texts mean
where the extra is installed; beside it, FTS5 over the raw words without accents, by BM25. `offered`
is what is shown to someone who asks, and nothing when unsure; a *false alarm* is an offer to one
whom no kept question answers: half of these share a service or several words with one.
"""

from __future__ import annotations

import random
import sqlite3
import time
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from functools import partial
from statistics import quantiles
from tempfile import TemporaryDirectory

from sqlalchemy import Connection

from bench.archives import NETWORK as ARCHIVE
from bench.archives import Archive, Asked, Vectors, archives, opened, vectors
from bench.filled import NETWORK, corpus, filled, texts
from bot.core.database import Database
from bot.core.migrate import migrate
from bot.french.folding import spaced
from bot.index import meaning
from bot.index import store as search
from bot.index.rules import DocumentKind, DocumentText, SearchedDocument
from bot.search.finding import FOUND

SIZES = (1_000, 100_000)
"""Questions of one network: a busy year of a département, and more than France will ask."""

SEARCHES = 300
"""Enough for fifteen of them beyond the 95th percentile."""

SHARES = {
    DocumentKind.QUESTION: 30_000,
    DocumentKind.NOTE: 10_000,
    DocumentKind.MINUTES: 2_000,
    DocumentKind.RESOURCE: 8_000,
    DocumentKind.ARTICLE: 50_000,
}
"""Documents of each kind of one network, 100,000 together."""

_DIMENSIONS = 384
_BATCH = 1_000

Figure = tuple[str, float, str]


def figures() -> Iterable[Figure]:
    """Yield (name, value, unit)."""
    with TemporaryDirectory(prefix="courroie-bench-") as folder:
        yield from _found(folder)
    for size in SIZES:
        yield from _timed([pair.asked for pair in corpus()[1]], size)
    yield from _timed_together([pair.asked for pair in corpus()[1]])


@dataclass(frozen=True, slots=True)
class _Tried:
    """Whether what was sought is among the first three, and among what is offered."""

    asked: Asked
    found: bool
    offered: bool = False
    offered_right: bool = False


def _found(folder: str) -> Iterable[Figure]:
    """Yield what is found in the archives of others, by each way and in each part."""
    known = vectors(archives())
    ways: dict[str, Callable[[Archive], Iterable[_Tried]]] = {
        "fts5": _by_fts5,
        "words": partial(_by_us, folder, {}),
    }
    if known:
        ways["meaning"] = partial(_by_us, folder, known)
    for way, tries in ways.items():
        parts: dict[str, list[_Tried]] = {}
        for archive in archives():
            for tried in tries(archive):
                parts.setdefault(tried.asked.part, []).append(tried)
        for part, its in parts.items():
            yield from _told(f"search_{part}_{way}", its, offers=way != "fts5")


def _by_us(folder: str, known: Vectors, archive: Archive) -> Iterable[_Tried]:
    database = opened(folder, archive, known)
    for asked in archive.asked:
        first, near = database.submit(partial(_hits, asked.text, known.get(asked.text))).result()
        yield _Tried(
            asked,
            any(hit.question in asked.wants for hit in first),
            bool(near),
            any(hit.question in asked.wants for hit in near),
        )
    database.close()


def _hits(
    text: str, seeking: bytes | None, db: Connection
) -> tuple[Sequence[search.Hit], Sequence[search.Hit]]:
    """Return what is found first, and what is near enough to be offered."""
    return (
        search.search(db, ARCHIVE, text, limit=3, seeking=seeking),
        search.nearest(db, ARCHIVE, text, limit=3, seeking=seeking),
    )


def _by_fts5(archive: Archive) -> Iterable[_Tried]:
    """Find in the text and the answer of each question, as one would without us."""
    db = sqlite3.connect(":memory:")
    db.execute(
        "CREATE VIRTUAL TABLE plain USING fts5(text, tokenize='unicode61 remove_diacritics 2')"
    )
    rows = [(number, f"{text} {answer}") for number, (text, answer, _) in archive.kept.items()]
    db.executemany("INSERT INTO plain (rowid, text) VALUES (?, ?)", rows)
    found = "SELECT rowid FROM plain WHERE plain MATCH ? ORDER BY rank LIMIT 3"
    for asked in archive.asked:
        words = [f'"{word}"' for word in spaced(asked.text).split() if word.isalnum()]
        first = db.execute(found, (" OR ".join(words),))
        yield _Tried(asked, any(row in asked.wants for (row,) in first))
    db.close()


def _told(name: str, tried: Sequence[_Tried], *, offers: bool) -> Iterable[Figure]:
    sought = [each for each in tried if each.asked.wants]
    unlike = [each for each in tried if not each.asked.wants]
    yield f"{name}_recall_at_3_of_{len(sought)}", _share(each.found for each in sought), "ratio"
    for way in dict.fromkeys(each.asked.way for each in sought):
        its = [each.found for each in sought if each.asked.way == way]
        yield f"{name}_recall_at_3_of_{len(its)}_{way}", _share(its), "ratio"
    if offers:
        right = _share(each.offered_right for each in sought)
        yield f"{name}_offered_at_3_of_{len(sought)}", right, "ratio"
        yield f"{name}_false_alarms_of_{len(unlike)}", _share(e.offered for e in unlike), "ratio"


def _share(right: Iterable[bool]) -> float:
    counted = list(right)
    return sum(counted) / len(counted)


def _timed(asked: Sequence[str], size: int) -> Iterable[Figure]:
    """Yield the cost of keeping a question and of finding some among `size` of one network.

    Half of what is sought is in the words of the pairs, half in generated ones. What is sought by
    meaning has its vector: how long that takes is told by `python -m bench meaning`.
    """
    kept = filled(size)
    yield f"search_index_{size}", kept.index_seconds / size * 1e6, "µs"
    sought = [*asked, *kept.texts[:: max(1, size // SEARCHES)]][:SEARCHES]
    _understand(kept.database, size)
    for name, find in (("", _search), ("nearest_", _nearest), ("by_meaning_", _by_meaning)):
        yield from _percentiles(f"search_{name}{size}", kept.database, find, sought)
    yield f"search_size_{size}", kept.index_bytes / size, "bytes/question"


def _timed_together(asked: Sequence[str]) -> Iterable[Figure]:
    """Yield the cost of finding some among 100,000 documents of all kinds, one search for all."""
    size = sum(SHARES.values())
    written = texts(2 * size)
    kept = [SearchedDocument(kind, ref) for kind, many in SHARES.items() for ref in range(1, many)]
    chance = random.Random(47)  # noqa: S311  no secret

    def keep(db: Connection, first: int) -> None:
        for place, document in enumerate(kept[first : first + _BATCH], start=first):
            text = DocumentText(
                network=NETWORK,
                document=document,
                text=written[place],
                more=written[size + place] if document.kind in _TOLD_MORE else "",
            )
            search.index(db, text)
            meaning.keep(db, document.number, NETWORK, chance.randbytes(_DIMENSIONS))

    with TemporaryDirectory(prefix="courroie-bench-") as folder:
        database = Database(f"sqlite:///{folder}/together.db")
        migrate(database)
        for first in range(0, len(kept), _BATCH):
            database.submit(partial(keep, first=first)).result()
        sought = [*asked, *written[:: size // SEARCHES]][:SEARCHES]
        for name, meant in (("", False), ("by_meaning_", True)):
            find = partial(_search_together, meant=meant)
            yield from _percentiles(f"search_together_{name}{size}", database, find, sought)
        database.close()


_TOLD_MORE = (DocumentKind.QUESTION, DocumentKind.ARTICLE)


def _search_together(query: str, db: Connection, *, meant: bool) -> Sequence[search.Hit]:
    seeking = random.Random(query).randbytes(_DIMENSIONS) if meant else None  # noqa: S311  no secret
    return search.search(
        db, NETWORK, query, limit=FOUND, seeking=seeking, kinds=tuple(DocumentKind)
    )


def _percentiles(
    name: str,
    database: Database,
    find: Callable[[str, Connection], Sequence[search.Hit]],
    sought: Sequence[str],
) -> Iterable[Figure]:
    """Yield the 95th percentile of some searches: waited for, and of the processor alone."""
    waited, worked = list[float](), list[float]()

    def timed(query: str, db: Connection) -> None:
        begun = time.thread_time()
        find(query, db)
        worked.append((time.thread_time() - begun) * 1000)

    for query in sought:
        start = time.perf_counter()
        database.submit(partial(timed, query)).result()
        waited.append((time.perf_counter() - start) * 1000)
    yield f"{name}_p95", quantiles(waited, n=100)[94], "ms"
    yield f"{name}_p95_processor", quantiles(worked, n=100)[94], "ms"


def _search(query: str, db: Connection) -> Sequence[search.Hit]:
    return search.search(db, NETWORK, query, limit=5)


def _nearest(query: str, db: Connection) -> Sequence[search.Hit]:
    return search.nearest(db, NETWORK, query, limit=5)


def _understand(database: Database, size: int) -> None:
    """Give each question a vector: drawn at random, for what is measured is the time alone."""
    chance = random.Random(47)  # noqa: S311  no secret

    def keep(db: Connection, first: int) -> None:
        for number in range(first, min(first + _BATCH, size + 1)):
            meaning.keep(db, number, NETWORK, chance.randbytes(_DIMENSIONS))

    for first in range(1, size + 1, _BATCH):
        database.submit(partial(keep, first=first)).result()


def _by_meaning(query: str, db: Connection) -> Sequence[search.Hit]:
    seeking = random.Random(query).randbytes(_DIMENSIONS)  # noqa: S311  no secret
    return search.search(db, NETWORK, query, limit=5, seeking=seeking)
