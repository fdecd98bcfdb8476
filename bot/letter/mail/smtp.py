"""Hands mails to one SMTP server, one at a time, over one connection that is kept while it is used.

Every step has a time limit. What the server answers becomes a NotSentError that says whom to blame:
the server (nobody's mail would leave), this mail, or its address.

A bot without mail imports none of this: `aiosmtplib` comes with it.
"""

from __future__ import annotations

import ssl
from collections.abc import Callable, Iterator
from dataclasses import dataclass

import aiosmtplib

from bot.letter.mail.rules import Blame, NotSentError, refusal
from bot.letter.mail.settings import Security, SmtpServer

TIME_LIMIT = 60.0
"""Seconds that a server may take for one step; it must answer DATA within ten minutes, few do."""


@dataclass(frozen=True, slots=True)
class CheckStep:
    """One thing that `courroie check` tried with the server: its French name, or its trouble."""

    name: str
    trouble: str = ""


class SmtpSender:
    """A connection to one server; `trust` makes the TLS context."""

    def __init__(
        self,
        server: SmtpServer,
        *,
        trust: Callable[[], ssl.SSLContext] = ssl.create_default_context,
        time_limit: float = TIME_LIMIT,
    ) -> None:
        self._server = server
        self._trust = trust
        self._time_limit = time_limit
        self._smtp: aiosmtplib.SMTP | None = None

    async def carry(self, content: bytes, *, sender: str, to: str) -> None:
        """Have the server accept one message for one recipient. Raises NotSentError."""
        smtp = await self._connected()
        try:
            await smtp.sendmail(sender, [to], content)
        except aiosmtplib.SMTPException as error:
            await self._after(error)
            raise _why(error) from error
        except (OSError, TimeoutError) as error:
            await self.close()
            raise _dropped(error) from error

    async def close(self) -> None:
        """Take leave of the server; carrying again connects anew."""
        smtp, self._smtp = self._smtp, None
        if smtp is None or not smtp.is_connected:
            return
        try:
            await smtp.quit(timeout=2)
        except (aiosmtplib.SMTPException, OSError, TimeoutError):
            smtp.close()

    async def try_out(self) -> CheckStep:
        """Connect, secure the way and log in, without sending; return what came of it."""
        try:
            await self._connected()
        except NotSentError as error:
            return CheckStep(f"courriel, {self._place}", error.reason)
        finally:
            await self.close()
        return CheckStep(f"courriel, {self._place} : connexion{self._secured}")

    @property
    def _place(self) -> str:
        return f"{self._server.host}:{self._server.port}"

    @property
    def _secured(self) -> str:
        tls = "" if self._server.security is Security.NONE else " chiffrée"
        return f"{tls}, identifiant accepté" if self._server.username else tls

    async def _connected(self) -> aiosmtplib.SMTP:
        """Return the connection, made anew when the server left. Raises NotSentError."""
        if self._smtp is not None and self._smtp.is_connected:
            return self._smtp
        server = self._server
        smtp = aiosmtplib.SMTP(
            hostname=server.host,
            port=server.port,
            timeout=self._time_limit,
            use_tls=server.security is Security.TLS,
            start_tls=server.security is Security.STARTTLS,
            tls_context=None if server.security is Security.NONE else self._trust(),
            username=server.username or None,
            password=server.password or None,
        )
        try:
            await smtp.connect()
        except (aiosmtplib.SMTPException, OSError, TimeoutError) as error:
            smtp.close()
            raise NotSentError(
                f"no connection: {type(error).__name__}",
                blame=Blame.SERVER,
                reason=_no_connection(error),
            ) from error
        self._smtp = smtp
        return smtp

    async def _after(self, error: Exception) -> None:
        """Leave a connection that is of no more use."""
        closing = getattr(error, "code", 0) == _SERVICE_CLOSING
        if closing or isinstance(
            error, aiosmtplib.SMTPServerDisconnected | aiosmtplib.SMTPTimeoutError
        ):
            await self.close()


_SERVICE_CLOSING = 421


def _why(error: Exception) -> NotSentError:
    """Tell what the server's answer to one message means."""
    match error:
        case aiosmtplib.SMTPRecipientsRefused(recipients=[first, *_]):
            return _answered(first, "recipient")
        case aiosmtplib.SMTPSenderRefused():
            return NotSentError(
                f"sender refused: {error.code}",
                blame=Blame.SERVER,
                reason=f"le serveur refuse notre adresse d'expéditeur (code {error.code})",
            )
        case aiosmtplib.SMTPResponseException():
            return _answered(error, "message")
        case _:
            return _dropped(error)


def _answered(error: aiosmtplib.SMTPResponseException, what: str) -> NotSentError:
    found = refusal(error.code, error.message)
    blame = found.blame
    if blame is Blame.ADDRESS and what == "message":
        blame = Blame.MAIL  # a server that takes the address and not the message knows the address
    return NotSentError(
        f"{what} refused: {error.code} {found.status}".rstrip(), blame=blame, reason=found.reason
    )


def _dropped(error: Exception) -> NotSentError:
    return NotSentError(
        f"cut short: {type(error).__name__}",
        blame=Blame.LATER,
        reason="le serveur a coupé pendant l'envoi",
    )


def _no_connection(error: Exception) -> str:
    """Say in French why there is no connection, and what to look at."""
    tls = next((each for each in _causes(error) if isinstance(each, ssl.SSLError)), None)
    match tls or error:
        case ssl.SSLCertVerificationError():
            why = "son certificat n'est pas reconnu (vérifiez mail.host)"
        case ssl.SSLError():
            why = "il ne parle pas TLS sur ce port (vérifiez mail.port et mail.security)"
        case aiosmtplib.SMTPAuthenticationError():
            why = "il refuse l'identifiant (vérifiez mail.username et mail.password)"
        case TimeoutError():
            why = "il ne répond pas à temps"
        case aiosmtplib.SMTPException() if "AUTH" in str(error):
            why = "il n'accepte aucun identifiant par cette voie (vérifiez mail.security)"
        case aiosmtplib.SMTPException() if "STARTTLS" in str(error):
            why = "il n'offre pas STARTTLS (vérifiez mail.security)"
        case _:
            why = "il ne répond pas (vérifiez mail.host et mail.port)"
    return why


def _causes(error: BaseException) -> Iterator[BaseException]:
    cause: BaseException | None = error
    while cause is not None:
        yield cause
        cause = cause.__cause__ or cause.__context__
