"""Reads one mailbox by IMAP, a message at a time, and takes out what was dealt with.

The server is obeyed, not trusted: of a message at most LARGEST bytes are asked for, every step has
a time limit, and what it answers amiss is a MailboxError. A bot without a mailbox imports none of
this: `aioimaplib` comes with it.
"""

from __future__ import annotations

import asyncio
import logging
import re
import ssl
from collections.abc import AsyncIterator, Awaitable, Callable, Sequence
from contextlib import asynccontextmanager, suppress
from typing import Protocol

from aioimaplib import IMAP4, IMAP4_SSL, AioImapException

from bot.letter.inbox.errors import MailboxError
from bot.letter.mail.settings import ImapServer

LARGEST = 1_000_000
"""Bytes of a message that are read: what people write, and what servers report, comes first."""

TIME_LIMIT = 30.0
"""Seconds that a server may take for one step."""

ASIDE = "Courroie-autres"
"""The folder for what was not for us: it stands where people may look at it."""

logging.getLogger("aioimaplib").setLevel(logging.WARNING)  # below that it repeats what it reads

_TRIED = (AioImapException, OSError, TimeoutError, asyncio.IncompleteReadError)
_UID = re.compile(rb"[1-9][0-9]{0,9}")


class _Answer(Protocol):
    """What `aioimaplib` returns: OK or not, and the lines before it."""

    result: str
    lines: Sequence[bytes | bytearray]


class OpenMailbox:
    """A mailbox that is open."""

    def __init__(self, imap: IMAP4) -> None:
        self._imap = imap

    async def waiting(self) -> Sequence[str]:
        """Return the messages that are in the box, oldest first."""
        found = await self._asked("search", self._imap.uid_search("UNDELETED", charset=None))
        words = [word for line in found.lines[:-1] for word in bytes(line).split()]
        return [word.decode() for word in words if _UID.fullmatch(word)]

    async def fetch(self, uid: str) -> bytes | None:
        """Return the beginning of a message, which stays unread; None when it is gone."""
        wanted = f"(BODY.PEEK[]<0.{LARGEST}>)"
        found = await self._asked("fetch", self._imap.uid("fetch", uid, wanted))
        literals = (bytes(line) for line in found.lines if isinstance(line, bytearray))
        return next(literals, None)

    async def remove(self, uid: str) -> None:
        """Take a message out for good."""
        flags = self._imap.uid("store", uid, "+FLAGS.SILENT", r"(\Deleted)")
        await self._asked("store", flags)
        only_it = self._imap.has_capability("UIDPLUS")
        ending = self._imap.uid("expunge", uid) if only_it else self._imap.expunge()
        await self._asked("expunge", ending)

    async def put_aside(self, uid: str) -> None:
        """Move a message to the folder of what was not for us."""
        with suppress(MailboxError):  # it is there already
            await self._asked("create", self._imap.create(ASIDE))
        if self._imap.has_capability("MOVE"):
            await self._asked("move", self._imap.uid("move", uid, ASIDE))
            return
        await self._asked("copy", self._imap.uid("copy", uid, ASIDE))
        await self.remove(uid)

    async def _asked(self, what: str, answer: Awaitable[_Answer]) -> _Answer:
        return await _asked(what, answer, "la boîte refuse ce que je lui demande")


class ImapMailbox:
    """The mailbox of one server; `trust` makes the TLS context."""

    def __init__(
        self,
        server: ImapServer,
        *,
        trust: Callable[[], ssl.SSLContext] = ssl.create_default_context,
        time_limit: float = TIME_LIMIT,
    ) -> None:
        self._server = server
        self._trust = trust
        self._time_limit = time_limit

    @property
    def place(self) -> str:
        """Where it is."""
        return f"{self._server.host}:{self._server.port}"

    @asynccontextmanager
    async def opened(self) -> AsyncIterator[OpenMailbox]:
        """Open the mailbox until the end of the block. Raises MailboxError, of the block too."""
        server, limit = self._server, self._time_limit
        if server.tls:
            imap: IMAP4 = IMAP4_SSL(server.host, server.port, None, limit, self._trust())
        else:
            imap = IMAP4(server.host, server.port, None, limit)
        try:
            await _asked("hello", imap.wait_hello_from_server(), "")
            await _asked(
                "login", imap.login(server.username, server.password), "identifiant refusé"
            )
            chosen = await _asked("select", imap.select(), "la boîte de réception est fermée")
            if any(b"READ-ONLY" in bytes(line) for line in chosen.lines):
                raise MailboxError("read-only", "la boîte ne se laisse que lire, sans rien retirer")
            yield OpenMailbox(imap)
        finally:
            with suppress(*_TRIED):
                async with asyncio.timeout(2):
                    await imap.logout()
            if imap.protocol.transport is not None:
                imap.protocol.transport.abort()


async def _asked(what: str, answer: Awaitable[_Answer | None], refused: str) -> _Answer:
    """Return what a server answers to one step. Raises MailboxError."""
    try:
        found = await answer
    except ssl.SSLError as error:
        raise MailboxError(f"{what}: {error!r}", "la connexion chiffrée est refusée") from error
    except _TRIED as error:
        raise MailboxError(f"{what}: {error!r}", "le serveur de la boîte ne répond pas") from error
    if found is not None and found.result != "OK":
        raise MailboxError(f"{what}: {found.result}", refused)
    return found if found is not None else _NOTHING


class _Nothing:
    """The answer of what answers nothing."""

    result = "OK"
    lines: Sequence[bytes | bytearray] = ()


_NOTHING = _Nothing()
