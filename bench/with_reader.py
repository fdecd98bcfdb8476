"""One collection by `reader` (https://github.com/lemon24/reader), in a process of its own.

`python with_reader.py DATABASE ADDRESSES`, a file of one address a line; tells what it took as one
line of JSON. It imports nothing of ours: any Python that has `reader` runs it.
"""

from __future__ import annotations

import json
import os
import sys
import time
from pathlib import Path

from reader import make_reader

WORKERS = 8


def main(path: str, addresses: str) -> None:
    """Collect once and print what it took."""
    reader = make_reader(path)
    for address in Path(addresses).read_text(encoding="utf-8").split():
        reader.add_feed(address, exist_ok=True)
    before, start = sum(os.times()[:4]), time.perf_counter()
    reader.update_feeds(scheduled=False, workers=WORKERS)
    told = {"wall": time.perf_counter() - start, "cpu": sum(os.times()[:4]) - before}
    print(json.dumps(told | {"kept": reader.get_entry_counts().total}))


if __name__ == "__main__":
    main(sys.argv[1], sys.argv[2])
