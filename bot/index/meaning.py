"""Documents found by what they mean: vectors in the database, their signs at hand.

Of a network's vectors, the signs of their dimensions are kept in memory, as one number each: those
of a kind that share most signs with what is sought are looked at closely. 100,000 take some 5 ms, a
usual network less than one. The numbers are read again after IDLE seconds without a search. Vectors
of another model, which are to be made anew, are as if they were not there.
"""

from __future__ import annotations

import re
import time
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from heapq import nsmallest
from itertools import chain
from threading import Lock
from weakref import WeakKeyDictionary

from sqlalchemy import Connection, Engine, bindparam, delete, exists, insert, select, update

from bot.index.rules import QUESTIONS, DocumentKind, Kinds, SearchedDocument
from bot.index.tables import documents, vectors
from bot.meaning.model import NAME
from bot.meaning.vector import likeness_to, signs

CLOSE = 120
"""Documents that share most signs, which are then looked at closely."""

IDLE = 600.0
"""Seconds after which signs that nobody needed are no longer at hand."""

_OVERLAP = 200
"""Rows read again at each look where several write: a lower id may come a little later."""

_SAMPLE = 4_000
"""Documents by which it is known how alike the closest are, more or less."""


def keep(db: Connection, document: int, network: str, told: bytes) -> None:
    """Save a document's vector, in place of an earlier one."""
    which = {"of": document, "here": network}
    db.execute(_FORGET, which)
    row = {"question": document, "network": network, "model": NAME, "told": told}
    db.execute(insert(vectors), row)
    db.execute(_UNDERSTOOD, which)


def forget(db: Connection, document: int, network: str) -> None:
    """Forget what a document means; what is at hand of its network is read again when needed."""
    db.execute(_FORGET, {"of": document, "here": network})
    with _lock:
        known = _at_hand.get(db.engine, {})
        if network in known and known[network].holds(document):
            del known[network]


def missing(
    db: Connection, networks: Collection[str], kind: DocumentKind, *, limit: int
) -> Sequence[tuple[str, int]]:
    """Return the documents of a kind that have no vector yet, by network and number: some."""
    found = _MISSING.limit(limit)
    among = {"networks": list(networks), "first": kind.first, "last": kind.last}
    return [(row.network, row.question) for row in db.execute(found, among)]


def make_anew(db: Connection) -> int:
    """Have the vectors of other models made anew; return how many."""
    others = exists().where(
        vectors.c.question == documents.c.question, vectors.c.network == documents.c.network, ~_OURS
    )
    return db.execute(update(documents).where(others).values(understood=False)).rowcount


def of(db: Connection, document: int, network: str) -> bytes | None:
    """Return a document's vector, None when it has none."""
    return db.execute(_OF, {"of": document, "here": network}).scalar_one_or_none()


def close(
    db: Connection,
    network: str,
    sought: bytes,
    also: Collection[int] = (),
    kinds: Kinds = QUESTIONS,
) -> Mapping[int, float]:
    """Return the cosines of the documents of some kinds that are closest to what is sought.

    And of others of these, as far as it is known what they mean.
    """
    found = {*also, *_at_hand_of(db, network).closest(signs(sought), CLOSE, kinds)}
    rows = db.execute(_CLOSE, {"documents": list(found), "of": network}).all() if found else []
    likeness = likeness_to(sought)
    return {row.question: likeness(row.told) for row in rows}


_OURS = vectors.c.model == NAME
_THIS = (vectors.c.network == bindparam("here"), vectors.c.question == bindparam("of"))
_FORGET = delete(vectors).where(*_THIS)
_OF = select(vectors.c.told).where(*_THIS, _OURS)
_UNDERSTOOD = (
    update(documents)
    .where(documents.c.network == bindparam("here"), documents.c.question == bindparam("of"))
    .values(understood=True)
)
_MISSING = (
    select(documents.c.network, documents.c.question)
    .where(
        documents.c.network.in_(bindparam("networks", expanding=True)),
        documents.c.question.between(bindparam("first"), bindparam("last")),
        ~documents.c.understood,
    )
    .order_by(documents.c.question)
)
_CLOSE = select(vectors.c.question, vectors.c.told).where(
    vectors.c.network == bindparam("of"),
    vectors.c.question.in_(bindparam("documents", expanding=True)),
    _OURS,
)
_NEW = (
    select(vectors.c.id, vectors.c.question, vectors.c.told)
    .where(vectors.c.network == bindparam("of"), vectors.c.id > bindparam("after"), _OURS)
    .order_by(vectors.c.id)
)


@dataclass(slots=True)
class _Signs:
    """The signs of a network's vectors, by kind and document, read until the `last` row."""

    of: Mapping[DocumentKind, dict[int, int]] = field(
        default_factory=lambda: {kind: {} for kind in DocumentKind}
    )
    last: int = 0
    used_at: float = 0.0

    def read(self, rows: Sequence[tuple[int, int, bytes]]) -> None:
        """Take up rows, newer ones of a document in the place of the older."""
        for row, document, told in rows:
            self.last = max(self.last, row)
            self.of[SearchedDocument.numbered(document).kind][document] = signs(told)

    def holds(self, document: int) -> bool:
        """Tell whether it is known what a document means."""
        return document in self.of[SearchedDocument.numbered(document).kind]

    def closest(self, sought: int, limit: int, kinds: Kinds) -> Collection[int]:
        """Return the documents that share most signs."""
        some = [self.of[kind] for kind in kinds]
        apart = bytes([(each ^ sought).bit_count() for held in some for each in held.values()])
        if not apart:
            return ()
        few = sorted(apart[:: max(1, len(apart) // _SAMPLE)])
        furthest = few[min(limit * len(few) // len(apart), len(few) - 1)]
        alike = re.compile(b"[\\x00-\\x%02x]" % furthest, re.DOTALL)
        near = [place.start() for place in alike.finditer(apart)]
        documents = [*chain.from_iterable(some)]
        return [documents[place] for place in nsmallest(limit, near, key=apart.__getitem__)]


_at_hand: WeakKeyDictionary[Engine, dict[str, _Signs]] = WeakKeyDictionary()
_lock = Lock()


def _at_hand_of(db: Connection, network: str) -> _Signs:
    """Return what is at hand of a network, that of new rows included."""
    now = time.monotonic()
    with _lock:
        known = _at_hand.setdefault(db.engine, {})
        for slug in [each for each, held in known.items() if now - held.used_at > IDLE]:
            del known[slug]
        held = known.setdefault(network, _Signs())
        late = 0 if db.dialect.name == "sqlite" else _OVERLAP
        held.read(db.execute(_NEW, {"of": network, "after": held.last - late}).all())
        held.used_at = now
        return held
