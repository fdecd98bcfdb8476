"""Reads the notes and transcripts that were given of meetings, in the background.

A crash at the worst moment leaves a record unread: the next look reads it. What was found is
written, and the text erased, in one transaction; what was given anew meanwhile is read next.
"""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from dataclasses import dataclass

import structlog
from sqlalchemy import Connection

from bot.core.traffic import Traffic
from bot.meaning.encoder import Encoder
from bot.meeting import held_card
from bot.meeting.record import sorting
from bot.meeting.record import store as records
from bot.meeting.record.finding import FoundPassage, find
from bot.meeting.record.reading import Sentence
from bot.meeting.record.rules import KEPT, Record
from bot.meeting.record.weighing import MeetingQuestion
from bot.pile import following
from bot.pile.rules import PieceKind
from bot.talk.context import Context
from scheduler.waking import NetworkJob, Waking

log = structlog.get_logger(__name__)


def _forget_old(ctx: Context) -> None:
    """Forget the records of a network that are too old, and have no pile or card tell of them."""
    for each in records.old(ctx.db, [ctx.network.slug], ctx.now - KEPT):
        records.forget(ctx.db, each.meeting)
        if (meeting := sorting.of_record(ctx, each.meeting)) is not None:
            held_card.show(ctx, meeting)
    following.cover(ctx, PieceKind.PASSAGE_TO_KEEP)


MOST_UNDERSTOOD = 900
"""Sentences of a record whose meaning is looked for, some five minutes; of more, words decide."""


@dataclass(eq=False)
class RecordReader(NetworkJob, Waking):
    """The job, to be woken when a record was given."""

    traffic: Traffic
    encoder: Encoder
    broken = "records_broken"

    async def read_due(self) -> int:
        """Read what is to be read; return how many records were.

        First, what is older than it may be goes, from piles too.
        """
        for slug in await self.database.run(self._old):
            await self._in(self.bot.networks[slug], _forget_old)
        due = await self.database.run(lambda db: records.to_read(db, list(self.bot.networks)))
        for each in due:
            await self._read(each)
        return len(due)

    def _old(self, db: Connection) -> Sequence[str]:
        old = records.old(db, list(self.bot.networks), self.bot.clock() - KEPT)
        return sorted({each.network for each in old})

    async def _read(self, record: Record) -> None:
        network = self.bot.networks[record.network]
        asked = await self._in(network, lambda ctx: sorting.asked(ctx, record))
        said = sorting.sentences(record)
        found = await self._found(said, asked)
        count = await self._in(network, lambda ctx: sorting.show(ctx, record, found))
        log.info("record_read", network=record.network, sentences=len(said), found=count)

    async def _found(
        self, said: Sequence[Sentence], asked: Sequence[MeetingQuestion]
    ) -> Sequence[FoundPassage]:
        meant = None
        if self.encoder.installed and len(said) <= MOST_UNDERSTOOD:
            await self.traffic.lull()
            wanted = [*(each.text for each in asked), *(each.text for each in said)]
            made = await self.encoder.encode(wanted)
            meant = dict(zip(wanted, made, strict=True)) if made else None
        return await asyncio.to_thread(find, said, asked, meant)

    work = read_due
