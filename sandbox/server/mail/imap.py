"""A mailbox that the bot reads by IMAP on loopback: what is written back to its mails.

As much of RFC 3501 as reading and emptying one folder takes, for one client that knows how.
"""

from __future__ import annotations

import asyncio
import re
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager

from sandbox.server.mail.mailbox import Mailbox, NoSuchMailError

_HOST = "127.0.0.1"
_CAPABILITY = b"* CAPABILITY IMAP4rev1\r\n"
_PARTIAL = re.compile(r"<0\.(\d{1,9})>")


@asynccontextmanager
async def offering(mailbox: Mailbox, port: int = 0) -> AsyncIterator[int]:
    """Offer a mailbox until the end of the block; yield the port, another if this one is taken."""
    clients: set[asyncio.StreamWriter] = set()

    async def serve(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        clients.add(writer)
        try:
            await _served(mailbox, reader, writer)
        except (OSError, ValueError):  # it went, or a line has no end
            pass
        finally:
            clients.discard(writer)
            writer.close()

    try:
        server = await asyncio.start_server(serve, _HOST, port)
    except OSError:
        server = await asyncio.start_server(serve, _HOST, 0)
    try:
        yield server.sockets[0].getsockname()[1]
    finally:
        server.close()
        for each in list(clients):
            each.transport.abort()


async def _served(
    mailbox: Mailbox, reader: asyncio.StreamReader, writer: asyncio.StreamWriter
) -> None:
    writer.write(b"* OK courroie\r\n")
    while line := await reader.readline():
        tag, _, asked = line.decode("utf-8", "replace").strip().partition(" ")
        words = asked.split()
        if words and words[0].upper() == "UID":
            words = words[1:]
        name = words[0].upper() if words else ""
        for answer in _answers(mailbox, name, words[1:]):
            writer.write(answer)
        writer.write(f"{tag} OK {name} done\r\n".encode())
        await writer.drain()
        if name == "LOGOUT":
            return


def _answers(mailbox: Mailbox, name: str, words: list[str]) -> Iterator[bytes]:
    """Yield what comes before the last line of an answer, having done what is asked."""
    match name, words:
        case "CAPABILITY", _:
            yield _CAPABILITY
        case "SELECT", _:
            yield f"* {len(mailbox.numbers())} EXISTS\r\n".encode()
        case "SEARCH", _:
            yield f"* SEARCH {' '.join(map(str, mailbox.numbers()))}\r\n".encode()
        case "FETCH", [uid, *wanted] if uid.isdigit():
            partial = _PARTIAL.search(" ".join(wanted))
            try:
                content = mailbox.content(int(uid))[: int(partial[1]) if partial else None]
            except NoSuchMailError:
                return
            yield f"* 1 FETCH (UID {uid} BODY[]<0> {{{len(content)}}}\r\n".encode()
            yield content + b")\r\n"
        case "STORE", [uid, *_] if uid.isdigit():  # deleted, or left to nobody
            mailbox.drop(int(uid))
