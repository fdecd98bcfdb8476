"""A database as a département leaves it after years: the questions that other figures are about.

Generated texts, in several states and themes, of some hundreds of authors, with their stories and
those who joined; of the questions that wait, a few are shared by many. One seed: each run asks the
same. Filled once for all the modules that a run measures.
"""

from __future__ import annotations

import atexit
import json
import random
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from functools import cache, partial
from itertools import accumulate
from pathlib import Path
from tempfile import TemporaryDirectory

from sqlalchemy import Connection, insert

from bot.core.database import Database
from bot.core.migrate import migrate
from bot.core.tables import counters
from bot.french.themes import THEMES
from bot.index import wording
from bot.question.rules import Change, Occasion, QuestionStatus, Visibility
from bot.question.tables import question_events, questions, supporters

NOW = datetime(2026, 11, 2, 8, 0, tzinfo=UTC)
"""The Monday of `tests.room`, on which a room over this database opens."""

NETWORK = "loire"

_PAIRS = Path(__file__).parent / "data" / "paraphrases.json"
_VOCABULARY = 30_000
_BATCH = 500
_AUTHORS = 300
_YEARS = 3
_SHARES = {
    QuestionStatus.ANSWERED: 76,
    QuestionStatus.OPEN: 7,
    QuestionStatus.CLOSED: 6,
    QuestionStatus.SCHEDULED: 4,
    QuestionStatus.WITHDRAWN: 4,
    QuestionStatus.MERGED: 3,
}
_SEEN_BY = {Visibility.PUBLIC: 85, Visibility.ANONYMOUS: 11, Visibility.PRIVATE: 4}

Row = dict[str, object]


@dataclass(frozen=True, slots=True)
class Pair:
    """What was asked, the place among the kept questions of what must be found."""

    asked: str
    kept: int
    held_out: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Filled:
    """An open database; what the search takes of it was counted while it read the texts."""

    database: Database
    texts: Sequence[str]
    index_seconds: float
    index_bytes: int


def corpus() -> tuple[Sequence[str], Sequence[Pair]]:
    """Read the labelled questions: those that were kept, and what is asked again of some."""
    read = json.loads(_PAIRS.read_text(encoding="utf-8"))
    kept = [*(pair["kept"] for pair in read["pairs"]), *read["distractors"]]
    pairs = [
        Pair(pair["asked"], place, pair["held_out"]) for place, pair in enumerate(read["pairs"])
    ]
    return kept, pairs


@cache
def filled(size: int) -> Filled:
    """Return a database of so many questions of one network, their ids from 1 on.

    Not to be changed for good by whoever measures: others read it after them.
    """
    folder = TemporaryDirectory(prefix="courroie-bench-")
    path = Path(folder.name) / f"{size}.db"
    database = Database(f"sqlite:///{path}")
    atexit.register(folder.cleanup)
    atexit.register(database.close)
    migrate(database)
    asked = texts(size)
    chance = random.Random(43)  # noqa: S311  no secret
    rows = [question(chance, number, size, text) for number, text in enumerate(asked, 1)]
    parts = [rows[first : first + _BATCH] for first in range(0, size, _BATCH)]
    for part in parts:
        database.submit(partial(keep, chance, part)).result()
    number_of = {"network": NETWORK, "name": "question", "value": size}
    database.submit(lambda db: db.execute(insert(counters), number_of).close()).result()
    before = path.stat().st_size
    start = time.perf_counter()
    for part in parts:
        database.submit(partial(index, part)).result()
    seconds = time.perf_counter() - start
    return Filled(
        database=database,
        texts=asked,
        index_seconds=seconds,
        index_bytes=path.stat().st_size - before,
    )


def index(rows: Sequence[Row], db: Connection) -> None:
    """Have questions be found."""
    for row in rows:
        number, network = int(str(row["id"])), str(row["network"])
        answer = str(row["answer_text"] or "")
        wording.index(db, number, network, text=str(row["text"]), answer=answer)


