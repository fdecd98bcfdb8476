"""A real SMTP server on loopback (aiosmtpd) whose answers a test chooses."""

from __future__ import annotations

import asyncio
import ssl
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Protocol

from aiosmtpd.smtp import SMTP, AuthResult, Envelope, Session

from bot.config.mail import MailConfig
from bot.letter.mail.settings import SmtpServer

CERTIFICATE = Path(__file__).parents[2] / "veille" / "fetching" / "loopback.pem"

Answer = Callable[[str], str | None]


@dataclass
class Post:
    """What the server does: `at_*` return an answer, None for the usual one.

    « cut » closes the connection, « wait » never answers.
    """

    at_mail: Answer = lambda _address: None
    at_rcpt: Answer = lambda _address: None
    at_data: Answer = lambda _to: None
    kept: list[Envelope] = field(default_factory=list)
    connections: int = 0

    async def handle_MAIL(  # noqa: N802  aiosmtpd's names
        self, server: SMTP, _session: Session, envelope: Envelope, address: str, options: list[str]
    ) -> str:
        """Answer MAIL FROM."""
        answer = await self._played(server, self.at_mail(address))
        if answer is None:
            envelope.mail_from = address
            envelope.mail_options.extend(options)
        return answer or "250 OK"

    async def handle_RCPT(  # noqa: N802  aiosmtpd's names
        self, server: SMTP, _session: Session, envelope: Envelope, address: str, _options: list[str]
    ) -> str:
        """Answer RCPT TO."""
        answer = await self._played(server, self.at_rcpt(address))
        if answer is None:
            envelope.rcpt_tos.append(address)
        return answer or "250 OK"

    async def handle_DATA(self, server: SMTP, _session: Session, envelope: Envelope) -> str:  # noqa: N802
        """Answer the end of a message."""
        answer = await self._played(server, self.at_data(envelope.rcpt_tos[0]))
        if answer is None:
            self.kept.append(envelope)
        return answer or "250 OK"

    async def _played(self, server: SMTP, answer: str | None) -> str | None:
        if answer == "wait":
            await asyncio.Event().wait()
        if answer == "cut":
            assert isinstance(server.transport, asyncio.Transport)
            server.transport.abort()
        return answer


class _Login(Protocol):
    """What a client logs in with."""

    login: bytes
    password: bytes


def _authenticated(
    _server: object, _session: object, _envelope: object, _how: str, data: _Login
) -> AuthResult:
    known = (data.login, data.password) == (b"courroie", b"secret")
    return AuthResult(success=known, handled=False)


@asynccontextmanager
async def smtp_server(
    post: Post, *, starttls: bool = False, tls: bool = False, auth: bool = False
) -> AsyncIterator[int]:
    """Serve until the end of the block, which leaves no connection; yield the port."""
    context = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
    context.load_cert_chain(CERTIFICATE)

    here: list[SMTP] = []

    def connected() -> SMTP:
        post.connections += 1
        made = SMTP(
            post,
            hostname="localhost",
            tls_context=context if starttls else None,
            authenticator=_authenticated if auth else None,
            auth_require_tls=not auth or starttls,
            enable_SMTPUTF8=False,
        )
        here.append(made)
        return made

    loop = asyncio.get_running_loop()
    server = await loop.create_server(connected, "127.0.0.1", 0, ssl=context if tls else None)
    try:
        yield server.sockets[0].getsockname()[1]
    finally:
        server.close()
        for each in here:
            if isinstance(each.transport, asyncio.Transport):
                each.transport.abort()
        await asyncio.sleep(0)


def trust() -> ssl.SSLContext:
    """Trust the test's own certificate, and no other; it names no machine that there is."""
    context = ssl.create_default_context(cafile=str(CERTIFICATE))
    context.check_hostname = False
    return context


def server(port: int, **keys: object) -> SmtpServer:
    """Return a server on this machine."""
    return config(port, **keys).server


def config(port: int, **keys: object) -> MailConfig:
    """Return the settings of a server on this machine."""
    values = {
        "host": "localhost",
        "sender": "lettre@exemple.fr",
        "security": "aucune",
        "port": port,
    }
    return MailConfig.model_validate(values | keys)
