from __future__ import annotations

import gzip
import secrets
import sys
import tracemalloc
import zlib
from collections.abc import AsyncIterator

import brotli
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.veille.fetching.body import ACCEPTED, TooBigError, read_body, read_start
from bot.veille.fetching.errors import UnreadableError

if sys.version_info >= (3, 14):
    from compression import zstd
else:
    from backports import zstd


def _gzip(body: bytes, level: int = 9) -> bytes:
    """Pack without the time, which would name a test differently in each process."""
    return gzip.compress(body, level, mtime=0)


TEXT = b"bonjour " * 1000
ZEROS = b"\0" * 50_000_000
BOMBS = {
    "gzip": _gzip(ZEROS, 1),
    "br": brotli.compress(ZEROS, quality=1),
    "zstd": zstd.compress(ZEROS),
}
WIDE = zstd.compress(
    secrets.token_bytes(9_000_000), options={zstd.CompressionParameter.window_log: 24}
)


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
        ("gzip", _gzip(TEXT)),
        (" X-GZIP", _gzip(TEXT)),
        ("gzip", _gzip(TEXT[:4000]) + _gzip(TEXT[4000:])),
        ("gzip", _gzip(TEXT) + b"\0" * 300),
        ("deflate", zlib.compress(TEXT)),
        ("deflate", _raw_deflate(TEXT)),
        ("br", brotli.compress(TEXT)),
        ("zstd", zstd.compress(TEXT)),
        ("zstd", zstd.compress(TEXT[:4000]) + zstd.compress(TEXT[4000:])),
    ],
)
@pytest.mark.parametrize("size", [1, 100, 10_000])
async def test_a_body_is_expanded(encoding: str, body: bytes, size: int) -> None:
    assert await read_body(_sent(body, size), encoding, len(TEXT)) == TEXT


@pytest.mark.parametrize(
    ("encoding", "body"),
    [
        ("", TEXT),
        ("gzip", _gzip(TEXT)),
        ("br", brotli.compress(TEXT)),
        ("zstd", zstd.compress(TEXT)),
        *BOMBS.items(),
    ],
)
async def test_a_body_over_the_limit_is_refused_as_sent_or_expanded(
    encoding: str, body: bytes
) -> None:
    with pytest.raises(TooBigError):
        await read_body(_sent(body, 10_000), encoding, len(TEXT) - 1)


@pytest.mark.parametrize(
    ("encoding", "body"),
    [
        ("compress", TEXT),
        ("gzip, gzip", TEXT),
        ("gzip", _gzip(TEXT)[:40] + TEXT),
        ("br", b"\xff" * 50),
        ("zstd", TEXT),
        ("zstd", zstd.compress(TEXT) + b"padding"),
    ],
)
async def test_an_unreadable_body_is_refused(encoding: str, body: bytes) -> None:
    with pytest.raises(UnreadableError):
        await read_body(_sent(body), encoding, 100_000)


async def test_a_window_that_the_web_does_not_allow_is_refused() -> None:
    with pytest.raises(UnreadableError):
        await read_body(_sent(WIDE, 100_000), "zstd", 10_000_000)


@pytest.mark.parametrize("encoding", BOMBS)
async def test_a_bomb_takes_no_more_memory_than_the_limit_says(encoding: str) -> None:
    tracemalloc.start()
    with pytest.raises(TooBigError):
        await read_body(_sent(BOMBS[encoding], 10_000), encoding, 1_000_000)
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()

    assert peak < 8_000_000


@pytest.mark.parametrize(("encoding", "body"), [("", TEXT), ("br", brotli.compress(TEXT))])
async def test_the_start_of_a_body_may_be_enough(encoding: str, body: bytes) -> None:
    assert await read_start(_sent(body), encoding, 1_000) == TEXT[:1_000]


def test_all_that_we_announce_is_read() -> None:
    assert set(ACCEPTED.split(", ")) == {"gzip", "deflate", "br", "zstd"}


@settings(max_examples=60, deadline=None)
@given(st.sampled_from(["gzip", "deflate", "br", "zstd"]), st.binary(max_size=200))
async def test_any_bytes_are_a_body_or_unreadable(encoding: str, body: bytes) -> None:
    packed = {"gzip": _gzip, "br": brotli.compress, "zstd": zstd.compress}
    for sent in (body, packed.get(encoding, zlib.compress)(body), packed["br"](TEXT)[:9] + body):
        try:
            assert len(await read_body(_sent(sent, 7), encoding, 10_000)) <= 10_000
        except (UnreadableError, TooBigError):
            continue
