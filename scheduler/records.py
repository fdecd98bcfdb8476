"""Reads the notes and transcripts that were given of meetings, in the background.

A crash at the worst moment leaves a record unread: the next look reads it. What was found is
written, and the text erased, in one transaction; what was given anew meanwhile is read next.
"""

from __future__ import annotations

import asyncio
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import partial

import structlog

from bot.core.traffic import Traffic
from bot.meaning.encoder import Encoder
from bot.meeting import held_card
from bot.meeting.record import sorting
from bot.meeting.record import store as records
from bot.meeting.record.finding import FoundPassage, bare, find
from bot.meeting.record.rules import KEPT, ProposedPassage
from bot.pile import following
from bot.pile.rules import PieceKind
from bot.talk.context import Context
from scheduler.waking import NetworkJob, Waking

log = structlog.get_logger(__name__)


def _forget(ctx: Context, meeting: int) -> None:
    """Forget a record that is too old, and have no pile or card tell of it."""
    records.forget(ctx.db, meeting)
    following.cover(ctx, PieceKind.PASSAGE_TO_KEEP)
    if (reported := sorting.of_record(ctx, meeting)) is not None:
        held_card.show(ctx, reported)


@dataclass(eq=False)
class RecordReader(NetworkJob, Waking):
    """The job, to be woken when a record was given."""

    traffic: Traffic
    encoder: Encoder
    broken = "records_broken"

    async def read_due(self) -> int:
        """Read what is to be read; return how many records were. First, what is too old goes."""
        networks, before = self.bot.networks, self.bot.clock() - KEPT
        for slug, meeting in await self.database.run(
            lambda db: records.old(db, list(networks), before)
        ):
            await self._in(networks[slug], partial(_forget, meeting=meeting))
        due = await self.database.run(lambda db: records.unread(db, list(networks)))
        for record in due:
            network = networks[record.network]
            asked = await self._in(network, partial(sorting.asked, record=record))
            found = await self._found(record, asked)
            count = await self._in(network, partial(sorting.show, record=record, found=found))
            log.info("record_read", network=record.network, found=count)
        return len(due)

    async def _found(
        self, record: ProposedPassage, asked: Mapping[int, str]
    ) -> Sequence[FoundPassage]:
        said, meant = record.text.split("\n"), None
        if self.encoder.installed:
            await self.traffic.lull()
            texts = [*dict.fromkeys([*asked.values(), *map(bare, said)])]
            made = await self.encoder.encode(texts)
            meant = dict(zip(texts, made, strict=True)) if made else None
        return await asyncio.to_thread(find, said, asked, meant)

    work = read_due
