"""How long people wait to read questions: whole commands, from their words to the reply's.

Each is asked many times of a database of 1,000 and of 100,000 questions of one network, in all
states and themes: see `bench.filled`. The web, and Mattermost, come on top: `bench.answers`.
"""

from __future__ import annotations

import asyncio
import time
from collections.abc import Iterable, Sequence
from statistics import quantiles

from sqlalchemy import select

from bench.filled import NETWORK, corpus, filled
from bench.search import SIZES
from bot.dispatch import Dispatch
from bot.question.rules import Visibility
from bot.question.tables import questions
from bot.talk.command import Command, Via
from tests.room import Room, caller

TIMES = 100
"""Enough for five of them beyond the 95th percentile."""

_SEARCHES = 300
_REPORTS = 20

Figure = tuple[str, float, str]


def figures() -> Iterable[Figure]:
    """Yield (name, value, unit)."""
    for size in SIZES:
        yield from _asked(size)


def _asked(size: int) -> Iterable[Figure]:
    room = Room(filled(size).database)
    pairs = [pair.asked for pair in corpus()[1]]
    generated = filled(size).texts[:: max(1, size // _SEARCHES)]
    lines: dict[str, tuple[str, Sequence[str]]] = {
        "list": ("louis", ["besoin liste"] * TIMES),
        "list_of_theme": ("louis", ["besoin liste bureautique"] * TIMES),
        "list_answered": ("louis", ["besoin liste répondues"] * TIMES),
        "list_closed_page_40": ("louis", ["besoin liste fermées 40"] * TIMES),
        "list_all_page_50": ("louis", ["besoin liste toutes 50"] * TIMES),
        "own": ("louis", ["besoin mes"] * TIMES),
        "show": ("amina", [f"besoin voir {number}" for number in _shown(room)]),
        "search": (
            "louis",
            [f"besoin chercher {words}" for words in (*pairs, *generated)][:_SEARCHES],
        ),
        "report": ("amina", ["reseau bilan"] * _REPORTS),
    }
    for name, (who, typed) in lines.items():
        yield f"questions_{size}_{name}_p95", asyncio.run(_p95(room, who, typed)), "ms"


def _shown(room: Room) -> Sequence[int]:
    """Return numbers of questions that the network sees, TIMES of them, old and new."""
    seen = select(questions.c.number).where(questions.c.visibility != Visibility.PRIVATE)
    numbers = room.store(lambda db: db.scalars(seen.order_by(questions.c.number)).all())
    return numbers[:: len(numbers) // TIMES][:TIMES]


async def _p95(room: Room, who: str, typed: Sequence[str]) -> float:
    dispatch = Dispatch(room.database, room.bot)
    times: list[float] = []
    for text in typed:
        command = Command(
            text=text, caller=caller(who), via=Via.SLASH, channel="loire-channel", network=NETWORK
        )
        room.clock.forward(seconds=1)
        start = time.perf_counter()
        reply = await dispatch.answer(command)
        times.append((time.perf_counter() - start) * 1000)
        if reply.refused or not reply.text:
            raise AssertionError(f"{text}: {reply.text}")
    return quantiles(times, n=100)[94]
