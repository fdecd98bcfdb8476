"""A server that lies, stops, or goes on for ever: each step of ours has an end."""

from __future__ import annotations

import asyncio
from asyncio import StreamReader, StreamWriter
from contextlib import suppress

import pytest

from bot.letter.inbox.imap import ImapMailbox
from bot.letter.mail.settings import ImapServer, MailboxError

ANSWERS = {
    b"CAPABILITY": b"* CAPABILITY IMAP4REV1\r\n",
    b"UID SEARCH": b"* SEARCH 1\r\n",
    b"UID FETCH": b"* 1 FETCH (UID 1 BODY[]<0> {2}\r\nab)\r\n",
}


async def reads(step: bytes, *, lies: bytes, on: bool = False) -> list[bytes]:
    """Read the one message of a server that lies at a step, or goes on, then drops the line."""
    read: list[bytes] = []
    ended = asyncio.Event()

    async def served(asks: StreamReader, told: StreamWriter) -> None:
        told.write(b"* OK\r\n")
        while line := await asks.readline():
            tag, _, asked = line.partition(b" ")
            known = (said for name, said in ANSWERS.items() if asked.startswith(name))
            lied = asked.startswith(step)
            told.write(lies.replace(b"TAG", tag) if lied else next(known, b"") + tag + b" OK\r\n")
            while lied and on and not told.is_closing():
                told.write(b"x")
                await asyncio.sleep(0.05)
            if lied and not lies.startswith(b"TAG"):
                break
        told.close()
        with suppress(ConnectionError):
            await told.wait_closed()
        ended.set()

    server = await asyncio.start_server(served, "127.0.0.1", 0)
    port = server.sockets[0].getsockname()[1]
    account = ImapServer(host="127.0.0.1", port=port, username="u", password="p", tls=False)
    try:
        async with server, ImapMailbox(account, time_limit=0.5).opened() as box:
            for uid in await box.waiting():
                read.append(await box.fetch(uid))
                await box.remove(uid)
    finally:
        await ended.wait()
    return read


@pytest.mark.parametrize(
    ("step", "lies", "on"),
    [
        (b"UID STORE", b"", False),
        (b"UID STORE", b"* 1 EXPUNGE\r\n" * 5_000, False),
        (b"UID FETCH", b"* 1 FETCH (BODY[]<0> {99999999999}\r\n", True),
    ],
)
async def test_a_line_that_drops_or_never_ends_holds_nobody(
    step: bytes, lies: bytes, *, on: bool
) -> None:
    with pytest.raises(MailboxError):
        await asyncio.wait_for(reads(step, lies=lies, on=on), 30)


async def test_a_message_that_gives_nothing_is_read_as_nothing() -> None:
    assert await reads(b"UID FETCH", lies=b"TAG OK\r\n") == [b""]
