"""The cable between the bot and the server, which a test may cut."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass, field

import httpx

_CHUNK = 65_536


@dataclass
class Cable:
    """A TCP relay to the server: `cut()` breaks it, whatever is on it, until `mend()`."""

    target: str
    url: str = ""
    whole: bool = True
    opened: int = 0
    _writers: set[asyncio.StreamWriter] = field(default_factory=set)

    def cut(self) -> None:
        """Reset every connection, and refuse new ones."""
        self.whole = False
        for writer in self._writers:
            writer.transport.abort()

    def mend(self) -> None:
        """Let connections through again."""
        self.whole = True

    async def relay(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        """Carry one connection both ways, until either side ends it."""
        if not self.whole:
            writer.transport.abort()
            return
        self.opened += 1
        there = httpx.URL(self.target)
        up_reader, up_writer = await asyncio.open_connection(there.host, there.port or 80)
        ends = {writer, up_writer}
        self._writers |= ends
        try:
            await asyncio.wait(
                {
                    asyncio.create_task(_copy(reader, up_writer)),
                    asyncio.create_task(_copy(up_reader, writer)),
                }
            )
        finally:
            self._writers -= ends


@asynccontextmanager
async def cable_to(target: str) -> AsyncIterator[Cable]:
    """Lay a cable to an http address; `url` is our end of it."""
    cable = Cable(target)
    server = await asyncio.start_server(cable.relay, "127.0.0.1", 0)
    cable.url = f"http://127.0.0.1:{server.sockets[0].getsockname()[1]}"
    try:
        yield cable
    finally:
        cable.cut()
        server.close()


async def _copy(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
    with suppress(OSError):
        while data := await reader.read(_CHUNK):
            writer.write(data)
            await writer.drain()
    writer.close()
