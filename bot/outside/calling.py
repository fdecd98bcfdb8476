"""Calling a tool's API: one request, under the guard and limits of feeds, no redirect followed.

What an error tells is only ours: addresses and answers may bear a secret, and are repeated nowhere.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import timedelta
from http import HTTPStatus
from typing import Protocol

import aiohttp

from bot.outside.content import OutsideContent
from bot.outside.rules import CopyStep, OutsideError, OutsideFault
from bot.veille.feeds.rules import Ailment
from bot.veille.fetching.caching import retry_after
from bot.veille.fetching.guard import BadAddressError, InternalAddressError
from bot.veille.fetching.guarded import GuardedClient, ailment_of, read_body

_UNSENT = (aiohttp.ClientConnectorError, aiohttp.ConnectionTimeoutError)
"""What fails before anything is sent."""

_LONGEST = 10**7
"""Seconds: a tool that asks for more is not believed."""

_REFUSED = (HTTPStatus.UNAUTHORIZED, HTTPStatus.FORBIDDEN)
_MISSING = (HTTPStatus.NOT_FOUND, HTTPStatus.GONE, HTTPStatus.METHOD_NOT_ALLOWED)


@dataclass(frozen=True, slots=True, kw_only=True)
class ApiLimits:
    """What one call may cost: seconds in all and to connect, bytes of the answer."""

    total: float = 30.0
    connect: float = 10.0
    body: int = 1_000_000


@dataclass(frozen=True, slots=True, kw_only=True)
class ApiCall:
    """What is asked of a tool: a `body` of JSON, or a `form`. None of it is shown: secrets."""

    url: str = field(repr=False)
    method: str = "GET"
    headers: Mapping[str, str] = field(default_factory=dict, repr=False)
    body: object = field(default=None, repr=False)
    form: Mapping[str, str] | None = field(default=None, repr=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class ApiAnswer:
    """What a tool answers; `headers` by their name in lower case."""

    status: int
    headers: Mapping[str, str] = field(default_factory=dict, repr=False)
    body: bytes = field(default=b"", repr=False)

    def json(self) -> object:
        """Read its body, None where that is no JSON."""
        try:
            return json.loads(self.body)
        except (ValueError, RecursionError):
            return None

    def text_at(self, name: str) -> str:
        """Return a text, or a number, of the object that it is, "" where there is none."""
        found = self.json()
        value = found.get(name) if isinstance(found, dict) else None
        return str(value) if isinstance(value, str | int) else ""

    def require(self, *, missing: OutsideFault = OutsideFault.AWAY, what: str = "") -> None:
        """Refuse any answer but a success; `what` names what is not there. Raises OutsideError."""
        if HTTPStatus.OK <= self.status < HTTPStatus.MULTIPLE_CHOICES:
            return
        if self.status in _REFUSED:
            raise OutsideError(OutsideFault.ACCESS, "il refuse notre clé")
        if self.status in _MISSING:
            raise OutsideError(missing, f"{what or 'cette adresse'} n'y est pas")
        wait = self.wait
        if self.status == HTTPStatus.TOO_MANY_REQUESTS:
            raise OutsideError(OutsideFault.BUSY, "il demande d'attendre", retry_after=wait)
        if self.status == HTTPStatus.SERVICE_UNAVAILABLE:
            raise OutsideError(OutsideFault.AWAY, "il est indisponible", retry_after=wait)
        if self.status < HTTPStatus.BAD_REQUEST:
            raise OutsideError(OutsideFault.AWAY, "son adresse mène ailleurs : à corriger")
        if self.status < HTTPStatus.INTERNAL_SERVER_ERROR:
            reason = f"il refuse cette copie (erreur {self.status})"
            raise OutsideError(OutsideFault.REFUSED, reason)
        raise OutsideError(OutsideFault.AWAY, f"il est en panne (erreur {self.status})", doubt=True)

    def require_gone(self) -> None:
        """Refuse any answer but a success, or that it was gone already. Raises OutsideError."""
        if self.status != HTTPStatus.NOT_FOUND:
            self.require()

    def made(self, tool: str) -> str:
        """Return the id of what was made; raises OutsideError where it tells none, in doubt."""
        if found := self.text_at("id"):
            return found
        raise OutsideError(OutsideFault.AWAY, f"sa réponse n'est pas celle de {tool}", doubt=True)

    @property
    def wait(self) -> timedelta | None:
        """How long it asks us to wait, None where it does not say."""
        found = self.json()
        told = found.get("retry_after") if isinstance(found, dict) else None
        if isinstance(told, int | float) and 0 < told < _LONGEST:
            return timedelta(seconds=told)
        return retry_after(self.headers, None)


@dataclass(kw_only=True, eq=False)
class ApiClient(GuardedClient):
    """What calls tools."""

    force_close = True  # a stale connection would raise doubts

    limits: ApiLimits = field(default_factory=ApiLimits)

    @property
    def timeout(self) -> aiohttp.ClientTimeout:
        """The limits of a call."""
        return aiohttp.ClientTimeout(total=self.limits.total, sock_connect=self.limits.connect)

    async def call(self, asked: ApiCall) -> ApiAnswer:
        """Return what a tool answers, whatever that is. Raises OutsideError."""
        try:
            host = self.guard.check_url(asked.url).hostname or ""
        except (BadAddressError, InternalAddressError):
            raise OutsideError(OutsideFault.ACCESS, "son adresse n'est pas permise") from None
        try:
            return await self._exchange(self.to(host), asked)
        except (aiohttp.ClientError, TimeoutError, OSError, ValueError) as error:
            # The error itself may quote the address: it goes no further.
            raise OutsideError(
                OutsideFault.AWAY, _SAID.get(ailment_of(error), _SILENT), doubt=_may_be_sent(error)
            ) from None

    async def _exchange(self, session: aiohttp.ClientSession, asked: ApiCall) -> ApiAnswer:
        async with session.request(
            asked.method,
            asked.url,
            headers=asked.headers,
            json=asked.body,
            data=asked.form,
            allow_redirects=False,
        ) as got:
            body = await read_body(got, self.limits.body)
            headers = {name.lower(): value for name, value in got.headers.items()}
            return ApiAnswer(status=got.status, headers=headers, body=body)


@dataclass(frozen=True, slots=True)
class Sent:
    """What became of a call: the copy's name there, and how many seconds the tool wants to rest."""

    outside_id: str = ""
    rest: float = 0.0


class OutsideSender(Protocol):
    """What speaks to one tool; all raise OutsideError."""

    async def send(self, api: ApiClient, step: CopyStep, content: OutsideContent) -> Sent:
        """Have a copy stand there."""

    async def remove(self, api: ApiClient, step: CopyStep) -> Sent:
        """Have it stand there no more."""

    async def probe(self, api: ApiClient) -> str:
        """Look whether it is reached and lets us in; return what it says of itself."""


_SAID = {
    Ailment.INTERNAL_ADDRESS: "son adresse est à l'intérieur du réseau",
    Ailment.UNKNOWN_HOST: "son nom n'est pas connu",
    Ailment.TLS: "son certificat n'est pas valable",
    Ailment.SLOW: "il est trop lent à répondre",
}
_SILENT = "il ne répond pas"
"""What happened to a call that got no answer."""


def _may_be_sent(error: BaseException) -> bool:
    """Tell whether what failed may have been done all the same."""
    internal = isinstance(error, InternalAddressError)
    return not (internal or isinstance(error, (*_UNSENT, aiohttp.InvalidURL)))
