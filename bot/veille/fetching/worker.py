"""The bot's side of the processes that parse what could hurt: malformed XML, big documents, many.

A process of its own bounds time and memory, and keeps feedparser out of the bot; `parsing_process`
tells what is said to it, and is its side.
"""

from __future__ import annotations

import asyncio
import json
from contextlib import suppress
from datetime import datetime
from functools import cache
from typing import Any, Self

from pydantic import TypeAdapter

from bot.core.child import Child, ChildError, ChildTooSlowError
from bot.veille.fetching.errors import FeedError, NotAFeedError, NotStrictError, UnreadableError
from bot.veille.fetching.parse import ParsedFeed, parse_strict

TIME_LIMIT = 15.0
"""Seconds for one document; feedparser needs 3 for the biggest that it is given."""

MEMORY_LIMIT = 512 * 1024 * 1024
"""Bytes of address space, of which 60 MB serve for a usual feed."""

AT_HOME_LIMIT = 300_000
"""Bytes: a strict document up to this size is parsed in the bot, in some 5 ms."""

PROCESSES = 2
"""Processes at most, which a first collection of many feeds keeps busy; 30 MB each."""

CROWD = 4
"""Documents that wait to be parsed in the bot and show that many more come: a process is started,
which costs as much as parsing 20 of them. Collections that find little that is new do without.
"""

_ERRORS: dict[str, type[FeedError]] = {
    each.__name__: each for each in (NotAFeedError, UnreadableError)
}


class Worker:
    """Parses feeds: a small well-formed one at once, the others in processes of its own.

    Where many come together, as in a first collection, they would make everybody else wait for each
    other's 5 ms: from a crowd on, and as long as a process runs, small ones are for processes too.
    A process starts with the first need of it and again whenever it is found dead; it does one
    document at a time.
    An async context manager: leaving it ends the processes.
    """

    def __init__(
        self,
        *,
        time_limit: float = TIME_LIMIT,
        memory_limit: int = MEMORY_LIMIT,
    ) -> None:
        self._time_limit = time_limit
        self._processes = [
            Child("bot.veille.fetching.parsing_process", str(memory_limit), time_limit=time_limit)
            for _ in range(PROCESSES)
        ]
        self._idle = [*self._processes]
        self._some_idle = asyncio.Semaphore(PROCESSES)
        self._at_home = 0

    async def __aenter__(self) -> Self:
        return self

    async def __aexit__(self, *_: object) -> None:
        for each in self._processes:
            await each.end()

    async def parse(
        self,
        body: bytes,
        content_type: str | None,
        base_url: str,
        around: datetime | None = None,
    ) -> ParsedFeed:
        """Read a feed as `parse.parse` does, under limits of time and memory.

        Raises NotAFeedError, or UnreadableError where a limit was met.
        """
        if len(body) <= AT_HOME_LIMIT and not self._crowded:
            with suppress(NotStrictError):
                return await self._parse_at_home(body, content_type, base_url)
        asked = {"content_type": content_type, "base_url": base_url}
        moment = {"around": around and around.isoformat()}
        header = json.dumps(asked | moment).encode()
        async with self._some_idle:
            process = self._idle.pop()  # the last one that worked: the others may never start
            try:
                answer: dict[str, Any] = json.loads(await process.ask(header, body))
            except ChildTooSlowError:
                raise UnreadableError(f"not parsed in {self._time_limit:g} s") from None
            except ChildError as error:
                raise UnreadableError("the parsing process died") from error
            finally:
                self._idle.append(process)
        if "error" in answer:
            raise _ERRORS.get(answer["error"], UnreadableError)(answer["detail"])
        return _parsed_feed().validate_python(answer)

    @property
    def _crowded(self) -> bool:
        return self._at_home >= CROWD or any(each.id is not None for each in self._processes)

    async def _parse_at_home(
        self, body: bytes, content_type: str | None, base_url: str
    ) -> ParsedFeed:
        self._at_home += 1
        try:
            await asyncio.sleep(0)  # others have their turn, and those that come show a crowd
            return parse_strict(body, content_type, base_url)
        finally:
            self._at_home -= 1


@cache
def _parsed_feed() -> TypeAdapter[ParsedFeed]:
    return TypeAdapter(ParsedFeed)
