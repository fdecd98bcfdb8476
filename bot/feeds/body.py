"""The body of an answer, expanded under a limit: a gzip bomb costs what the limit says."""

from __future__ import annotations

import zlib
from collections.abc import AsyncIterator

from bot.feeds.errors import UnreadableError

ACCEPTED = "gzip, deflate"
"""What we tell servers that we can expand."""

_ANY_HEADER = zlib.MAX_WBITS | 32
_GZIP = b"\x1f\x8b"


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
        self._held = b""
        self._stream = zlib.decompressobj()
        self._between, self._members = True, 0

    def expand(self, chunk: bytes) -> bytes:
        """Expand one chunk; past the limit, stop at one byte more."""
        expanded = bytearray()
        chunk, self._held = self._held + chunk, b""
        while chunk and self._room > 0:
            if self._between and not self._begins(chunk):
                break
            try:
                part = self._stream.decompress(chunk, self._room)
            except zlib.error as error:
                raise UnreadableError("damaged compressed body") from error
            expanded += part
            self._room -= len(part)
            self._between = self._stream.eof
            chunk = self._stream.unused_data if self._between else self._stream.unconsumed_tail
        return bytes(expanded)

    def _begins(self, chunk: bytes) -> bool:
        """Start a member at its two first bytes; what follows the last one is padding."""
        if self._members and not _GZIP.startswith(chunk[:2]):
            return False
        if len(chunk) < len(_GZIP):
            self._held = chunk
            return False
        headed = chunk.startswith(_GZIP) or int.from_bytes(chunk[:2]) % 31 == 0
        self._stream = zlib.decompressobj(_ANY_HEADER if headed else -zlib.MAX_WBITS)
        self._members += 1
        return True
