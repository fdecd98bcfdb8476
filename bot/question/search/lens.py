"""Turns what is sought towards how it is kept: a symptom to its name, a story to its need.

The model knows French, not what advisers mean by it. What it made of a text that is sought is moved
by a small matrix, learnt from texts of hands that asked for one thing in other words. It is kept
beside this module as the product of two narrow ones; `python -m bench.search_training` writes it.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache, lru_cache
from math import sqrt
from operator import mul
from pathlib import Path
from struct import Struct, iter_unpack, pack, unpack

from bot.meaning.vector import SCALE, STEPS

FILE = Path(__file__).with_suffix(".bin")
"""Its dimensions, its width and its step; then two matrices of signed bytes, row by row.

The first has a row for each of the width, the second one for each dimension.
"""

_HEAD = Struct("<HHf")

_Rows = Sequence[Sequence[int]]


@lru_cache(maxsize=8)
def through(sought: bytes) -> bytes:
    """Return the vector of what is sought as it is seen through the lens, of length one again.

    That of another model, with other dimensions, is returned as it is. It takes some 2 ms.
    """
    narrowing, widening, step = _lens()
    if len(sought) != len(widening):
        return sought
    here = unpack(f"{len(sought)}b", sought)
    narrow = [step * _product(row, here) for row in narrowing]
    moved = [steps + _product(row, narrow) for steps, row in zip(here, widening, strict=True)]
    length = sqrt(_product(moved, moved)) or 1.0
    kept = (min(STEPS, max(-STEPS, round(SCALE * each / length))) for each in moved)
    return pack(f"{len(sought)}b", *kept)


def written(narrowing: _Rows, widening: _Rows, step: float) -> bytes:
    """Return a lens as it is kept, from the rows of its two matrices."""
    rows = [*narrowing, *widening]
    head = _HEAD.pack(len(widening), len(narrowing), step)
    return head + b"".join(pack(f"{len(row)}b", *row) for row in rows)


@cache
def _lens() -> tuple[_Rows, _Rows, float]:
    read = FILE.read_bytes()
    dimensions, width, step = _HEAD.unpack_from(read)
    middle = _HEAD.size + width * dimensions
    return (
        list(iter_unpack(f"{dimensions}b", read[_HEAD.size : middle])),
        list(iter_unpack(f"{width}b", read[middle:])),
        step,
    )


def _product(row: Sequence[float], other: Sequence[float]) -> float:
    return float(sum(map(mul, row, other)))
