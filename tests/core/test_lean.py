"""A bot that idles takes little memory."""

from __future__ import annotations

import platform
import subprocess
import sys

import pytest

_THREADS = """
import re, threading
from bot.core import lean
if %r:
    lean.keep_one_heap()
def work():
    return [bytes(5_000) for _ in range(100)]
threads = [threading.Thread(target=work) for _ in range(4)]
for each in threads:
    each.start()
for each in threads:
    each.join()
asides = re.findall("^([0-9a-f]+)-([0-9a-f]+) ---p", open("/proc/self/maps").read(), re.M)
print(sum(int(end, 16) - int(start, 16) > 2**25 for start, end in asides))
"""
"""Counts what is set aside and not used: glibc reserves 64 MB for a heap of a thread's own."""


@pytest.mark.skipif(platform.libc_ver()[0] != "glibc", reason="glibc alone has several heaps")
def test_threads_share_one_heap() -> None:
    assert _heaps(one=False)
    assert not _heaps(one=True)


def _heaps(*, one: bool) -> int:
    told = subprocess.run(  # noqa: S603  our own
        [sys.executable, "-c", _THREADS % one], check=True, capture_output=True, text=True
    )
    return int(told.stdout)
