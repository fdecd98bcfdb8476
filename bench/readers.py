"""What a collection takes, beside `reader` and `newsboat`, of the same publishers.

Three collections, each in a new process over the program's own file: the first one (`cold`), one
where nothing has changed (`same`), one where one publisher in twenty has something new
(`changed`). The publishers check what was asked of them. Wall and processor time are those of the
collection itself: our start and `reader`'s are not counted; newsboat, which takes seconds to read
its own file, is timed from its first request on, and the processor time that it takes to count its
unread articles is taken off. The programs take turns, and each figure is the median of
the rounds; the publishers have a process of their own, whose time is not counted.

A program that is not there is left out. `newsboat` is any system's (`apt install newsboat`);
`reader` is in an environment of its own, whose Python COURROIE_BENCH_READER names:

    python -m venv reader && reader/bin/pip install "reader>=3.26,<4"
    COURROIE_BENCH_READER=reader/bin/python python -m bench readers
"""

from __future__ import annotations

import json
import os
import shutil
import sqlite3
import subprocess
import sys
import time
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import closing, contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from statistics import median
from tempfile import TemporaryDirectory
from urllib.request import urlopen

from bench.publishers import CHANGING, ENTRIES, PRINTED, address

_PUBLISHERS = 500
_MANY = 5_000
_ROUNDS = 3
_CASES = ("cold", "same", "changed")
_LOOK = 0.05
_HERE = Path(__file__).parent
_CONFIG = "reload-threads 8\nauto-reload no\n"

Told = Mapping[str, float]


@dataclass(frozen=True, slots=True)
class Town:
    """Where the publishers are, and a folder for the programs' files."""

    port: int
    folder: Path
    publishers: int

    @property
    def addresses(self) -> Path:
        """The file that names every feed, a line each."""
        path = self.folder / "urls"
        if not path.exists():
            lines = (address(each, self.port) for each in range(self.publishers))
            path.write_text("\n".join(lines) + "\n", encoding="utf-8")
        return path

    def asks(self, path: str) -> str:
        """Tell the publishers something, or ask them."""
        with urlopen(f"http://127.0.0.1:{self.port}{path}", timeout=30) as told:
            return str(told.read().decode())


Program = Callable[[Town, str], Told]
"""Makes one collection, in a folder of its own, and tells what it took."""


def figures() -> Iterable[tuple[str, float, str]]:
    """Give name, value and unit of each figure, in some five minutes with both programs."""
    print(f"readers: load {os.getloadavg()[0]:.1f} on {os.cpu_count()} cores", file=sys.stderr)
    programs = {"courroie": _ours, **_others()}
    taken: dict[tuple[str, str, str], list[float]] = defaultdict(list)
    for _ in range(_ROUNDS):
        for name, program in programs.items():
            for case, told in _collections(program, _PUBLISHERS):
                for what, value in told.items():
                    taken[name, case, what].append(value)
    found = {key: median(values) for key, values in taken.items()}
    for case in _CASES:
        for name in programs:
            for what, unit in (("wall", "s"), ("cpu", "s"), ("memory", "MB")):
                yield f"{_PUBLISHERS}_feeds_{case}_{name}_{what}", found[name, case, what], unit
        for name in list(programs)[1:]:
            times = found[name, case, "wall"] / found["courroie", case, "wall"]
            yield f"{_PUBLISHERS}_feeds_{case}_faster_than_{name}", times, "times"
        yield f"{_PUBLISHERS}_feeds_{case}_loop_lag_p99", found["courroie", case, "lag"], "ms"
    many = dict(_collections(_ours, _MANY))
    for case in _CASES[:2]:
        few = found["courroie", case, "wall"] * 1000 / _PUBLISHERS
        yield f"1000_feeds_{case}_among_{_PUBLISHERS}", few, "s"
        yield f"1000_feeds_{case}_among_{_MANY}", many[case]["wall"] * 1000 / _MANY, "s"
    yield f"{_MANY}_feeds_cold_memory", many["cold"]["memory"], "MB"
    yield f"{_MANY}_feeds_cold_loop_lag_p99", many["cold"]["lag"], "ms"


def _collections(program: Program, publishers: int) -> Iterator[tuple[str, Told]]:
    """Make the three collections from an empty file, and check what the publishers saw."""
    with TemporaryDirectory(prefix="courroie-bench-") as folder, _press() as port:
        town = Town(port, Path(folder), publishers)
        some = publishers // CHANGING
        expected = {"cold": (publishers, 0), "same": (0, publishers)}
        expected["changed"] = (some, publishers - some)
        for case in _CASES:
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
def _press() -> Iterator[int]:
    """Run the publishers' process, and give its port."""
    command = [sys.executable, "-m", "bench.publishers"]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as press:  # noqa: S603
        assert press.stdout is not None
        try:
            yield int(press.stdout.readline())
        finally:
            press.terminate()


