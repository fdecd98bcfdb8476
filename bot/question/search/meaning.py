"""Questions found by what they mean: vectors in the database, their signs at hand.

Of a network's vectors, the signs of their dimensions are kept in memory, as one number each: those
that share most signs with what is sought are looked at closely. 100,000 take some 5 ms, a usual
network less than one. The numbers are read again after IDLE seconds without a search. Vectors of
another model, which are to be made anew, are as if they were not there.
"""

from __future__ import annotations

import re
import time
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from heapq import nsmallest
from threading import Lock
from typing import Any
from weakref import WeakKeyDictionary

from sqlalchemy import (
    Connection,
    Engine,
    Select,
    bindparam,
    delete,
    insert,
    select,
    update,
)

from bot.meaning.model import NAME
from bot.meaning.vector import likeness_to, signs
from bot.question.search.tables import documents, vectors

CLOSE = 120
"""Questions that share most signs, which are then looked at closely."""

IDLE = 600.0
"""Seconds after which signs that nobody needed are no longer at hand."""

_OVERLAP = 200
"""Rows read again at each look where several write: a lower id may come a little later."""

_SAMPLE = 4_000
"""Questions by which it is known how alike the closest are, more or less."""


def whole(text: str, answer: str) -> str:
    """Return a question and its answer, if any, as the one text of which the meaning is kept."""
    return f"{text} {answer}" if answer else text


def keep(db: Connection, question_id: int, network: str, told: bytes) -> None:
    """Save a question's vector, in place of an earlier one."""
    db.execute(_FORGET, {"of": question_id})
    row = {"question": question_id, "network": network, "model": NAME, "told": told}
    db.execute(insert(vectors), row)
    db.execute(_UNDERSTOOD, {"of": question_id})


def forget(db: Connection, question_id: int) -> None:
    """Forget what a question means; what is at hand of its network is read again when needed."""
    db.execute(_FORGET, {"of": question_id})
    with _lock:
        known = _at_hand.get(db.engine, {})
        for slug in [each for each, held in known.items() if question_id in held.places]:
            del known[slug]


def missing(networks: Collection[str], *, limit: int) -> Select[Any]:
    """Select the questions that have no vector yet, the oldest first."""
    here = documents.c.network.in_(networks) & ~documents.c.understood
    return select(documents.c.question).where(here).order_by(documents.c.question).limit(limit)


def make_anew(db: Connection) -> int:
    """Have the vectors of other models made anew; return how many."""
    others = select(vectors.c.question).where(~_OURS)
    again = update(documents).where(documents.c.question.in_(others)).values(understood=False)
    return db.execute(again).rowcount


def of(db: Connection, question_id: int) -> bytes | None:
    """Return a question's vector, None when it has none."""
    return db.execute(_OF, {"of": question_id}).scalar_one_or_none()


def close(
    db: Connection, network: str, sought: bytes, also: Collection[int] = ()
) -> Mapping[int, float]:
    """Return the cosines of the questions of a network that are closest to what is sought.

    And of others of it, as far as it is known what they mean.
    """
    found = _signs_of(db, network).closest(signs(sought), CLOSE, also)
    rows = db.execute(_CLOSE, {"questions": list(found)}).all() if found else []
    likeness = likeness_to(sought)
    return {row.question: likeness(row.told) for row in rows}


_FORGET = delete(vectors).where(vectors.c.question == bindparam("of"))
_UNDERSTOOD = (
    update(documents).where(documents.c.question == bindparam("of")).values(understood=True)
)
_OURS = vectors.c.model == NAME
_OF = select(vectors.c.told).where(vectors.c.question == bindparam("of"), _OURS)
_CLOSE = select(vectors.c.question, vectors.c.told).where(
    vectors.c.question.in_(bindparam("questions", expanding=True)), _OURS
)
_NEW = (
    select(vectors.c.id, vectors.c.question, vectors.c.told)
    .where(vectors.c.network == bindparam("of"), vectors.c.id > bindparam("after"), _OURS)
    .order_by(vectors.c.id)
)


@dataclass(slots=True)
class _Signs:
    """The signs of a network's vectors."""

    numbers: list[int] = field(default_factory=list)
    questions: list[int] = field(default_factory=list)
    places: dict[int, int] = field(default_factory=dict)
    last: int = 0
    used_at: float = 0.0

    def read(self, rows: Sequence[tuple[int, int, bytes]]) -> None:
        """Take up rows, newer ones of a question in the place of the older."""
        for row, question, told in rows:
            self.last = max(self.last, row)
            place = self.places.setdefault(question, len(self.numbers))
            if place == len(self.numbers):
                self.numbers.append(0)
                self.questions.append(question)
            self.numbers[place] = signs(told)

    def closest(self, sought: int, limit: int, also: Collection[int]) -> Collection[int]:
        """Return the questions that share most signs, and those of some others that are known."""
        apart = bytes([(each ^ sought).bit_count() for each in self.numbers])
        if not apart:
            return ()
        some = sorted(apart[:: max(1, len(apart) // _SAMPLE)])
        furthest = some[min(limit * len(some) // len(apart), len(some) - 1)]
        alike = re.compile(b"[\\x00-\\x%02x]" % furthest, re.DOTALL)
        near = [place.start() for place in alike.finditer(apart)]
        places = nsmallest(limit, near, key=apart.__getitem__)
        places += [self.places[each] for each in also if each in self.places]
        return {self.questions[place] for place in places}


_at_hand: WeakKeyDictionary[Engine, dict[str, _Signs]] = WeakKeyDictionary()
_lock = Lock()


def _signs_of(db: Connection, network: str) -> _Signs:
    """Return a network's signs, those of new rows included."""
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
