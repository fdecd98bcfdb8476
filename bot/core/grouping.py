"""Things put together by what they have in common."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TypeVar

K = TypeVar("K")
T = TypeVar("T")


def grouped(found: Iterable[tuple[K, T]]) -> dict[K, list[T]]:
    """Group things that come each with its key, in order."""
    groups: dict[K, list[T]] = {}
    for key, each in found:
        groups.setdefault(key, []).append(each)
    return groups
