"""How long it takes to write the memory of a network that has ten thousand answers.

Each was chosen; they are written in a folder, written again where nothing changed, and packed. The
bot waits for the reading alone, in its one transaction.
"""

from __future__ import annotations

import random
import time
from collections.abc import Iterable
from functools import partial
from pathlib import Path
from tempfile import TemporaryDirectory

from sqlalchemy import Connection, update

from bench.filled import NETWORK, NOW, keep, question, texts
from bot.core.database import Database
from bot.core.migrate import migrate
from bot.memory.folder import write_folder, zipped
from bot.memory.gathering import gather
from bot.memory.rules import Memory
from bot.memory.writing import files
from bot.question.rules import QuestionStatus, Visibility
from bot.question.tables import questions
from tests.room import Clock, Room

SIZE = 10_000
_BATCH = 500

Figure = tuple[str, float, str]


def figures() -> Iterable[Figure]:
    """Yield (name, value, unit)."""
    with TemporaryDirectory(prefix="courroie-bench-") as kept:
        folder = Path(kept)
        database = Database(f"sqlite:///{folder / 'room.db'}")
        migrate(database)
        _fill(database)
        room = Room(database, clock=Clock(NOW))

        def read(db: Connection) -> Memory:
            return gather(room.bot.context(db, room.bot.networks[NETWORK], NOW))

        start = time.perf_counter()
        memory = database.submit(read).result()
        yield f"memory_read_{SIZE}", time.perf_counter() - start, "s"
        sifted = memory.sifted()
        write_folder(folder / "memoire", files(sifted, room.bot.renderer))
        yield f"memory_written_{SIZE}", time.perf_counter() - start, "s"
        yield "memory_answers", len(sifted.records), "answers"

        start = time.perf_counter()
        again = files(database.submit(read).result().sifted(), room.bot.renderer)
        changed = write_folder(folder / "memoire", again)
        yield f"memory_again_{SIZE}", time.perf_counter() - start, "s"
        yield "memory_changed_again", changed, "files"

        archive = zipped("memoire", files(sifted, room.bot.renderer))
        yield "memory_zip", len(archive) / 1e6, "MB"
        database.close()


def _fill(database: Database) -> None:
    chance = random.Random(47)  # noqa: S311  no secret
    rows = [question(chance, number, SIZE, text) for number, text in enumerate(texts(SIZE), 1)]
    for first in range(0, SIZE, _BATCH):
        database.submit(partial(keep, chance, rows[first : first + _BATCH])).result()
    database.submit(_answered).result()


def _answered(db: Connection) -> None:
    """Have each be answered and chosen."""
    db.execute(
        update(questions).values(
            status=QuestionStatus.ANSWERED,
            visibility=Visibility.PUBLIC,
            answer_text="Oui : voyez la fiche partagée dans le canal.\n\nPuis appelez-moi.",
            answer_by="amina",
            answer_at=questions.c.asked_at,
            remembered=True,
        )
    )
