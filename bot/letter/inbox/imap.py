"""Reads one mailbox by IMAP, a message at a time, and takes out what was dealt with.

The server is obeyed, not trusted: of a message the beginning alone is asked for, every step has a
time limit, and what it answers amiss is a MailboxError. A bot without a mailbox imports none of
this: `aioimaplib` comes with it.
"""

from __future__ import annotations

import asyncio
import logging
import re
import ssl
from collections.abc import AsyncIterator, Awaitable, Callable, Sequence
from contextlib import asynccontextmanager, suppress

from aioimaplib import IMAP4, IMAP4_SSL, AioImapException, Response

from bot.letter.inbox.incoming import LARGEST
from bot.letter.mail.settings import ImapServer, MailboxError

TIME_LIMIT = 30.0
"""Seconds that a server may take for one step."""

logging.getLogger("aioimaplib").setLevel(logging.WARNING)  # below that it repeats what it reads

_TRIED = (AioImapException, OSError, TimeoutError, asyncio.IncompleteReadError)
_UID = re.compile(rb"[1-9][0-9]{0,9}")


class OpenMailbox:
    """A mailbox that is open."""

    def __init__(self, imap: IMAP4) -> None:
        self._imap = imap

    async def waiting(self) -> Sequence[str]:
        """Return the messages that are in the box and for us or unread, oldest first."""
        found = await self._step(self._imap.uid_search("UNDELETED UNFLAGGED", charset=None))
        words = [word for line in found.lines[:-1] for word in bytes(line).split()]
        return [word.decode() for word in words if _UID.fullmatch(word)]

    async def fetch(self, uid: str) -> bytes:
        """Return the beginning of a message, which stays unread; nothing when it is gone."""
        wanted = f"(BODY.PEEK[]<0.{LARGEST}>)"
        found = await self._step(self._imap.uid("fetch", uid, wanted))
        literals = (bytes(line) for line in found.lines if isinstance(line, bytearray))
        return next(literals, b"")

    async def remove(self, uid: str) -> None:
        """Take a message out for good."""
        await self._mark(uid, r"\Deleted")
        await self._step(self._imap.expunge())

    async def leave(self, uid: str) -> None:
        """Leave a message that was not for us to people, with a star."""
        await self._mark(uid, r"\Flagged")

    async def _mark(self, uid: str, flag: str) -> None:
        await self._step(self._imap.uid("store", uid, "+FLAGS.SILENT", f"({flag})"))

    async def _step(self, asked: Awaitable[Response]) -> Response:
        """Take a step, in its time: the library limits some alone, and begins anew at each byte."""
        async with asyncio.timeout(self._imap.timeout):
            return _accepted(await asked)


class ImapMailbox:
    """The mailbox of one server; `trust` makes the TLS context."""

    def __init__(
        self,
        server: ImapServer,
        *,
        trust: Callable[[], ssl.SSLContext] = ssl.create_default_context,
        time_limit: float = TIME_LIMIT,
    ) -> None:
        self.server = server
        self._trust = trust
        self._time_limit = time_limit

    @asynccontextmanager
    async def opened(self) -> AsyncIterator[OpenMailbox]:
        """Open the mailbox until the end of the block. Raises MailboxError, of the block too."""
        server, limit = self.server, self._time_limit
        if server.tls:
            imap: IMAP4 = IMAP4_SSL(server.host, server.port, None, limit, self._trust())
        else:
            imap = IMAP4(server.host, server.port, None, limit)
        try:
            await imap.wait_hello_from_server()
            _accepted(await imap.login(server.username, server.password), "identifiant refusé")
            _accepted(await imap.select(), "la boîte de réception est fermée")
            yield OpenMailbox(imap)
        except ssl.SSLError as error:
            raise MailboxError(
                repr(error), "la connexion chiffrée (TLS, d'habitude au port 993) est refusée"
            ) from error
        except _TRIED as error:
            raise MailboxError(repr(error), "le serveur de la boîte ne répond pas") from error
        finally:
            with suppress(*_TRIED):
                await asyncio.wait_for(imap.logout(), 2)
            if imap.protocol.transport is not None:
                imap.protocol.transport.abort()


def _accepted(found: Response, refused: str = "la boîte refuse ce que je lui demande") -> Response:
    """Return what a server answers to one step. Raises MailboxError, which says it was refused."""
    if found.result != "OK":
        raise MailboxError(f"refused: {found.result}", refused)
    return found
