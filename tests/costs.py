"""What work costs: how it grows, or beside other work, never by an absolute time.

A slow or busy machine is slow for both. Seconds and milliseconds are for `python -m bench`.
"""

from __future__ import annotations

import gc
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from math import inf
from typing import TypeVar

T = TypeVar("T", str, bytes)
Work = Callable[[], object]

LONGER = 8
"""How many times more there is to do where growth is measured."""

NOISE = 3.0
"""How many times more than in proportion that may take; where it grows as the square, LONGER."""

ROUNDS = 40
"""How often both are timed before one is said to cost too much; the best time of each counts."""


def grows_in_proportion(work: Callable[[int], object], size: int) -> bool:
    """Tell whether LONGER times as much to do takes in proportion, from a size on."""
    return costs_at_most(LONGER * NOISE, lambda: work(LONGER * size), lambda: work(size))


def reads_in_proportion(read: Callable[[T], object], long: T, short: T) -> bool:
    """Tell whether a text LONGER times as long takes in proportion; making it is not counted."""
    return costs_at_most(LONGER * NOISE, lambda: read(long), lambda: read(short))


def costs_at_most(times: float, work: Work, beside: Work) -> bool:
    """Tell whether work takes at most so many times the processor time of other work.

    Both are timed in turn until it holds: what else the machine does can only make them longer.
    Other work that is too short to be told from noise counts as `_least`.
    """
    with _garbage_left():
        best = _seconds(work)
        if best <= times * _seconds(_least):
            return True
        beside()  # what loads at first use, and fills caches, is not part of the cost
        allowed = inf
        for _ in range(ROUNDS):
            allowed = min(allowed, times * max(_seconds(beside), _seconds(_least)))
            if best <= allowed:
                return True
            best = min(best, _seconds(work))
    return False


@contextmanager
def _garbage_left() -> Iterator[None]:
    """Collect no garbage for the length of the block: it would cost what other tests left."""
    gc.disable()
    try:
        yield
    finally:
        gc.enable()


def _least() -> int:
    """Do the least work that is worth timing: half a millisecond or so."""
    return sum(range(50_000))


def _seconds(work: Work) -> float:
    """Return the processor time that work takes in this thread; other threads do not count."""
    start = time.thread_time()
    work()
    return time.thread_time() - start
