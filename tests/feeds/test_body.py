from __future__ import annotations

import gzip
import zlib
from collections.abc import AsyncIterator

import pytest

from bot.feeds.body import TooBigError, read_body
from bot.feeds.errors import UnreadableError

TEXT = b"bonjour " * 1000


async def _sent(body: bytes, size: int = 100) -> AsyncIterator[bytes]:
    for start in range(0, len(body), size):
        yield body[start : start + size]


def _raw_deflate(body: bytes) -> bytes:
    packer = zlib.compressobj(wbits=-zlib.MAX_WBITS)
    return packer.compress(body) + packer.flush()


@pytest.mark.parametrize(
    ("encoding", "body"),
    [
        ("", TEXT),
        ("identity", TEXT),
        ("gzip", gzip.compress(TEXT)),
        (" X-GZIP", gzip.compress(TEXT)),
        ("gzip", gzip.compress(TEXT[:4000]) + gzip.compress(TEXT[4000:])),
        ("gzip", gzip.compress(TEXT) + b"\0" * 300),
        ("deflate", zlib.compress(TEXT)),
        ("deflate", _raw_deflate(TEXT)),
    ],
)
@pytest.mark.parametrize("size", [1, 100, 10_000])
async def test_a_body_is_expanded(encoding: str, body: bytes, size: int) -> None:
    assert await read_body(_sent(body, size), encoding, len(TEXT)) == TEXT


@pytest.mark.parametrize(
    ("encoding", "body"),
    [("", TEXT), ("gzip", gzip.compress(TEXT)), ("gzip", gzip.compress(b"\0" * 50_000_000))],
)
async def test_a_body_over_the_limit_is_refused_as_sent_or_expanded(
    encoding: str, body: bytes
) -> None:
    with pytest.raises(TooBigError):
        await read_body(_sent(body, 10_000), encoding, len(TEXT) - 1)


@pytest.mark.parametrize(
    ("encoding", "body"),
    [("br", TEXT), ("gzip, gzip", TEXT), ("gzip", gzip.compress(TEXT)[:40] + TEXT)],
)
async def test_an_unreadable_body_is_refused(encoding: str, body: bytes) -> None:
    with pytest.raises(UnreadableError):
        await read_body(_sent(body), encoding, 100_000)
