"""What it costs to make out what texts mean, from the start of the model's process on."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Iterable
from statistics import median

from bench.archives import archives
from bench.machine import resident_mb
from bot.meaning.encoder import Encoder

_STARTS = 5


def figures() -> Iterable[tuple[str, float, str]]:
    """Yield (name, value, unit); nothing where the extra is not installed."""
    if Encoder().installed:
        yield from asyncio.run(_measured())


async def _measured() -> list[tuple[str, float, str]]:
    texts = [asked.text for archive in archives() for asked in archive.asked]
    starts, alone, memory = [], [], 0.0
    for _ in range(_STARTS):
        async with Encoder() as encoder:
            starts.append(await _spent(encoder, texts[:1]))
            alone += [await _spent(encoder, [text]) for text in texts[1:41]]
            together = await _spent(encoder, texts)
            memory = resident_mb(encoder.process or 0)
    return [
        ("meaning_first_text_start_included", median(starts) * 1_000, "ms"),
        ("meaning_text_alone", median(alone) * 1_000, "ms"),
        (f"meaning_{len(texts)}_texts_together", len(texts) / together, "texts/s"),
        ("meaning_process_memory", memory, "MB"),
    ]


async def _spent(encoder: Encoder, texts: list[str]) -> float:
    start = time.perf_counter()
    await encoder.encode(texts)
    return time.perf_counter() - start
