"""What a collection takes, beside other readers of feeds, of the same publishers.

Three collections, each in a new process over the program's own files: the first one (`cold`), one
where nothing has changed (`same`), one where one publisher in twenty has something new
(`changed`). The publishers check what was asked of them. Wall and processor time are those of the
collection itself: our start and `reader`'s are not counted; the others are timed from their first
request on, and the processor time that newsboat takes to count its unread articles is taken off.
The programs take turns, and each figure is the median of the rounds; the publishers have a process
of their own, whose time is not counted.

What each does: `reader` keeps all that feedparser finds, newsboat too, both in SQLite; miniflux
cleans the HTML and keeps it in PostgreSQL (its processor time counts, its memory does not);
sfeed writes a text file a feed, without waiting for the disk. Ours cuts summaries, looks for
deadlines, asks a host one thing at a time, and waits until SQLite's file is on the disk.

A program that is not there is left out. Those of a system: `apt install newsboat sfeed curl
miniflux postgresql`; `reader` has an environment of its own, whose Python COURROIE_BENCH_READER
names:

    python -m venv reader && reader/bin/pip install "reader>=3.26,<4" sgmllib3k
    COURROIE_BENCH_READER=reader/bin/python python -m bench readers
"""

from __future__ import annotations

import os
import subprocess
import sys
from collections import defaultdict
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from statistics import median
from tempfile import TemporaryDirectory

from bench import programs
from bench.programs import CASES
from bench.publishers import CHANGING, ENTRIES
from bench.town import Program, Told, Town

_PUBLISHERS = 500
_MANY = 5_000
_ROUNDS = 3


def figures() -> Iterable[tuple[str, float, str]]:
    """Give name, value and unit of each figure, in some ten minutes with all programs."""
    print(f"readers: load {os.getloadavg()[0]:.1f} on {os.cpu_count()} cores", file=sys.stderr)
    compared: dict[str, Program] = {"courroie": programs.ours, **programs.others()}
    taken: dict[tuple[str, str, str], list[float]] = defaultdict(list)
    for _ in range(_ROUNDS):
        for name, program in compared.items():
            for case, told in _collections(program, _PUBLISHERS):
                for what, value in told.items():
                    taken[name, case, what].append(value)
    found = {key: median(values) for key, values in taken.items()}
    for case in CASES:
        for name in compared:
            for what, unit in (("wall", "s"), ("cpu", "s"), ("memory", "MB")):
                yield f"{_PUBLISHERS}_feeds_{case}_{name}_{what}", found[name, case, what], unit
        for name in list(compared)[1:]:
            times = found[name, case, "wall"] / found["courroie", case, "wall"]
            yield f"{_PUBLISHERS}_feeds_{case}_faster_than_{name}", times, "times"
        yield f"{_PUBLISHERS}_feeds_{case}_loop_lag_p99", found["courroie", case, "lag"], "ms"
    many = dict(_collections(programs.ours, _MANY))
    for case in CASES[:2]:
        few = found["courroie", case, "wall"] * 1000 / _PUBLISHERS
        yield f"1000_feeds_{case}_among_{_PUBLISHERS}", few, "s"
        yield f"1000_feeds_{case}_among_{_MANY}", many[case]["wall"] * 1000 / _MANY, "s"
    yield f"{_MANY}_feeds_cold_memory", many["cold"]["memory"], "MB"
    yield f"{_MANY}_feeds_cold_loop_lag_p99", many["cold"]["lag"], "ms"


def _collections(program: Program, publishers: int) -> Iterator[tuple[str, Told]]:
    """Make the three collections from an empty file, and check what the publishers saw."""
    with TemporaryDirectory(prefix="courroie-bench-") as folder, press() as port:
        town = Town(port, Path(folder), publishers)
        some = publishers // CHANGING
        expected = {"cold": (publishers, 0), "same": (0, publishers)}
        expected["changed"] = (some, publishers - some)
        for case in CASES:
            town.asks(f"/edition/{int(case == 'changed')}")
            told = program(town, case)
            bodies, unchanged, first = map(float, town.asks("/tally").split())
            assert (bodies, unchanged) == expected[case], f"{case}: {bodies:g}, {unchanged:g} 304"
            if "ended" in told:
                told = {**told, "wall": told["ended"] - first}
            if "kept" in told:
                entries = publishers * ENTRIES + (some if case == "changed" else 0)
                assert told["kept"] == entries, f"{told['kept']} entries, not {entries}"
            yield case, told


@contextmanager
def press() -> Iterator[int]:
    """Run the publishers' process, and give its port."""
    command = [sys.executable, "-m", "bench.publishers"]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as press:  # noqa: S603
        assert press.stdout is not None
        try:
            yield int(press.stdout.readline())
        finally:
            press.terminate()
