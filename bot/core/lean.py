"""Loads libraries without what they take along for uses that are not ours.

To be imported before structlog is: an idle bot takes 4 MB less without its console's `rich`.
"""

from __future__ import annotations

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


with without("rich"):
    import structlog as _  # noqa: F401
