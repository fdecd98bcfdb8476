"""A link to a server that can be slowed and cut without a word, as networks do."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass, field


async def carry_to(port: int, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
    """Carry a connection to a port of this machine; raises OSError if nobody takes it there."""
    there, back = await asyncio.open_connection("127.0.0.1", port)
    await asyncio.gather(_pour(reader, back), _pour(there, writer))


async def _pour(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
    with suppress(OSError):
        while some := await reader.read(1 << 16):
            writer.write(some)
            await writer.drain()
    writer.close()


@dataclass
class Link:
    """Carries each connection made to `port` to a server of this machine.

    `lag` is how many seconds each piece waits, either way. While it is `cut`, nothing passes and
    nobody is told: connections stay open, as through a firewall that forgot them.
    """

    to: int
    lag: float = 0.0
    port: int = 0
    _passing: asyncio.Event = field(default_factory=asyncio.Event)
    _open: set[asyncio.StreamWriter] = field(default_factory=set)

    def cut(self) -> None:
        self._passing.clear()

    def mend(self) -> None:
        """Let what comes anew pass; what was cut is gone."""
        for each in self._open:
            each.transport.abort()
        self._passing.set()

    async def carry(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        ends = {writer}
        self._open.add(writer)
        try:
            await self._passing.wait()
            back, there = await asyncio.open_connection("127.0.0.1", self.to)
            ends.add(there)
            self._open.add(there)
            await asyncio.gather(self._pour(reader, there), self._pour(back, writer))
        except OSError:
            pass
        finally:
            self._open -= ends
            for each in ends:
                each.transport.abort()

    async def _pour(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        while some := await reader.read(1 << 16):
            await asyncio.sleep(self.lag)
            await self._passing.wait()
            writer.write(some)
            await writer.drain()
        writer.close()


@asynccontextmanager
async def link(to: int) -> AsyncIterator[Link]:
    """Open a link to a port of this machine."""
    made = Link(to)
    carried: set[asyncio.Task[None]] = set()

    def carry(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        carried.add(asyncio.create_task(made.carry(reader, writer)))

    server = await asyncio.start_server(carry, "127.0.0.1", 0)
    made.port = server.sockets[0].getsockname()[1]
    made.mend()
    try:
        yield made
    finally:
        server.close()
        made.mend()
        for each in carried:
            each.cancel()
        with suppress(asyncio.CancelledError):
            await asyncio.gather(*carried, return_exceptions=True)