_ANSWER = "Oui : voyez la fiche partagée dans l'espace du réseau, et rappelez-moi mardi."


def question(chance: random.Random, number: int, size: int, text: str) -> Row:
    """Make one of so many questions, the oldest is the first."""
    asked = NOW - timedelta(days=365 * _YEARS) * (1 - number / (size + 1))
    status = chance.choices([*_SHARES], [*_SHARES.values()])[0]
    answered = status is QuestionStatus.ANSWERED
    shared = chance.randint(2, 12) if chance.random() < 0.1 else 1  # noqa: PLR2004
    scheduled = status is QuestionStatus.SCHEDULED
    return {
        "id": number,
        "network": NETWORK,
        "number": number,
        "text": text,
        "author": f"adviser{chance.randrange(_AUTHORS)}" if number % 50 else "louis",
        "asked_at": asked,
        "status": status.value,
        "visibility": chance.choices([*_SEEN_BY], [*_SEEN_BY.values()])[0].value,
        "theme": chance.choice(("", *THEMES)),
        "occasion": chance.choice([*Occasion]).value if scheduled else None,
        "back_at": NOW + timedelta(days=chance.randint(1, 60)) if scheduled else None,
        "deferrals": int(scheduled),
        "answer_text": _ANSWER if answered else None,
        "answer_by": "amina" if answered else None,
        "answer_at": asked + timedelta(days=3) if answered else None,
        "ended_at": None if status.waiting else asked + timedelta(days=4),
        "concerned": shared,
        "territory": "",
    }


def _adviser(number: int) -> str:
    return f"adviser{number}"


def keep(
    chance: random.Random,
    rows: Sequence[Row],
    db: Connection,
    *,
    who: Callable[[int], str] = _adviser,
) -> None:
    """Write questions, with those who joined and their stories; `who` names people by number."""
    db.execute(insert(questions), rows)
    people = [
        {"question": row["id"], "user": who(number), "at": row["asked_at"]}
        for row in rows
        for number in range(int(str(row["concerned"])) - 1)
    ]
    if people:
        db.execute(insert(supporters), people)
    told = [event for row in rows for event in _story(chance, row, str(row["author"]))]
    db.execute(insert(question_events), told)


def _story(chance: random.Random, row: Row, who: str) -> Sequence[Row]:
    """Return a few events of one question; one in a hundred has lived a lot."""
    lived = 60 if int(str(row["id"])) % 100 == 0 else chance.randint(1, 4)
    changes = (Change.ASKED, *chance.choices((Change.JOINED, Change.EDITED, Change.LEFT), k=lived))
    common = {"question": row["id"], "at": row["asked_at"], "who": who, "how": "slash"}
    return [{**common, "kind": change.value, "detail": ""} for change in changes]


def texts(size: int) -> Sequence[str]:
    """Write questions of 8 to 24 words whose frequencies follow Zipf's law.

    The most frequent words are those of the labelled questions, in their own order of frequency,
    the others are made of French syllables.
    """
    chance = random.Random(42)  # noqa: S311  no secret
    counts: dict[str, int] = {}
    for text in corpus()[0]:
        for word in text.split():
            counts[word] = counts.get(word, 0) + 1
    syllables = _SYLLABLES.split()
    vocabulary = sorted(counts, key=lambda word: (-counts[word], word))
    while len(vocabulary) < _VOCABULARY:
        parts = chance.choices(syllables, k=chance.randint(2, 4))
        vocabulary.append("".join(parts))
    weights = list(accumulate(1 / (rank + 2) for rank in range(len(vocabulary))))
    return [
        " ".join(chance.choices(vocabulary, cum_weights=weights, k=chance.randint(8, 24)))
        for _ in range(size)
    ]


_SYLLABLES = """
ma ri pon ter vel lan cou dra sé tion bre lo chi fer gan mou tis par ven dor lec sor bal ne pi ral
gué tou men cri fa blo ju ver nan dé plu sa ge mi
"""
