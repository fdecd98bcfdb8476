from __future__ import annotations

import gzip
import tracemalloc
import zlib
from collections.abc import AsyncIterator

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.veille.fetching.body import ACCEPTED, TooBigError, read_body, read_start
from bot.veille.fetching.errors import UnreadableError
from tests.amounts import examples


def _gzip(body: bytes, level: int = 9) -> bytes:
    """Pack without the time, which would name a test differently in each process."""
    return gzip.compress(body, level, mtime=0)


TEXT = b"bonjour " * 1000
ZEROS = b"\0" * 50_000_000
BOMBS = {"gzip": _gzip(ZEROS, 1), "deflate": zlib.compress(ZEROS, 1)}


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
        ("br", TEXT),
        ("zstd", TEXT),
        ("deflate", b"\xff" * 50),
    ],
)
async def test_an_unreadable_body_is_refused(encoding: str, body: bytes) -> None:
    with pytest.raises(UnreadableError):
        await read_body(_sent(body), encoding, 100_000)


@pytest.mark.parametrize("encoding", BOMBS)
async def test_a_bomb_takes_no_more_memory_than_the_limit_says(encoding: str) -> None:
    tracemalloc.start()
    with pytest.raises(TooBigError):
        await read_body(_sent(BOMBS[encoding], 10_000), encoding, 1_000_000)
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()

    assert peak < 8_000_000


@pytest.mark.parametrize(("encoding", "body"), [("", TEXT), ("gzip", _gzip(TEXT))])
async def test_the_start_of_a_body_may_be_enough(encoding: str, body: bytes) -> None:
    assert await read_start(_sent(body), encoding, 1_000) == TEXT[:1_000]


def test_all_that_we_announce_is_read() -> None:
    assert set(ACCEPTED.split(", ")) == {"gzip", "deflate"}


@examples(60)
@given(st.sampled_from(["gzip", "deflate"]), st.binary(max_size=200))
async def test_any_bytes_are_a_body_or_unreadable(encoding: str, body: bytes) -> None:
    packed = _gzip if encoding == "gzip" else zlib.compress
    for sent in (body, packed(body), packed(TEXT)[:9] + body):
        try:
            assert len(await read_body(_sent(sent, 7), encoding, 10_000)) <= 10_000
        except (UnreadableError, TooBigError):
            continue
