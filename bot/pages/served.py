"""The manners of what we serve to browsers, calendars and feed readers, the same everywhere."""

from __future__ import annotations

import asyncio
import base64
import hashlib
from collections import OrderedDict
from collections.abc import Awaitable, Callable, Hashable, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from functools import cached_property
from typing import Generic, TypeVar

from aiohttp import web
from sqlalchemy import Connection

from bot.core import counters
from bot.network.address import Addresses, AddressKind
from bot.network.network import Network

MAX_AGE = 300
"""Seconds that a reader may do with what it has: it asks every hour at most, a person reloads."""

_KEPT = 64
"""Documents that one end keeps in memory: some 10 MB at the very most."""

Wanted = TypeVar("Wanted", bound=Hashable)


@dataclass(frozen=True, kw_only=True)
class Document:
    """What is read at an address; `changed` (UTC) is for those who do not know ETags.

    An `open` one may be kept by shared caches and found by search engines. `headers` are its own.
    """

    body: bytes
    content_type: str
    changed: datetime | None
    open: bool = False
    headers: Mapping[str, str] = field(default_factory=dict)

    @cached_property
    def etag(self) -> str:
        """What tells this content from any other."""
        return hashlib.sha256(self.body).hexdigest()[:32]


def answer(request: web.Request, document: Document) -> web.Response:
    """Return the document, or 304 to whoever has it already."""
    found = (
        web.Response(status=304)
        if _unchanged(request, document)
        else web.Response(body=document.body, content_type=document.content_type, charset="utf-8")
    )
    found.etag = document.etag
    found.last_modified = document.changed
    scope = "public" if document.open else "private"
    found.headers["Cache-Control"] = f"{scope}, max-age={MAX_AGE}"
    found.headers["X-Content-Type-Options"] = "nosniff"
    if not document.open:
        found.headers["X-Robots-Tag"] = "noindex"
    found.headers.update(document.headers)
    return found


def page_headers(
    style: str, *, pictures: str = "'self' data:", forms: str = "'none'"
) -> Mapping[str, str]:
    """Return the headers of a page: our own style sheet, known by its hash, and pictures only.

    No script, no frame, no form unless said so; and the secret address is told to no one.
    `pictures` and `forms` are where these may come from and go to (CSP sources).
    """
    known = base64.b64encode(hashlib.sha256(style.encode()).digest()).decode()
    policy = (
        f"default-src 'none'; style-src 'sha256-{known}'; img-src {pictures}; "
        f"base-uri 'none'; form-action {forms}; frame-ancestors 'none'"
    )
    return {"Content-Security-Policy": policy, "Referrer-Policy": "no-referrer"}


class DocumentCache(Generic[Wanted]):
    """Documents made once each, kept until they change, at most MAX_AGE.

    What is `wanted` names a document; `changed` is what its content depends on.
    """

    def __init__(self, clock: Callable[[], datetime]) -> None:
        self._clock = clock
        self._kept: OrderedDict[Wanted, tuple[Document, object, datetime]] = OrderedDict()
        self._making = asyncio.Lock()

    async def get(
        self, wanted: Wanted, changed: object, make: Callable[[], Awaitable[Document]]
    ) -> Document:
        """Return a document, made if need be; those who ask meanwhile wait for the same one."""
        document = self._known(wanted, changed)
        if document is None:
            async with self._making:
                document = self._known(wanted, changed) or await self._made(wanted, changed, make)
        return document

    def _known(self, wanted: Wanted, changed: object) -> Document | None:
        document, was, made = self._kept.get(wanted, (None, None, None))
        if made is None or was != changed:
            return None
        age = self._clock() - made
        return document if timedelta() <= age <= timedelta(seconds=MAX_AGE) else None

    async def _made(
        self, wanted: Wanted, changed: object, make: Callable[[], Awaitable[Document]]
    ) -> Document:
        now = self._clock()
        document = await make()
        self._kept[wanted] = (document, changed, now)
        self._kept.move_to_end(wanted)
        if len(self._kept) > _KEPT:
            self._kept.popitem(last=False)
        return document


def network_of(
    db: Connection,
    addresses: Addresses,
    kind: AddressKind,
    networks: Mapping[str, Network],
    token: str,
) -> Network | None:
    """Return the network that a token is of today, None for an old one and for anything else.

    Whoever asks then raises the same 404 as for any page that there is not.
    """
    reached = counters.reached(db, kind.callbacks)
    slug = addresses.network_of(kind, token, {each: reached.get(each, 0) for each in networks})
    return None if slug is None else networks[slug]


def readable(  # noqa: PLR0913, PLR0917  whose, and where it is written
    db: Connection,
    addresses: Addresses,
    kind: AddressKind,
    networks: Mapping[str, Network],
    last: str,
    is_open: Callable[[Connection, str], bool],
) -> tuple[Network | None, bool]:
    """Return the network that may be read at an address, None if none, and whether everybody may.

    That is: by its token, or by its own name while its coordinators open it to all.
    """
    network = network_of(db, addresses, kind, networks, last)
    if network is None and last in networks and is_open(db, last):
        return networks[last], True
    return network, False


def _unchanged(request: web.Request, document: Document) -> bool:
    """Tell whether the caller has this already: by its ETags alone if it has some (RFC 9110)."""
    known = request.if_none_match
    if known is not None:
        return any(each.value in {document.etag, "*"} for each in known)
    since, changed = request.if_modified_since, document.changed
    return bool(since and changed and changed.astimezone(UTC).replace(microsecond=0) <= since)
