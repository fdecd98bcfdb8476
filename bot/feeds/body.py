"""The body of an answer, expanded under a limit: a gzip bomb costs what the limit says."""

from __future__ import annotations

import zlib
from collections.abc import AsyncIterator

from bot.feeds.errors import UnreadableError

ACCEPTED = "gzip, deflate"
"""What we tell servers that we can expand."""

_ANY_HEADER = zlib.MAX_WBITS | 32


class TooBigError(Exception):
    """The body exceeds the limit, as sent or once expanded."""


async def read_body(chunks: AsyncIterator[bytes], encoding: str, limit: int) -> bytes:
    """Read the whole body, `limit` bytes at most, as sent and once expanded.

    `encoding` is the Content-Encoding header. Raises TooBigError, or UnreadableError where the
    encoding is unknown or the bytes are not in it.
    """
    encoding = encoding.strip().lower()
    expander = _Expander(limit) if encoding in {"gzip", "x-gzip", "deflate"} else None
    if expander is None and encoding not in {"", "identity"}:
        raise UnreadableError(f"content encoding {encoding[:40]!r}")
    body, received = bytearray(), 0
    async for chunk in chunks:
        received += len(chunk)
        body += expander.expand(chunk) if expander else chunk
        if max(received, len(body)) > limit:
            raise TooBigError
    return bytes(body)


class _Expander:
    """gzip (several members too) or deflate (with zlib's header, or raw as some servers do)."""

    def __init__(self, limit: int) -> None:
        self._room = limit + 1
        self._stream = zlib.decompressobj(_ANY_HEADER)
        self._fresh = True

    def expand(self, chunk: bytes) -> bytes:
        """Expand one chunk; past the limit, stop at one byte more."""
        expanded = bytearray()
        while chunk and self._room > 0:
            if self._stream.eof:
                self._stream, self._fresh = zlib.decompressobj(_ANY_HEADER), True
            part = self._step(chunk)
            expanded += part
            self._room -= len(part)
            chunk = self._stream.unused_data if self._stream.eof else self._stream.unconsumed_tail
            if self._stream.eof and not chunk.strip(b"\0"):
                break
        return bytes(expanded)

    def _step(self, chunk: bytes) -> bytes:
        try:
            part = self._stream.decompress(chunk, self._room)
        except zlib.error as error:
            if not self._fresh:
                raise UnreadableError("damaged compressed body") from error
            self._stream, self._fresh = zlib.decompressobj(-zlib.MAX_WBITS), False
            return self._step(chunk)
        self._fresh = False
        return part