def _others() -> Mapping[str, Program]:
    """Find the programs to compare with; say which are missing."""
    found: dict[str, Program] = {}
    if python := os.environ.get("COURROIE_BENCH_READER"):
        found["reader"] = lambda town, _: _reader(python, town)
    else:
        print("readers: no `reader` here (COURROIE_BENCH_READER)", file=sys.stderr)
    if newsboat := shutil.which("newsboat"):
        found["newsboat"] = lambda town, case: _newsboat(newsboat, town, case)
    else:
        print("readers: no `newsboat` here (apt install newsboat)", file=sys.stderr)
    return found


def _ours(town: Town, case: str) -> Told:
    hours = 2 * _CASES.index(case)  # a feed is asked once an hour
    arguments = (town.folder / "courroie.db", town.port, town.publishers, hours)
    ran = _run([sys.executable, "-m", "bench.collecting", *map(str, arguments)])
    told = json.loads(ran.output)
    assert told["failing"] == 0, f"{told['failing']} feeds failed"
    return {**told, "memory": ran.memory}


def _reader(python: str, town: Town) -> Told:
    script, file = _HERE / "with_reader.py", town.folder / "reader.db"
    ran = _run([python, str(script), str(file), str(town.addresses)])
    return {**json.loads(ran.output), "memory": ran.memory}


def _newsboat(newsboat: str, town: Town, case: str) -> Told:
    """Have newsboat collect.

    It keeps a feed's validators from the second time that it reads it on: it is spared this one.
    """
    (town.folder / "config").write_text(_CONFIG, encoding="utf-8")
    files = ["-u", str(town.addresses), "-c", str(town.folder / "newsboat.db")]
    command = [newsboat, *files, "-C", str(town.folder / "config"), "-x"]
    home = {**os.environ, "HOME": str(town.folder)}
    if case == "same":
        _give_validators(town)
    started = _run([*command, "print-unread"], home)
    ran = _run([*command, "reload"], home)
    with closing(sqlite3.connect(town.folder / "newsboat.db")) as file:
        (kept,) = file.execute("SELECT count(*) FROM rss_item").fetchone()
    return {
        "ended": ran.ended,
        "cpu": ran.cpu - started.cpu,
        "memory": ran.memory,
        "kept": kept,
    }


def _give_validators(town: Town) -> None:
    """Write to newsboat's file what a second reading of the first edition writes there."""
    printed = int(PRINTED.timestamp())
    rows = [(f'"{each}-0"', printed, address(each, town.port)) for each in range(town.publishers)]
    with closing(sqlite3.connect(town.folder / "newsboat.db")) as file, file:
        file.executemany("UPDATE rss_feed SET etag = ?, lastmodified = ? WHERE rssurl = ?", rows)


@dataclass(frozen=True, slots=True, kw_only=True)
class _Ran:
    """A process that ended well: when (monotonic clock), seconds of processor, megabytes at its
    highest, children included.
    """  # noqa: D205

    ended: float
    cpu: float
    memory: float
    output: str


@dataclass(slots=True)
class _Memory:
    """The highest that each process of a tree has held, looked at now and then, in kB."""

    highest: dict[int, int] = field(default_factory=dict)

    def look(self, top: int) -> None:
        """Look at a process and those that it has started."""
        waiting = [top]
        while waiting:
            process = Path("/proc") / str(waiting.pop())
            try:
                status = (process / "status").read_text(encoding="utf-8")
                for task in (process / "task").iterdir():
                    waiting += map(int, (task / "children").read_text(encoding="utf-8").split())
            except OSError:
                continue
            for line in status.splitlines():
                if line.startswith("VmHWM:"):
                    self.highest[int(process.name)] = int(line.split()[1])


def _run(command: Sequence[str], environment: Mapping[str, str] | None = None) -> _Ran:
    memory = _Memory()
    with TemporaryDirectory(prefix="courroie-bench-") as folder:
        output, errors = Path(folder) / "output", Path(folder) / "errors"
        with output.open("wb") as out, errors.open("wb") as err:
            process = subprocess.Popen(command, stdout=out, stderr=err, env=environment)  # noqa: S603
            while True:
                memory.look(process.pid)
                ended, status, used = os.wait4(process.pid, os.WNOHANG)
                if ended:
                    break
                time.sleep(_LOOK)
            moment = time.monotonic()
        process.returncode = os.waitstatus_to_exitcode(status)
        assert process.returncode == 0, errors.read_text(encoding="utf-8")
        return _Ran(
            ended=moment,
            cpu=used.ru_utime + used.ru_stime,
            memory=sum(memory.highest.values()) / 1000,
            output=output.read_text(encoding="utf-8"),
        )
