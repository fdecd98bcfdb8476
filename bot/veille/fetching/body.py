"""The body of an answer, expanded under a limit: a bomb costs what the limit says."""

from __future__ import annotations

import zlib
from collections.abc import AsyncIterator

from bot.veille.fetching.errors import UnreadableError

ACCEPTED = "gzip, deflate"
"""What we tell servers that we can expand.

On fifteen real feeds, br as servers write it takes 5 % less than gzip, zstd 2 %: not worth a
library each.
"""

_ANY_HEADER = zlib.MAX_WBITS | 32
_GZIP = b"\x1f\x8b"


class TooBigError(Exception):
    """The body exceeds the limit, as sent or once expanded."""


async def read_body(chunks: AsyncIterator[bytes], encoding: str, limit: int) -> bytes:
    """Read the whole body, `limit` bytes at most, as sent and once expanded.

    `encoding` is the Content-Encoding header. Raises TooBigError, or UnreadableError where the
    encoding is unknown or the bytes are not in it.
    """
    body, received = await _read(chunks, encoding, limit + 1)
    if max(received, len(body)) > limit:
        raise TooBigError
    return body


async def read_start(chunks: AsyncIterator[bytes], encoding: str, limit: int) -> bytes:
    """Read no more than the first `limit` bytes. Raises UnreadableError as `read_body` does."""
    body, _ = await _read(chunks, encoding, limit)
    return body


async def _read(chunks: AsyncIterator[bytes], encoding: str, limit: int) -> tuple[bytes, int]:
    """Read until `limit` bytes are had, as sent or once expanded; tell how many were sent."""
    expander = _expander(encoding.strip().lower(), limit)
    body, received = bytearray(), 0
    async for chunk in chunks:
        received += len(chunk)
        body += expander.expand(chunk) if expander else chunk
        if max(received, len(body)) >= limit:
            break
    return bytes(body[:limit]), received


def _expander(encoding: str, limit: int) -> _Zlib | None:
    if encoding in {"", "identity"}:
        return None
    if encoding not in {"gzip", "x-gzip", "deflate"}:
        raise UnreadableError(f"content encoding {encoding[:40]!r}")
    return _Zlib(limit)


class _Zlib:
    """gzip (several members too) or deflate (with zlib's header, or raw as some servers do)."""

    def __init__(self, limit: int) -> None:
        self._room = limit
        self._held = b""
        self._stream = zlib.decompressobj()
        self._between, self._members = True, 0

    def expand(self, chunk: bytes) -> bytes:
        """Expand chunk after chunk; past the limit, give nothing more.

        Raises UnreadableError where the bytes are not in the encoding.
        """
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
