"""The body of an answer, expanded under a limit: a bomb costs what the limit says."""

from __future__ import annotations

import sys
import zlib
from collections.abc import AsyncIterator, Callable, Mapping
from typing import Protocol

import brotli

from bot.veille.fetching.errors import UnreadableError

if sys.version_info >= (3, 14):
    from compression import zstd
else:
    from backports import zstd

ACCEPTED = "gzip, deflate, br, zstd"
"""What we tell servers that we can expand."""

_ANY_HEADER = zlib.MAX_WBITS | 32
_GZIP = b"\x1f\x8b"
_WINDOW: Mapping[int, int] = {zstd.DecompressionParameter.window_log_max: 23}
"""8 MB: the most that a zstd answer may ask a reader to remember (RFC 9659)."""


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


class _Expander(Protocol):
    """Expands chunk after chunk; past its limit, gives nothing more."""

    def expand(self, chunk: bytes) -> bytes:
        """Raise UnreadableError where the bytes are not in the encoding."""


def _expander(encoding: str, limit: int) -> _Expander | None:
    if encoding in {"", "identity"}:
        return None
    if encoding not in _EXPANDERS:
        raise UnreadableError(f"content encoding {encoding[:40]!r}")
    return _EXPANDERS[encoding](limit)


class _Zlib:
    """gzip (several members too) or deflate (with zlib's header, or raw as some servers do)."""

    def __init__(self, limit: int) -> None:
        self._room = limit
        self._held = b""
        self._stream = zlib.decompressobj()
        self._between, self._members = True, 0

    def expand(self, chunk: bytes) -> bytes:
        """Expand one chunk; see `_Expander`."""
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


class _Brotli:
    """br (RFC 7932)."""

    def __init__(self, limit: int) -> None:
        self._room = limit
        self._stream = brotli.Decompressor()

    def expand(self, chunk: bytes) -> bytes:
        """Expand one chunk; see `_Expander`."""
        expanded = bytearray()
        while self._room > 0 and not self._stream.is_finished():
            try:
                part = self._stream.process(chunk, output_buffer_limit=self._room)
            except brotli.error as error:
                raise UnreadableError("damaged compressed body") from error
            expanded += part
            self._room -= len(part)
            chunk = b""
            if self._stream.can_accept_more_data():
                break
        return bytes(expanded)


class _Zstd:
    """zstd (RFC 8878), several frames too, within the window that the web allows."""

    def __init__(self, limit: int) -> None:
        self._room = limit
        self._stream = zstd.ZstdDecompressor(options=_WINDOW)

    def expand(self, chunk: bytes) -> bytes:
        """Expand one chunk; see `_Expander`."""
        expanded = bytearray()
        while self._room > 0 and (chunk or not self._stream.needs_input):
            if self._stream.eof:
                self._stream = zstd.ZstdDecompressor(options=_WINDOW)
            try:
                part = self._stream.decompress(chunk, self._room)
            except zstd.ZstdError as error:
                raise UnreadableError("damaged compressed body") from error
            expanded += part
            self._room -= len(part)
            chunk = self._stream.unused_data if self._stream.eof else b""
            if self._stream.eof and not chunk:
                break
        return bytes(expanded)


_EXPANDERS: Mapping[str, Callable[[int], _Expander]] = {
    "gzip": _Zlib,
    "x-gzip": _Zlib,
    "deflate": _Zlib,
    "br": _Brotli,
    "zstd": _Zstd,
}
