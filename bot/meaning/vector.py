"""Vectors as they are kept: one signed byte a dimension; and how alike two of them are.

A model gives vectors of length one, so that the cosine of two tells how alike their texts are.
Kept in bytes, a cosine moves by less than a hundredth.
"""

from __future__ import annotations

from dataclasses import dataclass
from math import dist
from struct import unpack

SCALE = 300
"""Steps of a kept dimension from 0 to 1: none of some hundreds is over 0.4, lengths being one."""

STEPS = 127
"""The most steps of a dimension, either way."""


@dataclass(frozen=True, slots=True)
class Meaning:
    """The vectors of a text: `seeking` to find those that are `told` alike."""

    seeking: bytes
    told: bytes


def likeness(one: bytes, other: bytes) -> float:
    """Return the cosine of two vectors, from -1 to 1; 0 when they are not of one model."""
    if len(one) != len(other):
        return 0.0
    shape = f"{len(one)}b"
    return 1 - dist(unpack(shape, one), unpack(shape, other)) ** 2 / (2 * SCALE**2)


def signs(vector: bytes) -> int:
    """Return a number of as many bits as there are dimensions: 1 where one is negative."""
    return int(vector.translate(_SIGN) or b"0", 2)


_SIGN = b"0" * 128 + b"1" * 128
