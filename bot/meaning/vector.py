"""Vectors as they are kept: one signed byte a dimension; and how alike two of them are.

A model gives vectors of length one, so that the cosine of two tells how alike their texts are.
Kept in bytes, a cosine moves by less than a hundredth.
"""

from __future__ import annotations

from collections.abc import Callable
from math import dist
from struct import Struct

SCALE = 300
"""Steps of a kept dimension from 0 to 1: none of some hundreds is over 0.4, lengths being one."""

STEPS = 127
"""The most steps of a dimension, either way."""


def likeness_to(vector: bytes) -> Callable[[bytes], float]:
    """Return what gives the cosine of other vectors with this one, from -1 to 1.

    It gives 0 for a vector of another model, which has not as many dimensions.
    """
    shape = Struct(f"{len(vector)}b")
    here = shape.unpack(vector)

    def likeness(other: bytes) -> float:
        if len(other) != len(here):
            return 0.0
        return 1 - dist(here, shape.unpack(other)) ** 2 / (2 * SCALE**2)

    return likeness


SIGNS = 255
"""Dimensions of which the signs are compared, the first ones: how many differ fits in a byte."""


def signs(vector: bytes) -> int:
    """Return a number of a bit for each of the first dimensions: 1 where it is negative.

    Vectors that lie close share most of them, and numbers are compared fast.
    """
    return int(vector[:SIGNS].translate(_SIGN) or b"0", 2)


_SIGN = b"0" * 128 + b"1" * 128
