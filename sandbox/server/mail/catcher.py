"""A mail server on loopback that takes any mail from any one, and sends none on.

`aiosmtpd` is imported when a sandbox starts, and comes with the extra `sandbox` only: a bot
without a sandbox does without it.
"""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from typing import TYPE_CHECKING
from weakref import WeakSet

from sandbox.server.mail.mailbox import Mailbox

if TYPE_CHECKING:
    from aiosmtpd.smtp import SMTP, Envelope, Session

_HOST = "127.0.0.1"
_LARGEST = 5 << 20
"""Bytes of one mail."""


@dataclass(frozen=True, slots=True)
class _Taker:
    """Puts each mail in the box; `aiosmtpd` calls it by the name of the SMTP command."""

    mailbox: Mailbox

    async def handle_DATA(self, _server: SMTP, _session: Session, envelope: Envelope) -> str:  # noqa: N802
        """Keep what was sent."""
        content = envelope.content
        if not isinstance(content, bytes):
            return "554 Transaction failed"
        self.mailbox.keep(content, sender=envelope.mail_from or "", to=envelope.rcpt_tos)
        return "250 Kept"


@asynccontextmanager
async def catching(mailbox: Mailbox, port: int = 0) -> AsyncIterator[int]:
    """Catch mails until the end of the block; yield the port, another one if this one is taken."""
    from aiosmtpd.smtp import SMTP  # noqa: PLC0415  see above

    connections: WeakSet[SMTP] = WeakSet()

    def connected() -> SMTP:
        made = SMTP(_Taker(mailbox), hostname="courroie.invalid", data_size_limit=_LARGEST)
        connections.add(made)
        return made

    loop = asyncio.get_running_loop()
    try:
        server = await loop.create_server(connected, _HOST, port)
    except OSError:
        server = await loop.create_server(connected, _HOST, 0)
    try:
        yield server.sockets[0].getsockname()[1]
    finally:
        server.close()
        for each in list(connections):
            if isinstance(each.transport, asyncio.Transport):
                each.transport.abort()
