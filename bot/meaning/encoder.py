"""Has texts turned into vectors, by the model's own process; nothing leaves the machine."""

from __future__ import annotations

import asyncio
import json
from collections import OrderedDict
from collections.abc import Awaitable, Callable, Sequence
from typing import Self

import structlog

from bot.core.child import Child, ChildError
from bot.meaning import model

log = structlog.get_logger(__name__)

TIME_LIMIT = 20.0
"""Seconds for some texts, the start of the process included: a second, on a calm machine."""

LONGEST = 2_000
"""Characters of a text that count, the first ones."""

AT_ONCE = 4
"""Texts that are encoded together: some 80 ms, for which one that is asked about waits."""

WITHIN = 1.5
"""Seconds that someone waits for a text to be understood: the process may have to start."""

REMEMBERED = 64
"""Texts whose meaning is at hand: those that are being asked about."""


class Encoder:
    """Makes out what texts mean; `vector` gives that of one that was understood lately.

    Without the extra it understands nothing. The process starts at the first need and ends when it
    has been idle for a while. An async context manager: leaving it ends the process.
    """

    def __init__(self, child: Child | None = None, *, installed: bool | None = None) -> None:
        self.installed = model.is_installed() if installed is None else installed
        self._child = child or Child(
            "bot.meaning.model",
            time_limit=TIME_LIMIT,
            environment={"OPENBLAS_NUM_THREADS": "1", "OMP_NUM_THREADS": "1"},
        )
        self._known: OrderedDict[str, bytes] = OrderedDict()
        self._understanding: dict[str, asyncio.Task[None]] = {}

    async def __aenter__(self) -> Self:
        return self

    async def __aexit__(self, *_: object) -> None:
        for task in self._understanding.values():
            task.cancel()
        await asyncio.gather(*self._understanding.values(), return_exceptions=True)
        await self._child.end()

    @property
    def process(self) -> int | None:
        """The number of the model's process, None while there is none."""
        return self._child.id

    def vector(self, text: str) -> bytes | None:
        """Return the vector of a text, if it is at hand."""
        return self._known.get(text)

    def ready(self) -> Callable[[str], Awaitable[None]] | None:
        """Return `understand`, or nothing where nothing can be understood."""
        return self.understand if self.installed else None

    async def understand(self, text: str) -> None:
        """Have at hand what a text means; after WITHIN it goes on without the caller."""
        if text in self._known:
            return
        task = self._understanding.get(text)
        if task is None:
            task = self._understanding[text] = asyncio.create_task(self._learn(text))
            task.add_done_callback(lambda _: self._understanding.pop(text, None))
        await asyncio.wait({task}, timeout=WITHIN)

    async def _learn(self, text: str) -> None:
        for vector in await self.encode([text]):
            self._known[text] = vector
            if len(self._known) > REMEMBERED:
                self._known.popitem(last=False)

    async def encode(self, texts: Sequence[str]) -> Sequence[bytes]:
        """Return the vectors of some texts in their order; nothing where they cannot be made."""
        found: list[bytes] = []
        for start in range(0, len(texts), AT_ONCE):
            some = [text[:LONGEST] for text in texts[start : start + AT_ONCE]]
            try:
                answer = await self._child.ask(json.dumps(some).encode())
            except ChildError as error:
                log.warning("texts_not_understood", reason=str(error))
                return []
            size = len(answer) // len(some)
            found += [answer[place : place + size] for place in range(0, len(answer), size)]
        return found
