"""Archives of questions by independent hands, and what others seek in them.

`data/search.json` has four, each written by a hand that had seen neither the program nor its rules.
Half of what two of them seek, drawn at random, was *seen* while the synonyms were written and the
ways of weighing compared; the *held* half was measured in the end only. These two were asked to be
hard; the other two, *blind*, to write as their colleagues do: nobody opened them. None is learnt
from.
"""

from __future__ import annotations

import asyncio
import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from sqlalchemy import Connection

from bot.core.database import Database
from bot.core.migrate import migrate
from bot.index import meaning, wording
from bot.index.rules import whole
from bot.meaning.encoder import Encoder

DATA = Path(__file__).parent / "data"

NETWORK = "loire"

Vectors = Mapping[str, bytes]
"""What texts mean; none where the extra is not installed."""


@dataclass(frozen=True, slots=True)
class Asked:
    """What someone seeks, the ids of what answers it, how it is asked, in which part of the set."""

    text: str
    wants: frozenset[int]
    way: str
    part: str


@dataclass(frozen=True, slots=True)
class Archive:
    """The questions of one hand, with their answers and themes, by id; and what is sought."""

    hand: str
    kept: Mapping[int, tuple[str, str, str]]
    asked: Sequence[Asked]


def archives() -> Sequence[Archive]:
    """Read the archives of `data/search.json`."""
    read = json.loads((DATA / "search.json").read_text(encoding="utf-8"))
    return [
        Archive(
            hand=hand["hand"],
            kept={
                each["id"]: (each["text"], each["answer"], each["theme"]) for each in hand["kept"]
            },
            asked=[
                Asked(each["asked"], frozenset(each["wants"]), each["way"], each["part"])
                for each in hand["asked"]
            ],
        )
        for hand in read["hands"]
    ]


def vectors(archives: Iterable[Archive]) -> Vectors:
    """Return what all the texts of some archives mean."""
    texts = set[str]()
    for archive in archives:
        texts |= {whole(text, answer) for text, answer, _ in archive.kept.values()}
        texts |= {asked.text for asked in archive.asked}

    async def understood(some: Sequence[str]) -> Vectors:
        async with Encoder() as encoder:
            if not encoder.installed:
                return {}
            return dict(zip(some, await encoder.encode(some), strict=True))

    return asyncio.run(understood(sorted(texts)))


def opened(folder: str, archive: Archive, known: Vectors) -> Database:
    """Return a database that holds an archive, with what its questions mean where it is known."""
    database = Database(f"sqlite:///{folder}/{archive.hand}{len(known)}.db")
    migrate(database)

    def keep(db: Connection) -> None:
        for number, (text, answer, theme) in archive.kept.items():
            wording.index(db, number, NETWORK, text=text, answer=answer, theme=theme)
            if known:
                meaning.keep(db, number, NETWORK, known[whole(text, answer)])

    database.submit(keep).result()
    return database
