"""How documents are served to browsers, calendars and feed readers, the same everywhere."""

from __future__ import annotations

import asyncio
import base64
import hashlib
from collections import OrderedDict
from collections.abc import Awaitable, Callable, Hashable, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from functools import cached_property

from aiohttp import web

MAX_AGE = 300
"""Seconds that a reader may do with what it has: it asks every hour at most, a person reloads."""

ATOM = "application/atom+xml"

_KEPT = 32
"""Documents that a kind of page keeps in memory: some 5 MB at the very most."""


@dataclass(frozen=True, kw_only=True)
class Document:
    """What is read at an address; `changed` (UTC) is for those who do not know ETags.

    `headers` are its own.
    """

    body: bytes
    content_type: str
    changed: datetime | None = None
    headers: Mapping[str, str] = field(default_factory=dict)

    @cached_property
    def etag(self) -> str:
        """What tells this content from any other."""
        return hashlib.sha256(self.body).hexdigest()[:32]


def styled(
    text: str, style: str, content_type: str = "text/html", changed: datetime | None = None
) -> Document:
    """Return a page with its style sheet, or a feed that is as closed as that page."""
    return Document(
        body=f"{text}\n".encode(),
        content_type=content_type,
        changed=changed,
        headers=page_headers(style),
    )


def answer(request: web.Request, document: Document, *, to_all: bool) -> web.Response:
    """Return the document, or 304 to anyone who has it already.

    One that is open `to_all` may be kept by shared caches and found by search engines.
    """
    found = (
        web.Response(status=304)
        if _unchanged(request, document)
        else web.Response(body=document.body, content_type=document.content_type, charset="utf-8")
    )
    found.etag = document.etag
    found.last_modified = document.changed
    scope = "public" if to_all else "private"
    found.headers["Cache-Control"] = f"{scope}, max-age={MAX_AGE}"
    found.headers["X-Content-Type-Options"] = "nosniff"
    if not to_all:
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


class DocumentCache:
    """Documents made once each, kept MAX_AGE at most; `asked` is all that one depends on."""

    def __init__(self, clock: Callable[[], datetime]) -> None:
        self._clock = clock
        self._kept: OrderedDict[Hashable, tuple[Document, datetime]] = OrderedDict()
        self._making = asyncio.Lock()

    async def get(self, asked: Hashable, make: Callable[[], Awaitable[Document]]) -> Document:
        """Return a document, made if need be; those who ask meanwhile wait for the same one."""
        document = self._known(asked)
        if document is None:
            async with self._making:
                document = self._known(asked) or await self._made(asked, make)
        return document

    def _known(self, asked: Hashable) -> Document | None:
        document, made = self._kept.get(asked, (None, self._clock()))
        age = self._clock() - made
        return document if timedelta() <= age <= timedelta(seconds=MAX_AGE) else None

    async def _made(self, asked: Hashable, make: Callable[[], Awaitable[Document]]) -> Document:
        now = self._clock()
        document = await make()
        self._kept[asked] = (document, now)
        self._kept.move_to_end(asked)
        if len(self._kept) > _KEPT:
            self._kept.popitem(last=False)
        return document


def _unchanged(request: web.Request, document: Document) -> bool:
    """Tell whether the caller has this already: by its ETags alone if it has some (RFC 9110)."""
    known = request.if_none_match
    if known is not None:
        return any(each.value in {document.etag, "*"} for each in known)
    since, changed = request.if_modified_since, document.changed
    return bool(since and changed and changed.astimezone(UTC).replace(microsecond=0) <= since)
