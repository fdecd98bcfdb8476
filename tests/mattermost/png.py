"""Enough of PNG to look at a picture of ours: eight bits a channel, RGBA, not interlaced."""

from __future__ import annotations

import struct
import zlib
from collections.abc import Iterator

SIGNATURE = b"\x89PNG\r\n\x1a\n"


def size_of(png: bytes) -> tuple[int, int]:
    """Read a picture's width and height, in pixels."""
    assert png.startswith(SIGNATURE)
    assert png[12:16] == b"IHDR"
    width, height = struct.unpack(">II", png[16:24])
    return width, height


def pixels(png: bytes) -> list[tuple[int, int, int, int]]:
    """Read a picture's pixels, row by row."""
    width, height = size_of(png)
    assert png[24:29] == bytes([8, 6, 0, 0, 0])
    packed = zlib.decompress(b"".join(each for name, each in _chunks(png) if name == b"IDAT"))
    found: list[tuple[int, int, int, int]] = []
    above = bytearray(width * 4)
    for start in range(0, height * (width * 4 + 1), width * 4 + 1):
        row = bytearray(packed[start + 1 : start + 1 + width * 4])
        _unfilter(packed[start], row, above)
        found += [(row[i], row[i + 1], row[i + 2], row[i + 3]) for i in range(0, width * 4, 4)]
        above = row
    return found


def _chunks(png: bytes) -> Iterator[tuple[bytes, bytes]]:
    at = len(SIGNATURE)
    while at < len(png):
        (size,) = struct.unpack(">I", png[at : at + 4])
        yield png[at + 4 : at + 8], png[at + 8 : at + 8 + size]
        at += 12 + size


def _unfilter(kind: int, row: bytearray, above: bytearray) -> None:
    """Undo one row's filter (PNG specification, 9.2)."""
    for i in range(len(row)):
        left, up, corner = (row[i - 4], above[i], above[i - 4]) if i >= 4 else (0, above[i], 0)
        guess = (0, left, up, (left + up) // 2, _paeth(left, up, corner))[kind]
        row[i] = (row[i] + guess) % 256


def _paeth(left: int, up: int, corner: int) -> int:
    near = left + up - corner
    return min((left, up, corner), key=lambda each: abs(near - each))
