"""Takes little memory: libraries without what they take along for other uses, one heap.

To be imported before structlog is: an idle bot takes 4 MB less without its console's `rich`.
"""

from __future__ import annotations

import ctypes
import sys
import warnings
from collections.abc import Iterator
from contextlib import contextmanager
from types import ModuleType


@contextmanager
def without(name: str, instead: ModuleType | None = None) -> Iterator[None]:
    """Have what is imported in the block do without a module, unless it is loaded.

    `instead` stands for one that is not optional, by the names that the block's imports ask of it.
    """
    if name in sys.modules:
        yield
        return
    sys.modules[name] = instead  # type: ignore[assignment]
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # some regret it aloud
            yield
    finally:
        del sys.modules[name]


def keep_one_heap() -> None:
    """Have all threads share glibc's heap: one of its own for each takes 6 MB of an idle bot."""
    if hasattr(_C, "mallopt"):
        _C.mallopt(_ARENA_MAX, 1)


_C = ctypes.CDLL(None)
_ARENA_MAX = -8
"""M_ARENA_MAX, in glibc's malloc.h; other C libraries have no such choice."""

with without("rich"):
    import structlog as _  # noqa: F401
