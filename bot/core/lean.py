"""Loads libraries without what they take along for uses that are not ours.

To be imported before structlog is: an idle bot takes 4 MB less without its console's `rich`.
"""

from __future__ import annotations

import sys
import warnings
from collections.abc import Iterator
from contextlib import contextmanager


@contextmanager
def without(name: str) -> Iterator[None]:
    """Have what is imported in the block do without an optional module, unless it is loaded."""
    if name in sys.modules:
        yield
        return
    sys.modules[name] = None  # type: ignore[assignment]
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # some regret it aloud
            yield
    finally:
        del sys.modules[name]


with without("rich"):
    import structlog as _  # noqa: F401
